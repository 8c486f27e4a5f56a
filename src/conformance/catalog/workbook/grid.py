"""Reading a workbook as it was saved, by whatever program: text of each cell, its place, and what is no text."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

from msgspec import Struct, field

from conformance.sources.merged import Range, letters
from conformance.sources.model import Unusable
from conformance.sources.sheetxml import SheetFacts, facts_of, refuse_unseen
from conformance.sources.source import Source, source_of
from conformance.standard.model import Text

_MOST_ROWS, _MOST_COLUMNS = 200_000, 600
UNCOMPUTED = "公式（没有计算结果）"
"""What stands for a formula that no program has computed: it reads as blank."""


class BadWorkbook(ValueError):
    """The file is no workbook that can be read. One sentence in both languages says why."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(en)
        self.text = Text(zh, en)


class Fault(Struct, frozen=True):
    """Something wrong in a cell, and how to mend it."""

    sheet: str
    cell: str
    zh: str
    en: str

    def place(self) -> str:
        """Sheet and cell as Excel writes them."""
        return f"{self.sheet}!{self.cell}" if self.cell else self.sheet


class Grid(Struct, frozen=True):
    """One sheet: its cells as they were read, the error cells apart."""

    name: str
    rows: tuple[tuple[Any, ...], ...]
    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    """Row and column, from 0 → such as ``#N/A``."""
    merged: tuple[Range, ...] = ()

    def value(self, row: int, column: int) -> Any:
        """What stands in a cell; an empty text beyond the used area."""
        return self.rows[row][column] if row < len(self.rows) and column < len(self.rows[row]) else ""


def address(row: int, column: int) -> str:
    """``B17`` for row and column from 0."""
    return f"{letters(column)}{row + 1}"


def read_book(path: Path) -> dict[str, Grid]:
    """The sheets of a workbook by name. Raises BadWorkbook."""
    if not path.is_file():
        raise BadWorkbook(f"没有文件“{path}”。", f'There is no file "{path}".')
    try:
        source = source_of(path)
        facts = facts_of(source, thorough=True) if source.head().startswith(b"PK") else {}
        if not facts:
            raise _no_workbook(path)
        for name, found in facts.items():
            _refuse_large(name, found)
        return _grids(source, facts)
    except Unusable as error:
        zh, en = error.text.zh, error.text.en
        raise BadWorkbook(f"文件“{path.name}”无法读取：{zh}", f'The file "{path.name}" cannot be read: {en}') from error


def _grids(source: Source, facts: dict[str, SheetFacts]) -> dict[str, Grid]:
    from python_calamine import CalamineWorkbook, SheetTypeEnum

    from conformance.sources.workbook import explained

    with explained(), source.open() as stream:
        book = CalamineWorkbook.from_filelike(stream)
        listed = [sheet.name for sheet in book.sheets_metadata if sheet.typ == SheetTypeEnum.WorkSheet]
        refuse_unseen(listed, facts)
        sheets = {name: book.get_sheet_by_name(name) for name in listed}
        return {
            name.strip(): Grid(
                name,
                tuple(tuple(row) for row in sheet.to_python(skip_empty_area=False)),
                _oddities(facts[name]),
                tuple(Range(*first, *last) for first, last in sheet.merged_cell_ranges or ()),
            )
            for name, sheet in sheets.items()
        }


def _no_workbook(path: Path) -> BadWorkbook:
    return BadWorkbook(
        f"文件“{path.name}”不是可以读取的 XLSX 工作簿，请用 Excel 另存为“Excel 工作簿（*.xlsx）”后再试。",
        f'The file "{path.name}" is no XLSX workbook that can be read; save it as "Excel workbook (*.xlsx)".',
    )


def _refuse_large(name: str, found: SheetFacts) -> None:
    """A list is never as long as a table of records may be."""
    row, column = found.end
    if row >= _MOST_ROWS or column >= _MOST_COLUMNS:
        place = address(row, column)
        raise BadWorkbook(
            f"工作表“{name}”的内容一直延伸到 {place}，范围过大；请删除多余的行和列后再试。",
            f'The sheet "{name}" reaches as far as {place}; delete the surplus rows and columns.',
        )


def _oddities(found: SheetFacts) -> dict[tuple[int, int], str]:
    """The cells that have no value to be read."""
    errors = {(row, column): said for row, cells in found.errors.items() for column, said in cells.items()}
    return dict.fromkeys(found.uncomputed, UNCOMPUTED) | errors


def text_of(value: Any) -> str | None:
    """The text of a cell; None for what is no text and cannot be made one without a guess."""
    if value is None or value == "":
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, int | float):
        return str(int(value)) if float(value).is_integer() and abs(value) < 1e15 else None
    if isinstance(value, datetime.datetime):
        return value.date().isoformat() if value.time() == datetime.time() else None
    return value.isoformat() if isinstance(value, datetime.date) else None
