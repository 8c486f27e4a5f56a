"""Asking the units: one workbook per responsible unit with its entries of the three lists, and columns for its answer."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from msgspec import Struct

from conformance.catalog.store import LISTS, NAMES, THREE, Catalogue
from conformance.catalog.workbook import canonical_form
from conformance.catalog.workbook.aside import add_aside
from conformance.catalog.workbook.asked import Asked, asked, mark_of, name_of
from conformance.catalog.workbook.book import Book, Heading, add_table, add_text, new_book
from conformance.catalog.workbook.export import FILES, add_list, file_headings, frame, heading_of, issued
from conformance.catalog.workbook.layout import COMMENT, FILE, ORDER, tables
from conformance.standard.entries import Entry

ASKED = "征求意见"
OPINION, REASON = "意见", "理由"
KEEP, CHANGE, ADD, CANCEL = "保留", "修改", "新增", "取消"
OPINIONS = (KEEP, CHANGE, ADD, CANCEL)
UNIT, MARK, WHOM = "单位编号", "版本标记", "征求意见的单位"
"""Facts on the sheet ASKED that are read back."""
EVERYBODY = "全部"
INDEX = "索引.csv"
NOBODY = "没有具体单位可以征求意见"
_NOT_IN_NAMES = re.compile(r'[\\/:*?"<>|\x00-\x1f]')


def file_name(unit: str, catalogue: Catalogue) -> str:
    """``sh-tax 上海市地方税务局.xlsx``."""
    return _NOT_IN_NAMES.sub("", f"{unit} {name_of(unit, catalogue).zh}")[:100] + ".xlsx"


class Written(Struct, frozen=True):
    """The workbooks written, and whom there was nobody to ask for."""

    workbooks: dict[str, str]
    """Unit → name of its workbook."""
    nobody: dict[str, list[Entry]]
    unasked: int
    """Entries for which nobody is asked."""


def write_all(catalogue: Catalogue, folder: Path, units: Iterable[str] = ()) -> Written:
    """Write the workbooks into a folder, with an index of them. Raises NotCarried, OSError."""
    canonical_form.check(catalogue, loss=True)
    whom = tuple(dict.fromkeys(units))
    everybody = asked(catalogue)
    chosen = everybody.only(whom)
    names = {unit: file_name(unit, catalogue) for unit in chosen.units}
    contents = {unit: workbook(unit, entries, catalogue, whom) for unit, entries in chosen.units.items()}
    folder.mkdir(parents=True, exist_ok=True)
    for unit, content in contents.items():
        (folder / names[unit]).write_bytes(content)
    (folder / INDEX).write_text(_index(names, chosen, catalogue), encoding="utf-8-sig", newline="")
    heard = {(entry.list, entry.id) for entries in everybody.units.values() for entry in entries}
    silent = {(entry.list, entry.id) for entries in everybody.nobody.values() for entry in entries} - heard
    return Written(names, everybody.nobody, len(silent))


def _index(names: dict[str, str], chosen: Asked, catalogue: Catalogue) -> str:
    """Whom the entries are put to, for the editor's desk."""
    stream = io.StringIO()
    table = csv.writer(stream)
    table.writerow(("单位编号", "单位名称", "条目数", "征求意见表", "条目"))
    for unit, entries in {**chosen.units, **chosen.nobody}.items():
        listed = " ".join(f"{NAMES[entry.list]}:{entry.id}" for entry in entries)
        table.writerow((unit, name_of(unit, catalogue).zh, len(entries), names.get(unit, NOBODY), listed))
    return stream.getvalue()


def workbook(unit: str, entries: list[Entry], catalogue: Catalogue, whom: tuple[str, ...] = ()) -> bytes:
    """The workbook of one unit. ``whom`` are the units that are asked; none named means everybody."""
    name = name_of(unit, catalogue).zh
    book = new_book(issued(catalogue), f"{name}征求意见表")
    add_text(book, ASKED, f"{name}征求意见表", list(_explained(unit, name, entries, catalogue, whom)), (16, 110))
    places = {
        (file.list, entry.id): str(number)
        for file in catalogue.entries.files
        for number, entry in enumerate(file.entries, 1)
    }
    for key in (LISTS[one] for one in THREE):
        mine = [(entry, places[key, entry.id]) for entry in entries if entry.list == key]
        add_list(book, mine, tables(catalogue.shapes, key), catalogue, _answer_headings(book), (FILE, ORDER, COMMENT))
    add_table(book, FILES, file_headings(), [], 1).hide()
    add_aside(book, catalogue)
    return book.close()


def _answer_headings(book: Book) -> list[Heading]:
    return [
        Heading(OPINION, "answer", "每个条目都要填：保留、修改、新增或取消。", 10.0, book.choices(OPINION, OPINIONS)),
        Heading(REASON, "answer", "修改、新增、取消必须写明理由。", 30.0),
    ]


def _explained(
    unit: str, name: str, entries: list[Entry], catalogue: Catalogue, whom: tuple[str, ...]
) -> Iterator[tuple[str, str]]:
    edition: dict[str, Any] = frame(catalogue)
    yield UNIT, unit
    yield "单位名称", name
    yield "版本", str(edition.get("version", "")) or heading_of(catalogue)
    yield MARK, mark_of(catalogue)
    yield WHOM, "；".join(whom) if whom else EVERYBODY
    yield "条目数", str(len(entries))
    yield "", ""
    yield "怎样答复", f"三张清单里列出了由贵单位负责的条目，请逐条在“{OPINION}”列选择："
    yield KEEP, "内容不变。"
    yield CHANGE, "直接改本行和分表里的内容，并写明理由。"
    yield ADD, "在末尾加一行，填写新的编号和内容，并写明理由；多个值的内容（如责任单位）填在分表里。"
    yield CANCEL, "不再需要该条目，请写明理由；不要删行。"
    yield "编号", "已有条目的编号不能改。单位和事项的编号见工作表“编号对照”。"
    yield "退回", "请保留本表的文件格式，填好后整个文件退回；一条意见都没有填的按未答复处理。"
