"""One table of this submission beside the records of its item in the one before."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import partial

import numpy as np
import polars as pl
from msgspec import Struct
from msgspec.structs import replace

from conformance.checks.references import same_text, whole_key
from conformance.engine.beside import Derived, Details, Looked, column_of, outcome, same_for_all
from conformance.engine.keystore import NOT_FOUND, KeyStore
from conformance.engine.places import Mask, Positions
from conformance.engine.plan import Planned
from conformance.sources.model import Table
from conformance.standard.model import Check
from conformance.standard.reasons import Reason

WAS = "@was:"
"""Begins the names of columns that hold values as they are compared."""
_SEEDS = (0x5EED_0004, 0x5EED_0005)


class Earlier(Struct):
    """The records of one data item in the earlier submission."""

    keys: KeyStore
    versions: KeyStore
    """Digests of keys with all the values that may not change: a key may have several records."""
    tables: list[Table]
    latest: date | None = None
    looked_up: bool = False
    full: bool = True
    """Whether everything of this submission's tables of the item is a full file."""


class Comparing:
    """One table of this submission beside the records of its item in the earlier one."""

    def __init__(
        self, derived: Derived, history: Planned, late: Planned | None, earlier: Earlier, until: date | None
    ) -> None:
        context, check = derived.context, history.check
        self._earlier = earlier
        self._applies_from = derived.request.applies_from
        self._key = whole_key(context, check.fields)
        self._columns = same_values(derived, check)
        fields = [name for name in check.params["fixed"] if context.has(name)]
        self._fields = {
            name: replace(history, number=history.number + place, check=replace(check, fields=(name, *check.fields)))
            for place, name in enumerate(fields)
        }
        self._version = version_of(list(self._columns))
        self._late = late
        self._day = context.facet(late.check.field, "date") if late is not None else None
        self._until = until
        self._places = {
            number: table.path if table.sheet is None else f"{table.path} {table.sheet}"
            for number, table in enumerate(earlier.tables)
        }

    def look(self, wide: pl.DataFrame) -> list[Looked]:
        """Changed history of the records that were there before, and the late ones among those that were not."""
        now = wide.select(self._key.alias("key"), *(value.alias(WAS + name) for name, value in self._columns.items()))
        found = self._earlier.keys.find(now["key"])
        self._earlier.keys.meet(found[found != NOT_FOUND])
        return [*self._changed(now, found), *self._come_late(wide, now, found)]

    def _changed(self, now: pl.DataFrame, found: Positions) -> list[Looked]:
        """One outcome for each field that may not change."""
        known = found != NOT_FOUND
        at = np.flatnonzero(known)
        before = self._earlier.keys.rows(found[at])
        # A key may have had several records: what was there in one of them is no change.
        other = np.ones(len(known), dtype=np.bool_)
        several = at[(before["times"] > 1).to_numpy()]
        if len(several):
            versions = column_of(now, self._version).gather(several)
            other[several] = self._earlier.versions.find(versions) == NOT_FOUND
        keyless = now["key"].is_null().to_numpy()
        looked = []
        for place, (name, planned) in enumerate(self._fields.items()):
            was, is_now = before[WAS + name], now[WAS + name].gather(at)
            differs = np.zeros(len(known), dtype=np.bool_)
            differs[at] = (was.is_not_null() & was.ne_missing(is_now)).to_numpy()
            unjudged: dict[Reason, Mask] = {"no-key": keyless} if place == 0 else {}
            judged = outcome(planned, known | (keyless if unjudged else known), differs & other, unjudged)
            looked.append(Looked(judged, partial(self._before, name, before, at)))
        return looked

    def _before(self, name: str, before: pl.DataFrame, at: Positions, positions: Positions) -> Details:
        rows = before[np.searchsorted(at, positions)]
        return [
            {"before": was, "previous": f"{self._places[table]}:{row}"}
            for was, table, row in rows.select(WAS + name, "@table", "row").iter_rows()
        ]

    def _come_late(self, wide: pl.DataFrame, now: pl.DataFrame, found: Positions) -> list[Looked]:
        if self._late is None or self._day is None or self._until is None:
            return []
        day, unknown = column_of(wide, self._day), found == NOT_FOUND
        dated, keyless = day.is_not_null().to_numpy(), now["key"].is_null().to_numpy()
        early = (day <= self._until).fill_null(value=False).to_numpy()
        unjudged: dict[Reason, Mask] = {"no-key": dated & keyless}
        if self._applies_from is not None:
            back = (day < self._applies_from).fill_null(value=False).to_numpy()
            unjudged["before-applies-from"] = unknown & ~keyless & back
        judged = outcome(self._late, dated, early & unknown, unjudged)
        return [Looked(judged, same_for_all(until=f"{self._until:%Y/%m/%d}"))]


def same_values(derived: Derived, check: Check) -> Mapping[str, pl.Expr]:
    """The fields that may not change, as they are compared; null where the input has no column."""
    context = derived.context
    return {
        name: same_text(context, name) if context.has(name) else pl.lit(None, dtype=pl.String)
        for name in check.params["fixed"]
    }


def version_of(names: list[str]) -> pl.Expr:
    """128 bits of a key with all the values that may not change, as a text."""
    whole = pl.struct("key", *(WAS + name for name in names))
    return pl.when(pl.col("key").is_not_null()).then(pl.format("{}-{}", whole.hash(_SEEDS[0]), whole.hash(_SEEDS[1])))
