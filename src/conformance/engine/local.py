"""Running the kernel over a bounded stream of batches on this machine."""

from __future__ import annotations

from contextlib import ExitStack

import numpy as np
import polars as pl

from conformance.engine.collect import Collector
from conformance.engine.kernel import Mask, Outcome, Positions, column_values, describe, judge, row_masks
from conformance.engine.keys import KeySpill
from conformance.engine.model import Request, RowsSink, Sink, TableResult, Tally, Violation
from conformance.engine.plan import Plan, Planned, make_plan
from conformance.sources.model import Batch, Notice, Table
from conformance.standard.model import Check


def run_table(
    table: Table, request: Request, sink: Sink | None = None, rows_sink: RowsSink | None = None
) -> TableResult:
    """Judge a table batch by batch.

    ``sink`` receives every violation, ``rows_sink`` every batch with the masks of its records and of the rejected
    ones. Reading may raise ``Unusable``; nothing found before it is lost to the sinks.
    """
    plan = make_plan(table.item, table.columns, request)
    run = _Run(plan, table, request, sink, rows_sink)
    with ExitStack() as spills:
        run.spills = [spills.enter_context(KeySpill(planned, plan.context)) for planned in plan.dataset]
        for batch in table.batches:
            run.batch(batch)
        run.repeats()
        return run.result()


class _Run:
    """State of one run over one table: where the numbering stands and what was counted."""

    def __init__(
        self, plan: Plan, table: Table, request: Request, sink: Sink | None, rows_sink: RowsSink | None
    ) -> None:
        self.plan = plan
        self.table = table
        self.request = request
        self.rows_sink = rows_sink
        self.collector = Collector(request, table, sink)
        self.spills: list[KeySpill] = []
        self.records = self.rejected = self.late = 0
        self.table_rejected = False
        self._notices(table.notices, None, None)

    # -- reading ------------------------------------------------------------------------------------------------

    def batch(self, batch: Batch) -> None:
        """Judge one batch: which rows are records, then the records."""
        if not batch.frame.height:
            return
        is_record = self._rows(batch)
        numbers = np.cumsum(is_record) + self.records
        self.records += int(is_record.sum())
        broken = batch.broken if batch.broken is not None else np.zeros(batch.frame.height, dtype=np.bool_)
        rejected = np.zeros(batch.frame.height, dtype=np.bool_)
        rejected |= self._notices([n for n in batch.notices if n.index is None or is_record[n.index]], batch, numbers)
        judged_rows = np.flatnonzero(is_record & ~broken)
        if len(judged_rows):
            frame = batch.frame if len(judged_rows) == batch.frame.height else batch.frame[judged_rows]
            rejected[judged_rows] |= self._records(batch, frame, judged_rows, numbers)
        rejected |= self.table_rejected
        rejected &= is_record
        self.rejected += int(rejected.sum())
        if self.rows_sink is not None:
            self.rows_sink(batch, is_record, rejected)

    def _rows(self, batch: Batch) -> Mask:
        is_record = np.ones(batch.frame.height, dtype=np.bool_)
        for planned, mask in row_masks(self.plan, batch.frame):
            is_record &= ~mask
            positions = np.flatnonzero(mask)
            self.collector.count(planned.number, planned.check, batch.frame.height, len(positions), {})
            if len(positions):
                self._report(planned, batch, batch.frame.with_columns(pl.lit(value=True).alias("#")), positions, positions, None)
        return is_record

    def _records(self, batch: Batch, frame: pl.DataFrame, origin: Positions, numbers: Positions) -> Mask:
        judged = judge(self.plan, frame)
        rejected = np.zeros(frame.height, dtype=np.bool_)
        spoiled = self._spoiled(batch, origin)
        for outcome in judged.outcomes:
            outcome = _without(outcome, spoiled)
            planned, failed = outcome.planned, outcome.failed
            self.collector.count(planned.number, planned.check, outcome.checked, len(failed), outcome.unjudged)
            if not len(failed):
                continue
            if planned.severity == "error":
                rejected[failed] = True
            if planned.check.kind == "deadline":
                self.late += len(failed)
            self._report(planned, batch, judged.wide, failed, origin[failed], numbers)
        if self.spills:
            places = self._places(batch, judged.wide, origin, numbers)
            for spill in self.spills:
                spill.add(judged.wide, places(spill.planned.check.field))
        return rejected

    # -- describing ---------------------------------------------------------------------------------------------

    def _report(
        self, planned: Planned, batch: Batch, wide: pl.DataFrame, failed: Positions, at: Positions,
        numbers: Positions | None,
    ) -> None:
        """Hand the violations of one check to the collector. ``at`` are the positions in the batch as read."""
        check = planned.check
        column = self.collector.column_of(check.field)
        once = self.request.standard.rules[check.rule].once_per_input
        room = 1 if once else self.collector.room(check, column)
        if room == 0:
            return
        failed, at, total = failed[:room], at[:room], len(failed)
        values = column_values(wide, check.field, failed)
        keys = column_values(wide, f"{self.plan.record_type.key_field}#text", failed)
        found = [
            Violation(
                check=check,
                severity=planned.severity,
                record=int(numbers[place]) if numbers is not None else None,
                row=int(batch.rows[place]),
                line=int(batch.lines[place]) if batch.lines is not None else None,
                ordinal=int(batch.ordinals[place]),
                column=column,
                value=value,
                key=key,
                details=details,
            )
            for place, value, key, details in zip(
                at.tolist(), values, keys, describe(planned, wide, failed), strict=True
            )
        ]
        if once:
            self.collector.add_once(planned.number, found[0], total)
        else:
            self.collector.add(found)

    def _notices(self, notices: list[Notice] | tuple[Notice, ...], batch: Batch | None, numbers: Positions | None) -> Mask:
        """Take what the reader found; answers which rows of the batch it makes unacceptable."""
        height = batch.frame.height if batch is not None else 0
        rejected = np.zeros(height, dtype=np.bool_)
        for notice in notices:
            column = self.table.columns[notice.column] if notice.column is not None else None
            field = (column.field if column is not None else None) or notice.details.get("field") or ""
            check = Check(notice.rule, "reader", (field,) if field else ())
            severity = self.request.severity(check)
            index = notice.index
            placed = batch is not None and index is not None
            if severity == "error":
                if placed:
                    rejected[index] = True
                else:
                    self.table_rejected = True
            key_field = self.plan.record_type.key_field
            key = batch.frame[key_field][index] if placed and batch and key_field in batch.frame.columns else None
            self.collector.notice(
                notice,
                Violation(
                    check=check,
                    severity=severity,
                    record=int(numbers[index]) if placed and numbers is not None else None,
                    row=int(batch.rows[index]) if placed and batch else None,
                    line=int(batch.lines[index]) if placed and batch and batch.lines is not None else None,
                    ordinal=int(batch.ordinals[index]) if placed and batch else None,
                    column=notice.column,
                    value=notice.value,
                    key=key,
                    details=dict(notice.details),
                ),
            )
        return rejected

    def _spoiled(self, batch: Batch, origin: Positions) -> dict[str, Positions]:
        """Field → positions of records whose cell the reader has already found fault with."""
        place_of = {int(at): position for position, at in enumerate(origin)} if batch.notices else {}
        spoiled: dict[str, list[int]] = {}
        for notice in batch.notices:
            if notice.column is not None and notice.index in place_of:
                spoiled.setdefault(self.table.columns[notice.column].key, []).append(place_of[notice.index])
        return {field: np.array(positions, dtype=np.int64) for field, positions in spoiled.items()}

    # -- the whole table ----------------------------------------------------------------------------------------

    def _places(self, batch: Batch, wide: pl.DataFrame, origin: Positions, numbers: Positions):  # type: ignore[no-untyped-def]
        key = f"{self.plan.record_type.key_field}#text"

        def of(field: str) -> pl.DataFrame:
            return pl.DataFrame(
                {
                    "record": numbers[origin],
                    "row": batch.rows[origin],
                    "line": batch.lines[origin] if batch.lines is not None else np.full(len(origin), -1),
                    "ordinal": batch.ordinals[origin],
                    "value": wide[field],
                    "key": wide[key] if key in wide.columns else wide[field],
                }
            )

        return of

    def repeats(self) -> None:
        """Report records whose key came before, once every batch was read."""
        for spill in self.spills:
            planned = spill.planned
            column = self.collector.column_of(planned.check.field)
            failed = 0
            for found in spill.repeats():
                failed += found.height
                room = self.collector.room(planned.check, column)
                self.collector.add(
                    [
                        Violation(
                            check=planned.check,
                            severity=planned.severity,
                            record=place["record"],
                            row=place["row"],
                            line=place["line"] if place["line"] >= 0 else None,
                            ordinal=place["ordinal"],
                            column=column,
                            value=place["value"],
                            key=place["key"],
                            details={"first_row": place["first_row"]},
                        )
                        for place in (found if room is None else found.head(room)).to_dicts()
                    ]
                )
            self.collector.count(planned.number, planned.check, spill.keyed, failed, {})

    def result(self) -> TableResult:
        """Counts, examples and what was skipped."""
        readers = [rule.id for rule in self.request.standard.rules.values() if rule.scope == "file"]
        self.collector.readers_checked(readers, self.records)
        tallies, violations = self.collector.finish()
        table = self.table
        return TableResult(
            path=table.path,
            format=table.format,
            encoding=table.encoding,
            sheet=table.sheet,
            item=table.item,
            confidence=table.confidence,
            columns=table.columns,
            header_row=table.header_row,
            pointer_prefix=table.pointer_prefix,
            rows=self.records,
            accepted=self.records - self.rejected,
            rejected=self.rejected,
            late=self.late,
            tallies=[*tallies, *(Tally(t.check, t.status, t.reason) for t in self.plan.skipped)],
            violations=violations,
            ignored_sheets=table.ignored_sheets,
            mapping_template=table.mapping_template,
        )


def _without(outcome: Outcome, spoiled: dict[str, Positions]) -> Outcome:
    """The outcome less failures in cells that the reader has already found fault with: one cause, one finding."""
    check = outcome.planned.check
    if not spoiled or len(outcome.failed) == 0 or check.field not in spoiled or check.kind == "required":
        return outcome
    kept = outcome.failed[~np.isin(outcome.failed, spoiled[check.field])]
    return Outcome(outcome.planned, outcome.checked, kept, outcome.unjudged)
