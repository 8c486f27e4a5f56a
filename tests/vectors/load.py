"""The vectors as the tests judge them: those of a record type, as records of a plain item of that type."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from msgspec.structs import replace

from conformance.publish.vectors.cases import Record, Vector, read, vectors
from vectors.plain import plain_item

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "examples" / "vectors"


Case = Vector
"""One or more records of an item, how they are judged, and everything that must be found in them."""


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
    return replace(one, item=one.item or plain_item(str(one.record_type)))
