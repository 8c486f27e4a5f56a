"""A year of thirty units gives one bulletin, whichever database holds it."""

from __future__ import annotations

import random
from datetime import date, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from bulletin.bulletins import STANDARD, month, official, plan, year
from conformance.bulletin.registry import FORMATS, renderer
from conformance.history.model import Run
from conformance.history.opening import open_store
from conformance.history.rows import rows_of
from conformance.report.view import View

UNITS, RUNS = 30, 1000


def a_year() -> list[Run]:
    """A thousand runs of thirty units over twelve months."""
    dice = random.Random(7)
    parties = sorted({duty.party for duty in plan().duties})[::-1][:UNITS]
    runs = []
    for number in range(RUNS):
        party = parties[number % UNITS]
        item = dice.choice([duty.item for duty in plan().duties if duty.party == party])
        day = date(2016, 1, 1) + timedelta(days=dice.randrange(366))
        rows = dice.choice((0, 3, 40, 2500))
        runs.append(official(party, item, day.isoformat(), rows, dice.choice((0, 0, 1, rows)) if rows else 0))
    return runs


@pytest.mark.slow
def test_a_thousand_runs_give_the_same_bytes_from_sqlite_and_postgresql(tmp_path: Path, postgresql_url: str) -> None:
    made: dict[str, list[str | bytes]] = {}
    runs = a_year()
    for url, order in ((f"sqlite:///{tmp_path / 'history.db'}", runs), (postgresql_url, runs[::-1])):
        with open_store(url) as store:
            with store.engine.begin() as connection:  # as it is recorded, without a transaction for each
                for run in order:
                    for table, rows in rows_of(run):
                        connection.execute(sa.insert(table), rows)
            kept = list(store.runs())
        assert len(kept) == RUNS
        view = View(STANDARD)
        bulletins = [month(kept), year(kept)]
        assert bulletins[1].total.submitted > 200
        made[url] = [renderer(name).render(one, view) for one in bulletins for name in FORMATS]
    first, second = made.values()
    assert first == second
