"""What is looked up like an entry and is in no list: record types and parties of the compiled standard."""

from __future__ import annotations

from typing import Any

from conformance.catalog.dossier import submission
from conformance.catalog.dossier.model import Ground, Row, Section, join, same
from conformance.catalog.dossier.related import others
from conformance.standard.links import Ref
from conformance.standard.model import Field, Standard, Text
from conformance.standard.titles import name_of

_KINDS = {
    "unit": Text("部门和单位", "unit"),
    "district": Text("区县子平台", "district"),
    "province": Text("长三角协作省", "partner province"),
}


def outside(standard: Standard) -> list[Ref]:
    """Everything that can be looked up besides entries."""
    return [Ref("record-type", name) for name in standard.record_types] + [
        Ref("party", name) for name in standard.parties
    ]


def parts(ref: Ref, ground: Ground) -> tuple[Text, list[Section], dict[str, Any]]:
    """Title, sections and plain data; nothing for what is an entry only."""
    if ref.list == "record-type":
        return _record_type(ref, ground)
    if ref.list == "party" and ref.id in ground.standard.parties:
        return _party(ref, ground)
    return same(ref.id), [], {}


def _record_type(ref: Ref, ground: Ground) -> tuple[Text, list[Section], dict[str, Any]]:
    record = ground.standard.record_types[ref.id]
    sections = [submission.fields(record, ground)]
    named = others(ref, ground)
    if named is not None:
        sections.append(named)
    own = [plain_field(one) for one in record.fields]
    return record.title, sections, {"record_type": ref.id, "key_field": record.key_field, "fields": own}


def plain_field(one: Field) -> dict[str, Any]:
    """A field for programs."""
    return {
        "name": one.name,
        "title": one.title,
        "title_en": one.title_en,
        "code": one.code,
        "type": one.type,
        "requirement": one.requirement,
        "max_length": one.max_length,
        "code_list": one.code_list,
        "disclosure": one.disclosure,
        "clause": one.clause,
        "origin": one.origin,
        "addition": one.addition,
    }


def _party(ref: Ref, ground: Ground) -> tuple[Text, list[Section], dict[str, Any]]:
    party = ground.standard.parties[ref.id]
    numbering = [
        Row(
            same(name),
            Text(
                "；".join(f"{k} = {v}" for k, v in numbers.items()), "; ".join(f"{k} = {v}" for k, v in numbers.items())
            ),
            1,
        )
        for name, numbers in party.code_numbering.items()
    ]
    rows = [
        Row(Text("种类", "kind"), _KINDS[party.kind]),
        Row(
            Text("可报送的地方编码", "division codes"),
            Text(
                "、".join(f"{prefix} 开头" if len(prefix) < 6 else prefix for prefix in party.jurisdiction) or "不限",
                ", ".join(f"{prefix}…" if len(prefix) < 6 else prefix for prefix in party.jurisdiction) or "any",
            ),
        ),
        Row(
            Text("对应单位", "stands for"),
            join([_unit(unit, ground) for unit in party.units]),
        ),
        Row(
            Text("级别调整", "severities"),
            same("；".join(f"{rule} {severity}" for rule, severity in party.severities.items()) or "-"),
        ),
        Row(Text("代码编号", "numberings"), Text("见下" if numbering else "没有", "below" if numbering else "none")),
        *numbering,
        Row(Text("校验", "check"), same(f"conformance check FILE --party {ref.id}")),
    ]
    for name, checks in party.checks.items():
        record = ground.standard.record_types[name]
        titles = [Text(one.title, one.title_en) for check in checks for one in record.fields if one.name == check.field]
        shown = join(titles)
        rows.append(Row(Text(f"{record.title.zh}另要求", f"asked for in {record.title.en}"), shown))
    data = {"party": ref.id, "kind": party.kind, "jurisdiction": list(party.jurisdiction), "units": list(party.units)}
    sections = [Section(Text("按单位登记得出的", "What follows from the registry of units"), tuple(rows))]
    named = None if ref in ground.index.entries else others(ref, ground)
    return party.title, sections + ([named] if named else []), data


def _unit(unit: str, ground: Ground) -> Text:
    name = name_of(Ref("unit", unit), ground.index)
    return Text(f"{name.zh}（unit:{unit}）", f"{name.en} (unit:{unit})")
