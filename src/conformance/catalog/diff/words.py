"""How a comparison names lists, entries, fields and values, in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from conformance.catalog.diff.collect import Say, Subject, plain
from conformance.standard.lists import ENTRY_TITLES
from conformance.standard.model import CodeList, Field, RecordType, Rule, Text
from conformance.standard.shapes import Shapes, SlotShape

LISTS: Mapping[str, Text] = {
    "edition": Text("版次", "edition"),
    **ENTRY_TITLES,
    "code-list": Text("代码表", "code list"),
    "rule": Text("规则", "rule"),
    "division": Text("区划代码", "division code"),
    "document": Text("依据文件", "document"),
    "calendar": Text("工作日", "working days"),
    "placeholder": Text("无效占位值", "placeholder"),
}
"""List → what one entry of it is called."""
DISCLOSURES = {
    "public": Text("公示", "public"),
    "public-masked": Text("隐去部分后公示", "public, masked"),
    "shared": Text("政务共享", "shared"),
}
FORMS = {"label": Text("中文名称", "label"), "code": Text("代码", "code")}


def called(kind: str, identifier: str, title: Text | None) -> Text:
    """数据事项“纳税信用等级”（tax-credit-rating）."""
    what = LISTS[kind]
    if title is None or title.zh == identifier:
        return Text(f"{what.zh}“{identifier}”", f"{what.en} {identifier}")
    return Text(f"{what.zh}“{title.zh}”（{identifier}）", f"{what.en} “{title.en}” ({identifier})")


def of_record(record: RecordType) -> Subject:
    """A record type as what a change is about."""
    return Subject("record-type", record.name, called("record-type", record.name, record.title))


def of_codes(codes: CodeList) -> Subject:
    """A code list as what a change is about."""
    return Subject("code-list", codes.id, called("code-list", codes.id, Text(codes.title, codes.title_en)))


def of_rule(rule: Rule) -> Subject:
    """A rule as what a change is about."""
    return Subject("rule", rule.id, called("rule", rule.id, rule.title))


def field_name(field: Field) -> Text:
    """许可决定日期（decision_date）; in English the name alone."""
    return Text(f"{field.title}（{field.name}）", field.name)


def from_table(table: Mapping[str, Text]) -> Say:
    """Words from a table in Chinese; in English the value itself, which is what the files say."""

    def say(value: Any) -> Text:
        said = table.get(str(value))
        return plain(value) if said is None else Text(said.zh, str(value))

    return say


def of_slot(slot: SlotShape, shapes: Shapes, titles: Mapping[str, Mapping[str, Text]]) -> Say:
    """Words for a key of an entry: labels for codes, titles for ids of other entries."""
    labels = dict(shapes.codes.get(_WITHIN.get(slot.key, slot.range), ()))

    def say(value: Any) -> Text:
        if isinstance(value, list | tuple):
            parts = [say(part) for part in value]
            return plain(None) if not parts else Text("、".join(p.zh for p in parts), ", ".join(p.en for p in parts))
        if isinstance(value, str) and value in labels:
            return Text(labels[value], value)
        if isinstance(value, str):
            for known in TARGETS.get(slot.key, ()):
                if value in titles.get(known, {}):
                    return Text(f"{titles[known][value].zh}（{value}）", f"{titles[known][value].en} ({value})")
        if isinstance(value, dict) and "unit" in value:
            return say_unit(str(value["unit"]), titles)
        return plain(value)

    return say


_WITHIN = {"disclosure_cases": "DisclosureKind", "narrowing": "SubjectType"}
"""Key of an object → the code list of what changes within it."""
TARGETS: Mapping[str, tuple[str, ...]] = {
    "data_items": ("data",),
    "behaviours": ("behaviour",),
    "item": ("data",),
    "unit": ("unit",),
    "units": ("unit",),
    "narrowing": ("unit",),
    "members": ("unit",),
    "parent": ("unit",),
    "lead_units": ("unit",),
    "other_parties": ("unit",),
}
"""Key → list that its values are ids of."""


def say_unit(unit: str, titles: Mapping[str, Mapping[str, Text]]) -> Text:
    """A unit by its title and id."""
    title = titles.get("unit", {}).get(unit)
    return Text(unit, unit) if title is None else Text(f"{title.zh}（{unit}）", f"{title.en} ({unit})")
