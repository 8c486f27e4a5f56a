"""One of the two files into which records are parted (``report.split``), with siblings for tables that cannot share it."""

from __future__ import annotations

import codecs
from pathlib import Path

import numpy as np
import numpy.typing as npt
from msgspec import Struct
from msgspec.structs import replace

from conformance.report import splitwriters as writers
from conformance.report.errors import UsageError
from conformance.report.files import Replacing, begun
from conformance.report.splitwriters import Form, Rows, RowsWriter
from conformance.sources.model import Batch, Table

_TEXT = frozenset({"csv", "tsv"})


def check_target(target: Path) -> None:
    """Raise UsageError for a file whose suffix has no writer, before anything is read."""
    if target.suffix.lower() not in writers.WRITERS:
        raise UsageError(
            f"文件“{target}”的扩展名应为 {'、'.join(writers.WRITERS)} 之一。",
            f'The file "{target}" has to end in one of {", ".join(writers.WRITERS)}.',
        )


class _Opened(Struct):
    """A file of one side, and how many records it has."""

    form: Form
    file: Replacing
    writer: RowsWriter
    rows: int = 0

    def take(self, rows: Rows, writer: RowsWriter | None = None) -> None:
        (writer or self.writer).write(rows)
        self.rows += rows.frame.height


class _Sheet(Struct):
    """A further table in a workbook that is already open."""

    book: _Opened
    writer: RowsWriter

    def take(self, rows: Rows) -> None:
        self.book.take(rows, self.writer)


class Side:
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
        with begun(target) as file:
            writer = writers.WRITERS[suffix](file.path, form)
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
        """Finish the files."""
        for opened in self._opened:
            opened.writer.close()

    def commit(self) -> None:
        """Put the files, which are finished, in their places."""
        while self._opened:
            opened = self._opened[0]
            opened.file.commit()
            self.written.append((opened.file.target, opened.rows))
            del self._opened[0]

    def discard(self) -> None:
        """Leave nothing of what was not put in its place."""
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


def rows_of(batch: Batch, chosen: npt.NDArray[np.int64]) -> Rows:
    """The chosen rows, and how those really ended that had too few or too many cells."""
    place_of = {int(index): position for position, index in enumerate(chosen)} if batch.notices else {}
    ragged = {}
    for notice in batch.notices:
        if notice.rule == "ragged-row" and notice.index in place_of:
            surplus = [str(cell) for cell in notice.details.get("surplus", ())]
            ragged[place_of[notice.index]] = (int(notice.details.get("cells", batch.frame.width)), surplus)
    frame = batch.written
    if len(chosen) < frame.height:
        frame = frame[chosen]
    return Rows(frame, ragged)
