"""Holding what a workbook says to the shape, with sentences that a list editor can act on."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from conformance.catalog.workbook.build import Built
from conformance.catalog.workbook.grid import Fault
from conformance.catalog.workbook.layout import Table, title
from conformance.standard.shapes import ClassShape, Shapes, SlotShape

_MISSING = re.compile(r"'([^']+)' is a required property$")
_EMPTY = re.compile(r"\[\] (should be non-empty|is too short)$")
_FORM = re.compile(r"'(.*)' does not match '(.*)'$", re.DOTALL)


def shape_faults(built: Iterable[Built], tables: Sequence[Table], shapes: Shapes) -> Iterator[Fault]:
    """Everything in which entries depart from the class of their list."""
    shape = tables[0].shape
    for entry in built:
        if not entry.id:
            continue
        for steps, message in shapes.errors(entry.data, shape.name):
            yield _fault(entry, tuple(steps), message, shape, shapes)


def _fault(entry: Built, steps: tuple[str | int, ...], message: str, shape: ClassShape, shapes: Shapes) -> Fault:
    missing = _MISSING.search(message)
    path = (*steps, missing[1]) if missing else steps
    slot = _slot(path, shape, shapes)
    name = title(slot) if slot is not None else ".".join(map(str, path))
    if path[-1:] in (("zh",), ("en",)):  # a text in two languages: the column has the title of what it is about
        above = _slot(path[:-1], shape, shapes)
        name = (title(above) if above is not None else "") + ("（中文）" if path[-1] == "zh" else "（英文）")
    # A required object is missing as a whole where all its columns are blank: the first of them is the place.
    sheet, cell = entry.place(path)
    if path not in entry.places:
        within = [place for known, place in entry.places.items() if known[: len(path)] == path]
        sheet, cell = within[0] if within else (sheet, cell)
    if missing or _EMPTY.search(message):
        several = slot is not None and slot.several and slot.kind == "object"
        how = "请在同名分表里为它加一行" if several else "请填写"
        return Fault(
            sheet, cell, f"条目“{entry.id}”缺少“{name}”，{how}。", f'Entry "{entry.id}" lacks "{name}"; fill it in.'
        )
    form = _FORM.search(message)
    if form:
        return Fault(
            sheet,
            cell,
            f"“{name}”里的“{form[1][:60]}”写法不对，应符合 {form[2]}。",
            f'"{form[1][:60]}" is not in the form that "{name}" has: {form[2]}.',
        )
    return Fault(
        sheet, cell, f"“{name}”的内容不合规定：{message[:200]}", f'"{name}" is not as it should be: {message[:200]}'
    )


def _slot(path: Sequence[str | int], shape: ClassShape, shapes: Shapes) -> SlotShape | None:
    found: SlotShape | None = None
    for step in path:
        if isinstance(step, int):
            continue
        if found is not None:
            inner = shapes.classes.get(found.range)
            if inner is None:
                return found
            shape = inner
        found = next((slot for slot in shape.slots if slot.key == step), None)
        if found is None:
            return None
    return found
