"""Valid records to start from, made once per run."""

from __future__ import annotations

from datetime import date
from functools import cache

import polars as pl

from conformance.sample.api import frames
from conformance.sample.defect import Record
from conformance.sample.plant import Log
from conformance.standard.load import load
from vectors.load import bases
from vectors.plain import plain_item, plain_standard

AS_OF = date(2016, 12, 31)
ITEMS = ("admin-licence", "admin-penalty")
TYPES = tuple(plain_item(name) for name in load().record_types if name not in ("licence", "penalty"))
"""An item without narrowing for each of the other record types."""


@cache
def valid_frame(item: str, rows: int = 600, seed: int = 5) -> pl.DataFrame:
    """Valid records under the Chinese titles."""
    return pl.concat(frames(item, rows, seed, load(), 0.0, Log(None)))


@cache
def valid_records(item: str) -> tuple[Record, ...]:
    """Valid records by field name: generated ones, or those that the vectors start from."""
    if item in TYPES:
        return tuple(record for base, record in bases().values() if base == item)
    record_type = load().record_type_of(item)
    titles = {field.title: field.name for field in record_type.fields}
    return tuple(valid_frame(item).rename(titles, strict=False).to_dicts())


def key_of(item: str) -> str:
    """The field at which a repeated record is shown."""
    [check] = [check for check in plain_standard().record_type_of(item).checks if check.rule == "unique-key"]
    return check.field
