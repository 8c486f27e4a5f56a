"""How the columns of a list look to its editors: colour, width, note, drop-down."""

from __future__ import annotations

from conformance.catalog.workbook import cells
from conformance.catalog.workbook.book import Book, Heading
from conformance.catalog.workbook.flatten import NO, YES
from conformance.catalog.workbook.layout import COMMENT, FILE, NUMBER, ORDER, OWNER, Column, Table
from conformance.standard.shapes import Shapes

_OWN = {
    FILE: ("条目存放的文件，如 data/sh-tax.yaml。新条目可空着，由程序按责任单位或领域决定。", 24.0),
    ORDER: ("条目在文件内的先后，按数字从小到大。要调整先后就改数字；新条目可空着，排在上一行之后。", 9.0),
    COMMENT: ("写在条目上方的注释，一行一条。", 20.0),
    OWNER: ("所属条目在主表里的编号。", 24.0),
    NUMBER: ("在所属条目内的先后；新行可空着。分级的写作 2.1，表示第 2 行之下的第 1 行。", 8.0),
}
_WIDE = ("title", "note", "content", "about", "gaps", "what", "not_narrowed", "out_of_reach", "partial", "threshold")


def headings(book: Book, table: Table, shapes: Shapes) -> list[Heading]:
    """The header of a sheet, in the order of its columns."""
    return [heading(book, column, shapes) for column in table.columns]


def heading(book: Book, column: Column, shapes: Shapes) -> Heading:
    """The header cell of a column."""
    slot = column.slot
    look = "required" if column.required else "optional"
    if slot is None:
        note, width = _OWN.get(column.heading, ("", 16.0))
        return Heading(column.heading, "required" if column.required else "aside", note, width)
    if column.part == "several":
        note = (
            f"逐行填写在名称以“{column.heading}”结尾的分表里。这里不填；只有明确表示一个也没有时填“{cells.NOTHING}”。"
        )
        return Heading(column.heading, "aside", note, 10.0)
    choices = _choices(book, column, shapes)
    return Heading(column.heading, look, _note(column, shapes), _width(column), choices, free=slot.several)


def _choices(book: Book, column: Column, shapes: Shapes) -> str:
    if column.slot is not None and column.slot.kind == "boolean":
        return book.choices("是否", (YES, NO))
    if not column.codes:
        return ""
    return book.choices(column.codes, [label for _, label in shapes.codes[column.codes]])


def _note(column: Column, shapes: Shapes) -> str:
    slot = column.slot
    if slot is None:
        return ""
    lines = ["必填。" if column.required else "选填；不用时空着。"]
    if column.codes:
        lines.append("可填：" + "、".join(label for _, label in shapes.codes[column.codes]) + "。")
    if slot.several:
        lines.append(f"可填多个，以“{cells.SEPARATOR}”隔开；明确表示没有时填“{cells.NOTHING}”。")
    if slot.description:
        lines.append(slot.description)
    return "\n".join(lines)


def _width(column: Column) -> float:
    if column.path[0] == "id":
        return 26.0
    if column.path[0] in _WIDE:
        return 32.0
    if column.codes:
        return 14.0
    return 24.0 if column.slot is not None and column.slot.several else 16.0
