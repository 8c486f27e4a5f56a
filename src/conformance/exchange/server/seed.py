"""The documented test data: what an empty store holds from the start, so that a service that takes nothing can be read."""

from __future__ import annotations

from datetime import timedelta

from conformance.exchange.server import auth
from conformance.exchange.server.world import World


def plant(world: World) -> None:
    """Enter the documented token and, into an empty store, the documented records, tombstones and the expired cursor."""
