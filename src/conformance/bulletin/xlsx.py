"""The bulletin as a workbook in the shape of a 通报: 表一 总体情况, 表二 各单位, and so on; a sheet for each unit."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from io import BytesIO

from conformance.bulletin.document import document_of
from conformance.bulletin.model import Bulletin
from conformance.bulletin.parts import Cell, Document, Mark, Section, Table
from conformance.bulletin.words import word
from conformance.report.sheets import Book, Sheet, units
from conformance.report.sheets import Cell as Content
from conformance.report.view import View, visible
from conformance.report.xlsx.looks import Looks, looks_of

SUFFIXES = (".xlsx",)
_NUMBERS = "一二三四五六七八九十"
_WIDEST, _NARROWEST = 46, 9


class _Forms(dict[str, int]):
    """Number format → the style that writes by it, made when it is first needed."""

    def __init__(self, book: Book) -> None:
        super().__init__()
        self._book = book

    def __missing__(self, form: str) -> int:
        self[form] = style = self._book.style(valign="top", align="right", indent=1, num_format=form)
        return style


def render(bulletin: Bulletin, view: View) -> bytes:
    """The workbook, the same bytes whenever it is made. Texts stay texts, whatever they look like."""
    document = document_of(bulletin, view)
    target = BytesIO()
    book = Book(target, made_on=bulletin.as_of)
    try:
        looks, forms = looks_of(book), _Forms(book)
        _first(book, document, looks, view)
        told = [section for section in document.sections if section.tables]
        for number, section in enumerate(told, 1):
            _sheet(book, _numbered(number, section.title, view), document.title, section, looks, forms, view)
        for section in document.pages:
            _sheet(book, section.title, document.title, section, looks, forms, view)
        book.close()
    except BaseException:
        book.abandon()
        raise
    return target.getvalue()


def _numbered(number: int, title: str, view: View) -> str:
    if view.lang == "en":
        return f"{number}. {title}"
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


def _sheet(book: Book, name: str, title: str, section: Section, looks: Looks, forms: _Forms, view: View) -> None:
    shared: dict[tuple[str, ...], set[int]] = defaultdict(set)
    for table in section.tables:  # those with the same heads stay alike
        shared[tuple(table.heads)] |= _shares(table)
    tables = [_spread(table, shared[tuple(table.heads)], view) for table in section.tables]
    sheet = book.sheet(book.name(visible(name)))
    sheet.widths(_widths(tables))
    row = _lines(sheet, 1, [name], looks.title, tall=False)
    row = _lines(sheet, row, [title], looks.plain, tall=False)
    row = _lines(sheet, row, section.said, looks.plain, tall=False)
    header = 0
    for table in tables:
        if len(tables) > 1:
            row = _lines(sheet, row + 1, [table.caption], looks.heading, tall=False)
        header = header or row
        sheet.put(row, list(table.heads), looks.label, tall=True)
        for cells in table.rows:
            row += 1
            styles = {place: looks.number for place, cell in enumerate(cells) if isinstance(cell, int)}
            styles |= {place: forms[_form(cell)] for place, cell in enumerate(cells) if isinstance(cell, Mark)}
            sheet.put(row, list(map(_content, cells)), looks.wrapped, styles, tall=True)
        row += 1
    if len(tables) == 1:
        sheet.filtered(header, row - 1, len(tables[0].heads))
    if len({tuple(table.heads) for table in tables}) == 1:  # else the heads of one would stand over another
        sheet.freeze_panes(header, 0)
        sheet.printed(header)
    else:
        sheet.printed()


def _form(mark: Mark) -> str:
    """Its number format; what is nearly all or nearly nothing is shown as it is written, not rounded."""
    return f'"{mark.text}"' if mark.text[:1] in ("<", ">") else mark.form


def _content(cell: Cell) -> Content:
    """What a cell holds: numbers as such, whatever is written elsewhere as a text with a sign or a share."""
    if isinstance(cell, str):
        return visible(cell)
    if not isinstance(cell, Mark):
        return cell
    return cell.text if cell.value is None else float(cell.value)


def _shares(table: Table) -> set[int]:
    """The columns with shares that are written with both of their numbers."""
    return {
        place for row in table.rows for place, cell in enumerate(row) if isinstance(cell, Mark) and cell.of is not None
    }


def _spread(table: Table, wide: Collection[int], view: View) -> Table:
    """The table with columns of their own for both numbers of shares that are written with them."""
    if not wide:
        return table
    heads: list[str] = []
    for place, head in enumerate(table.heads):
        heads += [head, word("numerator", view.lang), word("denominator", view.lang)] if place in wide else [head]
    rows = []
    for row in table.rows:
        cells: list[Cell] = []
        for place, cell in enumerate(row):
            both = cell.of if isinstance(cell, Mark) else None
            numbers = [both.numerator, both.denominator] if both is not None and both.denominator else [None, None]
            cells += [cell, *numbers] if place in wide else [cell]
        rows.append(cells)
    return Table(table.caption, heads, rows)


def _lines(sheet: Sheet, row: int, lines: Sequence[str], style: int, *, tall: bool = True) -> int:
    """Write lines below each other; answers the row below them."""
    for line in lines:
        sheet.put(row, [visible(line)], style, tall=tall)
        row += 1
    return row


def _widths(tables: Sequence[Table]) -> list[int]:
    columns = max(len(table.heads) for table in tables)
    widths = [_NARROWEST] * columns
    for table in tables:
        for cells in [table.heads, *table.rows]:
            for place, cell in enumerate(cells):
                widths[place] = max(widths[place], min(_WIDEST, units(str(cell if cell is not None else "")) + 2))
    return widths
