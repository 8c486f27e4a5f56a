"""How a comparison names lists, entries, fields and values, in both languages."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from conformance.catalog.diff.collect import Say, Subject, plain
from conformance.standard.lists import ENTRY_TITLES
from conformance.standard.model import CodeList, RecordType, Rule, Text
from conformance.standard.shapes import ClassShape, Shapes, SlotShape
from conformance.standard.words import PURPOSES

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
PARAMETERS: Mapping[str, Text] = {
    "limit": Text("上限", "limit"),
    "minimum": Text("最小值", "minimum"),
    "maximum": Text("最大值", "maximum"),
    "decimals": Text("小数位数", "decimals"),
    "grace_months": Text("宽限月数", "months of grace"),
    "within_grace": Text("在宽限期内", "within grace"),
    "lawful": Text("允许的无效占位值", "placeholders allowed"),
    "accepted": Text("接受的号码", "numbers accepted"),
    "categories": Text("类别", "categories"),
    "allowed": Text("允许取值", "values allowed"),
    "closed": Text("只限所列", "nothing else"),
    "shown": Text("显示为", "shown as"),
    "units": Text("单位", "units"),
    "subjects": Text("主体", "subjects"),
    "long_term": Text("可写长期", "long term allowed"),
    "time": Text("带时间", "with time"),
    "operator": Text("比较方式", "comparison"),
    "pattern": Text("格式", "pattern"),
    "algorithm": Text("算法", "algorithm"),
    "code_list": Text("代码表", "code list"),
    "inferred": Text("按推定日期", "by an inferred day"),
    "when": Text("前提", "where"),
    "then": Text("要求", "asks"),
    "starts": Text("开头", "beginnings"),
    "not_key": Text("不作主键的值", "values that are no key"),
    "kind": Text("种类", "kind"),
    "fields": Text("数据项", "fields"),
    "purposes": Text("用途", "purposes"),
}
"""What checks are given, in the words of readers."""
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


def from_table(table: Mapping[str, Text]) -> Say:
    """Words from a table."""

    def say(value: Any) -> Text:
        return table.get(str(value)) or plain(value)

    return say


def of_parameters(field: Callable[[str], Text]) -> Say:
    """Words for what a check is given; ``field`` calls fields by their titles."""

    def say(value: Any) -> Text:
        if not isinstance(value, Mapping):
            return plain(value)
        parts = []
        for key, part in value.items():
            called = PARAMETERS.get(key) or Text(key, key.replace("_", " "))
            known = [field(str(one)) for one in part] if key == "fields" else []
            if key == "purposes":
                known = [from_table(PURPOSES)(one) for one in part]
            said = _row(known) if known else plain(part)
            parts.append(Text(f"{called.zh} {said.zh}", f"{called.en} {said.en}"))
        return Text("，".join(p.zh for p in parts), ", ".join(p.en for p in parts))

    return say


def of_slot(slot: SlotShape, shapes: Shapes, titles: Mapping[str, Mapping[str, Text]]) -> Say:
    """Words for a key of an entry: labels for codes, titles for ids of other entries."""
    labels = dict(shapes.codes.get(_WITHIN.get(slot.key, slot.range), ()))
    within = shapes.classes.get(slot.range) if slot.kind == "object" else None

    def say(value: Any) -> Text:
        if isinstance(value, list | tuple):
            parts = [say(part) for part in value]
            return _row(parts, several=any(isinstance(part, dict) for part in value))
        if isinstance(value, str) and value in labels:
            return Text(labels[value], value.replace("_", " "))
        if isinstance(value, str):
            for known in TARGETS.get(slot.key, ()):
                if value in titles.get(known, {}):
                    return Text(f"{titles[known][value].zh}（{value}）", f"{titles[known][value].en} ({value})")
        if isinstance(value, dict) and "unit" in value:
            return say_unit(str(value["unit"]), titles)
        if isinstance(value, dict) and within is not None and "zh" not in value:
            return _object(value, within, shapes, titles)
        return plain(value)

    return say


def _object(
    value: Mapping[str, Any], shape: ClassShape, shapes: Shapes, titles: Mapping[str, Mapping[str, Text]]
) -> Text:
    """An object, every key by its title."""
    parts = []
    for slot in shape.slots:
        if slot.key in value:
            said = of_slot(slot, shapes, titles)(value[slot.key])
            parts.append(Text(f"{slot.title} {said.zh}", f"{slot.key.replace('_', ' ')} {said.en}"))
    return Text("，".join(p.zh for p in parts), ", ".join(p.en for p in parts))


def _row(parts: Sequence[Text], *, several: bool = False) -> Text:
    """Several things in a row; objects are told apart by a stronger sign."""
    zh, en = ("；", "; ") if several else ("、", ", ")
    return Text(zh.join(p.zh for p in parts), en.join(p.en for p in parts)) if parts else plain(None)


def retirement(value: Any, titles: Mapping[str, Text]) -> Text:
    """自 2017-01-01 起，由“…”取代."""
    if not value:
        return plain(value)
    since, after = value.get("deprecated_since"), value.get("superseded_by") or ()
    known = [titles[one] if one in titles else Text(one, one) for one in map(str, after)]
    zh = [
        *([f"自 {since} 起"] if since else ()),
        *([f"由{'、'.join(f'“{one.zh}”' for one in known)}取代"] if known else ()),
    ]
    en = [
        *([f"from {since}"] if since else ()),
        *([f"superseded by {', '.join(one.en for one in known)}"] if known else ()),
    ]
    return Text("，".join(zh), ", ".join(en))


_WITHIN = {"disclosure_cases": "DisclosureKind", "narrowing": "SubjectType", "events": "ListEventKind"}
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
