"""Partner provinces and party profiles: fields, numbers of codes, severities."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from conformance.catalog.lint.model import Found, Ground, lint_code, texts
from conformance.standard.entries import Entry
from conformance.standard.model import Text
from conformance.standard.yamltext import Steps

_COMPARED = ("licence", "penalty")


def _known_fields(record_type: str, ground: Ground) -> set[str]:
    record = ground.standard.record_types.get(record_type)
    return set() if record is None else {one.name for one in record.fields}


@lint_code(
    "region-field-unknown",
    "error",
    ("所指的数据项不存在", "a field that the record type lacks"),
    ("改为该记录类型的数据项", "take a field of the record type"),
)
def region_field_unknown(ground: Ground) -> Iterator[Found]:
    """A field that a region or party adds or asks for, or that is compared, and that no record has."""
    for name, key in (("region", "added_fields"), ("party", "asked_fields")):
        for _, entry in ground.of(name):
            for place, added in enumerate(texts(entry, key)):
                if isinstance(added, dict):
                    yield from _field(entry, added, (key, place), ground)
    for _, entry in ground.of("comparison"):
        yield from _field(entry, entry.data, (), ground)


def _field(entry: Entry, data: dict[str, Any], path: Steps, ground: Ground) -> Iterator[Found]:
    record, name = str(data.get("record_type")), str(data.get("field"))
    if name not in _known_fields(record, ground):
        kind = ground.said("RecordTypeName", record)
        said = Text(f"记录类型“{kind.zh}”没有数据项“{name}”", f"the record type {record} has no field {name}")
        yield Found(said, entry, (*path, "field"))


@lint_code(
    "region-code-map",
    "error",
    ("代码对照有误", "a numbering of codes that cannot hold"),
    (
        "改为标准中的代码表和其中的名称；一个编号只写一次",
        "take a code list of the standard and its labels; each number once",
    ),
)
def region_code_map(ground: Ground) -> Iterator[Found]:
    """A code list that there is not, a label that it does not have, or a number that stands for two."""
    for name, key in (("region", "code_maps"), ("party", "numberings")):
        for _, entry in ground.of(name):
            for place, mapped in enumerate(texts(entry, key)):
                for path, said in _map(mapped, ground) if isinstance(mapped, dict) else ():
                    yield Found(said, entry, (key, place, *path))


def _map(mapped: dict[str, Any], ground: Ground) -> Iterator[tuple[Steps, Text]]:
    listed = ground.standard.code_lists.get(str(mapped.get("numbered_list")))
    if listed is None:
        name = mapped.get("numbered_list")
        yield ("numbered_list",), Text(f"没有代码表“{name}”", f"there is no code list {name}")
        return
    labels = {word for code in listed.codes for word in (code.label, *code.aliases)}
    seen = set()
    numbers = mapped.get("numbers")
    for place, number in enumerate(numbers if isinstance(numbers, list) else ()):
        label, used = str(number.get("label")), number.get("number_used")
        if label not in labels:
            yield ("numbers", place), Text(f"代码表中没有“{label}”", f"the code list has no {label}")
        if used in seen:
            yield ("numbers", place), Text(f"编号 {used} 写了两次", f"the number {used} is there twice")
        seen.add(used)


@lint_code(
    "comparison-incomplete",
    "error",
    ("四方对照缺数据项", "fields without a row in the comparison"),
    (
        "在 regions/comparison.yaml 补上这一行；不知道的写 known: false",
        "add the row; what is not known is known: false",
    ),
)
def comparison_incomplete(ground: Ground) -> Iterator[Found]:
    """A field of the national form that the four-way comparison leaves out."""
    rows = {(str(e.data.get("record_type")), str(e.data.get("field"))): e for _, e in ground.of("comparison")}
    if not rows:
        return
    first = next(iter(rows.values()))
    for name in _COMPARED:
        record = ground.standard.record_types.get(name)
        for one in () if record is None else record.fields:
            if (name, one.name) not in rows:
                said = Text(
                    f"没有“{record.title.zh if record else name}”的数据项“{one.title}”（{one.name}）",
                    f"there is no row of {one.name} of {name}",
                )
                yield Found(said, file=first.file)


@lint_code(
    "comparison-contradicts",
    "error",
    ("写明不知道，却有内容", "not known, and something is said"),
    ("知道的写 known: true；不知道的不写其他内容", "known: true where something is known, else nothing more"),
)
def comparison_contradicts(ground: Ground) -> Iterator[Found]:
    """A region of which nothing is known and something is said, or the other way round."""
    for _, entry in ground.of("comparison"):
        for key in ("shanghai", "jiangsu", "zhejiang", "anhui"):
            data = entry.data.get(key)
            if isinstance(data, dict) and bool(data.get("known")) == (set(data) <= {"known"}):
                title = ground.catalogue.shapes.entry("comparison").slot(key).title
                said = Text(f"{title}是否已知与内容不符", f"{key} is known without content, or not known with it")
                yield Found(said, entry, (key,))


@lint_code(
    "party-unknown",
    "error",
    ("报送单位不存在", "a profile of nobody"),
    (
        "编号写作 unit:单位编号、district:区划代码 或 province:区划代码，单位须已登记",
        "write unit:ID, district:CODE or province:CODE of a registered unit",
    ),
)
def party_unknown(ground: Ground) -> Iterator[Found]:
    """A profile for a party that follows from no unit."""
    known = {f"unit:{ref.id}" for ref, _ in ground.of("unit")}
    for _, unit in ground.of("unit"):
        kind = {"district": "district", "province": "province"}.get(str(unit.data.get("kind")))
        known |= {f"{kind}:{unit.data['division']}"} if kind and unit.data.get("division") else set()
    known = known or set(ground.standard.parties)
    for ref, entry in ground.of("party"):
        if ref.id not in known:
            yield Found(Text(f"没有登记对应“{ref.id}”的单位", f"no registered unit is {ref.id}"), entry, ("id",))


@lint_code(
    "party-rule-unknown",
    "error",
    ("调整了不存在的规则", "changes a rule that is not there"),
    ("改为 conformance rules 列出的规则", "take a rule that conformance rules lists"),
)
def party_rule_unknown(ground: Ground) -> Iterator[Found]:
    """A severity for a rule that the standard does not have."""
    for _, entry in ground.of("party"):
        for place, change in enumerate(texts(entry, "severities")):
            rule = change.get("changed_rule") if isinstance(change, dict) else None
            if rule not in ground.standard.rules:
                yield Found(Text(f"没有规则“{rule}”", f"there is no rule {rule}"), entry, ("severities", place))
