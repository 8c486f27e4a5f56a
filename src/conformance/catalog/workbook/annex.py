"""The three lists as tables for signature, and what has changed since the edition before: content, whatever the form."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path

from conformance.catalog.store import LISTS, THREE, Catalogue
from conformance.catalog.workbook.annexdocx import document
from conformance.catalog.workbook.annexmodel import Annex, Names, TableOf, names_of
from conformance.catalog.workbook.annexxlsx import workbook
from conformance.catalog.workbook.asked import responsible
from conformance.catalog.workbook.changes import change_table
from conformance.catalog.workbook.export import frame, heading_of, issued
from conformance.catalog.workbook.layout import tables
from conformance.standard.entries import Entry
from conformance.standard.shapes import label

IN_FORCE = ("approved", "published")


_Cell = Callable[[Entry, Names], str]


def _coded(key: str) -> _Cell:
    return lambda entry, names: names.code(entry.list, key, entry.data.get(key))


def _links(key: str, entry_list: str) -> _Cell:
    return lambda entry, names: names.linked(entry_list, entry.data.get(key, ()))


def _title(entry: Entry, names: Names) -> str:
    return str(entry.data["title"]["zh"])


def _units(entry: Entry, names: Names) -> str:
    return names.unit_names(responsible(entry))


def _basis(entry: Entry, names: Names) -> str:
    """Places in the source document, and whether it says so."""
    said = entry.data["provenance"]
    return "、".join(said["clauses"]) + f"（{label(names.shapes, 'BasisKind', said['basis'])}）"


def _id(entry: Entry, names: Names) -> str:
    return entry.id


_COLUMNS: Mapping[str, tuple[tuple[str, float, _Cell], ...]] = {
    "items": (
        ("名称", 22, _title),
        ("责任单位", 18, _units),
        ("信息类别", 12, _coded("information_class")),
        ("主体", 13, _coded("subject_types")),
        ("公开方式", 13, _coded("disclosure")),
        ("更新周期", 9, _coded("update_period")),
        ("阶段", 8, _coded("stage")),
        ("依据", 15, _basis),
        ("编号", 20, _id),
    ),
    "behaviours": (
        ("名称", 22, _title),
        ("认定单位", 18, _units),
        ("领域", 10, _coded("domain")),
        ("行为性质", 8, _coded("polarity")),
        ("严重程度", 9, _coded("severity")),
        ("所依据的数据事项", 26, _links("data_items", "items")),
        ("依据", 15, _basis),
        ("编号", 20, _id),
    ),
    "applications": (
        ("名称", 22, _title),
        ("使用单位", 18, _units),
        ("阶段", 8, _coded("stage")),
        ("应用措施", 12, _coded("measures")),
        ("使用的数据事项", 24, _links("data_items", "items")),
        ("针对的行为事项", 22, _links("behaviours", "behaviours")),
        ("依据", 13, _basis),
        ("编号", 20, _id),
    ),
}


def annex_of(
    catalogue: Catalogue, old: Catalogue | None, *, all_states: bool, reasons: Mapping[str, str] | None = None
) -> Annex:
    """The annex of an edition. ``reasons`` says why an entry (``data:ID``) was changed."""
    edition = frame(catalogue)
    names = names_of(catalogue)
    found = [_table(number, LISTS[name], catalogue, names, all_states) for number, name in enumerate(THREE, 1)]
    if old is not None:
        found.append(change_table(catalogue, old, names_of(catalogue, old), reasons or {}))
    source = catalogue.standard.documents.get(str(edition.get("source_document", "")))
    parts = [f"版本 {edition['version']}"] if edition.get("version") else []
    if source is not None:
        parts.append(f"依据《{source.title}》" + (f"（{source.number}）" if source.number else ""))
    parts.append("包括各种状态的条目" if all_states else "只列已审定和已发布、未停用的条目")
    own = edition.get("title")
    title = str(own["zh"]) if isinstance(own, dict) and "zh" in own else heading_of(catalogue)
    return Annex(title, "；".join(parts), issued(catalogue), tuple(found))


def _table(number: int, key: str, catalogue: Catalogue, names: Names, all_states: bool) -> TableOf:
    columns = _COLUMNS[key]
    entries = [
        entry
        for entry in catalogue.entries.of(key)
        if all_states or (entry.data["state"] in IN_FORCE and "deprecated_since" not in entry.data)
    ]
    order = {unit: place for place, unit in enumerate(catalogue.entries.index("units") or names.units)}
    entries.sort(key=lambda entry: order.get(next(iter(responsible(entry)), ""), len(order)))
    state: tuple[tuple[str, float, _Cell], ...] = (("状态", 9, _state),) if all_states else ()
    wanted = (*columns, *state)
    rows = tuple((str(place), *(cell(entry, names) for _, _, cell in wanted)) for place, entry in enumerate(entries, 1))
    heads = (("序号", 5.0), *((heading, float(width)) for heading, width, _ in wanted))
    name = tables(catalogue.shapes, key)[0].name
    units = {unit for entry in entries for unit in responsible(entry)}
    left_out = len(catalogue.entries.of(key)) - len(entries)
    totals = (f"共 {len(rows)} 项，涉及单位 {len(units)} 个。",)
    return TableOf(f"附表{number}　{name}", heads, rows, totals, left_out)


def _state(entry: Entry, names: Names) -> str:
    gone = entry.data.get("deprecated_since")
    return names.code(entry.list, "state", entry.data["state"]) + (f"（{gone} 停用）" if gone else "")


def read_reasons(path: Path) -> dict[str, str]:
    """The reasons in the JSON report of a merge. ValueError where it is none."""
    try:
        taken = json.loads(path.read_text(encoding="utf-8"))["taken"]
        return {str(one["entry"]): f"{one['reason']}（{'、'.join(one['units'])}）" for one in taken}
    except (KeyError, TypeError, UnicodeDecodeError, json.JSONDecodeError) as error:
        raise ValueError(f"{path.name} is no report of a merge") from error


def render(annex: Annex, suffix: str) -> bytes:
    """``.xlsx`` or ``.docx``."""
    return document(annex) if suffix == ".docx" else workbook(annex)
