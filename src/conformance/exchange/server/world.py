"""What a running server is made of; handed to every route and hook."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from msgspec import Struct

from conformance.exchange.server.auth import Client, Failures
from conformance.exchange.server.cursors import Cursors
from conformance.exchange.server.settings import Settings
from conformance.exchange.server.store import Store
from conformance.standard.model import Standard

if TYPE_CHECKING:
    from conformance.exchange.server.pull import Upstream


class World(Struct, frozen=True):
    """Settings and standard, and the parts with state: store, failed logins, upstream services."""

    settings: Settings
    standard: Standard
    store: Store
    cursors: Cursors
    clients: Sequence[Client]
    failures: Failures
    upstreams: Sequence[Upstream] = ()

    def now(self) -> datetime:
        """The time by the server's clock."""
        return self.settings.clock()

    def close(self) -> None:
        """Let go of database and connections."""
        for upstream in self.upstreams:
            upstream.session.close()
        self.store.close()
