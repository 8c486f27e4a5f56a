"""A submission with everything wrong that there is, and what the engine makes of it, in a form that can be compared."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from datetime import date
from functools import cache

import numpy as np
import polars as pl
from msgspec import Struct

from conformance.engine.local import run_table
from conformance.engine.model import Request, Violation
from conformance.sample.api import frames
from conformance.sample.plant import Log
from conformance.sources.model import Batch, Column, Table
from conformance.standard.model import Text
from vectors.plain import plain_standard

STANDARD = plain_standard()
AS_OF = date(2016, 12, 31)
ITEMS = ("admin-licence", "admin-penalty")
ONCE = frozenset(rule.id for rule in STANDARD.rules.values() if rule.once_per_input)
"""Rules that are told once, at the first record that breaks them."""
REPEATED = "unique-key"
"""Told at every record but the first of its like."""
_IDENTITY = "identity"


@cache
def submission(item: str, rows: int = 300, seed: int = 3) -> pl.DataFrame:
    """Records by field name, half of them with a defect, some of them twice, between rows that are no records."""
    frame = pl.concat(frames(item, rows, seed, STANDARD, 0.5, Log(None)))
    titles = {field.title: field.name for field in STANDARD.record_type_of(item).fields}
    frame = frame.rename(titles, strict=False)
    twice = frame.gather_every(37, 5)
    first = frame.columns[0]
    empty = pl.DataFrame({name: [None] * 3 for name in frame.columns}, schema=frame.schema)
    footer = empty.with_columns(pl.lit("填表人：张示例").alias(first))
    return pl.concat([frame.head(rows // 2), twice, empty, frame.tail(rows - rows // 2), footer])


class Outcome(Struct, frozen=True):
    """Every finding with the record that it is about, how often each check judged and failed, and the totals."""

    findings: Counter[Hashable]
    """(which record, rule, severity, field, value, key, details), but for rules that are told once or at repetitions."""
    repeated: Counter[str | None]
    """Keys of repeated records."""
    once: frozenset[str]
    """Rules that are told once and were."""
    tallies: Counter[Hashable]
    totals: tuple[int, int, int, int]


def outcome(frame: pl.DataFrame, item: str, sizes: Iterable[int] | None = None) -> Outcome:
    """What is found in a frame that is judged in batches of these sizes, the last one repeated; else as one batch.

    A column named ``identity`` numbers the records; without it their place does.
    """
    identities = frame[_IDENTITY].to_list() if _IDENTITY in frame.columns else list(range(frame.height))
    data = frame.drop(_IDENTITY, strict=False)
    columns = tuple(Column(index, name, name, "name") for index, name in enumerate(data.columns))
    batches = [_batch(data, start, length) for start, length in _cuts(frame.height, list(sizes or [frame.height]))]
    violations: list[Violation] = []
    table = Table("-", "records", columns, item, 1.0, iter(batches))
    result = run_table(table, Request(STANDARD, AS_OF, "submission", None), sink=violations.extend)
    return Outcome(
        findings=Counter(_told(v, identities) for v in violations if v.check.rule not in {*ONCE, REPEATED}),
        repeated=Counter(v.key for v in violations if v.check.rule == REPEATED),
        once=frozenset(v.check.rule for v in violations if v.check.rule in ONCE),
        tallies=Counter(
            {
                (t.check.rule, t.check.kind, t.check.fields, t.check.severity, t.status, t.reason, what): number
                for t in result.tallies
                for what, number in (("checked", t.checked), ("failed", t.failed), ("unjudged", t.unjudged))
            }
        ),
        totals=(result.rows, result.accepted, result.rejected, result.late),
    )


def _cuts(height: int, sizes: Sequence[int]) -> list[tuple[int, int]]:
    cuts, start, number = [], 0, 0
    while start < height:
        length = min(sizes[min(number, len(sizes) - 1)], height - start)
        cuts.append((start, length))
        start, number = start + length, number + 1
    return cuts


def _batch(data: pl.DataFrame, start: int, length: int) -> Batch:
    ordinals = np.arange(start, start + length, dtype=np.int64)
    return Batch(data.slice(start, length), ordinals + 2, ordinals)


def _told(violation: Violation, identities: Sequence[int]) -> Hashable:
    assert violation.row is not None
    details = tuple(sorted((name, _plain(value)) for name, value in violation.details.items()))
    check = violation.check
    which = identities[violation.row - 2]
    return which, check.rule, violation.severity, check.field, violation.value, violation.key, details


def _plain(value: object) -> str:
    return f"{value.zh} / {value.en}" if isinstance(value, Text) else str(value)
