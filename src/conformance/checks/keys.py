"""Keys of records, for checks that need more than one batch."""

from __future__ import annotations

import os
from collections.abc import Sequence
from functools import reduce
from operator import or_

import polars as pl

from conformance.checks.base import Context, Judgement, OfPlain, kind
from conformance.checks.facets import lawful_placeholders


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
    # No placeholder is plainly right, and a plainly right text is not empty.
    placeholders = set(context.standard.placeholders) - set(lawful_placeholders(context, fields[0]))
    of_plain: OfPlain = "constant" if placeholders.issuperset(not_key) else "computed"
    keyed = context.derive(fields[0], f"key:{'|'.join(not_key)}", names_one, of_plain)
    return Judgement(applies=keyed, fails=keyed)


def key_digest(context: Context, fields: Sequence[str]) -> tuple[pl.Expr, pl.Expr]:
    """64 bits (UInt64) of the texts that make up the key, in their order, and 64 more of the first of them alone.

    Two keys with different first texts (document numbers) have both in common as good as never; keys that differ in
    another text only, of which there are few, are told apart by the first half. A field without a column counts as empty.
    """
    whole = first = pl.lit(0, dtype=pl.UInt64)
    for place, name in enumerate(fields):
        # An odd multiplier keeps every bit; the place of a field in it keeps texts that change places apart.
        seed = _SEEDS[0] + place
        hashed = _hashed(context, name, seed) if context.has(name) else _hash_of_nothing(seed)
        whole = whole * 0x9E3779B97F4A7C15 + hashed
    if context.has(fields[0]):
        first = first + _hashed(context, fields[0], _SEEDS[1])
    return whole, first


def _hashed(context: Context, name: str, seed: int) -> pl.Expr:
    return context.derive(name, f"hash:{seed}", context.facet(name, "text").hash(seed))


def _hash_of_nothing(seed: int) -> pl.Expr:
    """What an empty cell is hashed to: a table with the column and one without it have the same keys."""
    return pl.lit(pl.Series([None], dtype=pl.String).hash(seed)[0], dtype=pl.UInt64)


Seeds = tuple[int, int]
_SEEDS: Seeds = (int.from_bytes(os.urandom(7), "little"), int.from_bytes(os.urandom(7), "little"))
"""Nobody can prepare two keys that are taken for one another."""


def seeds() -> Seeds:
    """What keys are hashed with in this process."""
    return _SEEDS


def take_seeds(given: Seeds) -> None:
    """Hash keys as another process does, which will compare them. Before the first plan is made."""
    global _SEEDS  # noqa: PLW0603 - a process that judges parts for another one takes over its seeds once, at its start
    _SEEDS = given
