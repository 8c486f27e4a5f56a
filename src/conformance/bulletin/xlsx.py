"""The bulletin as a workbook in the shape of a 通报: 表一 总体情况, 表二 各单位, and so on; a sheet for each unit."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO

from conformance.bulletin.document import document_of
from conformance.bulletin.model import Bulletin
from conformance.bulletin.parts import Document, Section
from conformance.bulletin.words import word
from conformance.report.sheets import Book, Sheet, units
from conformance.report.view import View, visible
from conformance.report.xlsx.looks import Looks, looks_of

SUFFIXES = (".xlsx",)
_NUMBERS = "一二三四五六七八九十"
_WIDEST, _NARROWEST = 46, 9


def render(bulletin: Bulletin, view: View) -> bytes:
    """The workbook, the same bytes whenever it is made. Texts stay texts, whatever they look like."""
    document = document_of(bulletin, view)
    target = BytesIO()
    book = Book(target, made_on=bulletin.as_of)
    try:
        looks = looks_of(book)
        _first(book, document, looks, view)
        told = [section for section in document.sections if section.tables]
        for number, section in enumerate(told, 1):
            _sheet(book, _numbered(number, section.title, view), document.title, section, looks)
        for section in document.pages:
            _sheet(book, section.title, document.title, section, looks)
        book.close()
    except BaseException:
        book.abandon()
        raise
    return target.getvalue()


def _numbered(number: int, title: str, view: View) -> str:
    if view.lang == "en":
        return f"Table {number} {title}"
    return f"表{_NUMBERS[number - 1] if number <= len(_NUMBERS) else number} {title}"


def _first(book: Book, document: Document, looks: Looks, view: View) -> None:
    """What the bulletin is, what has to be known of it, and what its numbers stand for."""
    sheet = book.sheet(book.name(word("cover", view.lang)))
    sheet.widths([110])
    row = _lines(sheet, 1, [document.title], looks.title)
    row = _lines(sheet, row, [*document.lead, document.basis], looks.wrapped)
    for section in document.sections:
        if not section.tables:
            row = _lines(sheet, row + 1, [section.title], looks.heading)
            row = _lines(sheet, row, section.said, looks.wrapped)
    sheet.printed()


def _sheet(book: Book, name: str, title: str, section: Section, looks: Looks) -> None:
    sheet = book.sheet(book.name(visible(name)))
    sheet.widths(_widths(section))
    row = _lines(sheet, 1, [name], looks.title, tall=False)
    row = _lines(sheet, row, [title], looks.plain, tall=False)
    row = _lines(sheet, row, section.said, looks.plain, tall=False)
    for table in section.tables:
        if len(section.tables) > 1:
            row = _lines(sheet, row + 1, [table.caption], looks.heading, tall=False)
        sheet.put(row, list(table.heads), looks.label, tall=True)
        for cells in table.rows:
            row += 1
            styles = {place: looks.number for place, cell in enumerate(cells) if isinstance(cell, int)}
            shown = [visible(cell) if isinstance(cell, str) else cell for cell in cells]
            sheet.put(row, shown, looks.wrapped, styles, tall=True)
        row += 1
    sheet.printed()


def _lines(sheet: Sheet, row: int, lines: Sequence[str], style: int, *, tall: bool = True) -> int:
    """Write lines below each other; answers the row below them."""
    for line in lines:
        sheet.put(row, [visible(line)], style, tall=tall)
        row += 1
    return row


def _widths(section: Section) -> list[int]:
    columns = max(len(table.heads) for table in section.tables)
    widths = [_NARROWEST] * columns
    for table in section.tables:
        for cells in [table.heads, *table.rows]:
            for place, cell in enumerate(cells):
                widths[place] = max(widths[place], min(_WIDEST, units(str(cell if cell is not None else "")) + 2))
    return widths
