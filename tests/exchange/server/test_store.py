"""The store: all or nothing, one after the other."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest

from conformance.exchange.server.store import Store, stamped
from conformance.report.errors import UsageError
from exchange.server.service import Service, licence


def test_what_an_exception_leaves_is_nothing() -> None:
    store = Store(None)

    def half_way() -> None:
        with store.transaction() as db:
            db.execute("INSERT INTO retired_cursors VALUES ('x')")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        half_way()
    with store.transaction() as db:
        assert db.execute("SELECT count(*) FROM retired_cursors").fetchone()[0] == 0
    store.close()


def test_times_of_change_only_grow() -> None:
    store = Store(None)
    moments = [datetime(2026, 3, 2, tzinfo=UTC), datetime(2026, 3, 2, tzinfo=UTC), datetime(2026, 3, 1, tzinfo=UTC)]
    stamps = []
    for moment in moments:
        with store.transaction() as db:
            stamps.append(stamped(db, moment))
    store.close()
    assert stamps == sorted(set(stamps))


def test_a_file_keeps_its_secret(tmp_path: Path) -> None:
    secrets = []
    for _ in range(2):
        store = Store(tmp_path / "store.db")
        secrets.append(store.secret)
        store.close()
    assert secrets[0] == secrets[1]


def test_a_file_in_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="--database"):
        Store(tmp_path / "nowhere/store.db")


def test_the_same_push_at_the_same_time_is_one_batch(service: Service) -> None:
    service.token()
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda _: service.push(licence(1), key="one"), range(4)))
    assert {one.status_code for one in answers} == {202}
    assert len({one.headers["Location"] for one in answers}) == 1
    cursor = service.page(limit=100)["next"]
    assert service.page(since=cursor)["records"] == []
