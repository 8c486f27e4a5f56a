"""The declared matrix holds in both directions: what it says is enforced is caught, what cannot be expressed is not."""

from __future__ import annotations

from collections import defaultdict

import pytest

from agreement.bases import ITEMS
from conformance.checks import KINDS
from conformance.publish.records.build import NESTED, record_schema
from conformance.publish.records.matrix import matrix
from conformance.publish.records.model import TELLERS, About, Told, tell
from items.samples import first_items
from recordschema.cases import (
    STANDARD,
    Batch,
    mutant_batches,
    noted_batch,
    sample_batch,
    vector_batches,
    verdicts,
    without_rows,
)
from recordschema.validators import by_ajv, by_jsonschema, by_jsonschema_rs

MATRIX = matrix(STANDARD)
BATCHES: list[Batch] = [*vector_batches(), *mutant_batches(), *(sample_batch(item, 60) for item in first_items())]
BATCHES += [noted_batch(item) for item in ITEMS]


def test_every_kind_of_check_on_records_is_decided():
    used = {
        check.kind
        for record_type in STANDARD.record_types.values()
        for check in record_type.checks
        if STANDARD.rules[check.rule].scope == "record"
    }
    used |= {check.kind for item in STANDARD.items.values() for check in item.checks}
    assert used <= TELLERS.keys() <= KINDS.keys()


SOME = [sample_batch("admin-licence", 60), sample_batch("tax-credit-rating", 60)]
FEW_AND_ALL = pytest.mark.parametrize(
    "batches", [pytest.param(SOME, id="samples"), pytest.param(BATCHES, id="all", marks=pytest.mark.slow)]
)


@FEW_AND_ALL
def test_javascript_and_rust_give_the_same_answers(batches):
    by_rust = [batch.broken for batch in batches]
    assert by_ajv([(batch.schema, batch.records) for batch in batches]) == by_rust
    assert sum(bool(parts) for task in by_rust for parts in task) > 15 * len(batches)


@FEW_AND_ALL
def test_python_and_rust_give_the_same_answers(batches):
    """It is slow, so that it is asked about records that break what none before them broke, and a sound one of each item."""
    seen, asked = set(), 0
    for batch in batches:
        told = [(part["x-rule"], part.get("x-field")) for part in batch.schema["allOf"]]
        for record, broken in zip(batch.records, batch.broken, strict=True):
            new = {told[place] for place in broken} or {batch.item}
            if not new <= seen:
                seen |= new
                asked += 1
                assert by_jsonschema(batch.schema, [record]) == [broken]
    assert asked > 5 * len(batches)


@pytest.fixture(scope="module")
def caught():
    """(rule, field's bounds or none) → records in which the schema finds what it says that it enforces."""
    found = defaultdict(int)
    for batch in BATCHES:
        for verdict in verdicts(batch):
            if verdict.broken and verdict.found:
                found[verdict.rule, verdict.field] += 1
    return found


@pytest.mark.parametrize(
    "rule", [rule for rule, row in MATRIX.items() if (row.whole or row.bounded) and rule != NESTED]
)
def test_what_is_enforced_is_caught(caught, rule):
    row = MATRIX[rule]
    for fields in filter(None, [row.whole, *row.bounded.values()]):
        assert any(caught[rule, field] for field in fields), fields


def test_what_cannot_be_expressed_is_in_no_schema():
    """A record that breaks nothing else fits the schema."""
    untold = {rule for rule, row in MATRIX.items() if row.untold and not (row.whole or row.bounded)}
    seen = set()
    for batch in vector_batches():
        assert untold.isdisjoint(part["x-rule"] for part in batch.schema["allOf"])
        alone = [(r, f) for r, f in without_rows(batch) if f and {rule for rule, _ in f} <= untold]
        seen |= {rule for _, found in alone for rule, _ in found}
        assert by_jsonschema_rs(batch.schema, [record for record, _ in alone]) == [frozenset()] * len(alone)
    judged = {rule.id for rule in STANDARD.rules.values() if rule.scope == "record"}
    assert untold & judged - seen == {"empty-row", "footer-row"}


@pytest.mark.parametrize("item", [item for item in STANDARD.items if item.startswith("any-")])
@pytest.mark.parametrize("purpose", ["submission", "publication"])
def test_every_check_is_either_enforced_or_named_with_its_reason(item, purpose):
    schema = record_schema(item, STANDARD, None, purpose, "warning")
    enforced = {(part["x-rule"], part.get("x-field")) for part in schema["allOf"]}
    named = {(part["x-rule"], part["x-field"]) for part in schema["x-not-expressed"]}
    record_type = STANDARD.record_type_of(item)
    for check in record_type.checks:
        if purpose in check.purposes:
            told = isinstance(tell(About(STANDARD, record_type, purpose), check), Told)
            assert (check.rule, check.field) in (enforced if told else named)
    assert all(part["reason"]["zh"] and part["reason"]["en"] for part in schema["x-not-expressed"])
