"""What an item asks beyond its record type: broken alone, it is found by its rule alone, and only by this item."""

from __future__ import annotations

import pytest

import conformance
from agreement.engine import found_by_engine
from items.mutants import judged, mutants
from items.samples import AS_OF, ITEMS, OWN_RULES, STANDARD, TYPES, first_items, own_checks, sample
from vectors.plain import plain_item

NARROWED = [item for item in ITEMS if own_checks(item)]
ALONE = ("student-loan", "typical-case")
"""Items of a record type that no other item has; their mutants are held against the bare record type only."""


@pytest.mark.parametrize("item", NARROWED)
def test_each_demand_of_an_item_is_found_by_its_rule_alone(item):
    made = mutants(item)
    assert made
    for (defect, record), rules in zip(made, judged(item)[1], strict=True):
        assert rules == {(defect.rule, defect.field)}, (defect.name, record)


@pytest.mark.parametrize("name", TYPES)
def test_the_record_type_alone_takes_what_an_item_refuses(name):
    plain = plain_item(name)
    blank = dict.fromkeys(field.name for field in STANDARD.record_type_of(plain).fields)
    items = [item for item in NARROWED if STANDARD.items[item].record_type == name]
    made = [blank | {n: v for n, v in record.items() if n in blank} for item in items for _, record in mutants(item)]
    found = found_by_engine(made, plain, AS_OF, "submission", None, STANDARD)
    # Items have their samples from the same seed, so that records of two of them may be the same.
    assert [
        (r, rules) for r, rules in zip(made, found, strict=True) if {rule for rule, _ in rules} - {"unique-key"}
    ] == []


@pytest.mark.parametrize("item", NARROWED)
def test_records_of_another_item_are_refused_by_what_is_this_items_own(item):
    """Valid records of other items of the type, where there are any, give findings of the item's own rules only."""
    refused = [rules for rules in judged(item)[2] if rules]
    # Items have their samples from the same seed, so that records of two of them may be the same.
    assert {rule for rules in refused for rule, _ in rules} - {"unique-key"} <= OWN_RULES
    assert bool(refused) == (item not in ALONE)


def test_every_demand_has_a_mutant():
    missed = {
        (item, rule, field)
        for item in NARROWED
        for rule, field in set(own_checks(item)) - {(defect.rule, defect.field) for defect, _ in mutants(item)}
    }
    assert missed == set()


@pytest.mark.parametrize("item", first_items())
def test_only_registered_parties_submit_an_item(item):
    entry = STANDARD.items[item]
    parties = [party for party in STANDARD.parties.values() if party.kind == "unit"]
    registered = [party.id for party in parties if set(party.units) & set(entry.providers)]
    others = [party.id for party in parties if not set(party.units) & set(entry.providers)]
    for party in registered[:1]:
        report = conformance.check(sample(item), item=item, party=party, as_of=AS_OF)
        assert "provider-registered" not in {finding.rule for finding in report.findings}
    nobody = any(STANDARD.units[unit].unknown for unit in entry.providers)
    if others and not nobody:
        report = conformance.check(sample(item), item=item, party=others[0], as_of=AS_OF)
        assert [f.rule for f in report.findings if f.rule == "provider-registered"] == ["provider-registered"]
