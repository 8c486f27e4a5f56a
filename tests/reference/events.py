"""What an event or a status asks for."""

from __future__ import annotations

import unicodedata

from reference.case import Case, Found

EVENTS = ("objection", "revocation", "repair", "removal")
STATUSES = {
    "qualification_status": ("status_date", "suspended withdrawn expired cancelled".split()),
    "repayment_status": ("settled_date", ["settled"]),
}


def judge_events(case: Case) -> Found:
    """Each event has its day and its document, a breach its day and facts, and a status that has changed its day."""
    found: Found = set()
    for event in EVENTS:
        day, document = f"{event}_date", f"{event}_document"
        if case.cell(day).filled and not case.cell(document).filled:
            found.add(("event-without-document", document))
        if case.cell(document).filled and not case.cell(day).filled:
            found.add(("event-without-date", day))
    for status, (day, codes) in STATUSES.items():
        if says(case, status, codes) and not case.cell(day).filled:
            found.add(("status-without-date", day))
    if says(case, "fulfilment", ["breached"]):
        for name in ("breach_date", "breach_facts"):
            if not case.cell(name).filled:
                found.add(("breach-without-facts", name))
    return found


def says(case: Case, name: str, codes: list[str]) -> bool:
    """Whether the field has one of these codes, under any of its words."""
    text = case.value(name)
    if text is None:
        return False
    code_list = case.record_type.field(name).code_list
    assert code_list is not None
    words = {
        word
        for code in case.standard.code_lists[code_list].codes
        if code.code in codes
        for word in (code.code, code.label, *code.aliases)
    }
    return unicodedata.normalize("NFKC", text) in words
