"""Presence: how many records each check judges, and conditions on columns that the file does not have."""

from __future__ import annotations

from datetime import date

from cells import rules

from agreement.engine import table_of
from conformance.engine.local import run_table
from conformance.engine.model import Request
from conformance.standard.load import load


def judged(records: list[dict[str, str | None]]) -> dict[tuple[str, str], int]:
    """(rule, field) → how many records were judged by it."""
    result = run_table(table_of(records, "admin-licence"), Request(load(), date(2016, 12, 31)))
    return {(t.check.rule, t.check.field): t.checked for t in result.tallies}


def test_what_must_be_there_is_asked_of_every_record_and_a_note_only_where_there_is_a_kind():
    # Notes are more than kinds: a check that looked at the one for the other would count otherwise.
    pairs = [("普通", None), ("其他", "说明"), (None, "说明"), (None, "说明"), (None, None)]
    records = [
        {"document_number": f"沪字〔2016〕第{n}号", "project_name": None, "approval_category": kind, "remarks": note}
        for n, (kind, note) in enumerate(pairs)
    ]
    counts = judged(records)
    assert counts["required", "project_name"] == 5
    assert counts["other-without-note", "approval_category"] == 2


def test_a_note_that_is_asked_for_is_missing_where_there_is_no_column_for_it():
    assert ("note-required", "remarks") in rules(document_number="沪字〔2016〕第1号", current_status="3")
    assert ("note-required", "remarks") not in rules(document_number="沪字〔2016〕第1号", current_status="0")
