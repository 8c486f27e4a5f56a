"""Each defect of a valid record is found by its rule, at its field, and by nothing else."""

from __future__ import annotations

from functools import cache
from itertools import islice
from random import Random

import pytest
from msgspec.structs import replace

from agreement.bases import AS_OF, ITEMS, valid_records
from agreement.engine import ROW_RULES, Found, found_by_engine
from conformance.sample.defect import Defect, Record
from conformance.sample.defects import DEFECTS, context_for, defects_for
from conformance.standard.load import load
from conformance.standard.model import Party, Purpose
from reference.judge import duplicates, judge

STANDARD = load()
MUTANTS = 12
CASES = [
    pytest.param(item, defect, id=f"{item}-{defect.name}")
    for item in ITEMS
    for defect in defects_for(STANDARD.record_type_of(item).name)
    if STANDARD.rules[defect.rule].scope == "record"
]


def bases(item: str, purpose: str) -> list[Record]:
    """Valid records for the purpose: nothing that is published may hold a whole citizen id."""
    return [r for r in valid_records(item) if purpose == "submission" or not r["subject_citizen_id"]]


def party_of(defect: Defect) -> Party | None:
    return STANDARD.parties["unit:sh-fda"] if defect.party else None


def mutants(item: str, defect: Defect) -> list[tuple[int, Record]]:
    """Some mutants with the position of the record each comes from, not always the same first ones."""
    context = context_for(STANDARD, STANDARD.record_type_of(item))
    chance = Random(defect.name)
    numbered = list(enumerate(bases(item, defect.purpose)))
    chance.shuffle(numbered)
    found = ((number, defect.apply(record, chance, context)) for number, record in numbered)
    return list(islice(((number, mutant) for number, mutant in found if mutant is not None), MUTANTS))


@cache
def killed(item: str, purpose: Purpose, party: bool) -> dict[str, list[tuple[Record, Found]]]:
    """What the engine finds in every mutant, by defect.

    Many mutants are judged in one run, for speed, but no run has two of the same record: they would be duplicates.
    Rules that are told once per input have a run for each mutant.
    """
    rounds: list[dict[int, tuple[str, Record]]] = []
    for defect in defects_for(STANDARD.record_type_of(item).name):
        rule = STANDARD.rules[defect.rule]
        if (defect.purpose, defect.party) != (purpose, party) or rule.scope != "record":
            continue
        for number, mutant in mutants(item, defect)[: 2 if rule.once_per_input else None]:
            free = next((r for r in rounds if not rule.once_per_input and number not in r and -1 not in r), None)
            if free is None:
                rounds.append(free := {})
            if rule.once_per_input:
                free[-1] = (defect.name, mutant)
            else:
                free[number] = (defect.name, mutant)
    answer: dict[str, list[tuple[Record, Found]]] = {}
    holder = STANDARD.parties["unit:sh-fda"] if party else None
    for entries in (list(r.values()) for r in rounds):
        found = found_by_engine([mutant for _, mutant in entries], item, AS_OF, purpose, holder, STANDARD)
        for (name, mutant), rules in zip(entries, found, strict=True):
            answer.setdefault(name, []).append((mutant, rules))
    return answer


@pytest.mark.parametrize("item", ITEMS)
@pytest.mark.parametrize("purpose", ["submission", "publication"])
def test_valid_records_give_no_finding(item, purpose):
    records = bases(item, purpose)
    found = found_by_engine(records, item, AS_OF, purpose, None, STANDARD)
    assert [(record, f) for record, f in zip(records, found, strict=True) if f] == []


@pytest.mark.parametrize(("item", "defect"), CASES)
def test_a_mutant_is_killed_by_its_rule_alone(item, defect):
    outcomes = killed(item, defect.purpose, defect.party).get(defect.name, [])
    assert outcomes, "no valid record lends itself to this defect"
    expected = {(defect.rule, None if defect.rule in ROW_RULES else defect.field)}
    for record, found in outcomes:
        assert found == expected, record
        assert judge(record, item, AS_OF, defect.purpose, party_of(defect), STANDARD) == expected, record


@pytest.mark.parametrize("item", ITEMS)
def test_a_repeated_record_is_found_by_unique_key_alone(item):
    [defect] = [d for d in defects_for(STANDARD.record_type_of(item).name) if d.rule == "unique-key"]
    records = list(valid_records(item)[:40])
    context = context_for(STANDARD, STANDARD.record_type_of(item))
    repeated = defect.apply(records[31], Random(1), replace(context, previous=records[30]))
    assert repeated == records[30]
    records[31] = repeated
    found = found_by_engine(records, item, AS_OF, "submission", None, STANDARD)
    assert {n: f for n, f in enumerate(found) if f} == {31: {("unique-key", defect.field)}}
    assert duplicates(records, item, STANDARD) == [31]


OF_ITEMS = {"value-of-item", "issuing-organ-unknown", "provider-registered"}
"""Rules that only items ask for: tests/items has their mutants."""


def test_every_rule_about_records_has_a_mutant():
    judged = {rule.id for rule in STANDARD.rules.values() if rule.scope in ("record", "dataset")}
    assert judged - OF_ITEMS == {defect.rule for defect in DEFECTS}


def test_every_check_of_every_rule_has_a_mutant():
    """For each record type, every (rule, field) that the standard checks for the national fields, or says why not."""
    missing = set()
    for item in ITEMS:
        record_type = STANDARD.record_type_of(item)
        national = {field.name for field in record_type.fields if field.origin == "national"}
        covered = {(d.rule, d.field) for d in defects_for(record_type.name)}
        for check in record_type.checks:
            of_files = STANDARD.rules[check.rule].scope == "submission"
            if of_files or check.rule in OF_ITEMS:
                continue
            if check.field in national and (check.rule, check.field) not in covered:
                missing.add((check.rule, check.field))
    # Rules about text as such hang on every field alike; their mutants try the fields where they are likely.
    everywhere = {
        "control-character",
        "excel-mangled-value",
        "lost-character",
        "max-length",
        "personal-data-unmasked",
        "surrounding-blanks",
    }
    assert {pair for pair in missing if pair[0] not in everywhere} == set()
