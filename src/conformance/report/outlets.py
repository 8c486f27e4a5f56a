"""Where records and findings go while they are judged: files of records, the list of all findings, the workbook."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol

from msgspec import Struct

from conformance.engine.model import Progress, RowsSink, Sink, Violation
from conformance.report.places import Place
from conformance.sources.model import Batch, Table


class TakesRows(Protocol):
    """Receives records as they are judged."""

    def rows_sink(self, table: Table) -> RowsSink | None:
        """What receives the batches of a table."""

    def spoil(self) -> None:
        """An input broke off in the middle."""


class TakesFindings(Protocol):
    """Receives every violation as it is found."""

    def sink(self, place: Place) -> Sink:
        """What receives the violations of a table."""


class TakesTables(TakesFindings, Protocol):
    """Receives whole tables beside what is found in them."""

    def expect(self, tables: Sequence[Table]) -> None:
        """The tables that will come. May raise UsageError."""

    def batches(self, table: Table, batches: Iterator[Batch]) -> Iterator[Batch]:
        """The same batches, taken note of as they pass."""


class Outlets(Struct, frozen=True):
    """Where records and findings go while they are judged."""

    split: TakesRows
    findings: TakesFindings | None
    on_progress: Progress | None
    workbook: TakesTables | None = None

    def sink_to(self, place: Place) -> Sink | None:
        """Where every violation of one place goes; None where nobody wants more than examples."""
        sinks = [self.findings.sink(place)] if self.findings is not None else []
        if self.workbook is not None:
            sinks.append(_of_new(self.workbook.sink(place)))
        if len(sinks) < 2:
            return sinks[0] if sinks else None

        def both(violations: Sequence[Violation]) -> None:
            for sink in sinks:
                sink(violations)

        return both

    def sink_of(self, place: Place) -> Sink:
        """Where violations go that are found when a table has been judged."""
        return self.sink_to(place) or _nowhere

    def watched(self, table: Table, batches: Iterator[Batch]) -> Iterator[Batch]:
        """The batches of a table, told of as they pass."""
        if self.on_progress is None:
            yield from batches
            return
        rows = 0
        for batch in batches:
            rows += batch.frame.height
            self.on_progress(table.path, rows, batch.progress)
            yield batch


def _of_new(sink: Sink) -> Sink:
    """A sink that gets what is shown: of the findings of a baseline nothing."""

    def take(violations: Sequence[Violation]) -> None:
        new = [one for one in violations if one.state != "known"]
        if new:
            sink(new)

    return take


def _nowhere(violations: Sequence[Violation]) -> None:
    """Nobody wants all of them."""
