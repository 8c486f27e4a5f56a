"""Empty cells: blank, or filled with a word that says nothing."""

from __future__ import annotations

from collections.abc import Mapping
from random import Random

from conformance.sample.defect import CODES, EVENTS, Context, Defect, Record, has, other_codes
from conformance.sample.scars import PLACEHOLDERS

_DATES = ("decision_date", "division_code", "data_timestamp")
_SHARED = ("document_number", "subject_name", "authority", *_DATES)
_REQUIRED = (
    *("document_number", "subject_name", "authority", *_DATES),
    *("project_name", "approval_category", "licence_content"),
    *("penalty_name", "penalty_category_1", "penalty_facts", "penalty_basis", "penalty_result"),
    "registration_kind",
    *("qualification_name", "qualification_status"),
    *("inspection_kind", "inspection_matter", "inspection_result"),
    *("scheme_name", "grade"),
    *("list_name", "list_kind", "entry_reason"),
    *("commitment_kind", "commitment_matter", "fulfilment"),
    "judicial_kind",
    *("debt_kind", "amount_owed", "repayment_status"),
    "honour_name",
    *("report_kind", "report_year", "report_status"),
    *("conduct_name", "conduct_polarity", "conduct_facts"),
    "file_name",
    *("source_platform", "market_matter"),
)
_OPTIONAL = (
    *(*CODES, "legal_representative", "valid_until", "current_status", "remarks", "penalty_category_2"),
    *("document_number", "publication_date", "publication_until", "subject_category", "usage_scope", "handling"),
    *("registration_matter", "address", "registered_capital", "business_scope"),
    *("qualification_level", "status_date", "status_reason"),
    *("result_detail", "rectification_due"),
    *("score", "rating_year"),
    *("entry_basis", "responsible_person"),
    *(f"{event}_{what}" for event in EVENTS for what in ("date", "document")),
    *("commitment_content", "fulfilment_due", "breach_date", "breach_facts"),
    *("case_name", "basis_number", "basis_authority", "duty", "performance", "dishonest_conduct"),
    *("amount_due", "due_date", "settled_date"),
    "honour_level",
    *("conduct_date", "conduct_place", "severity_of_dishonesty"),
    *("file_content", "record_count"),
    *("market_content", "amount"),
)


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
    if context.conditioned(field) and has(record, field):
        return None  # another field may ask for it
    return PLACEHOLDERS[chance.randrange(len(PLACEHOLDERS))]


def _no_code(record: Record, field: str, chance: Random, context: Context) -> Mapping[str, str | None]:
    return dict.fromkeys(CODES)


def _status_without_note(
    record: Record, field: str, chance: Random, context: Context
) -> Mapping[str, str | None] | None:
    if "护照" in (record["remarks"] or ""):
        return None
    return {"current_status": "3", "remarks": None}


DEFECTS = (
    *(Defect(f"blank:{name}", "required", name, _blank) for name in _REQUIRED),
    *(Defect(f"placeholder-in-required:{name}", "required", name, _placeholder) for name in _REQUIRED),
    *(Defect(f"placeholder:{name}", "placeholder-value", name, _optional_placeholder) for name in _OPTIONAL),
    Defect("no-code-at-all", "one-of-required", "subject_uscc", _no_code),
    Defect("status-3-without-note", "note-required", "remarks", _status_without_note),
)
