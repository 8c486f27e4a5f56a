"""The rectangle around a sheet's values: calamine takes memory for all of it."""

from __future__ import annotations

from msgspec import Struct

from conformance.sources.limits import MOST_CELLS, MOST_SHEET_COLUMNS
from conformance.sources.model import Unusable


class Reach(Struct):
    """Rows and columns count from 0."""

    left: int = 1 << 62
    right: int = -1
    bottom: int = -1

    def add(self, row: int, column: int) -> None:
        """A cell with a value."""
        self.left, self.right, self.bottom = min(self.left, column), max(self.right, column), max(self.bottom, row)

    def check(self, name: str, most: int | None = None) -> None:
        """Refuse a rectangle that would take too much memory. Raises Unusable."""
        most = MOST_CELLS if most is None else most
        if self.bottom >= 0 and (self.bottom + 1) * (self.right - self.left + 1) > most:
            raise Unusable(
                f"工作表“{name}”的内容一直延伸到第 {self.bottom + 1} 行、第 {self.right + 1} 列，大部分是空白；"
                "请删除表格以外的零星单元格，或另存为 CSV 再校验。",
                f"Sheet {name!r} reaches to row {self.bottom + 1}, column {self.right + 1} with hardly anything in "
                "between; delete the stray cells outside the table, or save it as CSV.",
            )


def refuse_crowded(number: int, name: str) -> None:
    """Refuse a sheet with more cells, or a workbook with more texts, than any honest one has. Raises Unusable.

    The reader takes memory for each of them, however many stand in one place.
    """
    if number > MOST_CELLS:
        raise Unusable(
            f"工作表“{name}”的单元格超过 {MOST_CELLS // 10_000} 万个，大小异常，未予读取；请检查文件来源，或改为导出 CSV。",
            f"Sheet {name!r} has more than {MOST_CELLS:,} cells, which no table needs; check where it comes from or "
            "export CSV.",
        )


def too_wide(name: str) -> Unusable:
    """The refusal of a sheet with a cell in a column that no sheet has."""
    return Unusable(
        f"工作表“{name}”有一行超过 {MOST_SHEET_COLUMNS} 列，任何工作表都没有这么宽；请检查导出设置，或改为导出 CSV。",
        f"A row of sheet {name!r} has more than {MOST_SHEET_COLUMNS} columns, more than any sheet has; check the export, "
        "or export CSV.",
    )
