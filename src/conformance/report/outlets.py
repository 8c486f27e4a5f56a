"""Where records and findings go while they are judged: files of records, the list of all findings, the workbook."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from conformance.engine.model import Progress, RowsSink, Sink
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


@dataclass(frozen=True, slots=True)
class Outlets:
    """Where records and findings go while they are judged."""

    split: TakesRows
    findings: TakesFindings | None
    on_progress: Progress | None
    workbook: TakesTables | None = None
