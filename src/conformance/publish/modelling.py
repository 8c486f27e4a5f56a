"""Making the model that emitters read from the compiled standard."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache

from conformance.publish.matrix import construct_of
from conformance.publish.model import (
    CodeListModel,
    CodeModel,
    Demand,
    EditionModel,
    FieldModel,
    Kind,
    Order,
    RecordModel,
)
from conformance.publish.records.build import severity_of
from conformance.standard.load import DEFAULT_EDITION, load
from conformance.standard.model import Check, Code, CodeList, DataItem, Field, RecordType, Standard, Text

_KINDS: dict[str, Kind] = {
    "code": "code",
    "date": "date",
    "timestamp": "timestamp",
    "amount": "decimal",
    "score": "decimal",
    "year": "integer",
    "count": "integer",
    **dict.fromkeys(
        (
            "text",
            "document_number",
            "person_name",
            "uscc",
            "organisation_code",
            "registration_number",
            "tax_number",
            "citizen_id",
            "division_code",
        ),
        "text",
    ),
}
"""Type of a field → what its texts are."""
_LONG_TERM = ("长期", "永久", "长期有效", "永久有效", "无期限", "无固定期限")
"""What may stand for the day on which something ends that has no end. A test holds it to the engine's."""


@cache
def shipped_model(edition: str = DEFAULT_EDITION, item: str | None = None) -> EditionModel:
    """The model of an edition that is shipped. Raises ValueError for an unknown edition, KeyError for an unknown item."""
    return edition_model(load(edition), item)


def edition_model(standard: Standard, item: str | None = None) -> EditionModel:
    """The model of an edition, or of one data item of it. Raises KeyError for an unknown item."""
    if item is not None and item not in standard.items:
        raise KeyError(item)
    wanted = standard.items.values() if item is None else [standard.items[item]]
    items = tuple(_record(standard, standard.record_type_of(one.id), one) for one in wanted)
    records = items if item else tuple(_record(standard, one, None) for one in standard.record_types.values())
    used = {field.code_list for record in (*records, *items) for field in record.fields}
    return EditionModel(
        id=standard.edition.id,
        version=standard.edition.version,
        title=standard.edition.title,
        date=standard.edition.date,
        digest=standard.digest,
        records=records,
        items=items,
        code_lists=tuple(_code_list(one) for one in standard.code_lists.values() if one.id in used),
        standard=standard,
        item=item,
    )


def _record(standard: Standard, record: RecordType, item: DataItem | None) -> RecordModel:
    checks = tuple(check for check in record.checks if "submission" in check.purposes)
    return RecordModel(
        id=record.name if item is None else item.id,
        record_type=record.name,
        item=None if item is None else item.id,
        title=record.title if item is None else item.title,
        clause=record.clause if item is None else item.clause,
        key_field=record.key_field,
        fields=tuple(_field(field, [c for c in checks if c.field == field.name]) for field in record.fields),
        demands=tuple(_demand(check, standard) for check in checks),
        one_of=tuple(check.fields for check in checks if check.kind == "one_of"),
        orders=tuple(_orders(checks)),
        unique=tuple(check.fields for check in checks if check.kind == "unique"),
    )


def _demand(check: Check, standard: Standard) -> Demand:
    rule = standard.rules[check.rule]
    return Demand(
        rule=check.rule,
        kind=check.kind,
        construct=construct_of(check),
        fields=check.fields,
        params=check.params,
        severity=severity_of(check, standard, None),
        scope=rule.scope,
        title=rule.title,
        message=check.message or rule.message,
        remedy=check.remedy or rule.remedy,
        clause=check.clause or rule.clause,
    )


def _orders(checks: Iterable[Check]) -> Iterator[Order]:
    for check in checks:
        if check.kind == "comparison":
            if check.params["operator"] != ">=":
                raise ValueError(f"no emitter knows how {check.rule} compares: {check.params['operator']}")
            yield Order(check.fields[0], check.fields[1], check.rule)


def _field(field: Field, checks: list[Check]) -> FieldModel:
    """The field with what its own checks say of its value."""
    told = {check.kind: check.params for check in checks}
    number, dated = told.get("number_range", {}), told.get("date", {})
    item = told.get("value_of_item", {"closed": True})
    words = _LONG_TERM if dated.get("long_term") else tuple(told.get("required", {}).get("lawful", ()))
    return FieldModel(
        name=field.name,
        title=Text(field.title, field.title_en),
        description=field.description,
        code=field.code,
        type=field.type,
        kind=_kind(field),
        required="required" in told,
        clause=field.clause,
        personal=field.personal,
        disclosure=field.disclosure,
        max_length=told["max_length"]["limit"] if "max_length" in told else None,
        code_list=field.code_list,
        allowed=() if item["closed"] else tuple(item["allowed"]),
        pattern=_pattern(told),
        forms=tuple(one["pattern"] for one in told.get("identifier_kind", {}).get("accepted", ())),
        check_digit=told.get("checksum", {}).get("algorithm"),
        minimum=number.get("minimum"),
        maximum=number.get("maximum"),
        decimals=number.get("decimals"),
        words=words,
    )


def _kind(field: Field) -> Kind:
    try:
        return _KINDS[field.type]
    except KeyError:
        raise ValueError(f"nothing says what texts of the type {field.type!r} are texts of ({field.name})") from None


def _pattern(told: dict[str, dict[str, object]]) -> str | None:
    pattern = told.get("pattern", {}).get("pattern")
    return None if pattern is None else str(pattern)


def _code_list(entries: CodeList) -> CodeListModel:
    return CodeListModel(
        id=entries.id,
        title=Text(entries.title, entries.title_en),
        wanted=entries.wanted,
        several=entries.several,
        source=entries.source,
        codes=tuple(_code(code, entries) for code in entries.codes),
    )


def _code(code: Code, entries: CodeList) -> CodeModel:
    by_code = entries.wanted == "code"
    # Where a list is sent by code its labels are understood, but told as a fault; where it is sent by label, a code that is a
    # word is no value at all.
    also = () if by_code else code.aliases
    written = code.code if by_code else code.label
    return CodeModel(
        code=code.code,
        title=Text(code.label, code.label_en),
        written=written,
        accepted=tuple(dict.fromkeys((written, *also))),
        label=code.label,
        note_allowed=code.note_allowed,
    )
