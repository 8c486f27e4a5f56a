"""Each check of each record type of our own finds its mutant of a complete record, and nothing else does."""

from __future__ import annotations

from datetime import date

import pytest

from agreement.bases import TYPES, valid_records
from agreement.engine import found_by_engine
from agreement.mutations import MUTATIONS, complete, mutants
from reference.judge import judge
from vectors.plain import plain_standard

STANDARD = plain_standard()
AS_OF = date(2016, 12, 30)
ONCE = {rule.id for rule in STANDARD.rules.values() if rule.once_per_input}
ELSEWHERE = {"empty_row", "footer_row", "unique", "in_jurisdiction", "unmasked", "known_region", "known_category"}
"""Kinds that need more than one record, a party, another purpose, or that are told once per file: see the vectors.
What needs other files has batches of its own."""


def by_number(records):
    """No two records are the same, nor have they one key."""
    return [
        record | {"document_number": f"沪字〔2016〕第{n}号"}
        if record.get("document_number") == records[0]["document_number"]
        else record
        for n, record in enumerate(records)
    ]


@pytest.mark.parametrize("item", TYPES)
def test_every_check_finds_its_own_mutant_and_no_other_does(item):
    record_type = STANDARD.record_type_of(item)
    base = complete(valid_records(item)[0], record_type)
    assert judge(base, item, AS_OF, "submission", None, STANDARD) == set()
    made = list(mutants(base, record_type))
    records = [base, *(record for _, record in made)]
    found = found_by_engine(by_number(records), item, AS_OF, "submission", None, STANDARD)
    assert found[0] == set()
    for (check, record), rules in zip(made, found[1:], strict=True):
        told = {(rule, field) for rule, field in rules if rule not in ONCE and rule != "unique-key"}
        assert told == {(check.rule, check.field)}, (check.rule, check.field, record[check.field])
        expected = judge(record, item, AS_OF, "submission", None, STANDARD)
        assert {pair for pair in expected if pair[0] not in ONCE} == told


@pytest.mark.parametrize("item", TYPES)
def test_no_kind_of_check_is_left_out(item):
    checks = STANDARD.record_type_of(item).checks
    kinds = {check.kind for check in checks if STANDARD.rules[check.rule].scope != "submission"}
    assert kinds - MUTATIONS.keys() <= ELSEWHERE
