"""The user's own records, parted into those that can be taken and those that go back (``--accepted``, ``--rejected``).

Whole and unmasked, with the columns and headers of the source. Rows that are no records (footers, empty rows) are in
neither file.
"""

from __future__ import annotations

import codecs
from dataclasses import dataclass, replace
from pathlib import Path
from types import TracebackType

import numpy as np
import numpy.typing as npt

from conformance.engine.model import RowsSink
from conformance.report import splitwriters as writers
from conformance.report.errors import UsageError
from conformance.report.files import Replacing, unwritable
from conformance.report.splitwriters import Form, Rows, RowsWriter
from conformance.sources.model import Batch, Table

_TEXT = frozenset({"csv", "tsv"})


@dataclass(frozen=True, slots=True)
class Written:
    """A file that was written, with the number of its records."""

    path: Path
    rows: int
    rejected: bool


class Split:
    """The two files. Use it as a context manager: they are put in their places only if all went well."""

    def __init__(self, accepted: Path | None = None, rejected: Path | None = None) -> None:
        self._accepted = None if accepted is None else _Side(accepted)
        self._rejected = None if rejected is None else _Side(rejected)
        self.spoiled = False
        """An input broke off in the middle: half of its records would pass for all of them."""

    def spoil(self) -> None:
        """Write neither file."""
        self.spoiled = True

    @property
    def written(self) -> list[Written]:
        """The files that were written: more than one for a side whose tables have different columns."""
        found = []
        for side in (self._accepted, self._rejected):
            if side is not None:
                found += [Written(path, rows, side is self._rejected) for path, rows in side.written]
        return found

    def rows_sink(self, table: Table) -> RowsSink | None:
        """What the engine hands each batch of one table to; None where no file was asked for."""
        sides = [(side, side is self._rejected) for side in (self._accepted, self._rejected) if side is not None]
        if not sides:
            return None
        openings = [(side.open(table), wants_rejected) for side, wants_rejected in sides]

        def take(batch: Batch, records: npt.NDArray[np.bool_], rejected: npt.NDArray[np.bool_]) -> None:
            for writer, wants_rejected in openings:
                chosen = np.flatnonzero(records & (rejected if wants_rejected else ~rejected))
                if len(chosen):
                    writer.take(_rows(batch, chosen))

        return take

    def __enter__(self) -> Split:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        sides = [side for side in (self._accepted, self._rejected) if side is not None]
        try:
            if kind is None and not self.spoiled:
                for side in sides:
                    side.close()
                # Only when both are whole are they put in their places.
                for side in sides:
                    side.commit()
        finally:
            # What was not committed by now must not stay behind.
            for side in sides:
                side.discard()


def _rows(batch: Batch, chosen: npt.NDArray[np.int64]) -> Rows:
    """The chosen rows, and how those really ended that had too few or too many cells."""
    place_of = {int(index): position for position, index in enumerate(chosen)} if batch.notices else {}
    ragged = {}
    for notice in batch.notices:
        if notice.rule == "ragged-row" and notice.index in place_of:
            surplus = [str(cell) for cell in notice.details.get("surplus", ())]
            ragged[place_of[notice.index]] = (int(notice.details.get("cells", batch.frame.width)), surplus)
    frame = batch.frame if batch.as_written is None else batch.as_written
    if len(chosen) < frame.height:
        frame = frame[chosen]
    return Rows(frame, ragged)


def check_target(target: Path) -> None:
    """Raise UsageError for a file whose suffix has no writer, before anything is read."""
    if target.suffix.lower() not in writers.WRITERS:
        raise UsageError(
            f"文件“{target}”的扩展名应为 {'、'.join(writers.WRITERS)} 之一。",
            f'The file "{target}" has to end in one of {", ".join(writers.WRITERS)}.',
        )


@dataclass(slots=True)
class _Opened:
    """A file of one side, and how many records it has."""

    form: Form
    file: Replacing
    writer: RowsWriter
    rows: int = 0

    def take(self, rows: Rows, writer: RowsWriter | None = None) -> None:
        (writer or self.writer).write(rows)
        self.rows += rows.frame.height


@dataclass(slots=True)
class _Sheet:
    """A further table in a workbook that is already open."""

    book: _Opened
    writer: RowsWriter

    def take(self, rows: Rows) -> None:
        self.book.take(rows, self.writer)


class _Side:
    """One of the two files, with siblings for tables that cannot share it."""

    def __init__(self, target: Path) -> None:
        check_target(target)
        self.target = target
        self.written: list[tuple[Path, int]] = []
        self._opened: list[_Opened] = []

    def open(self, table: Table) -> _Opened | _Sheet:
        """The writer for a table: that of an earlier one with the same columns, else a new sheet or file."""
        suffix = self.target.suffix.lower()
        form = _form(table, suffix)
        for opened in self._opened:
            if replace(opened.form, name="") == replace(form, name=""):
                return opened
            if isinstance(opened.writer, writers.XlsxWriter):
                return _Sheet(opened, opened.writer.sheet(form))
        target = self._free(self.target if not self._opened else self._sibling(table))
        file = Replacing(target)
        try:
            writer = writers.WRITERS[suffix](file.path, form)
        except OSError as error:
            file.discard()
            raise unwritable(target, error) from None
        except BaseException:
            file.discard()
            raise
        self._opened.append(_Opened(form, file, writer))
        return self._opened[-1]

    def _sibling(self, table: Table) -> Path:
        name = table.sheet or Path(table.path).stem
        safe = "".join("_" if character in '<>:"/\\|?*' or character < " " else character for character in name)
        return self.target.with_name(f"{self.target.stem}-{safe}{self.target.suffix}")

    def _free(self, target: Path) -> Path:
        taken = {opened.file.target for opened in self._opened}
        number, candidate = 2, target
        while candidate in taken:
            candidate = target.with_name(f"{target.stem}-{number}{target.suffix}")
            number += 1
        return candidate

    def close(self) -> None:
        for opened in self._opened:
            opened.writer.close()

    def commit(self) -> None:
        while self._opened:
            opened = self._opened[0]
            opened.file.commit()
            self.written.append((opened.file.target, opened.rows))
            del self._opened[0]

    def discard(self) -> None:
        for opened in self._opened:
            opened.writer.abandon()
            opened.file.discard()
        self._opened.clear()


def _form(table: Table, suffix: str) -> Form:
    text = table.format in _TEXT and table.encoding is not None
    delimiter = {".tsv": "\t"}.get(suffix, table.delimiter or ",") if text else {".tsv": "\t"}.get(suffix, ",")
    return Form(
        headers=tuple(column.header for column in table.columns),
        # Spreadsheet programs read UTF-8 right only behind a byte order mark.
        encoding=_encoding(table) if text else "utf-8-sig",
        delimiter=delimiter,
        ragged=text,
        name=table.sheet or "",
    )


def _encoding(table: Table) -> str:
    """The source's encoding, with a byte order mark where the source has one."""
    if table.encoding != "utf-8":
        return table.encoding or "utf-8-sig"
    try:
        with Path(table.path).open("rb") as stream:
            return "utf-8-sig" if stream.read(3) == codecs.BOM_UTF8 else "utf-8"
    except OSError:
        # Standard input, or a member of an archive that is gone from its temporary place: there the mark does no harm.
        return "utf-8" if table.path == "-" else "utf-8-sig"
