"""Valid records to start from, made once per run."""

from __future__ import annotations

from datetime import date
from functools import cache

import polars as pl

from conformance.sample.api import frames
from conformance.sample.defect import Record
from conformance.sample.plant import Log
from conformance.standard.load import load

AS_OF = date(2016, 12, 31)
ITEMS = ("admin-licence", "admin-penalty")


@cache
def valid_frame(item: str, rows: int = 600, seed: int = 5) -> pl.DataFrame:
    """Valid records under the Chinese titles."""
    return pl.concat(frames(item, rows, seed, load(), 0.0, Log(None)))


@cache
def valid_records(item: str) -> tuple[Record, ...]:
    """Valid records by field name."""
    record_type = load().record_type_of(item)
    titles = {field.title: field.name for field in record_type.fields}
    return tuple(valid_frame(item).rename(titles, strict=False).to_dicts())
