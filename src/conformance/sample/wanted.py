"""What a data item asks of its records, read off its checks: values, bodies, subjects, required and further fields."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from conformance.sample.topics import BODY, ENTERPRISE, FOREIGNER, INSTITUTION, PERSON, SHOP
from conformance.standard.model import Check, DataItem, Field, RecordType, Standard

_ORGANISATIONS = (ENTERPRISE, SHOP, BODY, INSTITUTION)
_PEOPLE = (PERSON, FOREIGNER)


class Wanted(Struct, frozen=True):
    """One item's demands, in the form in which samples write values."""

    item: DataItem
    record_type: RecordType
    """Narrowed by the item."""
    fields: tuple[Field, ...]
    """Fields that a sample has a column for, in order."""
    values: Mapping[str, tuple[str, ...]]
    """Field → the values that the item allows."""
    codes: Mapping[str, tuple[str, ...]]
    """The same for fields of a code list beyond those of the record type's own columns."""
    issuers: tuple[str, ...]
    """Ids of the units that may be the deciding body; empty where the item does not say."""
    kinds: tuple[int, ...]
    """Kinds of subject that the item is about."""

    def requires(self, field: str) -> bool:
        """Whether the item, or its record type, requires the field."""
        return any(one.name == field and one.requirement == "required" for one in self.fields)


def wanted(item: str, standard: Standard) -> Wanted:
    """The demands of an item. KeyError for an unknown one."""
    entry = standard.items[item]
    record_type = standard.record_type_of(item)
    own = {field.name for field in entry.fields}
    # What only a profile knows has a column where the item asks for it.
    main = [field for field in record_type.fields if not field.addition and field.name not in own]
    asked = [field for field in record_type.fields if field.addition and field.name in entry.required]
    added = [field for field in record_type.fields if field.name in own]
    return Wanted(
        item=entry,
        record_type=record_type,
        fields=(*main, *(field for field in asked if field.name not in own), *added),
        values={
            check.field: written_values(check, record_type, standard)
            for check in entry.checks
            if check.kind == "value_of_item"
        },
        codes={field.name: _codes(field, standard) for field in (*asked, *added) if field.code_list is not None},
        issuers=tuple(unit for check in entry.checks if check.kind == "issuer" for unit in check.params["units"]),
        kinds=_kinds(entry.subject_types),
    )


def written_values(check: Check, record_type: RecordType, standard: Standard) -> tuple[str, ...]:
    """The values of a ``value_of_item`` check: texts, or codes in the form that their list wants."""
    code_list = record_type.field(check.field).code_list
    allowed = set(check.params["allowed"])
    if code_list is None:
        return tuple(check.params["allowed"])
    entries = standard.code_lists[code_list]
    return tuple(
        code.label if entries.wanted == "label" else code.code for code in entries.codes if code.code in allowed
    )


def _codes(field: Field, standard: Standard) -> tuple[str, ...]:
    """The codes of the field's list that need no note, as the list wants them written."""
    entries = standard.code_lists[field.code_list or ""]
    free = [code for code in entries.codes if not code.note_allowed]
    return tuple(code.label if entries.wanted == "label" else code.code for code in free)


def _kinds(subjects: tuple[str, ...]) -> tuple[int, ...]:
    people = _PEOPLE if not subjects or "natural_person" in subjects else ()
    organisations = () if subjects == ("natural_person",) else _ORGANISATIONS
    return (*organisations, *people)
