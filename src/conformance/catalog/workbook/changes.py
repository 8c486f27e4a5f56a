"""The change table of an annex: old and new, why, and whom it concerns."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from conformance.catalog.diff import Change, compare
from conformance.catalog.store import LISTS, THREE, Catalogue
from conformance.catalog.workbook.annexmodel import Names, TableOf, counted, title_of_list
from conformance.catalog.workbook.asked import responsible
from conformance.catalog.workbook.export import heading_of
from conformance.standard.links import Ref, index
from conformance.standard.lists import LIST_TITLES

_COLUMNS = (
    ("序号", 5.0),
    ("清单", 9.0),
    ("事项", 22.0),
    ("变更", 34.0),
    ("原", 20.0),
    ("新", 20.0),
    ("理由", 20.0),
    ("涉及单位", 24.0),
)
_MOST_UNITS = 12
_LONGEST = 300
_USERS = ("behaviour", "application")
_LEVELS = {"ERR": "不兼容", "WARN": "需留意", "INFO": "无碍"}


def change_table(new: Catalogue, old: Catalogue, names: Names, reasons: Mapping[str, str]) -> TableOf:
    """What has changed in the three lists since another edition. ``reasons`` are by ``data:ID``."""
    changes = compare(old, new)
    ours = [change for change in changes if change.list in THREE]
    rows = []
    everybody: set[str] = set()
    for number, change in enumerate(ours, 1):
        units = _units(change, new, old)
        everybody |= units
        rows.append(
            (
                str(number),
                title_of_list(change.list, new.shapes),
                f"{names.linked(LISTS[change.list], [change.entry])}（{change.entry}）",
                change.zh,
                _value(change.old, change, names),
                _value(change.new, change, names),
                reasons.get(f"{change.list}:{change.entry}", ""),
                _few(sorted(units), names),
            )
        )
    return TableOf(
        f"附表4　变更对照（与《{heading_of(old)}》比较）",
        _COLUMNS,
        tuple(rows),
        tuple(_totals(ours, changes, everybody, names, new, old)),
    )


def _totals(
    ours: list[Change], changes: list[Change], units: set[str], names: Names, new: Catalogue, old: Catalogue
) -> Iterable[str]:
    for name in THREE:
        here, there = (set(c.entries.index(LISTS[name])) for c in (new, old))
        touched = {change.entry for change in ours if change.list == name}
        title = title_of_list(name, names.shapes)
        yield (
            f"{title}：原 {len(there)} 项，现 {len(here)} 项；新增 {len(here - there)}、减少 {len(there - here)}、"
            f"修改 {len(touched & here & there)}。"
        )
    yield f"变更共 {len(ours)} 处，涉及单位 {len(units)} 个。"
    if ours:
        submit = counted(_LEVELS[change.level_submit] for change in ours)
        read = counted(_LEVELS[change.level_read] for change in ours)
        yield f"对报送的影响：{submit}；对使用的影响：{read}。"
    others = [change for change in changes if change.list not in THREE]
    if others:
        titles = {name: title.zh for name, title in LIST_TITLES.items()}
        said = counted(titles.get(change.list, "其他") for change in others)
        yield f"三清单之外另有变更 {len(others)} 处（{said}），见 conformance catalog diff。"


def _units(change: Change, new: Catalogue, old: Catalogue) -> set[str]:
    """Those who answer for the entry, before and after, and those who use it."""
    found: set[str] = set()
    for catalogue in (old, new):
        entry = catalogue.entries.index(LISTS[change.list]).get(change.entry)
        if entry is not None:
            found |= set(responsible(entry))
    if change.list == "data":
        known = index(new.entries, new.source_document)
        for name in _USERS:
            for ref in known.linked(Ref("data", change.entry), name):
                found |= set(responsible(known.entries[ref]))
    return found


def _few(units: list[str], names: Names) -> str:
    more = f" 等 {len(units)} 个" if len(units) > _MOST_UNITS else ""
    return names.unit_names(units[:_MOST_UNITS]) + more


def _value(value: Any, change: Change, names: Names) -> str:
    """A value in the words that are printed elsewhere."""
    if value is None or value in ("", [], {}):
        return "（无）"
    key = change.path.split(".", 1)[0]
    if isinstance(value, Mapping):
        if "zh" in value:
            return str(value["zh"])[:_LONGEST]
        if "unit" in value:
            return names.unit_names([str(value["unit"])])
        return "，".join(f"{name} {_value(part, change, names)}" for name, part in value.items())[:_LONGEST]
    if isinstance(value, list | tuple):
        return "、".join(_value(part, change, names) for part in value)[:_LONGEST]
    shape = names.shapes.entry(LISTS[change.list])
    slot = next((slot for slot in shape.slots if slot.key == key), None)
    if isinstance(value, str) and slot is not None and slot.kind == "code":
        return names.code(LISTS[change.list], key, value)
    if isinstance(value, bool):
        return "是" if value else "否"
    linked = {"data_items": "items", "behaviours": "behaviours"}.get(key)
    return names.linked(linked, [str(value)]) if linked else str(value)[:_LONGEST]
