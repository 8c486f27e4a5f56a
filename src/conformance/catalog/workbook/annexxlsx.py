"""An annex as a workbook: a sheet per table, A4 landscape, the header on every page."""

from __future__ import annotations

from typing import Any

from conformance.catalog.workbook.annexmodel import SIGNED, Annex, TableOf, shown_widths
from conformance.catalog.workbook.book import Book, new_book
from conformance.catalog.workbook.layout import sheet_name

_WIDTH = 135.0
_CELL = {"valign": "vcenter", "text_wrap": True, "border": 1, "font_size": 9, "num_format": "@"}


def workbook(annex: Annex) -> bytes:
    """The bytes of the workbook."""
    book = new_book(annex.created, annex.title)
    looks = {
        "title": book.book.add_format({"bold": True, "font_size": 16, "align": "center", "valign": "vcenter"}),
        "sub": book.book.add_format({"font_size": 9, "align": "center", "valign": "vcenter", "text_wrap": True}),
        "head": book.book.add_format({**_CELL, "bold": True, "align": "center", "bg_color": "#D9D9D9"}),
        "cell": book.book.add_format(_CELL),
        "line": book.book.add_format({"font_size": 10, "valign": "vcenter"}),
    }
    for table in annex.tables:
        _sheet(book, annex, table, looks)
    return book.close()


def _sheet(book: Book, annex: Annex, table: TableOf, looks: dict[str, Any]) -> None:
    sheet = book.book.add_worksheet(sheet_name(table.title.partition("（")[0].replace("　", " ")))
    last = len(table.columns) - 1
    sheet.merge_range(0, 0, 0, last, "", looks["title"])
    sheet.write_string(0, 0, f"{annex.title}　{table.title}", looks["title"])
    sheet.merge_range(1, 0, 1, last, "", looks["sub"])
    sheet.write_string(1, 0, annex.subtitle, looks["sub"])
    sheet.set_row(0, 28)
    sheet.set_row(1, 18)
    for column, (heading, _) in enumerate(table.columns):
        sheet.write_string(2, column, heading, looks["head"])
    for column, width in enumerate(shown_widths(table.columns, _WIDTH)):
        sheet.set_column(column, column, width)
    for row, values in enumerate(table.rows, 3):
        for column, text in enumerate(values):
            sheet.write_string(row, column, text, looks["cell"])
    row = 3 + len(table.rows)
    for line in table.remarks:
        sheet.write_string(row, 0, line, looks["line"])
        row += 1
    _signature(sheet, row + 1, last, looks)
    sheet.freeze_panes(3, 2)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.7)
    sheet.repeat_rows(0, 2)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&C第 &P 页，共 &N 页")
    sheet.print_area(0, 0, row + 2, last)


def _signature(sheet: Any, row: int, last: int, looks: dict[str, Any]) -> None:
    """编制单位, 审核, 批准, 日期 across the width of the table."""
    for number, word in enumerate(SIGNED):
        sheet.write_string(row, number * (last + 1) // len(SIGNED), f"{word}：", looks["line"])
    sheet.set_row(row, 30)
