"""Which sheets and columns a list has, by its shape alone.

A list is a sheet; its keys are columns, those of an object within an entry too. Objects of which an entry has several are
a sheet of their own, one row each, under the id of the entry; their order is a column, so that sorting a sheet does no harm.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from msgspec import Struct

from conformance.standard.shapes import ClassShape, Shapes, SlotShape

Part = Literal["value", "several"]
FILE, ORDER, COMMENT = "所在文件", "文件内顺序", "条目注释"
OWNER, NUMBER = "所属编号", "序号"
_LANGUAGES = {"zh": "（中文）", "en": "（英文）"}
_TITLES = {
    "PartyProfile": "报送单位配置",
    "AskedField": "要求的数据项",
    "SeverityChange": "严重程度调整",
    "Numbering": "编号方式",
    "severities": "严重程度调整",
    "changed_rule": "规则编号",
    "changed_severity": "调整后的严重程度",
    "reason": "理由",
    "numberings": "编号方式",
    "length_unit": "长度单位",
    "asked_fields": "要求的数据项",
    "origin": "出处",
    "clause": "依据条款",
    "id": "编号",
}
"""Titles of what has none in the shape."""
WRONG_IN_NAME = str.maketrans("[]:*?/\\'", "（）：＊？／＼’")
NAME_LENGTH = 31


class Column(Struct, frozen=True):
    """One column of a sheet."""

    heading: str
    path: tuple[str, ...]
    """Keys from the row's object to the value; empty for the columns that are about the row itself."""
    slot: SlotShape | None = None
    part: Part = "value"
    """``several`` for objects that have a sheet of their own: the column only tells none from not there."""
    required: bool = False

    @property
    def codes(self) -> str:
        """The code list of its values; empty if it has none."""
        return self.slot.range if self.slot is not None and self.slot.kind == "code" else ""


class Table(Struct, frozen=True):
    """One sheet of entries, or of objects within entries."""

    name: str
    list: str
    path: tuple[str, ...]
    """Keys from the entry to the objects; empty for the entries themselves."""
    shape: ClassShape
    columns: tuple[Column, ...]

    @property
    def keys(self) -> int:
        """Number of leading columns that say which row it is."""
        return 2 if self.path else 1

    def column(self, heading: str) -> int:
        """Place of a column. ValueError if there is none."""
        return [column.heading for column in self.columns].index(heading)

    def parent(self) -> tuple[str, ...]:
        """Path of the table that its rows belong to."""
        return self.path[:-1]


def title(item: ClassShape | SlotShape) -> str:
    """The Chinese title of a class or key."""
    own = item.name if isinstance(item, ClassShape) else item.key
    return item.title if item.title not in ("", own) else _TITLES.get(own, own)


def tables(shapes: Shapes, entry_list: str) -> tuple[Table, ...]:
    """The sheets of a list: its entries, and the objects within them."""
    entry = shapes.entry(entry_list)
    own = (*columns(shapes, entry), Column(FILE, ()), Column(ORDER, ()), Column(COMMENT, ()))
    name = sheet_name(title(entry))
    return (Table(name, entry_list, (), entry, own), *_within(shapes, entry_list, entry, (), name))


def columns(shapes: Shapes, shape: ClassShape) -> tuple[Column, ...]:
    """The columns of a class, those of single objects within it too."""
    return tuple(_columns(shapes, shape, (), "", True))


def _columns(shapes: Shapes, shape: ClassShape, path: tuple[str, ...], before: str, required: bool) -> Iterator[Column]:
    for slot in shape.slots:
        here, asked = (*path, slot.key), required and slot.required
        heading = before + title(slot)
        if slot.kind != "object":
            yield Column(heading, here, slot, required=asked)
        elif slot.several:
            yield Column(heading, here, slot, "several", required=asked)
        elif {part.key for part in shapes.classes[slot.range].slots} == set(_LANGUAGES):
            for part in shapes.classes[slot.range].slots:
                yield Column(heading + _LANGUAGES[part.key], (*here, part.key), part, required=asked)
        else:
            yield from _columns(shapes, shapes.classes[slot.range], here, heading + "·", asked)


def _within(shapes: Shapes, entry_list: str, shape: ClassShape, path: tuple[str, ...], name: str) -> Iterator[Table]:
    for column in columns(shapes, shape):
        if column.part != "several" or column.slot is None:
            continue
        part = shapes.classes[column.slot.range]
        here = (*path, *column.path)
        own = sheet_name(f"{name}·{column.heading}")
        keys = (Column(OWNER, (), required=True), Column(NUMBER, ()))
        yield Table(own, entry_list, here, part, (*keys, *columns(shapes, part)))
        yield from _within(shapes, entry_list, part, here, own)


def sheet_name(wanted: str) -> str:
    """A name that a sheet may have."""
    return wanted.translate(WRONG_IN_NAME)[:NAME_LENGTH]
