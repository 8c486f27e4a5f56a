"""Rules about code lists, and about notes that go with a code."""

from __future__ import annotations

import re
import unicodedata

from conformance.standard.model import Code, CodeList, Field
from reference.case import Case, Found

NOTE = r"\s*(\(.*\)|[:-].*)"
SEPARATORS = "、,;/ +\n"


def find_code(codes: CodeList, text: str) -> tuple[Code, str] | None:
    """The entry that the text names, and how: by code, label or label with a note."""
    text = unicodedata.normalize("NFKC", text)
    for code in codes.codes:
        if text == code.code and codes.wanted == "code":
            return code, "code"
        for label in (code.label, *code.aliases):
            plain = unicodedata.normalize("NFKC", label)
            if text == plain:
                return code, "label"
            if code.note_allowed and re.fullmatch(re.escape(plain) + NOTE, text, re.DOTALL):
                return code, "note"
    return None


def judge_code(case: Case, field: Field, codes: CodeList) -> Found:
    text = case.value(field.name) or ""
    entry = find_code(codes, text)
    if codes.wanted == "code":
        if entry is None:
            return {("code-list", field.name)}
        if entry[1] != "code":
            return {("label-for-code", field.name)}
        return set() if text == entry[0].code else {("identifier-form", field.name)}
    if entry is not None:
        return set()
    number = unicodedata.normalize("NFKC", text)
    if re.fullmatch(r"[0-9]{1,2}", number):
        numbering = case.party.code_numbering.get(codes.id) if case.party else None
        if numbering is not None:
            return set() if number in numbering else {("code-list", field.name)}
        return {("code-scheme-doubtful", field.name)}
    if codes.several and can_be_split(codes, number):
        return set()
    return {("code-list", field.name)}


def can_be_split(codes: CodeList, text: str) -> bool:
    """Whether the text is several labels side by side. Some labels have a 、 of their own, so every cut is tried."""
    if find_code(codes, text):
        return True
    return any(
        text[position] in SEPARATORS
        and find_code(codes, text[:position]) is not None
        and can_be_split(codes, text[position:].lstrip(SEPARATORS))
        for position in range(1, len(text) - 1)
    )


WITH_OTHER = (
    "approval_category penalty_category_1 penalty_category_2 registration_kind inspection_kind inspection_result "
    "commitment_kind repayment_status report_status"
).split()
"""Fields whose list has a word for other, which asks for a note."""


def judge_notes(case: Case) -> Found:
    if case.cell("remarks").filled:
        return set()
    found: Found = set()
    status = unicodedata.normalize("NFKC", case.value("current_status") or "")
    if status in ("3", "其他", "其它"):
        found.add(("note-required", "remarks"))
    for name in WITH_OTHER:
        text = unicodedata.normalize("NFKC", case.value(name) or "")
        if re.fullmatch(r"其[他它]\s*(\(\s*\)|[:-]?\s*)", text):
            found.add(("other-without-note", name))
    return found
