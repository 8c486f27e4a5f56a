"""Workbooks written row by row: texts stay texts whatever they look like, and memory does not grow with the rows.

xlsxwriter makes the file: styles, comments, links, the package. The rows themselves are written here, for two reasons.
It takes 20 µs for a cell, a minute for 100,000 records; and where it streams, it takes a text of the form ``<r>…</r>``
for markup of its own, so that a cell of the user's could break the workbook.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import UTC, date, datetime
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, BinaryIO

import xlsxwriter
from xlsxwriter.exceptions import FileCreateError
from xlsxwriter.worksheet import Worksheet

from conformance.report.places import column_letters
from conformance.report.utf8 import encodable
from conformance.sources import sheettext

ROWS = 1_048_576
COLUMNS = 16_384
CHARACTERS = 32_767
LINKS = 65_530
"""Links that one sheet can have."""
_NAME = 31
_LINE, _TALLEST = 15, 405
"""Height of a line and of the highest row, in points."""
Cell = str | int | float | None
_CUT = "…"

_FORBIDDEN = re.compile(r"""[\[\]:*?/\\'"!#%\x00-\x1f\x7f\ud800-\udfff]+""")
_ODD = re.compile("[&<>\x00-\x1f\ud800-\udfff\ufffe\uffff]|_x[0-9A-Fa-f]{4}_")
_OPTIONS = {
    "constant_memory": True,
    "use_zip64": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


class Book:
    """A workbook being written. ``close`` finishes it, ``abandon`` lets go of it without leaving anything behind."""

    def __init__(self, target: Path | BinaryIO, made_on: date | None = None) -> None:
        """``made_on`` is the day that the workbook says it was made on, for one that has to be the same bytes again."""
        where = str(target) if isinstance(target, Path) else target
        # xlsxwriter keeps rows, and at the end whole sheets, in temporary files: whatever happens they go with this folder.
        self._folder = TemporaryDirectory(prefix="conformance-")
        self._book: Any = xlsxwriter.Workbook(where, {**_OPTIONS, "tmpdir": self._folder.name})
        if made_on is not None:
            self._book.set_properties({"created": datetime(made_on.year, made_on.month, made_on.day, tzinfo=UTC)})
        self._names = Names()

    def style(self, **properties: Any) -> int:
        """Number of a style with these properties (those of xlsxwriter's ``add_format``)."""
        number: int = self._book.add_format(properties)._get_xf_index()
        return number

    def name(self, wanted: str) -> str:
        """A name for a sheet to come, as near to the wanted one as Excel and the other sheets allow."""
        return self._names.take(wanted)

    def sheet(self, name: str) -> Sheet:
        """A new sheet under a name that :meth:`name` gave."""
        sheet: Sheet = self._book.add_worksheet(name, worksheet_class=Sheet)
        return sheet

    def close(self) -> None:
        """Finish the workbook. Raises OSError where the system refuses."""
        try:
            self._book.close()
        except FileCreateError as error:
            said = error.args[0] if error.args else None
            raise said if isinstance(said, OSError) else OSError(str(error)) from error
        self._folder.cleanup()

    def abandon(self) -> None:
        """Let go of the file."""
        self._book.fileclosed = True
        for sheet in self._book.worksheets():
            with suppress(OSError):  # rows that wait to be written may be refused once more
                sheet.row_data_fh.close()
        self._folder.cleanup()


class Sheet(Worksheet):
    """A sheet whose rows come in order, each once, through :meth:`put` and nothing else."""

    def __init__(self) -> None:
        super().__init__()
        self.fh: Any
        self.row_data_fh: Any
        self._widths: list[int] = []
        self._links: list[tuple[int, int, str, str]] = []

    def widths(self, widths: Sequence[int]) -> None:
        """Set the widths of the first columns, in characters of Latin text."""
        self._widths = list(widths)
        for column, width in enumerate(widths[:COLUMNS]):
            self.set_column(column, column, width)

    def put(
        self,
        row: int,
        cells: Sequence[Cell],
        style: int = 0,
        styles: Mapping[int, int] | None = None,
        *,
        tall: bool = False,
    ) -> list[int]:
        """Write a row (1 is the first): texts as texts, numbers as numbers, None as nothing.

        ``styles`` has the styles of columns that differ from ``style``; a cell with one is written even if it is empty.
        ``tall`` makes the row as high as its texts need when they are wrapped. Answers the columns whose text had to be
        cut to what a cell can hold. Raises ValueError beyond the last column.
        """
        if len(cells) > COLUMNS:
            raise ValueError(f"{len(cells)} columns")
        texts_of = cells
        texts = [cell for cell in cells if isinstance(cell, str)]
        cut: list[int] = []
        if texts and max(map(len, texts)) > CHARACTERS // 2:
            whole, cells = cells, [cut_text(cell) if isinstance(cell, str) else cell for cell in cells]
            cut = [column for column, cell in enumerate(cells) if cell != whole[column]]
        if _ODD.search("|".join(texts)):
            cells = [escaped(cell) if isinstance(cell, str) else cell for cell in cells]
        letters = _letters(len(cells))
        if styles:
            parts = [
                f'<c r="{letter}{row}" s="{styles.get(column, style)}"{_content(cell)}'
                for column, (letter, cell) in enumerate(zip(letters, cells, strict=True))
                if cell is not None or column in styles
            ]
        else:
            start = f'{row}" s="{style}"'
            parts = [
                f'<c r="{letter}{start}{_content(cell)}'
                for letter, cell in zip(letters, cells, strict=True)
                if cell is not None
            ]
        height = f' ht="{self._height(texts_of)}" customHeight="1"' if tall else ""
        self.row_data_fh.write(f'<row r="{row}"{height}>{"".join(parts)}</row>')
        self._check_dimensions(row - 1, max(0, len(cells) - 1))
        return cut

    def _height(self, cells: Sequence[Cell]) -> int:
        lines = 1
        for text, width in zip(cells, self._widths, strict=False):
            if isinstance(text, str):
                lines = max(lines, sum(-(-units(part) // max(1, width - 1)) or 1 for part in text.split("\n")))
        return min(_TALLEST, lines * _LINE)

    def link(self, row: int, column: int, sheet: str, cell: str) -> bool:
        """Make a cell (row 1 is the first, column 0) lead to a cell of a sheet; False where the sheet can have no more."""
        if len(self._links) >= LINKS:
            return False
        self._links.append((column, row, sheet, cell))
        return True

    def filtered(self, header_row: int, last_row: int, columns: int) -> None:
        """Offer filters over the rows below a header, and do not warn there of numbers that are text on purpose."""
        if last_row <= header_row or not columns:
            return
        self.autofilter(header_row - 1, 0, last_row - 1, columns - 1)
        area = f"A{header_row}:{column_letters(columns - 1)}{last_row}"
        self.ignore_errors({"number_stored_as_text": area, "two_digit_text_year": area})

    def printed(self, header_row: int = 0) -> None:
        """Print it on A4 across, as wide as a page, the header row (1 is the first) on each."""
        self.set_landscape()
        self.set_paper(9)
        self.fit_to_pages(1, 0)
        if header_row:
            self.repeat_rows(header_row - 1)

    def comment(self, row: int, column: int, text: str) -> None:
        """Put a note on a cell (row 1 is the first, column 0), large enough to read."""
        lines = sum(1 + units(part) // 44 for part in text.split("\n"))
        self.write_comment(row - 1, column, text, {"x_scale": 2.2, "y_scale": max(1.0, lines * 0.26)})

    def _write_hyperlinks(self) -> None:
        """The links, which xlsxwriter would keep as objects of a kilobyte each."""
        if not self._links:
            return
        self.fh.write("<hyperlinks>")
        for column, row, sheet, cell in self._links:
            location = escaped(f"'{sheet}'!{cell}")
            self.fh.write(f'<hyperlink ref="{column_letters(column)}{row}" location="{location}"/>')
        self.fh.write("</hyperlinks>")

    def _write_single_row(self, current_row_num: int = 0) -> None:
        """Rows are written by ``put``; xlsxwriter has none to add."""


class Names:
    """Names of sheets: what Excel forbids is left out, what is too long cut, what is taken numbered."""

    def __init__(self) -> None:
        self._taken = {"history"}  # Excel keeps it for itself

    def take(self, wanted: str) -> str:
        """A name that no other sheet has, whatever its case."""
        plain = _FORBIDDEN.sub(" ", wanted).strip() or "Sheet"
        name, number = _short(plain, _NAME), 2
        while name.casefold() in self._taken or name.lower() in self._taken:
            suffix = f" {number}"
            name, number = _short(plain, _NAME - len(suffix)) + suffix, number + 1
        self._taken |= {name.casefold(), name.lower()}
        return name


def units(text: str) -> int:
    """How wide a text is in characters of Latin text; a Han character takes two."""
    return (len(text.encode("utf-8", "surrogatepass")) + len(text)) // 2


def cut_text(text: str) -> str:
    """The text, cut to what a cell can hold: Excel counts UTF-16 units."""
    return text if _utf16(text) <= CHARACTERS else _short(text, CHARACTERS - 1) + _CUT


def escaped(text: str) -> str:
    """The text as it stands in XML; characters that XML cannot hold in Excel's own way of writing them (``_x0007_``)."""
    return sheettext.escaped(encodable(text))


def _short(text: str, limit: int) -> str:
    """As much of the text as so many UTF-16 units hold, without half a character."""
    if _utf16(text) <= limit:
        return text
    return text.encode("utf-16-le", "surrogatepass")[: limit * 2].decode("utf-16-le", "ignore").rstrip()


def _utf16(text: str) -> int:
    return len(text) + sum(character > "\uffff" for character in text)


def _content(cell: Cell) -> str:
    """The rest of a cell's element, behind its style. Texts are escaped."""
    if cell is None:
        return "/>"
    if isinstance(cell, int | float):
        return f"><v>{cell}</v></c>"
    return f' t="inlineStr"><is><t xml:space="preserve">{cell}</t></is></c>'


@lru_cache(maxsize=64)
def _letters(count: int) -> tuple[str, ...]:
    """Letters of the first columns."""
    return tuple(map(column_letters, range(count)))
