"""The schemas find what the engine finds wherever they say that they do, and nothing where it finds nothing."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agreement.bases import ITEMS as MAIN
from agreement.bases import valid_records
from agreement.test_reference import ALL, ANYTHING, PARTIES, likely, spoilt_records, widened
from items.samples import ITEMS
from recordschema.cases import (
    AS_OF,
    STANDARD,
    Batch,
    mutant_batches,
    noted_batch,
    sample_batch,
    vector_batches,
    verdicts,
    wrong,
)

SOME = (
    "admin-licence",
    "admin-penalty",
    "any-arrears",
    "any-rating",
    "major-tax-case",
    "tourism-removal",
    "pudong-blacklist",
)
"""Items that are tried in every run; the others in the slow one."""
BATCHES = [*vector_batches(), *mutant_batches(), *map(noted_batch, MAIN)]


def judged(batch):
    return wrong(verdicts(batch))


@pytest.mark.parametrize("number", range(len(BATCHES)), ids=lambda n: f"{BATCHES[n].item}: {BATCHES[n].names[0]}")
def test_vectors_and_mutants(number):
    assert judged(BATCHES[number]) == []


@pytest.mark.parametrize("item", [pytest.param(item, marks=() if item in SOME else pytest.mark.slow) for item in ITEMS])
def test_samples_of_every_item(item):
    assert judged(sample_batch(item)) == []


@pytest.mark.parametrize(
    ("item", "party"),
    [
        pytest.param(item, party, marks=() if item in SOME and party == "numbered" else pytest.mark.slow)
        for item in ALL
        for party in sorted(PARTIES)
    ],
)
def test_many_spoilt_records(item, party):
    chance = Random(f"{item} {party}")
    record_type = STANDARD.record_type_of(item)
    records = []
    for _ in range(60):
        record = widened(chance.choice(valid_records(item)), item)
        for name in chance.sample(sorted(record), chance.randint(1, 4)):
            pool = likely(record_type.field(name).type) if chance.random() < 0.85 else ANYTHING
            record[name] = chance.choice(pool)
        records.append(record)
    names = tuple(map(str, range(len(records))))
    for purpose in ("submission", "publication"):
        assert judged(Batch(item, purpose, PARTIES[party], AS_OF, tuple(records), names)) == []


@pytest.mark.slow
@pytest.mark.parametrize("item", ALL)
@settings(max_examples=10, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_a_few_spoilt_records(item, data):
    records = data.draw(st.lists(spoilt_records(item, data.draw(st.booleans())), min_size=1, max_size=8))
    purpose = data.draw(st.sampled_from(["submission", "publication"]))
    party = PARTIES[data.draw(st.sampled_from(sorted(PARTIES)))]
    same = [record for record in records if record.keys() == records[0].keys()]
    assert judged(Batch(item, purpose, party, AS_OF, tuple(same), tuple(map(str, range(len(same)))))) == []
