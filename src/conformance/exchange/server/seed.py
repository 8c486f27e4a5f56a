"""The documented test data: what an empty store holds from the start, so that a service that takes nothing can be read."""

from __future__ import annotations

from datetime import datetime, timedelta

from conformance.exchange.profile import reference
from conformance.exchange.server import auth, records
from conformance.exchange.server.times import text_of
from conformance.exchange.server.world import World


def plant(world: World) -> None:
    """Enter the documented token and cursor, both expired, and, into an empty store, the documented records and tombstones."""
    with world.store.transaction() as db:
        expired = world.now() - timedelta(hours=1)
        auth.keep(world, reference.EXPIRED_TOKEN, reference.FULL.id, reference.FULL.scopes, expired)
        db.execute("INSERT OR IGNORE INTO retired_cursors VALUES (?)", (reference.EXPIRED_CURSOR,))
        if db.execute("SELECT 1 FROM records LIMIT 1").fetchone() is not None:
            return
        for one in reference.seed_records():
            modified = text_of(datetime.fromisoformat(one.modified))
            record = records.Stored(one.id, one.item, one.provider, "current", modified, None, one.data)
            records.write(db, world, record)
            if one.reason is not None:
                records.withdraw(db, one.id, one.reason, modified)
