"""The results as data: they come back as they went, and are of the shape that LinkML gives them."""

from __future__ import annotations

import typing
from typing import Any

from conformance.exchange import model
from conformance.exchange.run import results as resulting
from conformance.exchange.run import words
from conformance.exchange.run.results import decode, encode, plain
from conformance.standard.shapes import load_shapes
from exchange.run.scripted import ran, response, trouble
from exchange.run.test_drive import MANY, STORY, failing
from exchange.run.tiny import case, requirement, status, step, suite

GET = step("get", {"method": "GET", "path": "/x"}, status(200))


def found() -> resulting.Results:
    tests = suite(case("t", GET), case("u", GET, when=("no-such",)), STORY, requirements=[requirement("kept")])
    return ran(tests, failing("/b"), *MANY)[0]


def said(value: Any) -> Any:
    """What is said: a key that is null says nothing."""
    if isinstance(value, dict):
        return {key: said(part) for key, part in value.items() if part is not None}
    return [said(part) for part in value] if isinstance(value, list) else value


def test_results_come_back_as_they_went() -> None:
    assert decode(encode(found())) == found()


def test_results_are_of_the_shape_that_is_said_of_them() -> None:
    shapes = load_shapes()
    assert not list(shapes.errors(said(plain(found())), "ExchangeResults"))
    down = ran(suite(case("t", GET)), lambda planned: trouble("unreachable"))[0]
    assert not list(shapes.errors(said(plain(down)), "ExchangeResults"))
    nothing = ran(suite(), lambda planned: response(404))[0]
    assert not list(shapes.errors(said(plain(nothing)), "ExchangeResults"))


def test_what_is_not_of_the_shape_is_seen() -> None:
    assert list(load_shapes().errors(said(plain(found())) | {"verdict": "fine"}, "ExchangeResults"))


def test_the_shape_has_the_keys_of_the_data() -> None:
    classes = load_shapes().classes
    twins = {
        "ExchangeResults": resulting.Results,
        "ParticipantResult": resulting.ParticipantResult,
        "ClassOutcome": resulting.ClassResult,
        "RequirementOutcome": resulting.RequirementResult,
        "HollowSign": resulting.Hollow,
        "CleanupOutcome": resulting.Cleanup,
        "TestOutcome": model.TestResult,
        "CheckOutcome": model.CheckResult,
    }
    for name, kind in twins.items():
        assert [slot.key for slot in classes[name].slots] == list(kind.__struct_fields__), name


def test_the_words_of_the_shape_are_those_of_the_views() -> None:
    codes = load_shapes().codes
    for name, told in (
        ("ClassVerdictKind", words.CLASS_VERDICTS),
        ("TestVerdictKind", words.TEST_VERDICTS),
        ("RequirementVerdictKind", words.REQUIREMENT_VERDICTS),
    ):
        assert dict(codes[name]) == {code: text.zh for code, text in told.items()}, name
    assert {code for code, _ in codes["HollowKind"]} == set(typing.get_args(resulting.HollowKind))
