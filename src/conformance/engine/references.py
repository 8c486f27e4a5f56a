"""References between files: the keys of the records that others refer to, and looking them up.

The tables that are referred to are read first, and their keys gathered while they are judged; then each record that
refers to one is looked up while its own table is judged. Both cost memory that does not grow with the files.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from typing import Literal, Protocol

import numpy as np
import polars as pl
from msgspec import Struct, field

from conformance.checks.references import reference_keys, registrar
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
from conformance.engine.referred import RULE_KIND, Referred, ReferredKeys, of_item, reference_checks, referred_of
from conformance.sources.model import Batch, Table
from conformance.standard.model import Check
from conformance.standard.reasons import Reason

SendingKind = Literal["full", "increment"]


class FindsKeys(Protocol):
    """Knows which keys there are."""

    def find(self, keys: pl.Series) -> Positions:
        """A number for each key that there is, ``NOT_FOUND`` for others and for null."""
        ...


class Pool(Struct):
    """The keys of one kind of referred records."""

    keys: FindsKeys
    registrars: set[str] = field(default_factory=set)
    tables: int = 0
    complete: bool = False
    """Whether one of the tables holds everything that could be referred to: a full file, or an earlier submission."""
    unread: bool = False
    """Whether a file that may hold more of them could not be read to its end."""
    settle: Callable[[], None] | None = None
    """What is to be done before the first look; None when it is done."""


class References:
    """What a submission refers to. Use it as a context manager."""

    def __init__(self, request: Request, pools: Mapping[Referred, Pool] | None = None) -> None:
        """``pools`` are those that were gathered elsewhere; nothing is gathered here then."""
        self._request = request
        self._pools: dict[Referred, Pool] = dict(pools or {})
        self._stores: dict[Referred, KeyStore] = {}
        self._before: list[Callable[[], None]] = []
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
                store = self._stack.enter_context(KeyStore())
                self._stores[referred] = store
                self._pools[referred] = Pool(store, settle=store.settle)

    def miss(self) -> None:
        """Say that a file could not be read: what is not found may be in it."""
        for pool in self._pools.values():
            pool.unread = True

    def concerns(self, item: str) -> bool:
        """Whether records of this item are referred to by what is expected."""
        return bool(self._of_item(item))

    def gathered(self, table: Table, batches: Iterator[Batch], complete: bool) -> Iterator[Batch]:
        """The batches of a table that is referred to, its keys gathered on the way. It counts as there from now on."""
        for pool in self._of_item(table.item).values():
            pool.tables += 1
            pool.complete |= complete
        return self._gathering(table, batches)

    def _gathering(self, table: Table, batches: Iterator[Batch]) -> Iterator[Batch]:
        keys = ReferredKeys(table, self._request, self._of_item(table.item))
        for batch in batches:
            for referred, found, signs in keys.of(batch):
                for one in found:
                    self._stores[referred].add(one.to_frame("key"))
                self._pools[referred].registrars |= signs
            yield batch

    def first(self, read: Callable[[], None]) -> None:
        """Have something read before anything is looked up, if anything ever is."""
        self._before.append(read)

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
                found.looks.append(_Looking(planned, found.derived, pool, check, self._ready))
            else:
                found.skip(check, planned)

    def _of_item(self, item: str) -> Mapping[Referred, Pool]:
        return {one: self._pools[one] for one in of_item(self._pools, item, self._request.standard)}

    def _ready(self, pool: Pool) -> None:
        """Have everything in a pool that there is."""
        while self._before:
            self._before.pop(0)()
        if pool.settle is not None:
            pool.settle()
            pool.settle = None


class _Looking:
    """One reference check on one table."""

    def __init__(
        self, planned: Planned, derived: Derived, pool: Pool, check: Check, ready: Callable[[Pool], None]
    ) -> None:
        self._planned = planned
        self._pool = pool
        self._ready = ready
        self._title = derived.request.standard.record_types[check.params["referred_type"]].title
        referred, context = referred_of(check), derived.context
        self._keys = reference_keys(context, check.fields, referred.matching)
        self._registrar = registrar(context, check.fields) if referred.by_registrar else None

    def look(self, wide: pl.DataFrame) -> list[Looked]:
        self._ready(self._pool)
        applies = mask_of(wide, self._planned.judgement.applies)
        there = np.zeros(wide.height, dtype=np.bool_)
        for key in self._keys:
            there |= self._pool.keys.find(column_of(wide, key)) != NOT_FOUND
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
