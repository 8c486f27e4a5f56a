"""Code lists from LinkML enums."""

from __future__ import annotations

from conformance.standard.compile.schema import Schema, english, flag, notes_of, snake
from conformance.standard.model import Code, CodeList

SEVERAL = "_several"
"""Ending of the id of a list that may be used several times in one cell; its codes are those of the plain list."""


def code_list_id(enum: str, several: bool = False) -> str:
    """``PenaltyCategory`` → ``penalty_category``."""
    return snake(enum) + (SEVERAL if several else "")


def code_lists(schema: Schema) -> dict[str, CodeList]:
    """The lists that fields of record types use, by id."""
    used = {
        (use.range, flag(use.notes, "several"))
        for _, cls in schema.record_classes()
        for use in schema.uses(str(cls.name))
        if use.range in schema.enums
    }
    lists = (_code_list(schema, enum, several) for enum, several in sorted(used))
    return {entries.id: entries for entries in lists}


def _code_list(schema: Schema, name: str, several: bool) -> CodeList:
    enum = schema.enums[name]
    notes = notes_of(enum)
    return CodeList(
        id=code_list_id(name, several),
        title=str(enum.title),
        title_en=english(enum) or "",
        wanted="code" if notes.get("wanted") == "code" else "label",
        codes=tuple(
            Code(
                code=str(value.text),
                label=str(value.title),
                label_en=english(value) or "",
                aliases=tuple(map(str, value.aliases)),
                note_allowed=flag(notes_of(value), "note_allowed"),
            )
            for value in enum.permissible_values.values()
        ),
        source=notes.get("source", ""),
        several=several,
        numbering_stable=flag(notes, "numbering_stable", default=True),
    )
