"""What a submission of an item looks like: fields, demands in words, when it is due, and the commands that help."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from conformance.catalog.dossier.facts import named
from conformance.catalog.dossier.model import Ground, Row, Section, join, same
from conformance.catalog.due import last_day
from conformance.standard.entries import Entry, text_of
from conformance.standard.links import Ref
from conformance.standard.model import CodeList, Field, RecordType, Text
from conformance.standard.titles import code_text, name_of, title_of
from conformance.standard.words import FIELD_TYPES, ORIGINS, REQUIREMENTS, SUBJECTS

_HEAD = (
    Text("数据项", "field"),
    Text("填写", "fill in"),
    Text("类型", "type"),
    Text("长度", "length"),
    Text("取值", "codes"),
    Text("名称", "name"),
)
_CODES = 8
_UNITS = 6


def sections(ref: Ref, entry: Entry, ground: Ground) -> Iterator[Section]:
    """Everything that whoever submits the item has to know."""
    record = record_of(ref, entry, ground)
    if record is not None:
        yield fields(record, ground)
    yield demands(entry, record, ground)
    due = duties(ref, ground)
    if due is not None:
        yield due
    yield commands(ref)


def record_of(ref: Ref, entry: Entry, ground: Ground) -> RecordType | None:
    """The record type as the item narrows it; as it is where the item is not in the compiled edition."""
    if ref.id in ground.standard.items and ground.standard.items[ref.id].title.zh == title_of(entry).zh:
        return ground.standard.record_type_of(ref.id)
    return ground.standard.record_types.get(str(entry.data.get("record_type")))


def fields(record: RecordType, ground: Ground) -> Section:
    """The table of the fields."""
    lines = [_HEAD, *(_field(one, ground) for one in record.fields)]
    title = Text(f"记录类型“{record.title.zh}”", f"record type {record.title.en} ({record.name})")
    needed = sum(one.requirement == "required" for one in record.fields)
    said = Text(
        f"{title.zh}（{record.name}），{len(record.fields)} 个数据项，其中必填 {needed} 个；每条记录还须至少有一个主体代码。"
        if any(one.requirement == "one-of" for one in record.fields)
        else f"{title.zh}（{record.name}），{len(record.fields)} 个数据项，其中必填 {needed} 个。",
        f"{title.en}: {len(record.fields)} fields, {needed} of them required.",
    )
    return Section(Text("报送的数据项", "What a record holds"), (Row(same(""), said),), tuple(lines))


def _field(one: Field, ground: Ground) -> tuple[Text, ...]:
    codes = ground.standard.code_lists.get(one.code_list or "")
    return (
        Text(one.title, one.title_en),
        REQUIREMENTS.get(one.requirement, same(one.requirement)),
        FIELD_TYPES.get(one.type, same(one.type)),
        same(one.max_length or ""),
        same("") if codes is None else _codes(codes),
        same(one.name if one.code is None else f"{one.name} {one.code}"),
    )


def _codes(codes: CodeList) -> Text:
    shown = codes.codes[:_CODES]
    rest = len(codes.codes) - len(shown)
    zh = "、".join(f"{one.code} {one.label}" for one in shown) + (f" 等 {len(codes.codes)} 个" if rest else "")
    en = ", ".join(f"{one.code} {one.label_en}" for one in shown) + (f" and {rest} more" if rest else "")
    return Text(zh, en)


def demands(entry: Entry, record: RecordType | None, ground: Ground) -> Section:
    """What the item asks beyond its record type, each with on whose word."""
    heading = Text("本事项的专项要求", "What the item asks beyond its type")
    rows = [
        Row(same(""), demand(data, record, ground))
        for data in entry.data.get("narrowing", ())
        if isinstance(data, dict)
    ]
    reason = text_of(entry.data.get("not_narrowed"))
    if reason is not None:
        rows.append(Row(Text("没有专项要求", "none"), reason))
    return Section(heading, tuple(rows))


def demand(data: Mapping[str, Any], record: RecordType | None, ground: Ground) -> Text:
    """One demand in words."""
    said = _DEMANDS.get(str(data.get("kind")), _other)(data, record, ground)
    origin = ORIGINS.get(str(data.get("origin")), same(data.get("origin", "")))
    place = str(data.get("clause", "")).partition("#")[2]
    return Text(
        f"{said.zh}（{origin.zh}{'，' + place if place else ''}）",
        f"{said.en} ({origin.en}{', ' + place if place else ''})",
    )


def _title(data: Mapping[str, Any], record: RecordType | None) -> Text:
    name = str(data.get("field", ""))
    for one in () if record is None else record.fields:
        if one.name == name:
            return Text(f"“{one.title}”", f'"{one.title_en}"')
    return same(name)


def _required(data: Mapping[str, Any], record: RecordType | None, ground: Ground) -> Text:
    title = _title(data, record)
    return Text(f"{title.zh}必填", f"{title.en} is required")


def _values(data: Mapping[str, Any], record: RecordType | None, ground: Ground) -> Text:
    title = _title(data, record)
    known = next((one.code_list for one in (record.fields if record else ()) if one.name == data.get("field")), None)
    codes = ground.standard.code_lists.get(known or "")
    labels = {} if codes is None else {one.code: Text(one.label, one.label_en) for one in codes.codes}
    listed = [
        Text(f"{value}（{labels[value].zh}）", f"{value} ({labels[value].en})") if value in labels else same(value)
        for value in map(str, data.get("values", ()))
    ]
    shown = join(listed)
    return Text(f"{title.zh}只能填：{shown.zh}", f"{title.en} is one of: {shown.en}")


def _issuers(data: Mapping[str, Any], record: RecordType | None, ground: Ground) -> Text:
    title = _title(data, record)
    units = list(map(str, data.get("units", ())))
    shown = join([name_of(Ref("unit", unit), ground.index) for unit in units[:_UNITS]])
    rest = len(units) > _UNITS
    return Text(
        f"{title.zh}应为{shown.zh}{f'等 {len(units)} 个单位' if rest else ''}，或其区县对口部门",
        f"{title.en} is {shown.en}{f' and {len(units) - _UNITS} more' if rest else ''}, or a district office",
    )


def _subject(data: Mapping[str, Any], record: RecordType | None, ground: Ground) -> Text:
    who = join([SUBJECTS.get(str(one), same(one)) for one in data.get("subject_types", ())])
    return Text(f"只归集{who.zh}的信息", f"records are about {who.en} only")


def _extra(data: Mapping[str, Any], record: RecordType | None, ground: Ground) -> Text:
    title = _title(data, record)
    return Text(f"增加数据项{title.zh}", f"has the field {title.en} besides")


def _other(data: Mapping[str, Any], record: RecordType | None, ground: Ground) -> Text:
    return same(", ".join(f"{key}: {value}" for key, value in data.items()))


_DEMANDS = {
    "required": _required,
    "values": _values,
    "issuers": _issuers,
    "subject": _subject,
    "extra": _extra,
}


def duties(ref: Ref, ground: Ground) -> Section | None:
    """Who submits it and by when; for a unit, what it submits."""
    other = "unit" if ref.list == "data" else "item"
    rows = []
    for source in ground.index.linked(ref, "duty", "duty"):
        data = ground.index.entries[source].data
        target = Ref("unit" if other == "unit" else "data", str(data.get(other)))
        rows.append(Row(named(target, ground), when(data, ground)))
    return Section(Text("报送计划", "Reporting plan"), tuple(rows)) if rows else None


def when(data: Mapping[str, Any], ground: Ground) -> Text:
    """Period and last day of a duty, each on whose word."""
    shapes = ground.catalogue.shapes
    period = code_text(shapes, "UpdatePeriod", str(data.get("period")))
    due = last_day(data.get("due"), data.get("due_day"), shapes)
    clause = str(data.get("clause", "")).partition("#")[2]
    often, last = (_whose(data.get(key), clause) for key in ("period_origin", "due_origin"))
    return Text(f"{period.zh}（{often.zh}），{due.zh}（{last.zh}）", f"{period.en} ({often.en}), {due.en} ({last.en})")


def _whose(origin: Any, clause: str) -> Text:
    """On whose word it is: only what is the document's stands with a place in it."""
    said = ORIGINS.get(str(origin), same(origin or ""))
    return Text(f"{said.zh}，{clause}", f"{said.en}, {clause}") if origin == "document" and clause else said


def commands(ref: Ref) -> Section:
    """How to check, try and prepare a submission."""
    rows = (
        Row(Text("校验", "check"), same(f"conformance check FILE --item {ref.id}")),
        Row(Text("示例数据", "sample"), same(f"conformance sample {ref.id} --rows 20 --output {ref.id}.csv")),
        Row(Text("空白填报表", "blank workbook"), same(f"conformance catalog template {ref} --output {ref.id}.xlsx")),
    )
    return Section(Text("怎样校验和填报", "How to check and fill in"), rows)
