"""The rows of a sheet under the headings that its table has, with every fault of header and cells."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec import Struct, field

from conformance.catalog.workbook.grid import Fault, Grid, address, text_of
from conformance.catalog.workbook.layout import Table

ASIDE = "※"
"""A column whose heading begins so is for reading only and is not read back."""
_HEADER_WITHIN = 20
"""Rows among which the headings are looked for where they are not in the first."""


class Row(Struct, frozen=True):
    """One row: the texts of the table's columns in their order, and where it stands."""

    sheet: str
    number: int
    """From 0, as in the grid."""
    texts: tuple[str, ...]
    places: tuple[int, ...]
    """Column of each text in the sheet."""
    extra: dict[str, str] = field(default_factory=dict)

    def cell(self, column: int) -> str:
        """Address of one of the table's columns."""
        return address(self.number, self.places[column])


def rows(table: Table, grid: Grid, faults: list[Fault], extras: Iterable[str] = ()) -> list[Row]:
    """The rows that are not blank. Nothing where the header is not the table's."""
    wanted = [column.heading for column in table.columns]
    more = tuple(extras)
    places = _header([*wanted, *more], grid, faults)
    if places is None:
        return []
    faults += [
        _fault(
            grid,
            address(merged.top, merged.left),
            f"{merged} 是合并单元格，只有第一格有内容；请取消合并，逐格填写。",
            f"{merged} are merged and only the first has content; unmerge them and fill in each.",
        )
        for merged in grid.merged
        if merged.bottom > 0
    ]
    found: list[Row] = []
    for number in range(1, len(grid.rows)):
        texts = {heading: _text(grid, number, column, heading, faults) for heading, column in places.items()}
        if any(text.strip() for text in texts.values()):
            found.append(
                Row(
                    grid.name,
                    number,
                    tuple(texts[heading] for heading in wanted),
                    tuple(places[heading] for heading in wanted),
                    {heading: texts[heading].strip() for heading in more},
                )
            )
    return found


def header_faults(table: Table, grid: Grid, extras: Iterable[str] = ()) -> list[Fault]:
    """What is wrong with the headings of a sheet. Where anything is, nothing below them can be read."""
    faults: list[Fault] = []
    _header([*(column.heading for column in table.columns), *extras], grid, faults)
    return faults


def _lower(wanted: Sequence[str], grid: Grid) -> int | None:
    """The row (from 0) in which the headings stand where they are not in the first."""
    for number, row in enumerate(grid.rows[:_HEADER_WITHIN]):
        texts = {(text_of(value) or "").strip() for value in row}
        if 2 * len(texts & set(wanted)) > len(wanted):
            return number or None
    return None


def _header(wanted: Sequence[str], grid: Grid, faults: list[Fault]) -> dict[str, int] | None:
    """Where each heading stands; None with faults where the header is not as it should be."""
    before = len(faults)
    places: dict[str, int] = {}
    width = max(map(len, grid.rows), default=0)
    lower = _lower(wanted, grid)
    if lower is not None:
        faults.append(
            _fault(
                grid,
                address(lower, 0),
                f"列名在第 {lower + 1} 行，应在第 1 行；请删去它上面的行。",
                f"The headings are in row {lower + 1}; they belong in row 1: delete the rows above them.",
            )
        )
        return None
    for column in range(width):
        heading = (text_of(grid.value(0, column)) or "").strip()
        cell = address(0, column)
        if heading.startswith(ASIDE):
            continue
        if heading in places:
            faults.append(
                _fault(
                    grid,
                    cell,
                    f"列“{heading}”出现了两次，请删去一列。",
                    f'The column "{heading}" is there twice; delete one.',
                )
            )
        elif heading in wanted:
            places[heading] = column
        elif heading:
            faults.append(
                _fault(
                    grid,
                    cell,
                    f"不认识列“{heading}”；请改回导出时的列名，自用的列请在列名前加“{ASIDE}”。",
                    f'Unknown column "{heading}"; restore its name, or put {ASIDE} before the name of a column of your own.',
                )
            )
        elif any(_filled(grid, row, column) for row in range(1, len(grid.rows))):
            faults.append(
                _fault(
                    grid,
                    cell,
                    "这一列有内容却没有列名，请补上列名或删去整列。",
                    "The column has content and no name; name it or delete it.",
                )
            )
    faults += [
        _fault(
            grid,
            "",
            f"缺少列“{heading}”；请恢复该列，不用时让单元格空着。",
            f'The column "{heading}" is missing; restore it and leave its cells blank.',
        )
        for heading in wanted
        if heading not in places
    ]
    return places if len(faults) == before else None


def _filled(grid: Grid, row: int, column: int) -> bool:
    value = grid.value(row, column)
    return (row, column) in grid.errors or (value.strip() != "" if isinstance(value, str) else value is not None)


def _text(grid: Grid, row: int, column: int, heading: str, faults: list[Fault]) -> str:
    cell = address(row, column)
    if (row, column) in grid.errors:
        said = grid.errors[row, column]
        faults.append(
            _fault(
                grid,
                cell,
                f"单元格是错误值或公式：{said}；请改填“{heading}”的内容。",
                f"The cell is an error or a formula without a result: {said}; write the content.",
            )
        )
        return ""
    text = text_of(grid.value(row, column))
    if text is None:
        faults.append(
            _fault(
                grid,
                cell,
                f"“{heading}”的单元格是数字或时间，不能照原样读回；请把单元格设为“文本”格式后重新填写。",
                f'The cell of "{heading}" is a number or a time; format it as text and write the content again.',
            )
        )
        return ""
    return text


def _fault(grid: Grid, cell: str, zh: str, en: str) -> Fault:
    return Fault(grid.name, cell, zh, en)
