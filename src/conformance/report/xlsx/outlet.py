"""The annotated workbook of a run: takes rows and findings while files are judged, and is written when all is known."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType

from conformance.engine.model import Sink
from conformance.report.files import Replacing, unwritable
from conformance.report.model import Report
from conformance.report.places import Place
from conformance.report.view import View
from conformance.report.wording import Wording
from conformance.report.xlsx.groups import column_named, unknown_column
from conformance.report.xlsx.kept import Kept
from conformance.report.xlsx.write import write_book
from conformance.sources.model import Batch, Table


class WorkbookFile:
    """The file. Use it as a context manager; :meth:`write` puts it in its place."""

    def __init__(self, target: Path, wording: Wording, group_by: str | None = None) -> None:
        self._target, self._group_by = target, group_by
        self._stack = ExitStack()
        self._file = Replacing(target)
        self._stack.callback(self._file.discard)
        self._kept = self._stack.enter_context(Kept(wording))
        self._standard = wording.standard

    def expect(self, tables: Sequence[Table]) -> None:
        """Take note of tables that will come. Raises UsageError where none of them has the column to group by."""
        if self._group_by is None or not tables:
            return
        named = (column_named(self._group_by, one.columns, one.item, self._standard) for one in tables)
        if all(column is None for column in named):
            raise unknown_column(self._group_by, tables)

    def batches(self, table: Table, batches: Iterator[Batch]) -> Iterator[Batch]:
        """The table's batches, kept as they pass."""
        return self._kept.batches(table, batches)

    def sink(self, place: Place) -> Sink:
        """What the engine hands the violations of one place to."""
        return self._kept.sink(place)

    def write(self, report: Report, view: View) -> None:
        """Write the workbook. Raises UsageError where the system refuses."""
        try:
            write_book(self._file.path, report, view, self._kept, self._group_by)
        except OSError as error:
            raise unwritable(self._target, error) from None
        self._file.commit()

    def __enter__(self) -> WorkbookFile:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stack.close()
