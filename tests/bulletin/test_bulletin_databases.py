"""A year of thirty units gives one bulletin, whichever database holds it."""

from __future__ import annotations

import random
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from msgspec.structs import replace

from bulletin.bulletins import PUDONG, STANDARD, month, official, plan, unit, year
from conformance.bulletin.periods import before, span_of
from conformance.bulletin.registry import FORMATS, renderer
from conformance.history.model import ManifestFigures, Run, Withheld
from conformance.history.opening import open_store
from conformance.history.rows import rows_of
from conformance.report.view import View

UNITS, RUNS = 30, 1000
OFFICES = (f"{PUDONG}/sh-fda", f"{PUDONG}/sh-aic", PUDONG)


def a_year() -> list[Run]:
    """A thousand runs of thirty units over twelve months: with manifests and without, of offices, self-checks, afterwards."""
    dice = random.Random(7)
    parties = [*sorted({duty.party for duty in plan().duties})[::-1][: UNITS - 1], PUDONG]
    runs = []
    for number in range(RUNS):
        party = parties[number % UNITS]
        item = dice.choice([duty.item for duty in plan().duties if duty.party == party])
        day = date(2016, 1, 1) + timedelta(days=dice.randrange(366))
        rows = dice.choice((0, 3, 40, 2500))
        sender = dice.choice(OFFICES) if party == PUDONG else party
        run = official(sender, item, day.isoformat(), rows, dice.choice((0, 0, 1, rows)) if rows else 0)
        changes: dict[str, Any] = {}
        if dice.random() < 0.4:
            ended = before(span_of(day.year, day.month, 1), 1)
            grounds = (Withheld("personal-privacy", 1), Withheld("state-secret", 1)) if rows else ()
            changes |= {
                "period_from": ended.first,
                "period_to": ended.last,
                "sending": dice.choice(("full", "increment")),
            }
            changes |= {
                "figures": (ManifestFigures(item, rows, rows, max(0, rows - 2), grounds), ManifestFigures(None, 1))
            }
        if dice.random() < 0.1:
            changes |= {"kind": "self-check", "batch": None}
        if dice.random() < 0.05:
            changes |= {"recorded": run.recorded + timedelta(days=40)}
        runs.append(replace(run, **changes))
    return runs


@pytest.mark.slow
def test_a_thousand_runs_give_the_same_bytes_from_sqlite_and_postgresql(tmp_path: Path, postgresql_url: str) -> None:
    made: dict[str, list[str | bytes]] = {}
    runs = a_year()
    for url, order in ((f"sqlite:///{tmp_path / 'history.db'}", runs), (postgresql_url, runs[::-1])):
        with open_store(url) as store:
            for run in order[::5]:
                store.record(run)
            with store.engine.begin() as connection:  # the others as it is recorded, without a transaction for each
                rest = [one for number, run in enumerate(order) if number % 5 for one in rows_of(run)]
                for table, rows in rest:
                    connection.execute(sa.insert(table), rows)
            kept = list(store.runs())
        assert {run.id for run in kept} == {run.id for run in runs}
        bulletins = [month(kept), year(kept)]
        total = bulletins[1].total
        assert total.submitted > 200
        assert min(total.nil, total.late, total.returned, total.displaced, total.publication.files) > 0
        assert unit(bulletins[1], PUDONG).figures.submitted > 0
        assert sum(page.self_checks for page in bulletins[1].units) > 50
        duties = [one for page in bulletins[1].units for one in page.duties if one.received is not None]
        assert sum(one.increments for one in duties) > 10
        assert {one.derived for one in duties} == {True, False}, "with manifests and without"
        assert sum(len(one.recorded) for one in duties) > 10
        shown = [(bulletins[0], View(STANDARD, "en")), (bulletins[1], View(STANDARD, "zh"))]
        made[url] = [renderer(name).render(one, view) for one, view in shown for name in FORMATS]
    first, second = made.values()
    assert first == second
