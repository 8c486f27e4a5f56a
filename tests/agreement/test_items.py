"""Engine and reference find the same in spoilt records of items that ask for more than their record type."""

from __future__ import annotations

from functools import cache
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agreement.engine import found_by_engine
from agreement.test_reference import agree
from agreement.values import LABELS, TEXTS, likely
from conformance.checks import KINDS
from conformance.sample.defect import Record
from conformance.standard.model import Party
from items.samples import AS_OF, ITEMS, STANDARD, own_checks, records

NARROWED = tuple(item for item in ITEMS if own_checks(item))
OF_ITEMS = ("value_of_item", "issuer", "item_subject", "registered_provider")
"""Kinds that no record type has of itself."""
SUBJECTS = ("subject_uscc", "subject_organisation_code", "subject_citizen_id", "subject_category", "subject_name")
CATEGORIES = ("自然人", "法人及非法人组织", "个体工商户", "natural_person", "个人", "（自然人）", "organisation", None)


@cache
def pool_of(item: str, name: str) -> tuple[str | None, ...]:
    """What may stand in a field of the item: its own values and names, those of others, anything of its kind."""
    field = STANDARD.record_type_of(item).field(name)
    entries = STANDARD.code_lists.get(field.code_list or "")
    words: list[str | None] = [w for c in entries.codes for w in (c.code, c.label, *c.aliases)] if entries else []
    if name == "subject_category":
        words += CATEGORIES
    for check in STANDARD.items[item].checks:
        if check.kind == "value_of_item" and check.field == name:
            words += check.params["allowed"]
            words += [f"“{word}”" for word in check.params["allowed"]]
        if check.kind == "issuer" and check.field == name:
            words += names_of_bodies()
    return (*words, *likely(field.type)[:60], *TEXTS[:20], *LABELS[:10], None)


@cache
def names_of_bodies() -> list[str]:
    """Names of units and of offices in the districts, plain and decorated."""
    units = [unit for unit in STANDARD.units.values() if unit.names]
    offices = [o.replace("{d}", "浦东新区").replace("{s}", "浦东") for u in units for o in u.district_offices]
    return [
        *(name for unit in units for name in unit.names),
        *offices,
        *(f"上海市{u.names[0]}" for u in units[:20]),
        "某局",
    ]


@cache
def some_parties_of(item: str) -> tuple[Party | None, ...]:
    """Three of those, each other item with others: one without a say about it, one who may not submit it, one who asks for more."""
    nobody, may, may_not, district, province = parties_of(item)
    return (nobody, may_not, province) if NARROWED.index(item) % 2 else (may, may_not, district)


@cache
def parties_of(item: str) -> tuple[Party | None, ...]:
    """Nobody, one who may submit the item, one who may not, a district, and a province that asks for fields of its own."""
    known = STANDARD.parties.values()
    ours, providers = [p for p in known if p.kind == "unit"], set(STANDARD.items[item].providers)
    may = next((p for p in ours if set(p.units) & providers), None)
    may_not = next((p for p in ours if not set(p.units) & providers), None)
    return None, may, may_not, STANDARD.parties["district:310115"], STANDARD.parties["province:320000"]


def spoilt(item: str, chance: Random) -> Record:
    """A valid record in which the fields that the item minds, and others, hold something else."""
    columns = {field.name: None for field in STANDARD.record_type_of(item).fields}
    record = columns | dict(chance.choice(records(item)))
    minded = [field for _, field in own_checks(item) if field] + [name for name in SUBJECTS if name in record]
    for name in chance.sample(minded, min(len(minded), chance.randint(1, 3))) + chance.sample(sorted(record), 1):
        record[name] = chance.choice(pool_of(item, name))
    return record


@settings(max_examples=20, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_a_few_spoilt_records_of_any_item(data):
    item = data.draw(st.sampled_from(NARROWED))
    chance = data.draw(st.randoms(use_true_random=False))
    party = data.draw(st.sampled_from(parties_of(item)))
    purpose = data.draw(st.sampled_from(["submission", "publication"]))
    agree([spoilt(item, chance) for _ in range(data.draw(st.integers(1, 24)))], item, purpose, party)


@pytest.mark.slow
@pytest.mark.parametrize("item", NARROWED)
def test_many_spoilt_records(item):
    chance = Random(item)
    for party in some_parties_of(item):
        agree([spoilt(item, chance) for _ in range(25)], item, "submission", party)


def test_these_records_break_every_rule_of_items():
    """Every kind that only items have fails in records made so; the other kinds have theirs in ``test_reference``."""
    assert KINDS.keys() >= set(OF_ITEMS)
    chance, broken = Random(1), set()
    for item in NARROWED[::6]:
        if broken.issuperset(OF_ITEMS):
            break
        kinds = {(c.rule, c.field): c.kind for c in STANDARD.items[item].checks}
        made = [spoilt(item, chance) for _ in range(40)]
        for found in found_by_engine(made, item, AS_OF, "submission", parties_of(item)[2], STANDARD):
            broken |= {kinds[pair] for pair in found if pair in kinds}
    assert broken.issuperset(OF_ITEMS)
