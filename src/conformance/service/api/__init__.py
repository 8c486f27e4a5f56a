"""The HTTP API under ``/api/v1``."""

from __future__ import annotations

from fastapi import APIRouter

from conformance.service.api import checks, health, payloads

ROUTERS: tuple[APIRouter, ...] = (checks.router, payloads.router, health.router)
"""Every router of the API."""
