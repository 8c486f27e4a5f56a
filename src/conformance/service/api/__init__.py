"""The HTTP API under ``/api/v1``."""

from __future__ import annotations

from fastapi import APIRouter

from conformance.service.api import checks, health, openapi, payloads, reference, runs

ROUTERS: tuple[APIRouter, ...] = (
    checks.router,
    payloads.router,
    reference.router,
    runs.router,
    health.router,
    openapi.router,
)
"""Every router of the API."""
