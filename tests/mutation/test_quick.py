"""Records of every type, spoilt in every way that the pools know, judged by the engine and by the reference.

``make mutation`` runs this and ``tests/checks`` for every mutant; so it is one batch for each record type and purpose.
"""

from __future__ import annotations

from random import Random

import pytest

from agreement.bases import valid_records
from agreement.test_reference import ALL, PARTIES, STANDARD, agree, likely, widened
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


@pytest.mark.parametrize("item", ALL)
def test_engine_and_reference_agree(item):
    rows = 700 if item in ALL[:2] else 250
    agree(spoilt(item, rows), item, "submission", PARTIES["numbered" if item == ALL[0] else "shanghai"])


@pytest.mark.parametrize("item", ALL[:2])
def test_they_agree_on_publications(item):
    agree(spoilt(item, 300), item, "publication", None)
