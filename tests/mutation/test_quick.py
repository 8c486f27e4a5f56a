"""Records of every type, spoilt in every way that the pools know, judged by the engine and by the reference.

``make mutation`` runs this and ``tests/checks`` for every mutant; so it is one batch for each of a few record types.
"""

from __future__ import annotations

from random import Random

import pytest

from agreement import test_items
from agreement.bases import ITEMS, valid_records
from agreement.test_reference import PARTIES, STANDARD, agree, likely, widened
from conformance.sample.defect import Record


def spoilt(item: str, rows: int) -> list[Record]:
    """Valid records, each with one to three fields that hold something else; the same ones every time."""
    chance = Random(item)
    record_type = STANDARD.record_type_of(item)
    made = []
    for number in range(rows):
        record = widened(chance.choice(valid_records(item)), item)
        for name in chance.sample(sorted(record), 1 + number % 3):
            record[name] = chance.choice([*likely(record_type.field(name).type), None])
        made.append(record)
    return made


SOME = (*ITEMS, "any-arrears", "any-rating", "any-list-entry", "any-qualification")
"""Record types that together have every kind of check on records."""


def test_every_kind_is_among_them():
    kinds = {
        c.kind
        for item in SOME
        for c in STANDARD.record_type_of(item).checks
        if STANDARD.rules[c.rule].scope == "record"
    }
    every = {
        c.kind for r in STANDARD.record_types.values() for c in r.checks if STANDARD.rules[c.rule].scope == "record"
    }
    assert kinds >= every


@pytest.mark.parametrize("item", SOME)
def test_engine_and_reference_agree(item):
    rows = 500 if item in ITEMS else 200
    agree(spoilt(item, rows), item, "submission", PARTIES["numbered" if item == ITEMS[0] else "shanghai"])


@pytest.mark.parametrize("item", ITEMS[1:])
def test_they_agree_on_publications(item):
    agree(spoilt(item, 300), item, "publication", None)


@pytest.mark.parametrize("item", ["abnormal-list", "tax-credit-rating"])
def test_they_agree_on_items(item):
    """The kinds that only items have, for one who may not submit."""
    chance = Random(item)
    agree([test_items.spoilt(item, chance) for _ in range(150)], item, "submission", test_items.parties_of(item)[2])
