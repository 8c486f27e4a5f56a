"""Writers of records as the source had them: delimited text, JSON lines, Parquet, workbooks. Bounded in memory."""

from __future__ import annotations

import codecs
import contextlib
import csv
import importlib
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Protocol

import polars as pl
from msgspec import Struct, field

from conformance.report.errors import UsageError

if TYPE_CHECKING:
    from conformance.report.sheets import Book

SURPLUS = "多出的单元格"
"""Column for surplus cells where a format has no room to the right of the last column."""
_CELL_CHARACTERS = 32_767
_UTF16 = {"utf-16-le": codecs.BOM_UTF16_LE, "utf-16-be": codecs.BOM_UTF16_BE}


class Form(Struct, frozen=True):
    """How records are to be written; tables of the same form share a file."""

    headers: tuple[str, ...]
    encoding: str = "utf-8-sig"
    delimiter: str = ","
    ragged: bool = False
    """Whether rows may have surplus cells."""
    name: str = ""
    """Name of a workbook's sheet."""


class Rows(Struct, frozen=True):
    """Rows to be written: a frame of text, and by position how many cells a ragged row really had and its surplus."""

    frame: pl.DataFrame
    ragged: dict[int, tuple[int, list[str]]] = field(default_factory=dict)


class RowsWriter(Protocol):
    """A file that receives rows."""

    def write(self, rows: Rows) -> None:
        """Add rows."""

    def close(self) -> None:
        """Finish the file."""

    def abandon(self) -> None:
        """Let go of the file without finishing it."""


def _lists(rows: Rows) -> list[list[str | None]]:
    found = [list(row) for row in rows.frame.iter_rows()]
    for position, (cells, surplus) in rows.ragged.items():
        found[position] = found[position][:cells] + list(surplus)
    return found


class CsvWriter:
    """Delimited text in the encoding of the source."""

    def __init__(self, path: Path, form: Form) -> None:
        self._form = form
        self._encoding = "utf-8" if form.encoding == "utf-8-sig" else form.encoding
        self._stream: BinaryIO = path.open("wb")
        if form.encoding == "utf-8-sig":
            self._stream.write(codecs.BOM_UTF8)
        self._stream.write(_UTF16.get(form.encoding, b""))
        self._lines([list(form.headers)])

    def write(self, rows: Rows) -> None:
        """Add rows: the whole batch at once where no row is ragged."""
        if rows.ragged or len(self._form.delimiter.encode()) > 1 or rows.frame.width == 1:
            self._lines(_lists(rows))
            return
        text = rows.frame.write_csv(
            include_header=False, separator=self._form.delimiter, line_terminator="\r\n", quote_style="necessary"
        )
        self._put(text)

    def _lines(self, rows: list[list[str | None]]) -> None:
        target = io.StringIO(newline="")
        csv.writer(target, delimiter=self._form.delimiter, lineterminator="\r\n").writerows(rows)
        self._put(target.getvalue())

    def _put(self, text: str) -> None:
        # Only a forced, narrow encoding can fail to hold the text; a mark that says so is better than losing the row.
        self._stream.write(text.encode(self._encoding, "backslashreplace"))

    def close(self) -> None:
        """Finish the file."""
        self._stream.close()

    abandon = close


class JsonLinesWriter:
    """One object a line, headers as keys; what the source did not have is null."""

    def __init__(self, path: Path, form: Form) -> None:
        self._keys = unique(form.headers)
        self._stream: BinaryIO = path.open("wb")

    def write(self, rows: Rows) -> None:
        """Add rows."""
        frame = rows.frame.rename(dict(zip(rows.frame.columns, self._keys, strict=True)))
        if not rows.ragged:
            frame.write_ndjson(self._stream)
            return
        for position, row in enumerate(frame.iter_rows()):
            cells, surplus = rows.ragged.get(position, (len(row), []))
            record: dict[str, Any] = dict(zip(self._keys[:cells], row[:cells], strict=True))
            if surplus:
                record[SURPLUS] = surplus
            self._stream.write(json.dumps(record, ensure_ascii=False).encode() + b"\n")

    def close(self) -> None:
        """Finish the file."""
        self._stream.close()

    abandon = close


class ParquetWriter:
    """Text columns under the headers; a last column for surplus cells where the source can have them."""

    def __init__(self, path: Path, form: Form) -> None:
        self._arrow: Any = importlib.import_module("pyarrow")
        self._keys = unique((*form.headers, SURPLUS) if form.ragged else form.headers)
        self._schema = self._arrow.schema([(key, self._arrow.large_string()) for key in self._keys])
        self._parquet: Any = importlib.import_module("pyarrow.parquet").ParquetWriter(path, self._schema)

    def write(self, rows: Rows) -> None:
        """Add rows."""
        columns = [column.cast(pl.String).to_arrow() for column in rows.frame.get_columns()]
        if len(self._keys) > len(columns):
            surplus: list[str | None] = [None] * rows.frame.height
            for position, (_, cells) in rows.ragged.items():
                surplus[position] = json.dumps(cells, ensure_ascii=False) if cells else None
            columns.append(self._arrow.array(surplus, self._arrow.large_string()))
        columns = [column.cast(self._arrow.large_string()) for column in columns]
        self._parquet.write_table(self._arrow.table(columns, schema=self._schema))

    def close(self) -> None:
        """Finish the file."""
        self._parquet.close()

    def abandon(self) -> None:
        """Let go of the file."""
        with contextlib.suppress(Exception):
            self._parquet.close()


class XlsxWriter:
    """A workbook of text cells; another sheet for another table, or when one is full."""

    def __init__(self, path: Path, form: Form) -> None:
        sheets: Any = importlib.import_module("conformance.report.sheets")
        self._book: Book = sheets.Book(path)
        self._rows: int = sheets.ROWS
        self._first = _Sheet(self._book, form, self._rows)

    def sheet(self, form: Form) -> RowsWriter:
        """A writer for a further table of the same workbook."""
        return _Sheet(self._book, form, self._rows)

    def write(self, rows: Rows) -> None:
        """Add rows to the first table's sheet."""
        self._first.write(rows)

    def close(self) -> None:
        """Finish the workbook."""
        self._book.close()

    def abandon(self) -> None:
        """Let go of the file."""
        self._book.abandon()


class _Sheet:
    """One table in a workbook."""

    def __init__(self, book: Book, form: Form, most: int) -> None:
        self._book, self._form, self._most = book, form, most
        self._begin()

    def _begin(self) -> None:
        self._sheet = self._book.sheet(self._book.name(self._form.name or "Sheet1"))
        self._row = 0
        self._put(list(self._form.headers))

    def _put(self, cells: list[str | None]) -> None:
        if self._row == self._most:
            self._begin()
        self._row += 1
        try:
            whole = not self._sheet.put(self._row, cells)
        except ValueError:
            whole = False
        if not whole:
            raise UsageError(
                f"有单元格超过 {_CELL_CHARACTERS} 个字符或超出列数上限，工作簿放不下，请改用 .csv 文件。",
                f"A cell holds more than {_CELL_CHARACTERS} characters, or there are too many columns, for a "
                "workbook; write to a .csv file instead.",
            )

    def write(self, rows: Rows) -> None:
        """Add rows."""
        for row in _lists(rows):
            self._put(row)

    def close(self) -> None:
        """The workbook closes its sheets."""

    abandon = close


def unique(headers: tuple[str, ...]) -> list[str]:
    """Headers as keys: a repeated one gets a number."""
    taken: dict[str, None] = {}
    for header in headers:
        key, number = header, 2
        while key in taken:
            key, number = f"{header}_{number}", number + 1
        taken[key] = None
    return list(taken)


WRITERS: dict[str, Callable[[Path, Form], RowsWriter]] = {
    ".csv": CsvWriter,
    ".tsv": CsvWriter,
    ".txt": CsvWriter,
    ".jsonl": JsonLinesWriter,
    ".parquet": ParquetWriter,
    ".xlsx": XlsxWriter,
}
"""By the suffix of the file's name."""
