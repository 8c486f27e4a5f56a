"""Asking the engine the same question as the reference: records in, (rule, field) per record out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import numpy as np
import polars as pl

from conformance.engine.local import run_table
from conformance.engine.model import Request, Violation
from conformance.sources.model import Batch, Column, Table
from conformance.standard.model import Party, Purpose, Severity, Standard

Record = dict[str, str | None]
Found = set[tuple[str, str | None]]
Graded = set[tuple[str, str | None, Severity]]
ROW_RULES = ("footer-row", "empty-row", "ragged-row")


def table_of(records: Sequence[Record], item: str) -> Table:
    """A table straight from records, without any reader; the columns are those of the first record."""
    names = list(records[0])
    columns = tuple(Column(index, name, name, "name") for index, name in enumerate(names))
    frame = pl.DataFrame(
        {name: [record[name] or None for record in records] for name in names},
        schema=dict.fromkeys(names, pl.String),
    )
    ordinals = np.arange(len(records), dtype=np.int64)
    batch = Batch(frame, ordinals + 2, ordinals)
    return Table("-", "records", columns, item, 1.0, iter([batch]))


def found_by_engine(
    records: Sequence[Record],
    item: str,
    as_of: date,
    purpose: Purpose,
    party: Party | None,
    standard: Standard,
) -> list[Found]:
    """What the engine finds in each record. Rules told once per input are left out: ask for one record at a time."""
    graded = graded_by_engine(records, item, as_of, purpose, party, standard)
    return [{(rule, field) for rule, field, _ in found} for found in graded]


def graded_by_engine(
    records: Sequence[Record],
    item: str,
    as_of: date,
    purpose: Purpose,
    party: Party | None,
    standard: Standard,
) -> list[Graded]:
    """As ``found_by_engine``, with the severities."""
    request = Request(standard, as_of, purpose, party, examples=10**6)
    violations: list[Violation] = []
    run_table(table_of(records, item), request, sink=violations.extend)
    found: list[Graded] = [set() for _ in records]
    for violation in violations:
        assert violation.row is not None
        rule = violation.check.rule
        found[violation.row - 2].add((rule, None if rule in ROW_RULES else violation.check.field, violation.severity))
    return found
