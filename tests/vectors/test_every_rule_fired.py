"""Every rule and every kind of check has fired: told by what the engine found, not by what the vectors promise."""

from __future__ import annotations

from collections import defaultdict

import pytest

import conformance
from conformance.checks import KINDS
from conformance.engine.local import run_table
from conformance.standard.load import load
from vectors.load import ROOT
from vectors.test_batches import INVALID, checked_as_meant
from vectors.test_vectors import CASES, STANDARD, request_of, table_of

EXAMPLES = ROOT / "examples"


@pytest.fixture(scope="module")
def in_vectors() -> set[tuple[str, str]]:
    """Rule and kind of every check that failed in the records of the vectors."""
    alike = defaultdict(list)
    for case in CASES:
        for record in case.records if case.expect else ():
            how = case.item, case.as_of, case.purpose, case.party, case.applies_from, tuple(record)
            alike[how].append((case, record))
    fired = set()
    for entries in alike.values():
        [case, _], records = entries[0], [record for _, record in entries]
        result = run_table(table_of(records, case.item), request_of(case))
        fired |= {(tally.check.rule, tally.check.kind) for tally in result.tallies if tally.failed}
    return fired


@pytest.fixture(scope="module")
def in_files() -> set[str]:
    """Every rule that is told of the invalid submissions, of one file and of several, and of payloads."""
    reports = [conformance.check(path, as_of="2016-12-31") for path in (EXAMPLES / "submissions/invalid").iterdir()]
    reports += [checked_as_meant(folder) for folder in INVALID]
    reports += [conformance.check(path, as_of="2016-12-31") for path in (EXAMPLES / "payloads/invalid").iterdir()]
    return {finding.rule for report in reports for finding in report.findings}


def test_every_rule_has_fired(in_vectors, in_files):
    fired = {rule for rule, _ in in_vectors} | in_files
    assert set(load().rules) - fired == set()


def test_every_kind_of_check_has_fired(in_vectors, in_files):
    """Kinds about the whole submission are told by their rules: each has a rule of its own."""
    fired = {kind for _, kind in in_vectors}
    checks = [check for record_type in STANDARD.record_types.values() for check in record_type.checks]
    checks += [check for item in STANDARD.items.values() for check in item.checks]
    fired |= {check.kind for check in checks if check.rule in in_files and STANDARD.rules[check.rule].scope != "record"}
    assert {check.kind for check in checks} - fired == set()
    assert KINDS.keys() - fired == set()
