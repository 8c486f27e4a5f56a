"""Workbooks that were sent to units and come back answered."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
from workbooks import folder

from conformance.catalog.canonical import dump
from conformance.catalog.store import open_catalogue
from conformance.catalog.workbook.byunit import OPINION, REASON, write_all
from conformance.catalog.workbook.merge import merge_folder
from conformance.catalog.workbook.mergemodel import Merged
from conformance.standard.shapes import load_shapes

SHAPES = load_shapes()
DAY = "2016-09-01"
Change = Callable[[Any], None]


def row_of(sheet: Any, id_: str) -> int:
    return next(row for row in range(2, sheet.max_row + 1) if sheet.cell(row, 3).value == id_)


def put(sheet_name: str, id_: str, **values: str | None) -> Change:
    """Fill cells of an entry's row by heading."""

    def change(book: Any) -> None:
        sheet = book[sheet_name]
        headings = [cell.value for cell in sheet[1]]
        for heading, value in values.items():
            sheet.cell(row_of(sheet, id_), headings.index(heading) + 1).value = value

    return change


def answer(sheet_name: str, id_: str, opinion: str | None, reason: str | None = None, **more: str | None) -> Change:
    return put(sheet_name, id_, **{OPINION: opinion, REASON: reason}, **more)


def copied(sheet_name: str, id_: str, new: str, opinion: str, reason: str) -> Change:
    """A new row like an old one, with its children."""

    def change(book: Any) -> None:
        sheet = book[sheet_name]
        source, row = row_of(sheet, id_), sheet.max_row + 1
        for column in range(1, sheet.max_column + 1):
            sheet.cell(row, column).value = sheet.cell(source, column).value
            sheet.cell(row, column).data_type = sheet.cell(source, column).data_type
        sheet.cell(row, 3).value = new
        headings = [cell.value for cell in sheet[1]]
        for heading in ("所在文件", "文件内顺序"):
            sheet.cell(row, headings.index(heading) + 1).value = None
        for name in book.sheetnames:
            if name.startswith(sheet_name + "·"):
                for values in [[c.value for c in r] for r in book[name].iter_rows(min_row=2)]:
                    if values[0] == id_:
                        book[name].append([new, *values[1:]])
        answer(sheet_name, new, opinion, reason)(book)

    return change


def of_others(book: Any) -> None:
    """The new application is used by somebody else."""
    sheet = book["应用清单·使用单位"]
    sheet.cell(sheet.max_row, 3).value = "sh-tax"


def merged(root: Path, **changes: list[Change]) -> Merged:
    """The small catalogue after the units (with ``_`` for ``-``) answered."""
    catalogue = open_catalogue(folder(root / "lists"))
    names = list(write_all(catalogue, root / "asked").workbooks.values())
    answers = root / "answers"
    answers.mkdir()
    for unit, edits in changes.items():
        name = next(n for n in names if n.startswith(unit.replace("_", "-") + " "))
        book = openpyxl.load_workbook(root / "asked" / name)
        for edit in edits:
            edit(book)
        book.save(answers / name)
    return merge_folder(catalogue, answers, DAY)


def texts(outcome: Merged) -> dict[str, str]:
    return {file.name: dump(file, SHAPES) for file in outcome.files}


def kinds(outcome: Merged) -> list[tuple[str, str]]:
    return [(conflict.kind, conflict.id) for conflict in outcome.conflicts]
