"""Asking the units: one workbook per responsible unit with its entries of the three lists, and columns for its answer."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from conformance.catalog.store import LISTS, THREE, Catalogue
from conformance.catalog.workbook import canonical_form
from conformance.catalog.workbook.aside import add_aside
from conformance.catalog.workbook.book import Book, Heading, add_table, add_text, new_book
from conformance.catalog.workbook.export import FILES, add_list, file_headings, frame, heading_of, issued
from conformance.catalog.workbook.layout import COMMENT, FILE, ORDER, tables
from conformance.standard.entries import Entry

ASKED = "征求意见"
OPINION, REASON = "意见", "理由"
KEEP, CHANGE, ADD, CANCEL = "保留", "修改", "新增", "取消"
OPINIONS = (KEEP, CHANGE, ADD, CANCEL)
_RESPONSIBLE = {"items": "providers", "behaviours": "recognising_units", "applications": "users"}
_NOT_IN_NAMES = re.compile(r'[\\/:*?"<>|\x00-\x1f]')


def responsible(entry: Entry) -> tuple[str, ...]:
    """The units that answer for an entry of the three lists."""
    links = entry.data.get(_RESPONSIBLE.get(entry.list, ""), ())
    return tuple(dict.fromkeys(str(link["unit"]) for link in links))


def by_unit(catalogue: Catalogue) -> dict[str, list[Entry]]:
    """Every responsible unit with its entries, in the order of the registry of units."""
    found: dict[str, list[Entry]] = {}
    for name in THREE:
        for entry in catalogue.entries.of(LISTS[name]):
            for unit in responsible(entry):
                found.setdefault(unit, []).append(entry)
    order = {unit: number for number, unit in enumerate(catalogue.entries.index("units"))}
    return dict(sorted(found.items(), key=lambda pair: (order.get(pair[0], len(order)), pair[0])))


def name_of(unit: str, catalogue: Catalogue) -> str:
    """The Chinese name of a unit; its id where nobody knows it."""
    entry = catalogue.entries.index("units").get(unit)
    if entry is not None:
        return str(entry.data["title"]["zh"])
    known = catalogue.standard.units.get(unit)
    return unit if known is None else known.title.zh


def file_name(unit: str, catalogue: Catalogue) -> str:
    """``sh-tax 上海市地方税务局.xlsx``."""
    return _NOT_IN_NAMES.sub("", f"{unit} {name_of(unit, catalogue)}")[:100] + ".xlsx"


def write_all(catalogue: Catalogue, folder: Path, units: Iterable[str] = ()) -> list[str]:
    """Write the workbooks into a folder and answer with their names. Raises NotCarried, OSError."""
    canonical_form.check(catalogue, loss=True)
    chosen = set(units)
    contents = {
        file_name(unit, catalogue): workbook(unit, entries, catalogue)
        for unit, entries in by_unit(catalogue).items()
        if not chosen or unit in chosen
    }
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in contents.items():
        (folder / name).write_bytes(content)
    return list(contents)


def workbook(unit: str, entries: list[Entry], catalogue: Catalogue) -> bytes:
    """The workbook of one unit."""
    name = name_of(unit, catalogue)
    book = new_book(issued(catalogue), f"{name}征求意见表")
    add_text(book, ASKED, f"{name}征求意见表", list(_explained(unit, name, entries, catalogue)), (16, 110))
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


def _explained(unit: str, name: str, entries: list[Entry], catalogue: Catalogue) -> Iterator[tuple[str, str]]:
    edition: dict[str, Any] = frame(catalogue)
    yield "单位编号", unit
    yield "单位名称", name
    yield "版本", str(edition.get("version", "")) or heading_of(catalogue)
    yield "条目数", str(len(entries))
    yield "", ""
    yield "怎样答复", f"三张清单里列出了由贵单位负责的条目，请逐条在“{OPINION}”列选择："
    yield KEEP, "内容不变。"
    yield CHANGE, "直接改本行和分表里的内容，并写明理由。"
    yield ADD, "在末尾加一行，填写新的编号和内容，并写明理由；多个值的内容（如责任单位）填在分表里。"
    yield CANCEL, "不再需要该条目，请写明理由；不要删行。"
    yield "编号", "已有条目的编号不能改。单位和事项的编号见工作表“编号对照”。"
    yield "退回", "请保留本表的文件格式，填好后整个文件退回；一条意见都没有填的按未答复处理。"
