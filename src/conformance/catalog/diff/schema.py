"""A record type, or what an item makes of it, as a JSON Schema: as much of it as JSON Schema can say.

Required fields, the group of which one is needed, code lists, lengths, patterns, ranges, values and bodies of an item.
What it leaves out (check digits, dates, comparisons between fields, conditions) is compared check by check elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from conformance.standard.model import Check, CodeList, DataItem, Field, RecordType, Standard
from conformance.standard.names import names_of

Json = dict[str, Any]
NUMBERS = {"amount": "number", "score": "number", "year": "integer", "count": "integer"}
_CODES = ("subject_uscc", "subject_organisation_code", "subject_registration_number", "subject_tax_number")
_PERSON = "subject_citizen_id"


class Record(Struct, frozen=True):
    """The schema of a record in parts, so that parts of one edition can be tried with those of another."""

    fields: dict[str, Json]
    required: frozenset[str]
    one_of: frozenset[str] = frozenset()
    """One of these has to be there; empty: nothing of the kind."""
    absent: frozenset[str] = frozenset()
    """These must not be there."""

    def schema(self) -> Json:
        """The JSON Schema."""
        properties: Json = {name: part for name, part in self.fields.items() if name not in self.absent}
        properties |= dict.fromkeys(sorted(self.absent), False)
        whole: Json = {"type": "object", "properties": properties, "required": sorted(self.required)}
        if self.one_of:
            whole["anyOf"] = [{"required": [name]} for name in sorted(self.one_of)]
        return whole


def record_schema(record: RecordType, standard: Standard, item: DataItem | None = None) -> Record:
    """The schema of a record type; with ``item`` the record type is the item's narrowed one."""
    without = () if item is None else item.without
    waived = {name for rule, name in without if rule == "required"}
    groups = [check.fields for check in record.checks if check.kind == "one_of"]
    one_of, absent = frozenset(name for group in groups for name in group), frozenset[str]()
    required = {one.name for one in record.fields if one.requirement == "required"} - waived
    checks: dict[str, list[Check]] = {}
    for check in record.checks:
        checks.setdefault(check.field, []).append(check)
        if check.kind == "item_subject" and "natural_person" not in check.params["subjects"]:
            one_of = one_of & frozenset(_CODES)
        elif check.kind == "item_subject" and "legal_person" not in check.params["subjects"]:
            one_of, absent = frozenset({_PERSON}), frozenset(_CODES)
    return Record(
        fields={one.name: field_schema(one, checks.get(one.name, ()), standard) for one in record.fields},
        required=frozenset(required),
        one_of=one_of,
        absent=absent,
    )


def field_schema(field: Field, checks: Iterable[Check], standard: Standard) -> Json:
    """What a value of the field may be. ``checks`` are those shown at it."""
    mine = list(checks)
    if field.type in NUMBERS:
        return _number(field, mine)
    parts: list[Json] = []
    if field.code_list is not None and field.code_list in standard.code_lists:
        parts.append(_values(standard.code_lists[field.code_list]))
    for check in mine:
        if check.kind == "value_of_item":
            parts.append(_of_item(check, field, standard))
        elif check.kind == "issuer":
            parts.append({"enum": names_of(check.params["units"], standard)})
    text: Json = {"type": "string", "minLength": 1}
    if field.max_length is not None and field.code_list is None:
        text["maxLength"] = field.max_length
    patterns = [check.params["pattern"] for check in mine if check.kind == "pattern" and "pattern" in check.params]
    if len(patterns) == 1:
        text["pattern"] = patterns[0]
    elif patterns:
        text["allOf"] = [{"pattern": pattern} for pattern in patterns]
    return _together(parts) or text


def _number(field: Field, checks: Iterable[Check]) -> Json:
    found: Json = {"type": NUMBERS[field.type]}
    for check in checks:
        if check.kind == "number_range":
            found |= {key: check.params[key] for key in ("minimum", "maximum") if key in check.params}
    return found


def _of_item(check: Check, field: Field, standard: Standard) -> Json:
    """The values that a data item takes: texts as they are, codes of the field's list by all their names."""
    allowed = list(dict.fromkeys(check.params["allowed"]))
    if check.params["closed"] or field.code_list not in standard.code_lists:
        return {"enum": allowed}
    entries = standard.code_lists[field.code_list]
    return _values(replace(entries, codes=tuple(code for code in entries.codes if code.code in allowed)))


def _values(codes: CodeList) -> Json:
    """Codes and labels as they are accepted: the words themselves, a note after some, several where allowed."""
    plain: dict[str, None] = {}
    noted: dict[str, None] = {}
    for code in codes.codes:
        coded = codes.wanted == "code" or (codes.numbering_stable and not code.code.isalpha())
        own = [code.label, *([code.code] if coded else [])]
        words = dict.fromkeys(own[::-1] if codes.wanted == "code" else own) | dict.fromkeys(code.aliases)
        plain |= words
        if code.note_allowed:
            noted |= words
    found: list[Json] = [{"enum": list(plain)}]
    if noted:
        found.append({"type": "string", "pattern": f"^({_either(noted)})[（(：:].+$"})
    if not codes.numbering_stable and codes.wanted == "label":
        found.append({"type": "string", "pattern": "^[0-9]{1,2}$"})
    if codes.several:
        one = f"({_either(plain)})"
        found.append({"type": "string", "pattern": f"^{one}([；;，,、/ ]+{one})+$"})
    return found[0] if len(found) == 1 else {"anyOf": found}


def _either(words: Iterable[str]) -> str:
    return "|".join(re.escape(word).replace("\\-", "-") for word in sorted(words, key=lambda w: (-len(w), w)))


def _together(parts: list[Json]) -> Json | None:
    """All of them at once; lists of values are intersected here, which the prover then need not do."""
    lists = [part["enum"] for part in parts if "enum" in part]
    others = [part for part in parts if "enum" not in part]
    if not parts:
        return None
    if lists and not others:
        return {"enum": [value for value in lists[0] if all(value in other for other in lists[1:])]}
    return parts[0] if len(parts) == 1 else {"allOf": parts}
