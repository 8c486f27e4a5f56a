"""Where the cells of a source stand in the copy of it: in the same row and column, on a further sheet where one is full."""

from __future__ import annotations

from msgspec import Struct

from conformance.report.places import column_letters
from conformance.report.sheets import COLUMNS, ROWS


class Layout(Struct, frozen=True):
    """The sheets of one copy. The first has every row where the source has it; the others have the header in row 1."""

    sheets: tuple[str, ...]
    header_row: int
    first_column: int
    rows: int = ROWS
    """Rows that a sheet holds."""

    def place(self, row: int) -> tuple[int, int]:
        """Position of the sheet and row in it of a row of the source (1 is the first)."""
        if row <= self.rows:
            return 0, row
        sheet, rest = divmod(row - self.rows - 1, self.rows - 1)
        return sheet + 1, rest + 2

    def target(self, row: int, column: int) -> tuple[str, str]:
        """Sheet and address of a cell; of the header where it is about no row, of the first cell where about no column."""
        sheet, row = self.place(row or self.header_row)
        column = self.first_column if column < 0 else min(column, COLUMNS - 1)
        return self.sheets[sheet], f"{column_letters(column)}{row}"


def sheets_needed(last_row: int, rows: int = ROWS) -> int:
    """How many sheets a source needs whose last row is this one."""
    return 1 if last_row <= rows else 1 + -(-(last_row - rows) // (rows - 1))
