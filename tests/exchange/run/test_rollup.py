"""From checks to tests, requirements and classes: what was not shown is never counted as kept."""

from __future__ import annotations

import itertools
from typing import get_args

import pytest

from conformance.exchange.model import CheckResult, CheckVerdict, Exchange, Request, TestResult, TestVerdict
from conformance.exchange.run.exits import OF_VERDICT
from conformance.exchange.run.results import Hollow
from conformance.exchange.run.results import worst as worst_class
from conformance.exchange.run.rollup import class_result, requirement_results
from conformance.exchange.run.verdict import ROLL_UP, of_test, worst
from exchange.run.scripted import trouble
from exchange.run.tiny import case, requirement, status, step, suite, text

GET = step("get", {"method": "GET", "path": "/x"}, status(200))


def checked(*verdicts: CheckVerdict) -> tuple[CheckResult, ...]:
    return tuple(CheckResult(f"t/s/c{n}", one, text("m"), (1,), ("kept",)) for n, one in enumerate(verdicts))


def result(verdict: TestVerdict, *checks: CheckVerdict, test: str = "t") -> TestResult:
    return TestResult(test, "it", verdict, None, checked(*checks))


def exchange(step_: str, attempt: int, broken: bool) -> Exchange:
    request = Request("GET", "http://it.example/x")
    return Exchange(attempt, "it", "t", step_, attempt, request, None, trouble() if broken else None, "", 0.0)


@pytest.mark.parametrize(
    ("checks", "verdict"),
    [
        (["pass"], "pass"),
        (["pass", "info"], "pass"),
        (["pass", "warn"], "warn"),
        (["warn"], "warn"),
        (["pass", "fail", "not-evaluated"], "fail"),
        (["pass", "not-evaluated"], "skip"),
        (["warn", "not-evaluated"], "skip"),
        (["info"], "attest"),
        ([], "skip"),
    ],
)
def test_the_verdict_of_a_test_follows_from_its_checks(checks: list[CheckVerdict], verdict: TestVerdict) -> None:
    assert of_test(checked(*checks), [], None)[0] == verdict


def test_a_pass_needs_a_passed_check() -> None:
    words = get_args(CheckVerdict)
    for number in range(4):
        for checks in itertools.combinations_with_replacement(words, number):
            if "pass" not in checks:
                assert of_test(checked(*checks), [], None)[0] != "pass"


def test_trouble_counts_only_where_no_later_attempt_overcame_it() -> None:
    overcome = [exchange("s", 1, True), exchange("s", 2, False)]
    assert of_test(checked("pass"), overcome, None)[0] == "pass"
    assert of_test(checked("pass"), [*overcome, exchange("other", 1, True)], None)[0] == "error"


def test_steps_that_were_not_done_make_a_skip_with_the_reason() -> None:
    assert of_test(checked("pass"), [], text("why")) == ("skip", text("why"))


def test_the_gravest_verdict_is_that_of_all_together() -> None:
    assert worst(["pass", "omit"]) == "pass"
    assert worst(["pass", "warn", "skip"]) == "skip"
    assert worst(ROLL_UP) == "error"
    assert worst([]) == "omit"


@pytest.mark.parametrize(
    ("verdicts", "wanted"),
    [
        (["pass", "pass"], "conformant"),
        (["pass", "omit"], "conformant"),
        (["pass", "warn"], "conformant-with-findings"),
        (["pass", "attest"], "conformant-with-findings"),
        (["pass", "skip"], "not-fully-verified"),
        (["pass", "error"], "not-fully-verified"),
        (["omit", "omit"], "not-fully-verified"),
        ([], "not-fully-verified"),
        (["fail", "pass"], "non-conformant"),
        (["fail", "error", "skip"], "non-conformant"),
    ],
)
def test_the_verdict_of_a_class(verdicts: list[TestVerdict], wanted: str) -> None:
    cases = {"t": case("t", GET)}
    assert class_result("district", [result(one) for one in verdicts], cases, (), False).verdict == wanted


def test_a_check_that_failed_before_trouble_came_counts_against_the_class() -> None:
    found = class_result("district", [result("error", "fail")], {"t": case("t", GET)}, (), False)
    assert found.verdict == "non-conformant"


def test_tests_of_other_classes_do_not_count() -> None:
    cases = {"t": case("t", GET), "other": case("other", GET, actors=("city",))}
    found = class_result("district", [result("pass"), result("fail", test="other")], cases, (), False)
    assert (found.verdict, found.tests["fail"]) == ("conformant", 0)


def test_an_interrupted_run_and_a_hollow_one_are_not_fully_verified() -> None:
    cases = {"t": case("t", GET)}
    assert class_result("district", [result("pass")], cases, (), True).verdict == "not-fully-verified"
    for blocks, wanted in ((True, "not-fully-verified"), (False, "conformant")):
        sign = Hollow("no-records", text("none"), blocks)
        assert class_result("district", [result("pass")], cases, (sign,), False).verdict == wanted


@pytest.mark.parametrize(
    ("results", "verdict"),
    [
        ([result("pass", "pass")], "verified"),
        ([result("warn", "pass", "warn")], "verified-with-findings"),
        ([result("fail", "fail", "pass")], "violated"),
        ([result("skip")], "not-verified"),
        ([result("error")], "not-verified"),
        ([result("skip", "pass", "not-evaluated")], "not-verified"),
        ([result("omit")], "not-applicable"),
        ([result("attest", "info")], "attested"),
        ([result("pass", "pass"), result("fail", "fail", test="u")], "violated"),
        ([result("pass", "pass"), result("skip", test="u")], "not-verified"),
        ([result("pass", "pass"), result("omit", test="u")], "verified"),
        ([], "not-verified"),
    ],
)
def test_the_verdict_of_a_requirement(results: list[TestResult], verdict: str) -> None:
    of = suite(case("t", GET), case("u", GET))
    (found,) = requirement_results(of, ("district",), results)
    assert (found.id, found.verdict) == ("kept", verdict)


def test_what_only_several_participants_can_show_is_not_shown_by_one() -> None:
    of = suite(case("t", GET, scenario=True))
    (found,) = requirement_results(of, ("district",), [result("omit")])
    assert found.verdict == "not-verified"


@pytest.mark.parametrize(
    ("how", "verdict"),
    [("automated", "not-verified"), ("attested", "attested"), ("inspected", "attested"), ("not-verifiable", "excused")],
)
def test_a_requirement_without_a_test(how: str, verdict: str) -> None:
    of = suite(requirements=[requirement("untested", verification=how)])
    (found,) = requirement_results(of, ("district",), [])
    assert found.verdict == verdict


def test_requirements_on_other_classes_are_left_out() -> None:
    of = suite(requirements=[requirement("of-department", actors=("department",))])
    assert not requirement_results(of, ("district",), [])


def test_of_several_participants_the_gravest_verdict_decides_and_of_none_nothing_is_verified() -> None:
    assert worst_class(("conformant", "non-conformant", "not-fully-verified")) == "non-conformant"
    assert worst_class(("conformant", "conformant-with-findings")) == "conformant-with-findings"
    assert worst_class(()) == "not-fully-verified"


def test_exit_codes() -> None:
    assert OF_VERDICT == {
        "conformant": 0,
        "conformant-with-findings": 0,
        "non-conformant": 1,
        "not-fully-verified": 4,
    }
