"""Empty cells: blank, or filled with a word that says nothing."""

from __future__ import annotations

from collections.abc import Mapping
from random import Random

from conformance.sample.defect import BOTH, CODES, Context, Defect, Record, has, other_codes
from conformance.sample.scars import PLACEHOLDERS

_DATES = ("decision_date", "division_code", "data_timestamp")
_SHARED = ("document_number", "subject_name", "authority", *_DATES)
_REQUIRED = {
    "licence": (*_SHARED, "project_name", "approval_category", "licence_content"),
    "penalty": (*_SHARED, "penalty_name", "penalty_category_1", "penalty_facts", "penalty_basis", "penalty_result"),
}
_OPTIONAL = {
    "licence": (*CODES, "legal_representative", "valid_until", "current_status", "remarks"),
    "penalty": (*CODES, "legal_representative", "penalty_category_2", "current_status", "remarks"),
}


def _blank(record: Record, field: str, chance: Random, context: Context) -> Mapping[str, str | None] | None:
    if field in _DATES and not context.steady(record):
        return None
    return {field: None}


def _placeholder(record: Record, field: str, chance: Random, context: Context) -> str | None:
    if field in _DATES and not context.steady(record):
        return None
    return PLACEHOLDERS[chance.randrange(len(PLACEHOLDERS))]


def _optional_placeholder(record: Record, field: str, chance: Random, context: Context) -> str | None:
    if field == "remarks" and has(record, "remarks"):
        return None  # it may be the note that a status or a passport asks for
    if field in CODES[:4] and has(record, field) and not other_codes(record, field):
        return None
    if field == "subject_citizen_id" and not other_codes(record, field):
        return None
    if field == "current_status" and record[field] not in (None, "0"):
        return None
    return PLACEHOLDERS[chance.randrange(len(PLACEHOLDERS))]


def _no_code(record: Record, field: str, chance: Random, context: Context) -> Mapping[str, str | None]:
    return dict.fromkeys(CODES)


def _status_without_note(
    record: Record, field: str, chance: Random, context: Context
) -> Mapping[str, str | None] | None:
    if "护照" in (record["remarks"] or ""):
        return None
    return {"current_status": "3", "remarks": None}


def _fields(table: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    names = dict.fromkeys(name for row in table.values() for name in row)
    return {name: tuple(kind for kind in BOTH if name in table[kind]) for name in names}


DEFECTS = (
    *(Defect(f"blank:{name}", "required", name, _blank, kinds) for name, kinds in _fields(_REQUIRED).items()),
    *(
        Defect(f"placeholder-in-required:{name}", "required", name, _placeholder, kinds)
        for name, kinds in _fields(_REQUIRED).items()
    ),
    *(
        Defect(f"placeholder:{name}", "placeholder-value", name, _optional_placeholder, kinds)
        for name, kinds in _fields(_OPTIONAL).items()
    ),
    Defect("no-code-at-all", "one-of-required", "subject_uscc", _no_code),
    Defect("status-3-without-note", "note-required", "remarks", _status_without_note),
)
