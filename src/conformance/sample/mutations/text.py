"""Scars of text: spreadsheets' help, blanks, lost characters, too much of it; and rows that are no records."""

from __future__ import annotations

from collections.abc import Mapping
from random import Random

from conformance.sample.defect import Context, Defect, Record, read
from conformance.sample.scars import FOOTERS

Change = str | Mapping[str, str | None] | None
_TEXTS = (
    *("document_number", "project_name", "licence_content"),
    *("penalty_name", "penalty_facts", "penalty_basis", "penalty_result"),
    *("subject_name", "authority", "remarks"),
)
_FURTHER = (
    *("registration_matter", "address", "business_scope", "qualification_name", "status_reason"),
    *("inspection_matter", "result_detail", "scheme_name", "list_name", "entry_reason", "entry_basis", "handling"),
    *("commitment_matter", "commitment_content", "breach_facts", "case_name", "duty", "dishonest_conduct"),
    *("debt_kind", "honour_name", "report_kind", "conduct_name", "conduct_facts", "conduct_place"),
    *("file_name", "file_content", "source_platform", "market_matter", "market_content"),
)
"""Texts of the record types that are this standard's own design."""
_ALL = (*_TEXTS, *_FURTHER)


def _rounded_number(record: Record, field: str, chance: Random, context: Context) -> Change:
    """What a spreadsheet shows for a long number: three figures and a power of ten."""
    value = record[field] or ""
    digits = "".join(c for c in value if c.isdigit())
    if len(digits) < 12 or (field == "subject_citizen_id" and not value[:17].isdigit()):
        return None
    return f"{digits[0]}.{digits[1:6]}E+{len(value) - 1}"


def _formula(record: Record, field: str, chance: Random, context: Context) -> Change:
    return f'="{record[field]}"' if record[field] else None


def _trailing_tab(record: Record, field: str, chance: Random, context: Context) -> Change:
    return f"{record[field]}\t" if record[field] else None


def _apostrophe(record: Record, field: str, chance: Random, context: Context) -> Change:
    return f"'{record[field]}" if record[field] else None


def _number_became_date(record: Record, field: str, chance: Random, context: Context) -> Change:
    day = read(record["decision_date"])
    return f"{day.month}月{day.day}日" if day else None


def _blanks_around(record: Record, field: str, chance: Random, context: Context) -> Change:
    value = record[field]
    if not value:
        return None
    return (f" {value}", f"{value} ", f"\u3000{value}", f"{value}\u3000", f"{value}\u00a0")[chance.randrange(5)]


def _lost(record: Record, field: str, chance: Random, context: Context) -> Change:
    """One character between two Han characters became a question mark or U+FFFD."""
    value = record[field] or ""
    inner = [n for n in range(1, len(value) - 1) if all("\u4e00" <= c <= "\u9fa5" for c in value[n - 1 : n + 2])]
    if not inner:
        return None
    position = inner[chance.randrange(len(inner))]
    return value[:position] + "?\ufffd"[chance.randrange(2)] + value[position + 1 :]


def _control(record: Record, field: str, chance: Random, context: Context) -> Change:
    value = record[field] or ""
    return value[:2] + "\x0b\x1f\x08"[chance.randrange(3)] + value[2:] if len(value) > 4 else None


def _too_long(record: Record, field: str, chance: Random, context: Context) -> Change:
    limit = context.field(field).max_length
    value = record[field] or ""
    if limit is None or not value:
        return None
    return (value + "续" * limit)[: limit + 1 + chance.randrange(20)] if len(value) <= limit else None


def _same_again(record: Record, field: str, chance: Random, context: Context) -> Change:
    return context.previous if context.previous and context.previous["document_number"] != "空" else None


def _footer(record: Record, field: str, chance: Random, context: Context) -> Change:
    return dict.fromkeys(record) | {field: FOOTERS[chance.randrange(len(FOOTERS))]}


def _nothing(record: Record, field: str, chance: Random, context: Context) -> Change:
    return dict.fromkeys(record)


_NUMBERS = ("subject_uscc", "subject_registration_number", "subject_citizen_id")

DEFECTS = (
    *(Defect(f"rounded-number:{name}", "excel-mangled-value", name, _rounded_number) for name in _NUMBERS),
    Defect("formula", "excel-mangled-value", "division_code", _formula),
    Defect("trailing-tab", "excel-mangled-value", "subject_uscc", _trailing_tab),
    Defect("apostrophe", "excel-mangled-value", "document_number", _apostrophe),
    Defect("number-became-date", "excel-mangled-value", "document_number", _number_became_date),
    *(
        Defect(f"blanks-around:{name}", "surrounding-blanks", name, _blanks_around)
        for name in (*_TEXTS, "subject_uscc", "decision_date", "current_status", *_FURTHER)
    ),
    *(Defect(f"lost-character:{name}", "lost-character", name, _lost) for name in _ALL),
    *(
        Defect(f"control-character:{name}", "control-character", name, _control, plantable=False)
        for name in _ALL
        if name != "document_number"
    ),
    *(Defect(f"too-long:{name}", "max-length", name, _too_long) for name in _ALL),
    Defect("same-record-again", "unique-key", "document_number", _same_again),
    Defect("same-record-once-more", "unique-key", "subject_name", _same_again),
    Defect("footer", "footer-row", "document_number", _footer, plantable=False),
    Defect("nothing", "empty-row", "document_number", _nothing, plantable=False),
)
