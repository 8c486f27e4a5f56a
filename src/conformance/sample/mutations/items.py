"""What breaks a data item's own narrowing and nothing else, derived from the checks that the item has.

Each change leaves a record that the bare record type would take: another code of the list, another item's name, another
department, another kind of subject, an empty cell.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from random import Random

from conformance.sample.defect import CODES, Context, Defect, Record, other_codes
from conformance.sample.identifier_text import citizen_id, credit_code, organisation_code
from conformance.sample.mutations.codes import division_elsewhere_in_city
from conformance.sample.wanted import written_values
from conformance.standard.model import Check, DataItem, RecordType, Standard
from conformance.standard.names import office_names, plain

Change = str | Mapping[str, str | None] | None
_PERSON: Mapping[str, str | None] = dict.fromkeys(CODES[:4]) | {
    "subject_name": "沈砚沁",
    "subject_citizen_id": citizen_id("31010519800315003"),
    "legal_representative": None,
}
_COMPANY: Mapping[str, str | None] = dict.fromkeys(CODES) | {
    "subject_name": "上海砚沁翊国际贸易有限公司",
    "subject_uscc": credit_code("91310115" + organisation_code("MA1K3HNX")),
    "legal_representative": "沈砚沁",
}


def defects_of_item(item: DataItem, standard: Standard) -> tuple[Defect, ...]:
    """At least one defect for each check that the item adds; none for the general items."""
    record_type = standard.record_type_of(item.id)
    added = {field.name for field in item.fields}
    own = [check for check in item.checks if check.field not in added or check.rule in _OWN]
    return tuple(defect for check in own for defect in _MAKERS.get(check.kind, _none)(check, record_type, standard))


def _none(check: Check, record_type: RecordType, standard: Standard) -> Iterator[Defect]:
    yield from ()


def _value(check: Check, record_type: RecordType, standard: Standard) -> Iterator[Defect]:
    others = _other_values(check, record_type, standard)

    def mutate(record: Record, field: str, chance: Random, context: Context) -> Change:
        if field == "division_code":
            return division_elsewhere_in_city(record, set(check.params["allowed"]), context, chance)
        return others[chance.randrange(len(others))]

    yield Defect(f"not-of-item:{check.field}", check.rule, check.field, mutate)


def _other_values(check: Check, record_type: RecordType, standard: Standard) -> list[str]:
    """Values that the record type allows and the item does not: of its list, else of other items, else a made-up one."""
    field = record_type.field(check.field)
    mine = written_values(check, record_type, standard)
    if field.code_list is not None:
        entries = standard.code_lists[field.code_list]
        free = [code for code in entries.codes if not code.note_allowed and code.code not in check.params["allowed"]]
        return [code.label if entries.wanted == "label" else code.code for code in free]
    elsewhere = [
        text
        for other in standard.items.values()
        if other.record_type == record_type.name
        for one in other.checks
        if one.kind == "value_of_item" and one.field == check.field
        for text in one.params["allowed"]
    ]
    known = {plain(text) for text in mine}
    return list(dict.fromkeys(text for text in elsewhere if plain(text) not in known)) or [f"其他{field.title}"]


def _issuer(check: Check, record_type: RecordType, standard: Standard) -> Iterator[Defect]:
    mine = [standard.units[unit] for unit in check.params["units"]]
    known = {name for unit in mine for name in unit.names}
    patterns = {pattern for unit in mine for pattern in unit.district_offices}
    places = {division.code: division.name for division in standard.divisions if division.code.startswith("31")}
    others = [
        unit
        for unit in standard.units.values()
        if unit.kind == "municipal_department"
        and unit.district_offices
        and not known & set(unit.names)
        and not patterns & set(unit.district_offices)
    ]

    def mutate(record: Record, field: str, chance: Random, context: Context) -> Change:
        unit = others[chance.randrange(len(others))]
        place = places.get(record["division_code"] or "", "")
        if not place or (record["division_code"] or "").endswith("0000"):
            return unit.title.zh
        return office_names(unit, place)[0]

    yield Defect(f"not-of-item:{check.field}", check.rule, check.field, mutate)


def _required(check: Check, record_type: RecordType, standard: Standard) -> Iterator[Defect]:
    def mutate(record: Record, field: str, chance: Random, context: Context) -> Change:
        if context.conditioned(field):
            return None  # a status may ask for it as well
        if field in CODES and not other_codes(record, field):
            return None  # a record without any code is another finding
        return {field: None}

    yield Defect(f"blank-of-item:{check.field}", check.rule, check.field, mutate)


def _subject(check: Check, record_type: RecordType, standard: Standard) -> Iterator[Defect]:
    other = _COMPANY if "legal_person" not in check.params["subjects"] else _PERSON
    required = {field.name for field in record_type.fields if field.requirement == "required"}

    def mutate(record: Record, field: str, chance: Random, context: Context) -> Change:
        if required & {name for name, value in other.items() if value is None}:
            return None  # a code that the item requires would be missed too
        remarks = {} if "护照" not in (record["remarks"] or "") else {"remarks": "已现场核查"}
        return dict(other) | remarks

    yield Defect("not-of-item:subject", check.rule, check.field, mutate)


_OWN = ("value-of-item", "required")
_Make = Callable[[Check, RecordType, Standard], Iterator[Defect]]
_MAKERS: Mapping[str, _Make] = {
    "value_of_item": _value,
    "issuer": _issuer,
    "required": _required,
    "item_subject": _subject,
}
