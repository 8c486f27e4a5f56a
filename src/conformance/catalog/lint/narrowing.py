"""What items ask beyond their record types."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from conformance.catalog.lint.model import Check, Found, Ground, lint_code, texts
from conformance.standard.demands import Ground as Against
from conformance.standard.demands import faults
from conformance.standard.entries import Entry
from conformance.standard.model import Field, RecordType, Text
from conformance.standard.words import SUBJECTS


def _record(entry: Entry, ground: Ground) -> RecordType | None:
    return ground.standard.record_types.get(str(entry.data.get("record_type")))


def _demands(ground: Ground) -> Iterator[tuple[Entry, int, dict[str, Any]]]:
    for _, entry in ground.of("data"):
        for number, demand in enumerate(texts(entry, "narrowing")):
            if isinstance(demand, dict):
                yield entry, number, demand


def _addable(ground: Ground) -> dict[str, Field]:
    """Slots of schemas/extras.yaml, as far as some item of the compiled standard adds them."""
    return {one.name: one for item in ground.standard.items.values() for one in item.fields}


def _faulty(code: str) -> Check:
    """The lint of one of the faults that ``compile`` refuses as well."""

    def check(ground: Ground) -> Iterator[Found]:
        addable = _addable(ground)
        for entry, number, demand in _demands(ground):
            record = _record(entry, ground)
            if record is None:
                continue
            extra = [str(one.get("field")) for one in texts(entry, "narrowing") if _kind(one) == "extra"]
            against = Against(record, ground.standard.code_lists, addable, {name: addable.get(name) for name in extra})
            for fault in faults(demand, against):
                if fault.code == code:
                    yield Found(fault.said, entry, ("narrowing", number))

    return check


def _kind(demand: Any) -> str:
    return str(demand.get("kind")) if isinstance(demand, dict) else ""


_FAULTS: tuple[tuple[str, tuple[str, str], tuple[str, str]], ...] = (
    (
        "field-unknown",
        ("专项要求所指的数据项不存在", "narrows a field that the record type lacks"),
        (
            "改用该记录类型的数据项（conformance catalog show record-type:类型），或先用 extra 增加",
            "take a field of the record type (conformance catalog show record-type:TYPE), or add one with extra",
        ),
    ),
    (
        "extra-field-unknown",
        ("增加的数据项没有定义", "adds a field that is not defined"),
        (
            "改用 schemas/extras.yaml 中的数据项，或先在那里定义",
            "take a slot of schemas/extras.yaml, or define it there",
        ),
    ),
    (
        "demand-incomplete",
        ("专项要求没有写全", "a demand that says nothing"),
        ("补上 values、units 或 subject_types", "add values, units or subject_types"),
    ),
    (
        "narrowing-repeats",
        ("专项要求重复了记录类型的要求", "repeats what the record type asks"),
        ("删去这一条", "drop it"),
    ),
    (
        "code-outside-list",
        ("限定的取值不在代码表中", "a code that its code list does not have"),
        ("改为代码表中的代码", "take codes of the code list"),
    ),
)
for _code, _title, _remedy in _FAULTS:
    lint_code(_code, "error", _title, _remedy)(_faulty(_code))


@lint_code(
    "record-type-unknown",
    "error",
    ("记录类型不存在", "the record type is not there"),
    ("改为 schemas 中的记录类型，如 rating", "take a record type of the schemas, such as rating"),
)
def record_type_unknown(ground: Ground) -> Iterator[Found]:
    """A record type that the compiled standard does not have."""
    for ref, links in ground.index.out.items():
        for link in links:
            if (
                link.target.list == "record-type"
                and link.role == "record_type"
                and link.target.id not in ground.standard.record_types
            ):
                yield Found(
                    Text(f"没有记录类型“{link.target.id}”", f"there is no record type {link.target.id}"),
                    ground.index.entries[ref],
                    link.path,
                )


@lint_code(
    "demand-repeated",
    "error",
    ("同一专项要求写了两次", "the same demand twice"),
    ("删去其中一条；同一数据项的取值合并为一条", "drop one; values of one field go into one demand"),
)
def demand_repeated(ground: Ground) -> Iterator[Found]:
    """Two demands of one kind about one field: nobody knows which holds."""
    seen: set[tuple[str, str, str]] = set()
    for entry, number, demand in _demands(ground):
        key = (entry.place(), _kind(demand), str(demand.get("field", "")))
        if key in seen:
            kind = ground.said("ConstraintKind", _kind(demand))
            what = ground.field(entry.data.get("record_type"), key[2]) if key[2] else kind
            said = Text(f"对“{what.zh}”的“{kind.zh}”要求已有一条", f"{what.en} has a demand of this kind already")
            yield Found(said, entry, ("narrowing", number))
        seen.add(key)


@lint_code(
    "narrowing-empty",
    "error",
    ("没有专项要求，也没有说明原因", "neither narrowed nor a reason why not"),
    (
        "写专项要求（narrowing），或写明没有的原因（not_narrowed）",
        "add narrowing, or say in not_narrowed why there is none",
    ),
)
def narrowing_empty(ground: Ground) -> Iterator[Found]:
    """An item that cannot be told from others of its type, and nobody said why."""
    for _, entry in ground.of("data"):
        if not texts(entry, "narrowing") and not entry.data.get("not_narrowed"):
            message = Text(
                "没有专项要求，其他同类事项的数据也会通过校验",
                "asks for no more than its record type and does not say why",
            )
            yield Found(message, entry)


@lint_code(
    "narrowing-contradicts",
    "error",
    ("既有专项要求又说没有", "narrowed, and a reason why not"),
    ("有专项要求的，删去 not_narrowed", "drop not_narrowed where there is narrowing"),
)
def narrowing_contradicts(ground: Ground) -> Iterator[Found]:
    """Both demands and the reason why there are none."""
    for _, entry in ground.of("data"):
        if texts(entry, "narrowing") and entry.data.get("not_narrowed"):
            message = Text("既写了专项要求，又写了没有专项要求的原因", "has narrowing and says why it has none")
            yield Found(message, entry, ("not_narrowed",))


@lint_code(
    "subject-contradicts",
    "error",
    ("限定的主体与主体类型不符", "its subjects and its demand about them differ"),
    ("使专项要求中的主体与 subject_types 一致", "let the demand and subject_types say the same"),
)
def subject_contradicts(ground: Ground) -> Iterator[Found]:
    """Records may be about somebody whom the item is not about, or the other way round."""
    for entry, number, demand in _demands(ground):
        asked = set(map(str, demand.get("subject_types") or ()))
        if _kind(demand) == "subject" and asked and asked != set(texts(entry, "subject_types")):
            here, there = _subjects(sorted(asked)), _subjects(texts(entry, "subject_types"))
            said = Text(
                f"专项要求写的是“{here.zh}”，主体类型写的是“{there.zh}”",
                f"the demand says {here.en}, subject_types {there.en}",
            )
            yield Found(said, entry, ("narrowing", number))


def _subjects(kinds: list[Any]) -> Text:
    said = [SUBJECTS.get(str(one), Text(str(one), str(one))) for one in kinds]
    return Text("、".join(one.zh for one in said), ", ".join(one.en for one in said))


@lint_code(
    "disclosure-case",
    "error",
    ("公开例外有误", "a disclosure case that cannot hold"),
    ("改为该事项有的数据项和取值", "take a field of the item, and values that it may hold"),
)
def disclosure_case(ground: Ground) -> Iterator[Found]:
    """A field that the item does not have, or a value that the item does not allow."""
    for _, entry in ground.of("data"):
        record = _record(entry, ground)
        for number, case in enumerate(texts(entry, "disclosure_cases")):
            if record is None or not isinstance(case, dict):
                continue
            name = str(case.get("field"))
            own = [one for one in texts(entry, "narrowing") if isinstance(one, dict) and one.get("field") == name]
            added = any(_kind(one) == "extra" for one in own)
            if not added and all(one.name != name for one in record.fields):
                said = Text(f"记录类型“{record.title.zh}”没有数据项“{name}”", f"the record type has no field {name}")
                yield Found(said, entry, ("disclosure_cases", number))
                continue
            allowed = _allowed(name, own, record, ground)
            for value in map(str, case.get("values") or ()):
                if allowed is not None and value not in allowed:
                    said = Text(f"“{value}”不是该事项允许的取值", f"{value} is no value that the item allows")
                    yield Found(said, entry, ("disclosure_cases", number))


def _allowed(name: str, own: list[dict[str, Any]], record: RecordType, ground: Ground) -> set[str] | None:
    """The values that a field of the item may hold; None where they are not limited."""
    for demand in own:
        if _kind(demand) == "values":
            return set(map(str, demand.get("values") or ()))
    known = next((one for one in record.fields if one.name == name), None)
    entries = ground.standard.code_lists.get((known.code_list if known else None) or "")
    return None if entries is None else {code.code for code in entries.codes}
