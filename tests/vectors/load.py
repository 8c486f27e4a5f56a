"""The vectors as the tests judge them: those of a record type, as records of a plain item of that type."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from conformance.publish.vectors.cases import Expected, Record, Vector, read, vectors
from vectors.plain import plain_item

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "examples" / "vectors"


@dataclass(frozen=True)
class Case:
    """One or more records, how they are judged, and everything that must be found in them."""

    rule: str
    name: str
    item: str
    clause: str
    as_of: date
    purpose: str
    party: str | None
    applies_from: date | None
    records: tuple[Record, ...]
    expect: tuple[Expected, ...]

    @property
    def id(self) -> str:
        return f"{self.rule}: {self.name}"


@cache
def bases() -> dict[str, tuple[str, Record]]:
    """Name → (item, record) of the valid records that cases start from."""
    return {
        name: (entry.get("item") or plain_item(entry["record_type"]), dict(entry["record"]))
        for name, entry in read(FOLDER / "_base.yaml").items()
    }


@cache
def load_cases() -> tuple[Case, ...]:
    """Every case of every file, in order."""
    return tuple(map(_case, vectors(FOLDER)))


def _case(one: Vector) -> Case:
    return Case(
        one.rule,
        one.name,
        one.item or plain_item(str(one.record_type)),
        one.clause,
        one.as_of,
        one.purpose,
        one.party,
        one.applies_from,
        one.records,
        one.expect,
    )
