"""Runs as bulletins are made of, and the bulletins that they make."""

from __future__ import annotations

import lzma
from collections.abc import Iterable
from datetime import UTC, date, datetime
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any

import msgspec
from msgspec.structs import replace

from conformance.bulletin.build import Asked, bulletin_of
from conformance.bulletin.model import Bulletin, DutyResult, UnitPage
from conformance.bulletin.periods import span_of
from conformance.bulletin.plan import LISTS, Plan, plan_of
from conformance.catalog.store import open_catalogue
from conformance.history.model import FieldCount, RuleCount, Run, RunInput
from conformance.standard.load import load

STANDARD = load()
POLICE, PUDONG = "unit:sh-police", "district:310115"
EXAMPLE = Path(__file__).parents[2] / "examples" / "history" / "2017.jsonl.xz"
_NUMBERS = count(1)


@cache
def plan() -> Plan:
    """The plan of the shipped edition."""
    return plan_of(open_catalogue(only=LISTS, checked=False), STANDARD)


@cache
def example() -> tuple[Run, ...]:
    """The runs of the example history."""
    with lzma.open(EXAMPLE) as lines:
        return tuple(msgspec.json.decode(line, type=Run) for line in lines)


def official(party: str, item: str, day: str, rows: int = 20, rejected: int = 0, **changes: Any) -> Run:
    """An official submission of one item, judged by a day; every required column is filled but in rejected records.

    Without rows it is what a header alone leaves: a table in which there was nothing to check.
    """
    number = next(_NUMBERS)
    missing = changes.pop("missing", False)
    needed = [one.name for one in STANDARD.record_type_of(item).fields if one.requirement == "required"]
    part = RunInput(
        item=item,
        format="csv",
        digest=f"sha256:{number:064x}",
        verdict="not-checked" if not rows else "non-conforming" if rejected else "conforming",
        rows=rows,
        accepted=rows - rejected,
        rejected=rejected,
        late=changes.pop("late", 0),
        rules=(RuleCount("missing-column" if missing else "required", needed[0], rows, errors=rejected + missing),)
        if rejected or missing
        else (),
        fields=tuple(FieldCount(name, rows - rejected, rejected, 0) for name in needed),
    )
    judged = date.fromisoformat(day)
    plain = Run(
        id=f"{number:032x}",
        kind="official",
        recorded=datetime(judged.year, judged.month, judged.day, 2, tzinfo=UTC),
        as_of=judged,
        party=party,
        batch=f"b{number}",
        purpose="submission",
        edition=STANDARD.edition.id,
        standard_version=STANDARD.edition.version,
        standard_digest=STANDARD.digest,
        tool_version="0.1.0",
        engine="local",
        verdict=part.verdict,
        errors=rejected,
        warnings=0,
        infos=0,
        inputs=(part,),
    )
    return replace(plain, **changes)


def month(runs: Iterable[Run], name: str = "2016-06", **more: Any) -> Bulletin:
    """The bulletin of a month."""
    year, number = map(int, name.split("-"))
    return bulletin_of(runs, plan(), STANDARD, Asked("month", span_of(year, number, 1), **more))


def year(runs: Iterable[Run], name: int = 2016, **more: Any) -> Bulletin:
    """The report of a year."""
    return bulletin_of(runs, plan(), STANDARD, Asked("year", span_of(name, 1, 12), **more))


def unit(bulletin: Bulletin, party: str) -> UnitPage:
    """The page of a party."""
    return next(page for page in bulletin.units if page.party == party)


def duty(bulletin: Bulletin, party: str, item: str) -> DutyResult:
    """What became of the one duty of a party for an item."""
    (found,) = (one for one in unit(bulletin, party).duties if one.duty.item == item)
    return found


def items_of(party: str) -> list[str]:
    """The items that a party submits by the month."""
    return [one.item for one in plan().duties if one.party == party and one.due != "day_of_next_year"]
