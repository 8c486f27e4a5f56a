"""What this submission looks like beside the one before it: changed history, late records, vanished keys.

The earlier submission is read once, and each of its records leaves its key and the values that may not change in a store
whose memory does not grow with it. The records of this submission are then looked up as they are judged.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import date, timedelta

import polars as pl
from msgspec import Struct

from conformance.checks.references import whole_key
from conformance.engine.along import HISTORY, LATE, compared_by
from conformance.engine.beside import (
    Companions,
    Derived,
    Records,
    column_of,
)
from conformance.engine.comparing import WAS, Comparing, Earlier, same_values, version_of
from conformance.engine.keystore import KeyStore
from conformance.engine.model import Request, Sink, TableResult, Tally, Violation
from conformance.engine.places import place_of_row
from conformance.engine.plan import Planned
from conformance.engine.references import SendingKind
from conformance.engine.sieve import sifted
from conformance.sources.model import Batch, Table
from conformance.standard.model import Check
from conformance.standard.reasons import Reason

VANISHED = "vanished-key"
_PLACES = ("record", "row", "line", "ordinal")


class Times(Struct, frozen=True):
    """The days of the two submissions, as far as their manifests name them."""

    begins: date | None = None
    """First day of this submission's period."""
    ended: date | None = None
    """Last day of the earlier one's."""


class History:
    """The earlier submission. Use it as a context manager: ``remember`` its tables, then ask for companions."""

    def __init__(self, request: Request, times: Times) -> None:
        self._request = request
        self._times = times
        self._items: dict[str, Earlier] = {}
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
        key, columns = whole_key(derived.context, check.fields), same_values(derived, check)
        day = derived.context.facet("decision_date", "date") if derived.context.has("decision_date") else None
        number = len(earlier.tables)
        earlier.tables.append(table)
        shown = derived.context.record_type.key_field
        records = Records(table, derived, check.fields[0])
        for batch in batches:
            wide, places = records.of(batch)
            kept = wide.select(
                key.alias("key"),
                *(value.alias(WAS + name) for name, value in columns.items()),
                (pl.col(shown) if shown in wide.columns else pl.lit(None, pl.String)).alias("@value"),
                pl.lit(number).alias("@table"),
            ).with_columns(places)
            earlier.keys.add(kept)
            earlier.versions.add(kept.select(version_of(list(columns)).alias("key")))
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

    def companions(self, kind: SendingKind, found: Companions) -> None:
        """Add what is to be compared of a table of this submission."""
        earlier = self._items.get(found.table.item)
        plans: dict[str, Planned] = {}
        for check in compared_by(found):
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
            found.looks.append(Comparing(found.derived, plans[HISTORY], late, earlier, until))

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

    def _unjudged(self, earlier: Earlier, all_read: bool) -> Reason:
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
        earlier: Earlier,
        results: list[TableResult],
        sink_of: Callable[[TableResult], Sink],
    ) -> None:
        severity = self._request.severity(check)
        sinks = [sink_of(result) for result in results]
        tallies = [Tally(check) for _ in results]
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
                counted, known = sifted(self._request, result, found, tallies[number])
                result.violations += counted[: max(0, self._request.examples - len(result.violations))]
                sinks[number]([*counted, *known])
        for number, result in enumerate(results):
            tallies[number].checked = earlier.keys.size if number == 0 else 0
            result.tallies.append(tallies[number])

    def _check(self, item: str) -> Check | None:
        record_type = self._request.standard.record_type_of(item, self._request.party)
        return next((check for check in record_type.checks if check.kind == HISTORY), None)

    def _begin(self, item: str, check: Check) -> Earlier:
        text = {WAS + name: pl.String for name in check.params["fixed"]} | {"@value": pl.String}
        places = dict.fromkeys((*_PLACES, "@table"), pl.Int64)
        keys = self._stack.enter_context(KeyStore({**text, **places}))
        self._items[item] = Earlier(keys, self._stack.enter_context(KeyStore()), [])
        return self._items[item]

    def _until(self, earlier: Earlier) -> date | None:
        """The last day of the earlier period."""
        if self._times.ended is not None:
            return self._times.ended
        return self._times.begins - timedelta(days=1) if self._times.begins is not None else earlier.latest


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
