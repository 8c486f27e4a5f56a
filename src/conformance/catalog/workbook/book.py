"""A workbook being written: text cells only, the same bytes each time, drop-downs from a sheet of codes."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import xlsxwriter
from msgspec import Struct, field

from conformance.sources.merged import letters

CODES = "代码"
"""Hidden sheet that drop-downs are filled from; Excel holds no more than 255 characters of them in a cell."""
_SPARE_ROWS = 500
"""Rows below the last one that have drop-downs too."""
_NOTE_LENGTH = 1500
_BASE = {"valign": "top", "text_wrap": True}
_LOOKS: dict[str, dict[str, Any]] = {
    "text": {**_BASE, "num_format": "@"},
    "plain": {**_BASE},
    "title": {"bold": True, "font_size": 14, "valign": "vcenter"},
    "strong": {**_BASE, "bold": True},
    "required": {**_BASE, "bold": True, "bg_color": "#F8CBAD", "border": 1, "num_format": "@"},
    "optional": {**_BASE, "bold": True, "bg_color": "#DDEBF7", "border": 1, "num_format": "@"},
    "answer": {**_BASE, "bold": True, "bg_color": "#FFE699", "border": 1, "num_format": "@"},
    "aside": {**_BASE, "bold": True, "bg_color": "#E7E6E6", "font_color": "#595959", "border": 1, "num_format": "@"},
    "fixed": {**_BASE, "num_format": "@", "font_color": "#7F7F7F"},
}


class Heading(Struct, frozen=True):
    """A column of a sheet."""

    text: str
    look: str = "optional"
    note: str = ""
    """Shown when the mouse rests on the heading."""
    width: float = 16
    choices: str = ""
    """Formula of a drop-down's source."""
    free: bool = False
    """True where other values than the drop-down's are taken too."""
    body: str = "text"
    hidden: bool = False


class Book(Struct):
    """What is needed while a workbook is written."""

    stream: io.BytesIO
    book: Any
    looks: dict[str, Any]
    lists: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def choices(self, name: str, values: Sequence[str]) -> str:
        """The source of a drop-down of these values; the name is the heading that they get on the sheet of codes."""
        self.lists.setdefault(name, tuple(values))
        column = letters(list(self.lists).index(name))
        return f"='{CODES}'!${column}$2:${column}${len(self.lists[name]) + 1}" if self.lists[name] else ""

    def close(self) -> bytes:
        """The finished workbook."""
        if self.lists:
            sheet = self.book.add_worksheet(CODES)
            for column, (name, values) in enumerate(self.lists.items()):
                sheet.write_string(0, column, name, self.looks["aside"])
                for row, value in enumerate(values, 1):
                    sheet.write_string(row, column, value, self.looks["text"])
            sheet.set_column(0, max(0, len(self.lists) - 1), 18, self.looks["text"])
            sheet.hide()
        self.book.close()
        return self.stream.getvalue()


def new_book(created: str, title: str) -> Book:
    """An empty workbook; ``created`` is an ISO day, for the machine's clock must not show in the bytes."""
    stream = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(stream, options)
    book.set_properties({"title": title, "author": "", "created": datetime.fromisoformat(created)})
    return Book(stream, book, {name: book.add_format(look) for name, look in _LOOKS.items()})


def add_table(
    book: Book, name: str, headings: Sequence[Heading], rows: Sequence[Sequence[str]], frozen: int = 1
) -> Any:
    """A sheet with a header row, frozen, filterable; every cell is text."""
    sheet = book.book.add_worksheet(name)
    last = max(len(rows), 1)
    sheet.freeze_panes(1, frozen)
    if headings:
        sheet.autofilter(0, 0, last, len(headings) - 1)
    for column, heading in enumerate(headings):
        sheet.set_column(column, column, heading.width, book.looks[heading.body], {"hidden": heading.hidden})
        sheet.write_string(0, column, heading.text, book.looks[heading.look])
        if heading.note:
            sheet.write_comment(0, column, heading.note[:_NOTE_LENGTH], {"author": "", "x_scale": 2.2, "y_scale": 1.6})
        if heading.choices:
            sheet.data_validation(1, column, len(rows) + _SPARE_ROWS, column, _validation(heading))
    for number, row in enumerate(rows, 1):
        for column, text in enumerate(row):
            if text:
                sheet.write_string(number, column, text, book.looks[headings[column].body])
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.repeat_rows(0)
    sheet.fit_to_pages(1, 0)
    return sheet


def add_text(book: Book, name: str, title: str, lines: Sequence[tuple[str, str]], widths: tuple[float, float]) -> Any:
    """A sheet of explanations in two columns."""
    sheet = book.book.add_worksheet(name)
    sheet.set_column(0, 0, widths[0], book.looks["plain"])
    sheet.set_column(1, 1, widths[1], book.looks["plain"])
    sheet.write_string(0, 0, title, book.looks["title"])
    for row, (first, second) in enumerate(lines, 2):
        sheet.write_string(row, 0, first, book.looks["strong"])
        if second:
            sheet.write_string(row, 1, second, book.looks["plain"])
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    return sheet


def _validation(heading: Heading) -> dict[str, Any]:
    return {
        "validate": "list",
        "source": heading.choices,
        "show_error": not heading.free,
        "error_title": "请从下拉框选择",
        "error_message": f"“{heading.text[:40]}”只能填下拉框里的值。",
    }
