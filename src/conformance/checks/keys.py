"""Keys of records, for checks that need more than one batch."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from conformance.checks.base import Context, Judgement, kind


@kind("unique")
def unique(context: Context, fields: tuple[str, ...], *, not_key: Sequence[str] = ()) -> Judgement:
    """No two records of the submission have the same key.

    ``applies`` tells which records have a key at all: one whose first field is empty, or a word that names no document
    (``not_key``), has none. Which of them repeat is found over all batches by ``engine.keys``; ``fails`` is its start.
    """
    first = context.facet(fields[0], "text")
    names_one = first.is_not_null() & ~first.is_in(list(not_key)) & ~context.facet(fields[0], "empty")
    keyed = context.derive(fields[0], f"key:{'|'.join(not_key)}", names_one)
    return Judgement(applies=keyed, fails=keyed)


def key_columns(context: Context, fields: Sequence[str]) -> list[pl.Expr]:
    """The texts that make up the key, in order; a field without a column counts as empty."""
    empty = pl.lit(None, dtype=pl.String)
    return [context.facet(name, "text") if context.has(name) else empty for name in fields]
