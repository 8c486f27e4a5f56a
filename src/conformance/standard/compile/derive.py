"""Checks that follow from the slots and their types, so that nobody has to write them down.

Each rule that the rule book marks as ``derived`` has one function here: field in, declarations out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from msgspec import Struct

from conformance.standard.compile.declarations import Declared, class_of
from conformance.standard.compile.fields import field, type_notes
from conformance.standard.compile.schema import Schema, Use, flag, notes_of
from conformance.standard.model import CodeList, Field

_NUMBERS_OF_SUBJECTS = frozenset({"uscc", "organisation_code", "registration_number", "tax_number"})
"""Columns into which a citizen id strays."""

OWN = "profile#"
"""Beginning of the clauses of this standard's own."""

_LONG_TEXT = frozenset({"text", "person_name"})


class Slot(Struct, frozen=True):
    """A field, with what its slot and type say beyond the model."""

    field: Field
    notes: Mapping[str, str]
    pattern: str | None
    code_list: CodeList | None
    own: bool
    """Whether the record type is this standard's own design: what a template of somebody else's asks for is no ground
    there."""

    @property
    def type(self) -> str:
        """The field's type."""
        return self.field.type


Declarations = Iterator[dict[str, Any]]
_Derivation = Callable[[Slot], Declarations]
DERIVED: dict[str, _Derivation] = {}


def _derives(rule: str) -> Callable[[_Derivation], _Derivation]:
    def enter(function: _Derivation) -> _Derivation:
        DERIVED[rule] = function
        return function

    return enter


def derived(schema: Schema, lists: Mapping[str, CodeList], rules: frozenset[str]) -> list[Declared]:
    """All checks that follow from the slots of all record types, for the rules given."""
    found = []
    for record, cls in schema.record_classes():
        for use in schema.uses(str(cls.name)):
            found += derived_of(use, record, schema, lists, rules, f"{cls.name}.{use.name}")
    return found


def derived_of(
    use: Use,
    record: str,
    schema: Schema,
    lists: Mapping[str, CodeList],
    rules: frozenset[str],
    place: str | None = None,
) -> list[Declared]:
    """The checks that follow from one slot, for a record type."""
    slot = _slot(use, record, schema, lists)
    return [
        Declared(rule, _declaration(data, record, use.name), place or use.name)
        for rule in sorted(rules & DERIVED.keys())
        for data in DERIVED[rule](slot)
    ]


def _slot(use: Use, record: str, schema: Schema, lists: Mapping[str, CodeList]) -> Slot:
    made = field(use, schema)
    kind = schema.types.get(use.range)
    return Slot(
        field=made,
        notes=type_notes(use, schema) | dict(use.notes),
        pattern=None if kind is None or kind.pattern is None else str(kind.pattern),
        code_list=lists[made.code_list] if made.code_list else None,
        own=notes_of(dict(schema.record_classes())[record]).get("clause", "").startswith(OWN),
    )


def _declaration(data: dict[str, Any], record: str, name: str) -> dict[str, Any]:
    return {"records": [record], "fields": [name], **data, "kind": class_of(data["kind"])}


def _ours(place: str) -> dict[str, str]:
    """Our own ground, where the rule's is a template that the record type does not come from."""
    return {"origin": "profile", "clause": OWN + place}


def _lawful(slot: Slot) -> list[str]:
    return slot.notes.get("lawful", "").split()


@_derives("required")
def _required(slot: Slot) -> Declarations:
    if slot.field.requirement == "required":
        ground = _ours(slot.field.name) if slot.field.requirement_origin == "profile" else {}
        yield {"kind": "required", "lawful": _lawful(slot), **ground}


@_derives("placeholder-value")
def _placeholder(slot: Slot) -> Declarations:
    if slot.field.requirement != "required":
        yield {"kind": "placeholder", "lawful": _lawful(slot)}


@_derives("pattern")
def _pattern(slot: Slot) -> Declarations:
    if slot.pattern is None:
        return
    zh, en = slot.notes["shape_zh"], slot.notes["shape_en"]
    message = {
        "zh": f"“{{title}}”应为{zh}，“{{value}}”不符。",
        "en": f"“{{title}}” has {en}; “{{value}}” does not.",
    }
    said = {"message": message, "origin": "national", "clause": slot.notes["shape_clause"]}
    if slot.notes.get("shape_check") == "citizen_id_shape":
        yield {"kind": "citizen_id_shape", "fields": [slot.field.name, "remarks"], **said}
    else:
        yield {"kind": "pattern", "pattern": slot.pattern, **said}


@_derives("identifier-form")
def _identifier_form(slot: Slot) -> Declarations:
    # A code list that is sent by code is written like an identifier: half-width digits.
    if flag(slot.notes, "identifier") or (slot.code_list is not None and slot.code_list.wanted == "code"):
        yield {"kind": "identifier_form"}


@_derives("code-list")
def _code_list(slot: Slot) -> Declarations:
    if slot.code_list is not None:
        yield {"kind": "code_list", "code_list": slot.code_list.id}


@_derives("label-for-code")
def _label_for_code(slot: Slot) -> Declarations:
    if slot.code_list is not None and slot.code_list.wanted == "code":
        yield {"kind": "label_for_code", "code_list": slot.code_list.id}


@_derives("code-scheme-doubtful")
def _code_scheme(slot: Slot) -> Declarations:
    if slot.code_list is not None and not slot.code_list.numbering_stable:
        source = slot.code_list.source
        ground = {"origin": "profile", "clause": source} if source.startswith(OWN) else {}
        yield {"kind": "code_scheme", "code_list": slot.code_list.id, **ground}


@_derives("date")
def _date(slot: Slot) -> Declarations:
    if slot.type == "date":
        yield {"kind": "date", "time_of_day": False, "long_term": flag(slot.notes, "long_term")}


@_derives("timestamp")
def _timestamp(slot: Slot) -> Declarations:
    if slot.type == "timestamp":
        yield {"kind": "date", "time_of_day": True, "long_term": False}


@_derives("date-form")
def _date_form(slot: Slot) -> Declarations:
    if slot.type in ("date", "timestamp"):
        time_of_day = slot.type == "timestamp"
        ground = _ours("date-form") if slot.own else {}
        yield {"kind": "date_form", "time_of_day": time_of_day, "long_term": flag(slot.notes, "long_term"), **ground}


@_derives("number-range")
def _number_range(slot: Slot) -> Declarations:
    if "decimals" in slot.notes:
        limits = {name: int(slot.notes[name]) for name in ("minimum", "maximum", "decimals") if name in slot.notes}
        yield {"kind": "number_range", **limits}


@_derives("number-form")
def _number_form(slot: Slot) -> Declarations:
    if "decimals" in slot.notes:
        yield {"kind": "number_form"}


@_derives("max-length")
def _max_length(slot: Slot) -> Declarations:
    # The length of an identifier is the affair of its shape, that of a code the affair of its list.
    elsewhere = flag(slot.notes, "identifier") or (slot.code_list is not None and slot.code_list.wanted == "code")
    if slot.field.max_length is not None and not elsewhere:
        ground = {"origin": "profile", "clause": slot.field.clause} if slot.own else {}
        yield {"kind": "max_length", "limit": slot.field.max_length, **ground}


@_derives("excel-mangled-value")
def _excel_mangled(slot: Slot) -> Declarations:
    yield {
        "kind": "excel_mangled",
        "numeric": slot.type not in _LONG_TEXT or flag(slot.notes, "digits"),
        "document_number_form": slot.type == "document_number",
    }


@_derives("surrounding-blanks")
def _surrounding_blanks(slot: Slot) -> Declarations:
    yield {"kind": "surrounding_blanks"}


@_derives("lost-character")
def _lost_character(slot: Slot) -> Declarations:
    if flag(slot.notes, "text_like"):
        yield {"kind": "lost_character"}


@_derives("control-character")
def _control_character(slot: Slot) -> Declarations:
    yield {"kind": "control_character"}


@_derives("masked-value")
def _masked(slot: Slot) -> Declarations:
    if "masked_as" in slot.notes:
        yield {"kind": "masked", "masked_kind": slot.notes["masked_as"]}


@_derives("personal-data-unmasked")
def _unmasked(slot: Slot) -> Declarations:
    if slot.type == "citizen_id":
        ground = _ours("personal-data-unmasked") if slot.own else {}
        yield {"kind": "unmasked", "whole": True, **ground}
    elif flag(slot.notes, "text_like") or slot.type in _NUMBERS_OF_SUBJECTS:
        # The form asks for it in its own column only; everywhere else it is this standard that looks for it.
        yield {"kind": "unmasked", "whole": False, **_ours("personal-data-unmasked")}


def _checksum(algorithm: str) -> _Derivation:
    def derive(slot: Slot) -> Declarations:
        if slot.notes.get("checksum") == algorithm:
            yield {"kind": "checksum", "algorithm": algorithm}

    return derive


_derives("uscc-check-digit")(_checksum("gb32100"))
_derives("organisation-code-check-digit")(_checksum("gb11714"))
_derives("citizen-id-check-digit")(_checksum("gb11643"))
_derives("registration-number-check-digit")(_checksum("gs15"))


@_derives("citizen-id-birth-date")
def _birth_date(slot: Slot) -> Declarations:
    if flag(slot.notes, "birth_date"):
        yield {"kind": "birth_date"}
