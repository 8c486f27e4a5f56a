"""References between files: the keys of the records that others refer to, and looking them up.

The tables that are referred to are read first, and their keys gathered while they are judged; then each record that
refers to one is looked up while its own table is judged. Both cost memory that does not grow with the files.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from graphlib import TopologicalSorter
from typing import Literal

import numpy as np
import polars as pl

from conformance.checks.references import filled, reference_keys, registrar
from conformance.engine.beside import (
    Companions,
    Derived,
    Details,
    Looked,
    any_of,
    column_of,
    mask_of,
    outcome,
)
from conformance.engine.keystore import NOT_FOUND, KeyStore
from conformance.engine.model import Request
from conformance.engine.places import Mask, Positions
from conformance.engine.plan import Planned
from conformance.sources.model import Batch, Table
from conformance.standard.model import Check, Standard
from conformance.standard.reasons import Reason

RULE_KIND = "reference"
SendingKind = Literal["full", "increment"]


@dataclass(frozen=True, slots=True)
class Referred:
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


@dataclass(slots=True)
class _Pool:
    """The keys of one kind of referred records."""

    store: KeyStore
    registrars: set[str] = field(default_factory=set)
    tables: int = 0
    complete: bool = False
    """Whether one of the tables holds everything that could be referred to: a full file, or an earlier submission."""
    settled: bool = False
    unread: bool = False
    """Whether a file that may hold more of them could not be read to its end."""


class References:
    """What a submission refers to. Use it as a context manager."""

    def __init__(self, request: Request) -> None:
        self._request = request
        self._pools: dict[Referred, _Pool] = {}
        self._stack = ExitStack()

    def __enter__(self) -> References:
        return self

    def __exit__(self, *error: object) -> None:
        self._stack.close()

    def expect(self, item: str) -> None:
        """Say that a table of this item will be looked at: what it refers to is worth gathering."""
        for check in reference_checks(item, self._request):
            referred = referred_of(check)
            if referred not in self._pools and self._request.purpose in check.purposes:
                self._pools[referred] = _Pool(self._stack.enter_context(KeyStore()))

    def miss(self) -> None:
        """Say that a file could not be read: what is not found may be in it."""
        for pool in self._pools.values():
            pool.unread = True

    def concerns(self, item: str) -> bool:
        """Whether records of this item are referred to by what is expected."""
        return bool(self._of_item(item))

    def gathered(self, table: Table, batches: Iterator[Batch], complete: bool) -> Iterator[Batch]:
        """The batches of a table that is referred to, its keys gathered on the way."""
        pools = self._of_item(table.item)
        derived = Derived(table, self._request)
        context = derived.context
        keys = {referred: reference_keys(context, referred.fields, referred.matching) for referred in pools}
        gone = {referred: filled(context, referred.unless_filled) for referred in pools}
        signs = {referred: registrar(context, referred.fields) for referred in pools if referred.by_registrar}
        for pool in pools.values():
            pool.tables += 1
            pool.complete |= complete
        for batch in batches:
            # Rows below the table have no keys that anything refers to.
            frame = batch.frame if batch.broken is None else batch.frame.filter(~batch.broken)
            wide = derived.widen(frame)
            for referred, pool in pools.items():
                there = wide.filter(~mask_of(wide, gone[referred]))
                for key in keys[referred]:
                    pool.store.add(there.select(key.alias("key")))
                if referred in signs:
                    pool.registrars |= set(column_of(there, signs[referred]).drop_nulls().unique())
            yield batch

    def companions(self, kind: SendingKind, again: bool, found: Companions) -> None:
        """Add the checks of what a table refers to. ``again``: it can be read twice, so its own records are known."""
        own = self._request.standard.items[found.table.item].record_type
        for check in found.checks:
            if check.kind != RULE_KIND:
                continue
            pool = self._pools.get(referred_of(check))
            to_itself = check.params["referred_type"] == own
            if self._request.purpose not in check.purposes:
                found.skip(check, "other-purpose")
            elif to_itself and kind == "full":
                found.skip(check, "self-contained")
            elif to_itself and not again:
                found.skip(check, "read-once")
            elif pool is None or not pool.tables:
                found.skip(check, "referred-absent")
            elif isinstance(planned := found.derived.planned(check), Planned):
                found.looks.append(_Looking(planned, found.derived, self._settled(pool), check))
            else:
                found.skip(check, planned)

    def _of_item(self, item: str) -> Mapping[Referred, _Pool]:
        record_type = self._request.standard.items[item].record_type
        return {referred: pool for referred, pool in self._pools.items() if referred.record_type == record_type}

    def _settled(self, pool: _Pool) -> _Pool:
        if not pool.settled:
            pool.store.settle()
            pool.settled = True
        return pool


class _Looking:
    """One reference check on one table."""

    def __init__(self, planned: Planned, derived: Derived, pool: _Pool, check: Check) -> None:
        self._planned = planned
        self._pool = pool
        self._title = derived.request.standard.record_types[check.params["referred_type"]].title
        referred, context = referred_of(check), derived.context
        self._keys = reference_keys(context, check.fields, referred.matching)
        self._registrar = registrar(context, check.fields) if referred.by_registrar else None

    def look(self, wide: pl.DataFrame) -> list[Looked]:
        applies = mask_of(wide, self._planned.judgement.applies)
        there = np.zeros(wide.height, dtype=np.bool_)
        for key in self._keys:
            there |= self._pool.store.find(column_of(wide, key)) != NOT_FOUND
        missing = applies & ~there
        unjudged: dict[Reason, Mask] = {}
        if self._registrar is not None:
            known = self._registrar.is_in(sorted(self._pool.registrars)) | self._registrar.is_null()
            unjudged["other-register"] = missing & ~any_of(wide, [known])
            missing = missing & ~unjudged["other-register"]
        if not self._pool.complete or self._pool.unread:
            unjudged["input-unread" if self._pool.unread else "referred-partial"] = missing
        said = self._planned.judgement.details["missing"]

        def details(positions: Positions) -> Details:
            texts = wide[positions].select(said.alias("missing")).to_series()
            return [{"missing": text, "referred": self._title} for text in texts]

        return [Looked(outcome(self._planned, applies, missing, unjudged), details)]
