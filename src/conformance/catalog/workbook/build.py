"""Entries from the rows of a list's sheets, each value with the cell that it came from."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from msgspec import Struct, field

from conformance.catalog.workbook import cells
from conformance.catalog.workbook.flatten import NO, YES
from conformance.catalog.workbook.grid import Fault, Grid, address
from conformance.catalog.workbook.layout import COMMENT, FILE, ORDER, OWNER, Column, Table
from conformance.catalog.workbook.records import Row, rows
from conformance.standard.shapes import Shapes
from conformance.standard.yamltext import Steps

_NUMBER = re.compile(r"[0-9]{1,6}(\.[0-9]{1,6})*")
_WHOLE = re.compile(r"0|-?[1-9][0-9]{0,15}")


class Built(Struct):
    """An entry as its rows say it is."""

    id: str
    data: dict[str, Any]
    row: Row
    file: str = ""
    order: str = ""
    comment: tuple[str, ...] = ()
    places: dict[Steps, tuple[str, str]] = field(default_factory=dict)
    """Path within the entry → sheet and cell."""

    def place(self, steps: Iterable[str | int]) -> tuple[str, str]:
        """Sheet and cell of a path, or of what is nearest above it."""
        path = tuple(steps)
        while path and path not in self.places:
            path = path[:-1]
        return self.places.get(path, (self.row.sheet, address(self.row.number, 0)))


class _Child(Struct):
    number: str
    key: tuple[int, int]
    data: dict[str, Any]
    places: dict[Steps, tuple[str, str]]
    row: Row


def entries(
    tables: Sequence[Table],
    grids: Mapping[str, Grid],
    shapes: Shapes,
    faults: list[Fault],
    extras: Sequence[str] = (),
) -> list[Built]:
    """The entries of a list, in the order of their rows. Children without a parent and the like become faults."""
    main = tables[0]
    found: dict[str, Built] = {}
    seen: dict[str, Row] = {}
    for row in rows(main, grids[main.name], faults, extras):
        built = _entry(main, row, shapes, faults)
        if not built.id:
            continue
        if built.id in seen:
            first = seen[built.id].cell(main.column("编号"))
            faults.append(_at(row, main.column("编号"), f"编号“{built.id}”与 {first} 重复，请改用新的编号或删去一行。",
                              f'The id "{built.id}" is also in {first}; choose a new one or delete a row.'))  # fmt: skip
            continue
        seen[built.id] = row
        found[built.id] = built
    children: dict[tuple[str, tuple[str, ...]], list[_Child]] = {}
    for table in tables[1:]:
        above = max((t.path for t in tables[1:] if table.path[: len(t.path)] == t.path != table.path), default=())
        _children(table, above, grids[table.name], found, children, shapes, faults)
    return list(found.values())


def _entry(table: Table, row: Row, shapes: Shapes, faults: list[Fault]) -> Built:
    data, places = _object(table, row, shapes, faults)
    built = Built(str(data.get("id", "")), data, row, places=places)
    place = table.column("编号")
    if not built.id and row.texts[place].strip() == "":
        faults.append(
            _at(
                row,
                place,
                "缺少编号，请填写（小写字母、数字和连字符）或删去整行。",
                "The id is missing; give one or delete the row.",
            )
        )
    extra = {
        column.heading: row.texts[number].strip() for number, column in enumerate(table.columns) if not column.path
    }
    built.file, built.order = cells.read(extra[FILE]) if extra[FILE] else "", extra[ORDER]
    if built.order and not _WHOLE.fullmatch(built.order):
        faults.append(
            _at(row, table.column(ORDER), f"“{ORDER}”请填整数或空着。", "The order is a whole number or blank.")
        )
        built.order = ""
    said = cells.read(extra[COMMENT]) if extra[COMMENT] else ""
    built.comment = () if not said else tuple("" if said == " " else line.rstrip() for line in said.split("\n"))
    return built


def _object(
    table: Table, row: Row, shapes: Shapes, faults: list[Fault]
) -> tuple[dict[str, Any], dict[Steps, tuple[str, str]]]:
    data: dict[str, Any] = {}
    places: dict[Steps, tuple[str, str]] = {}
    for number, column in enumerate(table.columns):
        if not column.path:
            continue
        places[column.path] = (row.sheet, row.cell(number))
        text = row.texts[number]
        if not text.strip():
            continue
        value = _value(text, column, shapes, row, number, faults)
        if value is not None:
            holder = data
            for key in column.path[:-1]:
                holder = holder.setdefault(key, {})
            holder[column.path[-1]] = value
    return data, places


def _value(text: str, column: Column, shapes: Shapes, row: Row, number: int, faults: list[Fault]) -> Any:
    """What a cell says; None with a fault where it says nothing that can be meant."""
    slot = column.slot
    if slot is None:
        return None
    if column.part == "several":
        if text.strip() in (cells.NOTHING, cells.ELSEWHERE):
            return [] if text.strip() == cells.NOTHING else None
        faults.append(_at(row, number, f"“{column.heading}”在同名分表里逐行填写，这里只能空着或填“{cells.NOTHING}”。",
                          f"These stand on a sheet of their own; here is only a blank or {cells.NOTHING}."))  # fmt: skip
        return None
    if not slot.several:
        return _single(cells.read(text), column, shapes, row, number, faults)
    try:
        parts = cells.read_several(text)
    except cells.Unreadable:
        faults.append(_at(row, number, f"“{column.heading}”里的双引号没有配对，或引号后缺少“；”，请补上。",
                          "A double quote is not closed or not followed by a separator."))  # fmt: skip
        return None
    found = [_single(part, column, shapes, row, number, faults) for part in parts]
    return None if None in found else found


def _single(text: str, column: Column, shapes: Shapes, row: Row, number: int, faults: list[Fault]) -> Any:
    slot = column.slot
    kind = "text" if slot is None else slot.kind
    if kind == "boolean":
        if text in (YES, NO):
            return text == YES
        faults.append(
            _at(
                row,
                number,
                f"“{column.heading}”填“{YES}”或“{NO}”，现为“{text[:40]}”。",
                f'Write {YES} or {NO}, not "{text[:40]}".',
            )
        )
        return None
    if kind == "integer":
        if _WHOLE.fullmatch(text):
            return int(text)
        faults.append(
            _at(
                row,
                number,
                f"“{column.heading}”填整数，现为“{text[:40]}”。",
                f'A whole number is wanted, not "{text[:40]}".',
            )
        )
        return None
    if not column.codes:
        return text
    known = shapes.codes[column.codes]
    for code, label in known:
        if text in (label, code):
            return code
    labels = "、".join(label for _, label in known)
    faults.append(_at(row, number, f"“{column.heading}”没有“{text[:40]}”这个值，请从下拉框选择：{labels}。",
                      f'"{text[:40]}" is none of the values; choose from: {labels}.'))  # fmt: skip
    return None


def _children(
    table: Table,
    lists: tuple[str, ...],
    grid: Grid,
    owners: Mapping[str, Built],
    children: dict[tuple[str, tuple[str, ...]], list[_Child]],
    shapes: Shapes,
    faults: list[Fault],
) -> None:
    """Read the objects of a sheet and hang them into their entries.

    ``lists`` is the path of the list of objects that they stand in; empty if they stand in the entries themselves.
    """
    grown: dict[tuple[str, str], list[_Child]] = {}
    last: dict[tuple[str, str], tuple[int, int]] = {}
    for row in rows(table, grid, faults):
        owner = cells.read(row.texts[0])
        number = row.texts[1].strip()
        if not owner:
            faults.append(
                _at(row, 0, f"缺少“{OWNER}”，请填写所属条目的编号或删去整行。", "The id of the entry is missing.")
            )
        elif owner not in owners:
            faults.append(_at(row, 0, f"没有编号为“{owner}”的条目，请改正“{OWNER}”，或在主表补上该条目，或删去本行。",
                              f'There is no entry "{owner}"; correct the id, add the entry or delete the row.'))  # fmt: skip
        elif number and not _NUMBER.fullmatch(number):
            faults.append(
                _at(row, 1, "序号请填整数（分级的如 2.1）或空着。", "The number is whole, such as 2 or 2.1, or blank.")
            )
        else:
            above, own = _split(number, children.get((owner, lists), []) if lists else None)
            if above is None:
                faults.append(_at(row, 1, f"序号“{number}”没有上级行；请按“上级序号.本级序号”填写，如 1.2。",
                                  f'The number "{number}" has no row above it; write it as 1.2.'))  # fmt: skip
                continue
            data, places = _object(table, row, shapes, faults)
            group = (owner, above)
            before = last.get(group, (0, 0))
            key = (own, 0) if own else (before[0], before[1] + 1)
            last[group] = key
            grown.setdefault(group, []).append(_Child(number, key, data, places, row))
    for (owner, above), group_ in grown.items():
        group_.sort(key=lambda child: child.key)
        parent = next((child for child in children.get((owner, lists), []) if child.number == above), None)
        _hang(owners[owner], parent, group_, table, lists, faults)
        children.setdefault((owner, table.path), []).extend(group_)


def _split(number: str, parents: Sequence[_Child] | None) -> tuple[str | None, int]:
    """Number of the row above (empty for the entry itself, None if there is not exactly one), and that within it."""
    above, _, own = number.rpartition(".")
    if parents is None:
        return ("", int(own) if own else 0) if not above else (None, 0)
    if not above and own:
        above, own = own, ""
    return (above if [p.number for p in parents].count(above) == 1 else None), int(own) if own else 0


def _hang(
    owner: Built,
    parent: _Child | None,
    group: list[_Child],
    table: Table,
    lists: tuple[str, ...],
    faults: list[Fault],
) -> None:
    holder = owner.data if parent is None else parent.data
    start: Steps = () if parent is None else _found(owner.data, parent.data) or ()
    keys = table.path[len(lists) :]
    for key in keys[:-1]:
        holder = holder.setdefault(key, {})
    if keys[-1] in holder:
        first = group[0].row
        faults.append(_at(first, 0, f"条目“{owner.id}”的“{table.shape.title}”已填“{cells.NOTHING}”，却还有分表行；请二者取一。",
                          f'Entry "{owner.id}" says {cells.NOTHING} and has rows here; choose one.'))  # fmt: skip
        return
    holder[keys[-1]] = [child.data for child in group]
    for place, child in enumerate(group):
        steps: Steps = (*start, *keys, place)
        owner.places[steps] = (child.row.sheet, child.row.cell(0))
        owner.places.update({(*steps, *path): cell for path, cell in child.places.items()})


def _found(data: Any, wanted: Any, path: Steps = ()) -> Steps | None:
    """Path of an object within data, by identity."""
    if data is wanted:
        return path
    parts: Iterable[tuple[str | int, Any]] = (
        data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    )
    for key, part in parts:
        found = _found(part, wanted, (*path, key))
        if found is not None:
            return found
    return None


def _at(row: Row, column: int, zh: str, en: str) -> Fault:
    return Fault(row.sheet, row.cell(column), zh, en)
