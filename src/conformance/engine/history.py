"""What this submission looks like beside the one before it: changed history, late records, vanished keys.

The earlier submission is read once, and each of its records leaves its key and the values that may not change in a store
whose memory does not grow with it. The records of this submission are then looked up as they are judged.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import partial

import numpy as np
import polars as pl

from conformance.checks.references import same_text, whole_key
from conformance.engine.beside import (
    Companions,
    Derived,
    Details,
    Looked,
    Records,
    column_of,
    outcome,
    same_for_all,
)
from conformance.engine.keystore import NOT_FOUND, KeyStore
from conformance.engine.model import Reason, Request, Sink, TableResult, Tally, Violation
from conformance.engine.places import Positions, place_of_row
from conformance.engine.plan import Planned
from conformance.engine.references import SendingKind
from conformance.sources.model import Batch, Table
from conformance.standard.model import Check

HISTORY, LATE, VANISHED = "history", "late_record", "vanished-key"
_PLACES = ("record", "row", "line", "ordinal")
_WAS = "@was:"
_SEEDS = (0x5EED_0004, 0x5EED_0005)


def compared_by(item: str, request: Request) -> list[Check]:
    """The checks of a data item that need the earlier submission."""
    record_type = request.standard.record_type_of(item, request.party)
    return [check for check in record_type.checks if check.kind in (HISTORY, LATE)]


@dataclass(frozen=True, slots=True)
class Times:
    """The days of the two submissions, as far as their manifests name them."""

    begins: date | None = None
    """First day of this submission's period."""
    ended: date | None = None
    """Last day of the earlier one's."""


@dataclass(slots=True)
class _Earlier:
    """The records of one data item in the earlier submission."""

    keys: KeyStore
    versions: KeyStore
    """Digests of keys with all the values that may not change: a key may have several records."""
    tables: list[Table]
    latest: date | None = None
    looked_up: bool = False
    full: bool = True
    """Whether everything of this submission's tables of the item is a full file."""


class History:
    """The earlier submission. Use it as a context manager: ``remember`` its tables, then ask for companions."""

    def __init__(self, request: Request, times: Times) -> None:
        self._request = request
        self._times = times
        self._items: dict[str, _Earlier] = {}
        self._stack = ExitStack()

    def __enter__(self) -> History:
        return self

    def __exit__(self, *error: object) -> None:
        self._stack.close()

    def remember(self, table: Table, batches: Iterator[Batch]) -> Iterator[Batch]:
        """The batches of a table of the earlier submission; what is needed of its records is kept on the way."""
        check = self._check(table.item)
        if check is None:
            yield from batches
            return
        earlier = self._items.get(table.item) or self._begin(table.item, check)
        derived = Derived(table, self._request)
        key, columns = whole_key(derived.context, check.fields), _same(derived, check)
        day = derived.context.facet("decision_date", "date") if derived.context.has("decision_date") else None
        number = len(earlier.tables)
        earlier.tables.append(table)
        shown = derived.context.record_type.key_field
        records = Records(derived)
        for batch in batches:
            wide, places = records.of(batch)
            kept = wide.select(
                key.alias("key"),
                *(value.alias(_WAS + name) for name, value in columns.items()),
                (pl.col(shown) if shown in wide.columns else pl.lit(None, pl.String)).alias("@value"),
                pl.lit(number).alias("@table"),
            ).with_columns(places)
            earlier.keys.add(kept)
            earlier.versions.add(kept.select(_version(list(columns)).alias("key")))
            if day is not None and wide.height:
                latest = column_of(wide, day).max()
                if isinstance(latest, date) and (earlier.latest is None or latest > earlier.latest):
                    earlier.latest = latest
            yield batch

    def settle(self) -> None:
        """The earlier submission has been read."""
        for earlier in self._items.values():
            earlier.keys.settle()
            earlier.versions.settle()

    def companions(self, table: Table, kind: SendingKind, found: Companions) -> None:
        """Add what is to be compared of a table of this submission."""
        earlier = self._items.get(table.item)
        plans: dict[str, Planned] = {}
        for check in compared_by(table.item, self._request):
            if earlier is None:
                found.skip(check, "item-not-before")
            elif isinstance(planned := found.derived.planned(check), Planned):
                plans[check.kind] = planned
            else:
                found.skip(check, planned)
        if earlier is not None and HISTORY in plans:
            earlier.looked_up = True
            earlier.full &= kind == "full"
            late, until = plans.get(LATE), self._until(earlier)
            if late is not None and until is None:
                found.skip(late.check, "no-period")
            found.looks.append(_Comparing(found.derived, plans[HISTORY], late, earlier, until))

    def vanished(self, all_read: bool, sink_of: Callable[[TableResult], Sink]) -> list[TableResult]:
        """What became of the earlier submission's tables: a result for each, with the records that are gone.

        Unless this submission was read to its end nobody can tell.
        """
        results = []
        for item, earlier in self._items.items():
            gone = Check(
                VANISHED, HISTORY, (self._request.standard.record_type_of(item, self._request.party).key_field,)
            )
            reason = self._unjudged(earlier, all_read)
            tables = [_result(table, item) for table in earlier.tables]
            if reason:
                for result in tables:
                    result.tallies.append(Tally(gone, "skipped", reason))
            else:
                self._gone(gone, earlier, tables, sink_of)
            results += tables
        return results

    def _unjudged(self, earlier: _Earlier, all_read: bool) -> Reason:
        if self._request.purpose != "submission":
            return "other-purpose"
        if not all_read:
            return "input-unread"
        if not earlier.looked_up:
            return "item-not-sent"
        return "" if earlier.full else "increment"

    def _gone(
        self,
        check: Check,
        earlier: _Earlier,
        results: list[TableResult],
        sink_of: Callable[[TableResult], Sink],
    ) -> None:
        severity = self._request.severity(check)
        sinks = [sink_of(result) for result in results]
        failed = [0] * len(results)
        for positions in earlier.keys.unmet():
            rows = earlier.keys.rows(positions).sort("@table", "record")
            for (number,), part in rows.partition_by("@table", as_dict=True, maintain_order=True).items():
                result = results[number]
                column = next((at for at, one in enumerate(result.columns) if one.key == check.field), None)
                found = [
                    Violation(
                        check, severity, **place_of_row(row), column=column, value=row["@value"], key=row["@value"]
                    )
                    for row in part.iter_rows(named=True)
                ]
                failed[number] += len(found)
                result.violations += found[: max(0, self._request.examples - len(result.violations))]
                sinks[number](found)
        for number, result in enumerate(results):
            checked = earlier.keys.size if number == 0 else 0
            result.tallies.append(Tally(check, checked=checked, failed=failed[number]))

    def _check(self, item: str) -> Check | None:
        record_type = self._request.standard.record_type_of(item, self._request.party)
        return next((check for check in record_type.checks if check.kind == HISTORY), None)

    def _begin(self, item: str, check: Check) -> _Earlier:
        text = {_WAS + name: pl.String for name in check.params["fixed"]} | {"@value": pl.String}
        places = dict.fromkeys((*_PLACES, "@table"), pl.Int64)
        keys = self._stack.enter_context(KeyStore({**text, **places}))
        self._items[item] = _Earlier(keys, self._stack.enter_context(KeyStore()), [])
        return self._items[item]

    def _until(self, earlier: _Earlier) -> date | None:
        """The last day of the earlier period."""
        if self._times.ended is not None:
            return self._times.ended
        return self._times.begins - timedelta(days=1) if self._times.begins is not None else earlier.latest


class _Comparing:
    """One table of this submission beside the records of its item in the earlier one."""

    def __init__(
        self, derived: Derived, history: Planned, late: Planned | None, earlier: _Earlier, until: date | None
    ) -> None:
        context, check = derived.context, history.check
        self._earlier = earlier
        self._applies_from = derived.request.applies_from
        self._key = whole_key(context, check.fields)
        self._columns = _same(derived, check)
        fields = [name for name in check.params["fixed"] if context.has(name)]
        self._fields = {
            name: replace(history, number=history.number + place, check=replace(check, fields=(name, *check.fields)))
            for place, name in enumerate(fields)
        }
        self._version = _version(list(self._columns))
        self._late = late
        self._day = context.facet(late.check.field, "date") if late is not None else None
        self._until = until
        self._places = {
            number: table.path if table.sheet is None else f"{table.path} {table.sheet}"
            for number, table in enumerate(earlier.tables)
        }

    def look(self, wide: pl.DataFrame) -> list[Looked]:
        now = wide.select(self._key.alias("key"), *(value.alias(_WAS + name) for name, value in self._columns.items()))
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
            was, is_now = before[_WAS + name], now[_WAS + name].gather(at)
            differs = np.zeros(len(known), dtype=np.bool_)
            differs[at] = (was.is_not_null() & was.ne_missing(is_now)).to_numpy()
            unjudged = {"no-key": keyless} if place == 0 else {}
            judged = outcome(planned, known | (keyless if unjudged else known), differs & other, unjudged)
            looked.append(Looked(judged, partial(self._before, name, before, at)))
        return looked

    def _before(self, name: str, before: pl.DataFrame, at: Positions, positions: Positions) -> Details:
        rows = before[np.searchsorted(at, positions)]
        return [
            {"before": was, "previous": f"{self._places[table]}:{row}"}
            for was, table, row in rows.select(_WAS + name, "@table", "row").iter_rows()
        ]

    def _come_late(self, wide: pl.DataFrame, now: pl.DataFrame, found: Positions) -> list[Looked]:
        if self._late is None or self._day is None or self._until is None:
            return []
        day, unknown = column_of(wide, self._day), found == NOT_FOUND
        dated, keyless = day.is_not_null().to_numpy(), now["key"].is_null().to_numpy()
        early = (day <= self._until).fill_null(value=False).to_numpy()
        unjudged = {"no-key": dated & keyless}
        if self._applies_from is not None:
            back = (day < self._applies_from).fill_null(value=False).to_numpy()
            unjudged["before-applies-from"] = unknown & ~keyless & back
        judged = outcome(self._late, dated, early & unknown, unjudged)
        return [Looked(judged, same_for_all(until=f"{self._until:%Y/%m/%d}"))]


def _same(derived: Derived, check: Check) -> Mapping[str, pl.Expr]:
    """The fields that may not change, as they are compared; null where the input has no column."""
    context = derived.context
    return {
        name: same_text(context, name) if context.has(name) else pl.lit(None, dtype=pl.String)
        for name in check.params["fixed"]
    }


def _version(names: list[str]) -> pl.Expr:
    """128 bits of a key with all the values that may not change, as a text."""
    whole = pl.struct("key", *(_WAS + name for name in names))
    return pl.when(pl.col("key").is_not_null()).then(pl.format("{}-{}", whole.hash(_SEEDS[0]), whole.hash(_SEEDS[1])))


def _result(table: Table, item: str) -> TableResult:
    return TableResult(
        path=table.path,
        format=table.format,
        encoding=table.encoding,
        sheet=table.sheet,
        item=item,
        confidence=table.confidence,
        columns=table.columns,
        header_row=table.header_row,
        pointer_prefix=table.pointer_prefix,
    )
