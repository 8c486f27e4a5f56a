"""The batches that mutants of the check kinds are held to (``make mutation``) are right about the program as it is."""

from __future__ import annotations

import pytest

from conformance.checks import KINDS
from mutation.batch import concerning, disagrees
from mutation.batches import batches
from vectors.plain import plain_standard

pytestmark = pytest.mark.slow
STANDARD = plain_standard()
PARTS = 4


@pytest.fixture(scope="module")
def every():
    return list(batches())


def test_the_engine_finds_what_they_say(every):
    assert [told for told in (disagrees(batch, STANDARD) for batch in every) if told] == []


def test_every_kind_is_among_them(every):
    """Each kind of check on records decides something somewhere, and the part that concerns it alone is right as well."""
    used = {
        check.kind
        for owner in (*STANDARD.record_types.values(), *STANDARD.items.values())
        for check in owner.checks
        if STANDARD.rules[check.rule].scope != "submission"
    }
    assert used <= KINDS.keys()
    for kind in sorted(used):
        parts = [part for batch in every if (part := concerning(batch, [kind], STANDARD))]
        assert any(found for batch in parts for record in batch.expected for found in record), kind
        assert [told for told in (disagrees(part, STANDARD) for part in parts[:PARTS]) if told] == [], kind
