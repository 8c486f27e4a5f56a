"""Samples of every data item, made once per run."""

from __future__ import annotations

from datetime import date
from functools import cache

import polars as pl

from conformance.sample.api import frames
from conformance.sample.defect import Record
from conformance.sample.plant import Log
from vectors.plain import plain_standard

STANDARD = plain_standard()
"""The shipped standard, with an item without narrowing for each record type."""
ITEMS = tuple(item for item in STANDARD.items if not item.startswith("any-"))
TYPES = tuple(STANDARD.record_types)
AS_OF = date(2016, 12, 31)
OWN_RULES = frozenset({"value-of-item", "issuing-organ-unknown", "required", "subject-identifier-kind"})
"""Rules by which an item refuses what its record type allows."""


def sample(item: str, rows: int = 30) -> pl.DataFrame:
    """Valid records under the Chinese titles."""
    return _made(item, max(rows, 40)).head(rows)


@cache
def _made(item: str, rows: int) -> pl.DataFrame:
    """A shorter sample is the beginning of a longer one: few are made in vain."""
    return pl.concat(frames(item, rows, 11, STANDARD, 0.0, Log(None)))


@cache
def records(item: str, rows: int = 30) -> tuple[Record, ...]:
    """Valid records by field name; whoever changes one makes a copy."""
    titles = {field.title: field.name for field in STANDARD.record_type_of(item).fields}
    return tuple(sample(item, rows).rename(titles, strict=False).to_dicts())


def own_checks(item: str) -> list[tuple[str, str]]:
    """Rule and field of what the item asks beyond its record type, but for who may submit it."""
    return [(c.rule, c.field) for c in STANDARD.items[item].checks if c.rule in OWN_RULES]


def first_items() -> list[str]:
    """The first item of each record type."""
    return [next(item for item in ITEMS if STANDARD.items[item].record_type == name) for name in TYPES]
