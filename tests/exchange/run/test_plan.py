"""Which tests a participant is put to follows from classes, declarations and options, and nothing is left out without a reason."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from conformance.exchange.run.model import Declared, Setup
from conformance.exchange.run.plan import chosen_of, classes_of, operations_of, plan
from conformance.exchange.suite.model import TestCase
from exchange.run.scripted import ALL, participant, setup
from exchange.run.tiny import case, status, step, token

GET = step("get", {"method": "GET", "path": "/x"}, status(200))
DECLARED = Declared({"media_types": ["application/json"]}, ("district",), tuple(ALL), True)


def left(of: TestCase, declared: Declared = DECLARED, made: Setup | None = None, **who: object) -> str | None:
    """What becomes of a test: None where it is run."""
    chosen = participant(**who)  # type: ignore[arg-type]
    (turn,) = plan([of], chosen, declared, chosen.classes, made or setup(chosen))
    assert (turn.leave is None) == (turn.reason is None)
    return turn.leave


def test_only_tests_of_the_classes_are_in_the_plan() -> None:
    of_city = case("of-city", GET, actors=("city",))
    assert not plan([of_city], participant(), DECLARED, ("district",), setup())


def test_observed_tests_and_scenarios_are_not_run_on_a_participant() -> None:
    tests = [case("a", GET, observed=True), case("b", GET, scenario=True)]
    assert not plan(tests, participant(), DECLARED, ("district",), setup())


@pytest.mark.parametrize(("operations", "becomes"), [(tuple(ALL), None), (("list",), "skip")])
def test_what_the_class_must_offer_is_skipped_where_it_is_not_declared(
    operations: tuple[str, ...], becomes: str | None
) -> None:
    assert left(case("t", GET, when=("push",)), replace(DECLARED, operations=operations)) == becomes


def test_what_the_class_need_not_offer_is_omitted_where_it_is_not_declared() -> None:
    declared = replace(DECLARED, operations=("query", "list", "reference-data"))
    assert left(case("t", GET, when=("push",)), declared, classes=("province",)) == "omit"


def test_where_no_declaration_can_be_read_what_the_class_must_offer_is_tested() -> None:
    unread = Declared(reached=True)
    assert left(case("t", GET, when=("push",)), unread) is None
    assert left(case("t", GET, when=("push",)), unread, classes=("province",)) == "omit"


def test_operations_in_the_targets_go_before_those_declared() -> None:
    chosen = participant(operations=("list",))
    assert operations_of(chosen, DECLARED, ("district",)) == {"list"}


@pytest.mark.parametrize(
    ("url", "becomes"),
    [
        ("http://127.0.0.1:8080", "omit"),
        ("http://credit.example", None),
        ("https://127.0.0.1:8080", None),
    ],
)
def test_tls_is_omitted_on_this_machine_only(url: str, becomes: str | None) -> None:
    assert left(case("t", GET, when=("tls",)), url=url) == becomes


def test_formats_that_are_not_declared_are_omitted() -> None:
    assert left(case("t", GET, when=("media:text/csv",))) == "omit"
    assert left(case("t", GET, when=("media:application/json",))) is None


def test_a_test_of_what_is_not_declared_is_for_those_that_do_not_declare_it() -> None:
    undeclared = case("t", GET, when=("undeclared:push",))
    assert left(undeclared) == "omit"
    assert left(undeclared, replace(DECLARED, operations=("list",))) is None


@pytest.mark.parametrize("effect", ["write", "destroy"])
def test_writes_need_the_option_and_a_test_environment(effect: str) -> None:
    writing = case("t", GET, effect=effect)
    assert left(writing) is None
    assert left(writing, made=setup(allow_writes=False)) == "skip"
    assert left(writing, environment="production") == "skip"
    assert left(case("t", GET)) is None


def test_the_phase_that_clears_up_comes_last() -> None:
    tests = [case("c", GET, phase="cleanup"), case("a", GET), case("b", GET)]
    assert [turn.case.id for turn in plan(tests, participant(), DECLARED, ("district",), setup())] == ["a", "b", "c"]


def test_what_gives_a_value_comes_before_what_needs_it() -> None:
    tests = [case("first", GET, needs=("token.full",)), case("second", GET), token()]
    order = [turn.case.id for turn in plan(tests, participant(), DECLARED, ("district",), setup())]
    assert order == ["token-full", "first", "second"]


def test_tests_that_need_each_other_do_not_hang() -> None:
    one = case("one", replace(GET, capture={"a": {"url": True}}), needs=("b",))
    two = case("two", replace(GET, capture={"b": {"url": True}}), needs=("a",))
    assert len(plan([one, two], participant(), DECLARED, ("district",), setup())) == 2


def test_only_takes_in_what_the_chosen_tests_need() -> None:
    tests = [token(), case("walk", GET, needs=("token.full",)), case("other", GET), case("tidy", GET, phase="cleanup")]
    assert chosen_of(tests, ("walk",)) == {"token-full", "walk", "tidy"}
    turns = plan(tests, participant(), DECLARED, ("district",), setup(only=("walk",)))
    assert [turn.case.id for turn in turns if turn.leave == "skip"] == ["other"]


def test_classes_of_the_targets_go_before_those_declared_and_those_asked_for_choose_among_them() -> None:
    declared = replace(DECLARED, classes=("province", "department"))
    both = participant(classes=("district", "city"))
    assert classes_of(both, declared, setup(classes=("city",))) == ("city",)
    assert classes_of(both, declared, setup(classes=("province",))) == ()
    assert classes_of(both, declared, setup()) == ("district", "city")
    assert classes_of(participant(classes=()), declared, setup(classes=("city",))) == ("city",)
    assert classes_of(participant(classes=()), declared, setup()) == ("province",)


def test_only_a_scenario_takes_in_the_tokens_that_it_needs() -> None:
    story = case("story", GET, scenario=True, needs=("token.full",))
    turns = plan([token(), story, case("other", GET)], participant(), DECLARED, ("district",), setup(only=("story",)))
    assert {turn.case.id: turn.leave for turn in turns} == {"token-full": None, "other": "skip"}
