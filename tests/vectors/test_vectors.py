"""Every vector gives exactly what it expects: through the engine, and through the reference implementation."""

from __future__ import annotations

from collections import Counter, defaultdict
from functools import cache
from typing import get_args

import pytest

from agreement.engine import ROW_RULES, table_of
from conformance.engine.local import run_table
from conformance.engine.model import Request, Violation
from conformance.standard.model import Severity
from reference.judge import duplicates, judge
from vectors.load import Case, bases, load_cases
from vectors.plain import plain_standard

STANDARD = plain_standard()
CASES = load_cases()
ONCE = {rule.id for rule in STANDARD.rules.values() if rule.once_per_input}
JUDGED = {rule.id for rule in STANDARD.rules.values() if rule.scope in ("record", "dataset")}
Place = tuple[str, str | None, int | None, int, str]


def request_of(case: Case) -> Request:
    party = STANDARD.parties[case.party] if case.party else None
    return Request(STANDARD, case.as_of, case.purpose, party, case.applies_from, examples=10**6)


def place(violation: Violation) -> Place:
    rule = violation.check.rule
    field = None if rule in ROW_RULES else violation.check.field
    return rule, field, violation.record, violation.row, violation.severity


def found_in(records, case: Case) -> list[Place]:
    violations: list[Violation] = []
    run_table(table_of(records, case.item), request_of(case), sink=violations.extend)
    return [place(violation) for violation in violations]


def alone(case: Case) -> bool:
    """Whether the case needs a run of its own: several records, or a rule that is told once per input."""
    return len(case.records) > 1 or any(e.rule in ONCE or e.rule in ROW_RULES for e in case.expect)


@cache
def shared_runs() -> dict[Case, list[Place]]:
    """What is found in the single records, many of them judged in one run for speed.

    They repeat each other's document numbers there, so that findings of unique-key mean nothing.
    """
    groups = defaultdict(list)
    for case in CASES:
        if not alone(case):
            columns = tuple(case.records[0])
            groups[case.item, case.as_of, case.purpose, case.party, case.applies_from, columns].append(case)
    answer: dict[str, list[Place]] = {case.id: [] for cases in groups.values() for case in cases}
    for cases in groups.values():
        for rule, field, record, _, severity in found_in([case.records[0] for case in cases], cases[0]):
            if rule != "unique-key":
                answer[cases[record - 1].id].append((rule, field, 1, 2, severity))
    return answer


def expected(case: Case) -> list[Place]:
    return [(e.rule, e.field, e.record, e.row, e.severity or STANDARD.rules[e.rule].severity) for e in case.expect]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_the_engine_finds_exactly_what_is_expected(case):
    found = found_in(case.records, case) if alone(case) else shared_runs()[case.id]
    assert Counter(found) == Counter(expected(case))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_the_reference_finds_exactly_what_is_expected(case):
    if case.applies_from:
        pytest.skip("the reference knows nothing of back-filings")
    request = request_of(case)
    found = Counter()
    for row, record in enumerate(case.records, 2):
        for rule, field in judge(record, case.item, case.as_of, case.purpose, request.party, STANDARD):
            found[rule, field, row] += 1
    for number in duplicates(list(case.records), case.item, STANDARD):
        found["unique-key", key_of(case.item), number + 2] += 1
    assert found == Counter((e.rule, e.field, e.row) for e in case.expect)


def key_of(item: str) -> str:
    """Where a repeated record is shown."""
    [check] = [check for check in STANDARD.record_type_of(item).checks if check.rule == "unique-key"]
    return check.field


def test_every_rule_has_a_passing_and_a_failing_vector_for_each_record_type_it_judges():
    missing = []
    for rule in sorted(JUDGED):
        cases = [case for case in CASES if case.rule == rule]
        if not any(not case.expect for case in cases) or not any(e.rule == rule for c in cases for e in c.expect):
            missing.append(rule)
        for name, record_type in STANDARD.record_types.items():
            judged = any(check.rule == rule for check in record_type.checks)
            if judged and not any(STANDARD.items[case.item].record_type == name for case in cases):
                missing.append((rule, name))
    assert missing == []


def test_vectors_name_what_the_standard_knows():
    severities = get_args(Severity)
    for case in CASES:
        record_type = STANDARD.record_type_of(case.item)
        assert case.rule in JUDGED
        assert case.clause.split("#")[0] in STANDARD.documents
        assert all(e.rule in STANDARD.rules and e.severity in (None, *severities) for e in case.expect)
        names = {field.name for field in record_type.fields}
        assert all(set(record) <= names for record in case.records), case.id
        assert {e.field for e in case.expect} <= names | {None}
    assert len({case.id for case in CASES}) == len(CASES)


@pytest.mark.parametrize("name", bases())
def test_base_records_are_valid_and_complete(name):
    item, record = bases()[name]
    form = [field.name for field in STANDARD.record_type_of(item).fields if not field.addition]
    assert list(record) == form
    [case] = [case for case in CASES if case.item == item and not case.party and not case.expect][:1]
    assert found_in([record], case) == []
