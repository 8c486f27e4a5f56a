"""Running the kernel over a bounded stream of batches on this machine."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import ExitStack, closing
from functools import cache, partial

import numpy as np
import polars as pl

from conformance.engine.beside import Companions, judge_beside
from conformance.engine.cells import Cells
from conformance.engine.collect import Collector
from conformance.engine.describe import reader_check, reader_violation
from conformance.engine.kernel import judge, row_masks
from conformance.engine.keys import Repeating, TakesKeys
from conformance.engine.looking import begun, with_cells
from conformance.engine.model import Request, RowsSink, Sink, TableResult, Tally
from conformance.engine.noticed import is_of_lost_text, rows_with_surplus, spoiled_cells, without
from conformance.engine.part import Marked, Part
from conformance.engine.places import Mask, Places, Positions, locate
from conformance.engine.plan import Planned
from conformance.engine.prepared import Prepared, prepare
from conformance.engine.profile import Profiler
from conformance.engine.reporting import SLICE, Reporter
from conformance.engine.sieve import NOTHING, Parted
from conformance.engine.uniqueness import Uniqueness, repeated
from conformance.sources.model import WRAPPED, Batch, Notice, Table, Unusable
from conformance.standard.model import Text


def run_table(
    table: Table,
    request: Request,
    sink: Sink | None = None,
    rows_sink: RowsSink | None = None,
    companions: Companions | None = None,
    uniqueness: Uniqueness | None = None,
) -> TableResult:
    """Judge a table batch by batch, and with ``companions`` beside the other files that it is connected with.

    With ``uniqueness`` keys are compared with those of the tables that were judged with it before.

    ``sink`` receives every violation, ``rows_sink`` every batch with the masks of its records and of the rejected
    ones; where there are both, when the sink has had all that was found in its rows. Reading may raise ``Unusable``; nothing
    found before it is lost to the sinks.
    """
    batches = begun(table.batches)  # what is read ahead is read while the plan is made
    prepared = prepare(table, request)
    plan = prepared.plan
    run = Run(prepared, Profiler(plan, prepared.watched), table, request, sink, companions)
    with ExitStack() as stack:
        unique = uniqueness or stack.enter_context(Uniqueness())
        run.named = unique.named(table)
        spills = [stack.enter_context(spill) for spill in unique.spills(table, plan)]
        try:
            for batch, cells in stack.enter_context(closing(with_cells(batches, prepared.memory))):
                is_record, rejected = run.batch(batch, cells, spills)
                if rows_sink is not None:
                    if sink is not None:
                        run.reporter.flush()
                    rows_sink(batch, is_record, rejected)
        except Unusable:
            run.reporter.flush()
            raise
        for spill in spills:
            run.repeats(spill)
    return run.result()


class Run:
    """How far the numbering of one table has come, and what was counted on the way."""

    def __init__(
        self,
        prepared: Prepared,
        profiler: Profiler,
        table: Table,
        request: Request,
        sink: Sink | None,
        companions: Companions | None,
    ) -> None:
        self.companions = companions
        self.plan = prepared.plan
        self.profiler = profiler
        self.table = table
        self.request = request
        self.collector = Collector(request, table, sink)
        self.reporter = Reporter(prepared.plan, prepared.memory, self.collector)
        self.records = self.rejected = self.late = 0
        self.all_rejected = False
        self.named: Mapping[int, Text] = {}
        """What tables are called whose records may have been first, by their number; this one has no name."""
        self._take_notices(table.notices, None, None)

    def batch(self, batch: Batch, cells: Cells, spills: Sequence[TakesKeys]) -> tuple[Mask, Mask]:
        """Judge one batch by its cells; answers which of its rows are records and which of those are rejected."""
        is_record = self._tell_records(batch, cells)
        places = locate(batch, is_record, self.records)
        self.records += int(is_record.sum())
        heard = [n for n in batch.notices if n.index is None or is_record[n.index] or is_of_lost_text(n)]
        rejected = self._take_notices(heard, batch, places)
        whole = is_record if batch.broken is None else is_record & ~batch.broken
        origin = np.flatnonzero(whole)
        warned = np.zeros(batch.frame.height, dtype=np.bool_)
        if len(origin):
            judged = cells.at(origin)
            rejected[origin] |= self._judge_records(batch, judged, places, origin, spills, warned)
            self.profiler.records(batch, judged, places, origin)
        self.profiler.trouble(places, rejected, warned)
        rejected = (rejected | self.all_rejected) & is_record
        self.rejected += int(rejected.sum())
        return is_record, rejected

    def _tell_records(self, batch: Batch, cells: Cells) -> Mask:
        """Which rows are records; footers and empty rows are reported and left out."""
        is_record = np.ones(batch.frame.height, dtype=np.bool_)
        rows = np.arange(batch.frame.height, dtype=np.int64)
        if self.collector.sieve is not None:
            self.collector.sieve.begin(self.plan, batch, cells, rows)
        if self.table.format in WRAPPED:
            return is_record  # every element of an envelope is answered, blank or not
        beyond = rows_with_surplus(batch)
        for planned, named in row_masks(self.plan, cells):
            mask = named & ~beyond
            is_record &= ~mask
            parted = self.collector.part(planned, np.flatnonzero(mask))
            self.collector.count(planned.number, planned.check, batch.frame.height, parted, {})
            if len(parted.real):
                nothing = locate(batch, np.zeros_like(mask), 0)
                self.reporter.report([(planned, parted)], batch, cells, nothing, rows)
        return is_record

    def _judge_records(
        self,
        batch: Batch,
        cells: Cells,
        places: Places,
        origin: Positions,
        spills: Sequence[TakesKeys],
        warned: Mask,
    ) -> Mask:
        """Judge the records that stand at ``origin``; answers which of them are rejected, and marks in ``warned`` (of the
        whole batch) those with a warning."""
        rejected = np.zeros(cells.height, dtype=np.bool_)
        if self.collector.sieve is not None:
            self.collector.sieve.begin(self.plan, batch, cells, origin)
        spoiled = spoiled_cells(batch, self.table.columns, origin)
        found: list[tuple[Planned, Parted]] = []
        for judged in judge(self.plan, cells):
            planned = judged.planned
            if not len(judged.failed):
                self.collector.passed(planned.number, planned.check, judged.checked, judged.unjudged)
                continue
            outcome = without(judged, spoiled)
            parted = self.collector.part(planned, outcome.failed)
            self.collector.count(planned.number, planned.check, outcome.checked, parted, outcome.unjudged)
            failed = parted.real
            if not len(failed):
                continue
            if planned.severity == "error":
                rejected[failed] = True
            elif planned.severity == "warning":
                warned[origin[failed]] = True
            if planned.check.kind == "deadline":
                self.late += len(failed)
            found.append((planned, parted))
        self.reporter.report(found, batch, cells, places, origin)
        if self.companions is not None:
            rejected |= judge_beside(
                self.companions, self.plan, self.collector, self.reporter, batch, cells, places, origin, warned
            )
        placed = cache(partial(places.frame, origin))
        for spill in spills:
            spill.add(cells, placed)
        return rejected

    def _take_notices(self, notices: Sequence[Notice], batch: Batch | None, places: Places | None) -> Mask:
        """Count what the reader found; answers which rows of the batch it makes unacceptable."""
        rejected = np.zeros(batch.frame.height if batch is not None else 0, dtype=np.bool_)
        if not notices:
            return rejected
        found = []
        unjudged = np.zeros(len(notices), dtype=np.bool_)
        for at, notice in enumerate(notices):
            check = reader_check(notice, self.table.columns)
            found.append(reader_violation(notice, check, self.request, self.plan.record_type, batch, places))
            if batch is not None and batch.broken is not None and notice.index is not None:
                unjudged[at] = batch.broken[notice.index]
        parted = self.collector.notices(found, unjudged)
        known = set(parted.known.tolist())
        for at in parted.real.tolist():
            self.reporter.add([found[at]], known=at in known)
            if found[at].severity == "error":
                index = notices[at].index
                if index is None:
                    self.all_rejected = True
                else:
                    rejected[index] = True
        return rejected

    def absorb(self, part: Part) -> None:
        """Go on with what came of the next part of the table, judged elsewhere."""
        self.reporter.flush()
        self.collector.absorb(part.counted, self.records)
        self.profiler.absorb(part.profiled, self.records)
        for stretch in part.marks:
            self.profiler.mark(*stretch.opened())
        self.rejected += part.records if self.all_rejected else part.rejected
        self.all_rejected |= part.all_rejected
        self.late += part.late
        self.records += part.records

    def part(self, marks: Sequence[Marked]) -> Part:
        """What came of the rows so far, to be joined with other parts."""
        self.reporter.flush()
        return Part(
            self.records,
            self.rejected,
            self.late,
            self.all_rejected,
            self.collector.counted(),
            self.profiler.profiled(),
            tuple(marks),
        )

    def repeats(self, spill: Repeating) -> None:
        """Report records whose key came before, once every batch was read."""
        self.reporter.flush()
        planned = spill.planned
        column = self.collector.column_of(planned.check.field)
        self.collector.count(planned.number, planned.check, spill.keyed, Parted(NOTHING), {})
        for again in spill.repeats():
            sieve = self.collector.sieve
            everything = np.arange(again.height, dtype=np.int64)
            parted = Parted(everything) if sieve is None else sieve.part_rows(planned, again["key"], again["value"])
            self.collector.count(planned.number, planned.check, 0, parted, {})
            self.profiler.repeats(again["record"].gather(parted.real))
            self._report_repeats(planned, again[parted.counted], column)
            if self.collector.wants_known:
                for part in again[parted.known].iter_slices(SLICE):
                    self.collector.add_known(repeated(planned, part, column, self.named))

    def _report_repeats(self, planned: Planned, again: pl.DataFrame, column: int | None) -> None:
        """Describe as many repeated records as are wanted, a slice at a time."""
        for part in again.iter_slices(SLICE):
            room = self.collector.room(planned.check, column)
            if room == 0:
                return
            wanted = part if room is None else part.head(room)
            self.collector.add(repeated(planned, wanted, column, self.named))

    def result(self) -> TableResult:
        """Counts, examples and what was skipped."""
        self.reporter.flush()
        scopes = {"file", "envelope"} if self.table.format in WRAPPED else {"file"}
        readers = [rule.id for rule in self.request.standard.rules.values() if rule.scope in scopes]
        self.collector.readers_checked(readers, self.records)
        tallies, found = self.collector.finish()
        beside = () if self.companions is None else self.companions.skipped
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
            party=table.party,
            rows=self.records,
            accepted=self.records - self.rejected,
            rejected=self.rejected,
            late=self.late,
            tallies=[*tallies, *(Tally(t.check, t.status, t.reason) for t in (*self.plan.skipped, *beside))],
            violations=found,
            ignored_sheets=table.ignored_sheets,
            mapping_template=table.mapping_template,
            profile=self.profiler.result(),
        )
