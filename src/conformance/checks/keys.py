"""Keys of records, for checks that need more than one batch."""

from __future__ import annotations

import os
from collections.abc import Sequence
from functools import reduce
from operator import or_

import polars as pl

from conformance.checks.base import Context, Judgement, kind


@kind("unique")
def unique(context: Context, fields: tuple[str, ...], *, not_key: Sequence[str] = ()) -> Judgement:
    """No two records of the submission have the same key.

    ``applies`` tells which records have a key at all: one whose first field is empty, or a word that names no document
    (``not_key``), has none. Which of them repeat is found over all batches by ``engine.keys``; ``fails`` is its start.
    """
    first = context.facet(fields[0], "text")
    # Each word compared by itself costs less than a set, for there are few of them.
    no_key = reduce(or_, (first == word for word in not_key), pl.lit(value=False))
    names_one = first.is_not_null() & ~no_key & ~context.facet(fields[0], "empty")
    keyed = context.derive(fields[0], f"key:{'|'.join(not_key)}", names_one)
    return Judgement(applies=keyed, fails=keyed)


def key_digest(context: Context, fields: Sequence[str]) -> tuple[pl.Expr, pl.Expr]:
    """Two times 64 bits (UInt64) of the texts that make up the key, in their order: no two keys of a city have both in common.

    A field without a column counts as empty.
    """

    def half(seed: int) -> pl.Expr:
        digest = pl.lit(0, dtype=pl.UInt64)
        for place, name in enumerate(fields):
            if context.has(name):
                hashed = context.facet(name, "text").hash(seed + place)
                # An odd multiplier keeps every bit; the place of a field in it keeps texts that change places apart.
                digest = digest * 0x9E3779B97F4A7C15 + context.derive(name, f"hash:{seed}:{place}", hashed)
        return digest

    return half(_SEEDS[0]), half(_SEEDS[1])


_SEEDS = (int.from_bytes(os.urandom(7), "little"), int.from_bytes(os.urandom(7), "little"))
"""Nobody can prepare two keys that are taken for one another."""
