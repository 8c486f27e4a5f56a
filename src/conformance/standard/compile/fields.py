"""Record types and their fields from LinkML classes and slots."""

from __future__ import annotations

from typing import Literal, cast

from conformance.standard.compile.codelists import code_list_id
from conformance.standard.compile.schema import NATIONAL_CODE, Element, Schema, Use, english, flag, notes_of
from conformance.standard.model import Field, Origin, RecordType, Requirement, Text

LAST_COLUMN = 100
"""Rank of the last column that a form or template can have; what stands behind it is an addition."""


def record_type(name: str, cls: Element, schema: Schema) -> RecordType:
    """One record type, still without checks."""
    notes = notes_of(cls)
    return RecordType(
        name=name,
        title=Text(str(cls.title), english(cls) or ""),
        fields=tuple(field(use, schema) for use in schema.uses(str(cls.name))),
        checks=(),
        key_field=notes.get("key_field", ""),
        clause=notes.get("clause", ""),
    )


def field(use: Use, schema: Schema) -> Field:
    """One field."""
    notes = type_notes(use, schema) | dict(use.notes)
    codes = [alias for alias in use.aliases if NATIONAL_CODE.match(alias)]
    length = notes.get("max_length")
    return Field(
        name=use.name,
        title=use.title or "",
        title_en=use.title_en or "",
        code=codes[0] if codes else None,
        aliases=tuple(alias for alias in use.aliases if alias not in codes),
        type=notes.get("field_type", ""),
        requirement=_requirement(use),
        requirement_origin=notes.get("requirement_origin", ""),
        max_length=int(length) if length else None,
        length_origin=notes.get("length_origin"),
        code_list=code_list_id(use.range, flag(notes, "several")) if use.range in schema.enums else None,
        disclosure=notes.get("disclosure", ""),
        clause=notes.get("clause", ""),
        origin=cast(Origin, notes.get("origin", "profile")),
        description=" ".join(use.description.split()),
        personal=cast(Literal["none", "name", "identifier"], notes.get("personal", "none")),
        addition=use.rank is None or use.rank > LAST_COLUMN,
    )


def type_notes(use: Use, schema: Schema) -> dict[str, str]:
    """What hangs on the type of a field."""
    if use.range in schema.enums:
        return {"field_type": "code", "digits": "true"}
    kind = schema.types.get(use.range)
    return notes_of(kind) if kind is not None else {}


def _requirement(use: Use) -> Requirement:
    if use.required:
        return "required"
    return "one-of" if "one_of" in use.notes else "optional"
