"""What records refer to, and the keys by which those that are referred to are found, wherever they are looked up."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from graphlib import TopologicalSorter

import polars as pl
from msgspec import Struct

from conformance.checks.references import filled, reference_keys, registrar
from conformance.engine.beside import Derived, column_of, mask_of
from conformance.engine.model import Request
from conformance.sources.model import Batch, Table
from conformance.standard.model import Check, Standard

RULE_KIND = "reference"


class Referred(Struct, frozen=True):
    """What a check refers to: the keys of some records."""

    record_type: str
    fields: tuple[str, ...]
    matching: str
    unless_filled: tuple[str, ...]
    by_registrar: bool


def referred_of(check: Check) -> Referred:
    """What a reference check refers to."""
    params = check.params
    return Referred(
        params["referred_type"],
        tuple(params["referred_fields"]),
        params["matching"],
        tuple(params.get("unless_filled", ())),
        params.get("by_registrar", False),
    )


def reference_checks(item: str, request: Request) -> list[Check]:
    """The reference checks of a data item."""
    record_type = request.standard.record_type_of(item, request.party)
    return [check for check in record_type.checks if check.kind == RULE_KIND]


def reading_order(standard: Standard) -> dict[str, int]:
    """Record type → place in the order in which tables are read: what is referred to before what refers to it.

    Raises graphlib.CycleError where record types other than one itself refer to each other in a circle.
    """
    graph = {
        name: {
            check.params["referred_type"]
            for check in record_type.checks
            if check.kind == RULE_KIND and check.params["referred_type"] != name
        }
        for name, record_type in standard.record_types.items()
    }
    return {name: place for place, name in enumerate(TopologicalSorter(graph).static_order())}


def of_item(referred: Iterable[Referred], item: str, standard: Standard) -> list[Referred]:
    """Those of some that records of an item are."""
    record_type = standard.items[item].record_type
    return [one for one in referred if one.record_type == record_type]


def sound(batch: Batch) -> pl.DataFrame:
    """The rows of a batch whose cells can be trusted."""
    return batch.frame if batch.broken is None else batch.frame.filter(~batch.broken)


class ReferredKeys:
    """The keys of a table's records that others refer to. Rows below the table have none that anything refers to."""

    def __init__(self, table: Table, request: Request, referred: Iterable[Referred]) -> None:
        self._derived = Derived(table, request)
        context = self._derived.context
        self._asked = [
            (
                one,
                reference_keys(context, one.fields, one.matching),
                filled(context, one.unless_filled),
                registrar(context, one.fields) if one.by_registrar else None,
            )
            for one in referred
        ]

    def of(self, batch: Batch) -> Iterator[tuple[Referred, list[pl.Series], set[str]]]:
        """Of each kind of them the keys (String, null where a record has none) and the registering authorities of a batch."""
        wide = self._derived.widen(sound(batch))
        for one, keys, gone, sign in self._asked:
            there = wide.filter(~mask_of(wide, gone))
            signs = set() if sign is None else set(column_of(there, sign).drop_nulls().unique())
            yield one, [there.select(key.alias("key")).to_series() for key in keys], signs
