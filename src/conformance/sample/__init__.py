"""Sample submissions: valid, varied records of 2016 that belong to nobody, with planted defects on request."""

from __future__ import annotations

from conformance.sample.api import write_sample

__all__ = ["write_sample"]
