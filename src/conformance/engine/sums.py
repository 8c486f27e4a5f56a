"""What number fields add up to, exactly, while a table is judged."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Context as Precision
from decimal import Decimal, Inexact

import polars as pl

from conformance.engine.beside import Derived, Looked, column_of

_SAFE_DIGITS = 18
"""Numbers with no more digits are added column by column: a million millions of them fit into what Polars adds in."""
MOST_DIGITS = 60
"""A number of more digits is no amount of anything: it is not added, and counted as unread."""
EXACT = Precision(prec=200, traps=[Inexact])
"""Adds numbers of so many digits exactly, however many there are."""


class Sums:
    """The sums of some fields over the records of a table."""

    def __init__(self, derived: Derived, fields: Sequence[str]) -> None:
        self._numbers = {
            name: (derived.context.facet(name, "number"), derived.context.facet(name, "empty"))
            for name in fields
            if derived.context.has(name)
        }
        self.totals = dict.fromkeys(fields, Decimal(0))
        self.unread = dict.fromkeys(fields, 0)
        """Records whose value is no number."""

    def look(self, wide: pl.DataFrame) -> list[Looked]:
        """Add the records of a batch."""
        for name, (number, empty) in self._numbers.items():
            texts = column_of(wide, number)
            texts = texts.set(texts.str.len_bytes() > MOST_DIGITS, None)
            self.unread[name] += int((texts.is_null() & ~column_of(wide, empty).fill_null(value=True)).sum())
            self.totals[name] = EXACT.add(self.totals[name], exact_sum(texts.drop_nulls()))
        return []

    def take(self, totals: Mapping[str, Decimal], unread: Mapping[str, int]) -> None:
        """Go on with what other records of the table add up to, which somebody else has added."""
        for name in self.totals:
            self.totals[name] = EXACT.add(self.totals[name], totals[name])
            self.unread[name] += unread[name]


def exact_sum(texts: pl.Series) -> Decimal:
    """The sum of numbers written as plain decimal texts."""
    if texts.is_empty():
        return Decimal(0)
    frame = pl.DataFrame({"text": texts}).with_columns(
        digits=pl.col("text").str.count_matches("[0-9]"),
        decimals=pl.col("text").str.extract(r"\.([0-9]*)$").str.len_chars().fill_null(0),
    )
    total = Decimal(0)
    short = frame.filter(pl.col("digits") <= _SAFE_DIGITS)
    for (decimals,), group in short.partition_by("decimals", as_dict=True).items():
        part = group["text"].str.replace(".", "", literal=True).cast(pl.Int64).cast(pl.Int128).sum()
        total = EXACT.add(total, Decimal(int(part)).scaleb(-int(decimals), EXACT))
    for text in frame.filter(pl.col("digits") > _SAFE_DIGITS)["text"]:
        total = EXACT.add(total, Decimal(text))
    return total
