"""Excel and ODS workbooks, sheet by sheet."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from typing import Any

import numpy as np
import polars as pl
import python_calamine as calamine

from conformance.sources.cells import excel_text
from conformance.sources.frames import frame_of_columns
from conformance.sources.limits import KEPT_CELLS, MOST_CELLS
from conformance.sources.locate import SEARCHED
from conformance.sources.merged import Filler, Range, letters, merged_notices
from conformance.sources.model import Batch, Notice, Unusable
from conformance.sources.ole import ole_facts
from conformance.sources.package import damaged, place
from conformance.sources.raw import Body, RawTable, ReadOptions, Shape, as_hidden, check_width, rows_at_a_time
from conformance.sources.sheetxml import SheetFacts, facts_of, refuse_unseen
from conformance.sources.sniff import password_protected
from conformance.sources.source import Source
from conformance.sources.wholezip import whole
from conformance.standard.model import Text

_NO_TABLE = Text("图表或宏，不是数据表", "a chart or macros, no table")
_EMPTY = Text("空工作表", "empty")
_ESCAPE = re.compile("_x([Dd][89A-Fa-f][0-9A-Fa-f]{2}|[Ff]{3}[EFef])_")
"""The escapes that the reader leaves: halves of characters, and what is no character. It has decoded all others, and what
looks like one of them now is text."""
_SUFFIX = {"xl/workbook.xml": "xlsx", "xl/workbook.bin": "xlsb", "content.xml": "ods"}


def open_workbook(source: Source, options: ReadOptions) -> list[RawTable]:
    """Open every sheet that may hold records, or the one that was asked for."""
    is_zip = source.head().startswith(b"PK")
    facts = facts_of(source) if is_zip else {}
    old = None if is_zip else ole_facts(source)
    kind = _kind(source, facts) if is_zip else "xls"
    book = _Book(source)
    sheets = book.sheets()
    if old is not None and len(old.errors) == len(sheets):
        facts = {name: SheetFacts(errors) for name, errors in zip(sheets, old.errors, strict=True)}
    if options.sheet is not None:
        if options.sheet not in sheets:
            names = "、".join(sheets)
            raise Unusable(
                f"工作簿里没有工作表“{options.sheet}”，有：{names}。",
                f"The workbook has no sheet {options.sheet!r}; it has {', '.join(sheets)}.",
            )
        sheets = {options.sheet: sheets[options.sheet]}
    raws: list[RawTable] = []
    set_aside: list[tuple[str, Text]] = []
    kept = 0
    for name, metadata in sheets.items():
        hidden = metadata.visible != calamine.SheetVisibleEnum.Visible
        if metadata.typ not in (calamine.SheetTypeEnum.WorkSheet, calamine.SheetTypeEnum.MacroSheet):
            set_aside.append((name, as_hidden(_NO_TABLE) if hidden else _NO_TABLE))
            continue
        if kind == "xlsx":
            refuse_unseen([name], facts)
        grid = book.grid(name, facts.get(name, SheetFacts()))
        if grid.empty:
            set_aside.append((name, as_hidden(_EMPTY) if hidden else _EMPTY))
            continue
        raws.append(_raw(grid, kind, options, hidden))
        kept += grid.cells
        if kept > KEPT_CELLS and len(raws) > 1:
            grid.forget()
    if not raws:
        raise Unusable(
            "工作簿里没有数据，请确认导出是否成功后重新导出。",
            "The workbook holds no data; check that the export succeeded and export it again.",
        )
    raws[0].set_aside = tuple(set_aside)
    return raws


def _kind(source: Source, facts: dict[str, SheetFacts]) -> str:
    if facts:
        return "xlsx"
    with source.open() as stream, whole(stream) as archive:
        names = set(map(place, archive.namelist()))
    return next((kind for part, kind in _SUFFIX.items() if part in names), "xlsx")


class _Book:
    """A workbook that can be opened again."""

    def __init__(self, source: Source) -> None:
        self.source = source
        with explained(), source.open() as stream:
            self._book = calamine.CalamineWorkbook.from_filelike(stream)

    def sheets(self) -> dict[str, calamine.SheetMetadata]:
        return {metadata.name: metadata for metadata in self._book.sheets_metadata}

    def sheet(self, name: str) -> calamine.CalamineSheet:
        with explained():
            return self._book.get_sheet_by_name(name)

    def grid(self, name: str, facts: SheetFacts) -> _Grid:
        return _Grid(self, name, facts)


class _Grid:
    """A sheet as rows of cells that all begin in column A."""

    def __init__(self, book: _Book, name: str, facts: SheetFacts) -> None:
        self._book = book
        self.name = name
        self._sheet: calamine.CalamineSheet | None = book.sheet(name)
        self._errors = facts.errors
        self.uncomputed = facts.uncomputed
        start, end = self._sheet.start, self._sheet.end
        self._offset = start[1] if start else 0
        error_width = max((max(row) + 1 for row in self._errors.values()), default=0)
        self.width = max(end[1] + 1 if end else 0, error_width)
        self.height = max(end[0] + 1 if end else 0, max(self._errors, default=-1) + 1)
        self.cells = self._sheet.height * self._sheet.width
        self.empty = self.height == 0 or self.width == 0
        if self.height * self.width > 2 * MOST_CELLS:
            raise too_large(f"{self.height} × {self.width}")
        check_width(self.width)
        self.merged = [Range(a, b, c, d) for (a, b), (c, d) in self._sheet.merged_cell_ranges or ()]

    def forget(self) -> None:
        """Let go of the cells; they are read again when needed."""
        self._sheet = None

    def rows(self) -> Iterator[list[Any]]:
        """All rows from the first of the sheet, with error cells as their text."""
        sheet = self._sheet or self._book.sheet(self.name)
        before = [""] * self._offset
        after = [""] * (self.width - self._offset - sheet.width)
        number = 0
        with explained():
            for number, cells in enumerate(sheet.iter_rows(), 1):
                row: list[Any] = before + cells + after
                if number - 1 in self._errors:
                    self._put_errors(row, number - 1)
                yield row
        for position in range(number, self.height):
            row = [""] * self.width
            self._put_errors(row, position)
            yield row

    def _put_errors(self, row: list[Any], position: int) -> None:
        for column, text in self._errors.get(position, {}).items():
            if row[column] == "":
                row[column] = text


def too_large(size: str) -> Unusable:
    """The refusal of a sheet that reaches further than memory allows."""
    zh, en = (f"（{size}）", f" ({size})") if size else ("", "")
    return Unusable(
        f"工作表的范围过大{zh}，大部分可能是空白；请删除表格以外的零星单元格，或另存为 CSV 再校验。",
        f"A sheet reaches too far{en}; delete stray cells outside the table, or save it as CSV.",
    )


def _raw(grid: _Grid, kind: str, options: ReadOptions, hidden: bool) -> RawTable:
    head: list[list[str | None]] = [
        [(_unescaped(excel_text(cell)) if kind == "xlsx" else excel_text(cell)) or None for cell in row]
        for row in islice(grid.rows(), SEARCHED)
    ]
    return RawTable(
        format=kind,
        head=head,
        body=_body(grid, kind, options.batch_rows),
        sheet=grid.name,
        hidden=hidden,
        notices=(*((Notice("hidden-sheet", value=grid.name),) if hidden else ()), *_uncomputed(grid)),
        notices_for=lambda shape: merged_notices(grid.merged, shape),
    )


def _uncomputed(grid: _Grid) -> Iterator[Notice]:
    """A notice where formulas have no results: their cells read as blank, and would be called so without a reason."""
    if not grid.uncomputed:
        return
    row, column = min(grid.uncomputed)
    cell, number = f"{letters(column)}{row + 1}", len(grid.uncomputed)
    what = Text(
        f"单元格{cell}{f'等{number}个单元格' if number > 1 else ''}是公式，文件里没有保存计算结果，只能当作空白",
        f"cell {cell}{f' and {number - 1} more hold formulas' if number > 1 else ' holds a formula'} without a saved result, "
        "read as blank",
    )
    yield Notice("file-form", details={"what": what})


def _body(grid: _Grid, kind: str, batch_rows: int) -> Body:
    def body(shape: Shape) -> Iterator[Batch]:
        rows = grid.rows()
        filler = Filler(grid.merged, shape)
        position = sum(1 for _ in islice(rows, shape.skip))
        most = rows_at_a_time(batch_rows, grid.width)
        while chunk := list(islice(rows, most)):
            filler.fill(chunk, position)
            frame = frame_of_columns([_texts(column) for column in zip(*chunk, strict=True)])
            if kind == "xlsx":
                frame = _without_escapes(frame)
            ordinals = np.arange(position - shape.skip, position - shape.skip + len(chunk), dtype=np.int64)
            position += len(chunk)
            yield Batch(frame, ordinals + shape.skip + 1, ordinals, progress=position / max(1, grid.height))
        grid.forget()

    return body


def _texts(column: tuple[Any, ...]) -> list[str] | tuple[Any, ...]:
    if set(map(type, column)) == {str}:
        return column
    return [cell if type(cell) is str else excel_text(cell) for cell in column]


def _unescaped(text: str) -> str:
    """What XLSX writes as ``_xD83D__xDE00_``."""
    return _ESCAPE.sub(lambda match: chr(int(match[1], 16)), text) if "_x" in text else text


def _without_escapes(frame: pl.DataFrame) -> pl.DataFrame:
    changed = {}
    for column in frame.get_columns():
        if column.str.contains("_x", literal=True).any():
            texts = [None if text is None else _unescaped(text) for text in column.to_list()]
            changed[column.name] = pl.Series(column.name, _encodable(texts), dtype=pl.String)
    return frame.with_columns(list(changed.values())) if changed else frame


def _encodable(texts: list[str | None]) -> list[str | None]:
    """Escapes may stand for halves of surrogate pairs: join the pairs, replace what is left over."""
    return [
        None if text is None else text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
        for text in texts
    ]


@contextmanager
def explained() -> Iterator[None]:
    """Turn whatever the reader stumbles over, panics included, into a refusal."""
    try:
        yield
    except calamine.PasswordError:
        raise password_protected() from None
    except (calamine.CalamineError, OSError, ValueError, EOFError) as error:
        if "password" in str(error).lower() or "encrypt" in str(error).lower():
            raise password_protected() from None
        if "limit exceeded" in str(error).lower():
            raise too_large("") from None
        raise damaged() from error
    except BaseException as error:
        if type(error).__name__ == "PanicException":
            raise damaged() from None
        raise
