"""The gate: requirements and tests close, in every edition; and the gate itself notices what does not."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from conformance.catalog.store import open_catalogue
from conformance.exchange.suite.closure import gaps, verified_by
from conformance.exchange.suite.load import load_suite
from conformance.exchange.suite.model import Suite
from conformance.standard.load import load
from conformance.standard.model import Text

CLAUSES = {entry.id for entry in open_catalogue(only=["clauses"], checked=False).entries.of("clauses")}
DOCUMENTS = frozenset(load().documents)
SUITE = load_suite("2016")


def test_everything_asked_is_tested_attested_or_excused_and_everything_tested_is_asked() -> None:
    assert list(gaps(SUITE, CLAUSES, DOCUMENTS)) == []


def test_every_kind_of_verification_and_every_origin_is_there() -> None:
    assert {one.verification for one in SUITE.requirements} >= {"automated", "attested", "inspected", "not-verifiable"}
    assert {one.origin for one in SUITE.requirements} == {"document", "profile"}


def test_most_of_what_is_asked_is_tested() -> None:
    assert len(verified_by(SUITE)) > 0.85 * len(SUITE.requirements)


def requirement(name: str, **changes: object) -> Suite:
    """The suite with one requirement changed."""
    changed = tuple(replace(one, **changes) if one.id == name else one for one in SUITE.requirements)  # type: ignore[arg-type]
    return replace(SUITE, requirements=changed)


def case(name: str, **changes: object) -> Suite:
    """The suite with one test changed."""
    changed = tuple(replace(one, **changes) if one.id == name else one for one in SUITE.tests)  # type: ignore[arg-type]
    return replace(SUITE, tests=changed)


def without_test(name: str) -> Suite:
    return replace(SUITE, tests=tuple(one for one in SUITE.tests if one.id != name))


def without_requirement(name: str) -> Suite:
    return replace(SUITE, requirements=tuple(one for one in SUITE.requirements if one.id != name))


@pytest.mark.parametrize(
    ("suite", "said"),
    [
        (without_test("code-list"), "code-list-bytes: is to be tested, and no test shows it"),
        (without_requirement("push-digest"), "push-digest: status shows push-digest, which nobody asks"),
        (requirement("push-digest", actors=("department",)), "which is asked of none of"),
        (requirement("hsts", reason=None), "hsts: is inspected, and does not say why"),
        (requirement("push-digest", reason=Text("因", "why")), "push-digest: is tested, and says why it is not"),
        (requirement("push-digest", verification="attested", reason=Text("因", "why")), "push-digest: is attested, and push-digest tests it"),
        (requirement("push-digest", level="should"), "is of level fail, and push-digest is should"),
        (requirement("exchange-districts", clause="workpoints-2016#T99"), "has no clause T99"),
        (requirement("exchange-districts", origin="profile"), "is not of the profile"),
        (requirement("push-digest", origin="national", clause="gb-99999#1"), "no document gb-99999"),
        (requirement("client-waits", actors=("department", "city")), "no test shows it of a city"),
        (case("push-digest", verifies=("push-csv",)), "says that it shows push-csv, and has no check that does"),
        (without_test("token-full"), "needs token.full, which no test before it takes"),
    ],
)  # fmt: skip
def test_the_gate_notices(suite: Suite, said: str) -> None:
    found = list(gaps(suite, CLAUSES, DOCUMENTS))

    assert any(said in sentence for sentence in found), found
