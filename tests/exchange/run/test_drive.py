"""Whole runs over a scripted service: order, clearing up, interruption, several participants."""

from __future__ import annotations

import json
from urllib.parse import urlsplit

import pytest

from conformance.exchange.model import Planned, Response, Trouble
from conformance.exchange.run.drive import Interrupted, run
from conformance.exchange.run.results import Results
from conformance.exchange.suite.model import TestCase
from conformance.report.errors import UsageError
from conformance.standard.load import load
from exchange.run.scripted import Answering, Scripted, StillClock, declaring, participant, ran, response, setup, trouble
from exchange.run.tiny import case, check, push, requirement, status, step, suite, token, walk

GET = step("get", {"method": "GET", "path": "/x"}, status(200))


def verdicts(results: Results) -> dict[tuple[str, str], str]:
    return {(one.participant, one.test): one.verdict for one in results.tests}


def taking(planned: Planned) -> Response:
    """A service that takes every row of every batch, whatever it is."""
    path = urlsplit(planned.url).path
    if path == "/batches":
        return response(202, {"id": "b1", "state": "received"}, Location="/batches/b1")
    if path == "/batches/b1":
        return response(200, {"id": "b1", "state": "accepted"})
    if path == "/batches/b1/receipt":
        lines = [{"row": 1, "record": "r1", "verdict": "accepted"}, {"row": 2, "record": "r/2", "verdict": "accepted"}]
        return response(200, {"lines": lines})
    return response(201, {"state": "accepted"}) if path.endswith("/corrections") else response(200, {})


def test_what_was_pushed_is_withdrawn_in_the_end() -> None:
    results, transport, _ = ran(suite(token(), push()), declaring(taking))
    assert transport.asked[-2:] == ["POST records/r1/corrections", "POST records/r%2F2/corrections"]
    assert json.loads(transport.planned[-1].body)["kind"] == "withdrawal"
    cleanup = results.participants[0].cleanup
    assert (cleanup.withdrawn, cleanup.left) == (2, ())


def test_what_could_not_be_cleaned_up_is_said() -> None:
    def stubborn(planned: Planned) -> Response:
        return response(403) if planned.url.endswith("/corrections") else taking(planned)

    results, _, _ = ran(suite(token(), push()), declaring(stubborn))
    cleanup = results.participants[0].cleanup
    assert (cleanup.withdrawn, cleanup.left) == (0, ("r1", "r/2"))
    assert cleanup.reason is not None


def test_a_batch_whose_receipt_was_never_read_is_asked_for_it() -> None:
    params = {"method": "POST", "path": "/batches", "as": "full", "key": "k", "body": {"fixture": "one"}}
    pushing = case("push", step("send", params, status(202)), effect="write", needs=("token.full",))
    results, transport, _ = ran(suite(token(), pushing), declaring(taking))
    assert "GET batches/b1/receipt" in transport.asked
    assert results.participants[0].cleanup.withdrawn == 2


def test_what_a_test_withdrew_itself_is_not_withdrawn_twice() -> None:
    withdrawing = case(
        "withdraw",
        step(
            "send",
            {
                "method": "POST",
                "path": "/records/r1/corrections",
                "as": "full",
                "body": {"json": {"kind": "withdrawal"}},
            },
            status(201),
        ),
        effect="destroy",
        needs=("token.full",),
    )
    results, transport, _ = ran(suite(token(), push(), withdrawing), declaring(taking))
    assert results.participants[0].cleanup.withdrawn == 1
    assert transport.asked.count("POST records/r1/corrections") == 1


def test_ctrl_c_clears_up_and_then_goes_on_as_ctrl_c() -> None:
    def interrupted(planned: Planned) -> Response:
        if planned.test == "later":
            raise KeyboardInterrupt
        return taking(planned)

    transport, made = Scripted(declaring(interrupted)), setup()
    tests = suite(token(), push(), case("later", GET), case("last", GET))
    with pytest.raises(Interrupted) as broken:
        run(made, tests, load(), transport, StillClock())
    results = broken.value.results
    assert isinstance(broken.value.__cause__, KeyboardInterrupt)
    assert results.participants[0].cleanup.withdrawn == 2
    assert verdicts(results)["it", "last"] == "error"
    assert results.interrupted
    assert results.exit == 4


def faulty(monkeypatch: pytest.MonkeyPatch, place: str) -> Interrupted:
    """A run in which something of ours fails that is no test."""

    def wrong(*_: object) -> None:
        raise ZeroDivisionError("ours")

    monkeypatch.setattr(f"conformance.exchange.run.{place}", wrong)
    with pytest.raises(Interrupted) as broken:
        run(setup(classes=("district",)), suite(token(), push()), load(), Scripted(declaring(taking)), StillClock())
    assert isinstance(broken.value.__cause__, ZeroDivisionError)
    return broken.value


@pytest.mark.parametrize("place", ["drive.discover", "drive._Run._scenarios", "drive.cleanup.clear"])
def test_a_fault_of_ours_outside_of_tests_leaves_results_all_the_same(
    monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    results = faulty(monkeypatch, place).results
    assert (results.exit, results.interrupted) == (3, True)
    assert [one.name for one in results.participants[0].classes] == ["district"]
    assert results.verdict == "not-fully-verified"


def test_what_was_pushed_before_a_fault_of_ours_is_withdrawn(monkeypatch: pytest.MonkeyPatch) -> None:
    assert faulty(monkeypatch, "drive._Run._scenarios").results.participants[0].cleanup.withdrawn == 2


def test_a_fault_of_ours_while_clearing_up_names_what_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    (left,) = faulty(monkeypatch, "drive.cleanup.clear").results.participants[0].cleanup.left
    assert left.endswith("/batches/b1")


@pytest.mark.parametrize("location", ["http://[", "\ud800", "/batches/b1"])
def test_odd_addresses_and_ids_do_not_keep_a_run_from_clearing_up(location: str) -> None:
    def odd(planned: Planned) -> Response:
        path = urlsplit(planned.url).path
        if path == "/batches":
            return response(202, {"id": "b1"}, Location=location)
        if path.endswith("/receipt"):
            return response(200, {"lines": [{"record": "\ud800"}, {"record": "r1"}]})
        return taking(planned)

    results, _, _ = ran(suite(token(), push()), declaring(odd))
    assert results.participants[0].cleanup.left or results.participants[0].cleanup.withdrawn == 2
    assert results.exit != 3


def test_tests_that_clear_up_run_even_when_the_others_failed() -> None:
    tidy = case("tidy", GET, phase="cleanup")
    _, transport, _ = ran(
        suite(tidy, case("t", step("s", {"method": "GET", "path": "/y"}, status(418)))), declaring(taking)
    )
    assert transport.asked[-2:] == ["GET y", "GET x"]


def test_a_fault_of_ours_is_an_error_and_exit_3() -> None:
    def wrong(planned: Planned) -> Response:
        raise ZeroDivisionError("ours")

    results, _, _ = ran(suite(case("t", GET)), declaring(wrong))
    assert verdicts(results) == {("it", "t"): "error"}
    assert results.exit == 3


def test_a_record_that_lacks_an_exchange_refuses_the_run() -> None:
    def lacking(planned: Planned) -> Response:
        raise UsageError("缺少", "lacking")

    with pytest.raises(UsageError):
        ran(suite(case("t", GET)), declaring(lacking))


def test_what_builds_on_a_test_that_was_not_done_says_why_that_was_not() -> None:
    reading = case("reading", GET, needs=("batch.url",))
    results, _, _ = ran(suite(token(), push(), reading), declaring(taking), allow_writes=False)
    reasons = {one.test: one.reason.en for one in results.tests if one.reason is not None}
    assert reasons["push"] == "it writes, and --allow-writes was not given"
    assert reasons["reading"] == f"push, which it builds on, was not completed: {reasons['push']}"


def test_declared_operations_that_no_test_touched_are_named() -> None:
    results, _, _ = ran(suite(case("t", GET, when=("list",))), declaring(taking))
    (sign,) = [one for one in results.participants[0].warnings if one.kind == "never-exercised"]
    assert "corrections, push, query, reference-data" in sign.text.en


def test_a_run_over_the_whole_sees_every_exchange_of_its_participant() -> None:
    over = case("over", across=(check("json-form"),), over="run")
    results, transport, _ = ran(suite(case("t", GET), over), declaring(taking))
    (found,) = [one for one in results.tests if one.test == "over"]
    assert {number for one in found.checks for number in one.exchanges} <= {1, 2}
    assert len(transport.planned) == 2


# Several participants and scenarios.

MANY = (
    participant("d", classes=("district",)),
    participant("c", classes=("city",)),
    participant("p", classes=("province",)),
)


def scenario(*steps: tuple[str, str]) -> TestCase:
    """Steps as (class, path), each of which has to be answered with 200."""
    made = [step(f"s{n}", {"method": "GET", "path": path}, status(200), at=at) for n, (at, path) in enumerate(steps)]
    return case("story", *made, scenario=True, effect="write", on_fail="stop-test")


STORY = scenario(("district", "/a"), ("city", "/b"), ("province", "/c"), ("city", "/d"))


def failing(*paths: str) -> Answering:
    def answer(planned: Planned) -> Response | Trouble:
        return response(500) if urlsplit(planned.url).path in paths else response(200, {})

    return declaring(answer)


def test_a_scenario_gives_everybody_a_result() -> None:
    results, transport, _ = ran(suite(STORY), failing(), *MANY)
    assert verdicts(results) == {("d", "story"): "pass", ("c", "story"): "pass", ("p", "story"): "pass"}
    assert [urlsplit(one.url).hostname for one in transport.planned[3:]] == [
        "d.example",
        "c.example",
        "p.example",
        "c.example",
    ]


@pytest.mark.parametrize(
    ("path", "wanted"),
    [
        ("/a", {"d": "fail", "c": "skip", "p": "skip"}),
        ("/b", {"d": "pass", "c": "fail", "p": "skip"}),
        ("/c", {"d": "pass", "c": "skip", "p": "fail"}),
        ("/d", {"d": "pass", "c": "fail", "p": "pass"}),
    ],
)
def test_only_the_culprit_fails(path: str, wanted: dict[str, str]) -> None:
    results, _transport, _ = ran(suite(STORY), failing(path), *MANY)
    assert {name: word for (name, _), word in verdicts(results).items()} == wanted
    held_up = [one.reason.en for one in results.tests if one.verdict == "skip" and one.reason is not None]
    culprit = next(name for name, word in wanted.items() if word == "fail")
    assert all(f"halt at {culprit}" in reason for reason in held_up)


def test_trouble_in_a_scenario_is_an_error_of_that_participant() -> None:
    def answer(planned: Planned) -> Response | Trouble:
        return trouble("timeout") if planned.url.endswith("/b") else response(200, {})

    results, _, _ = ran(suite(STORY), declaring(answer), *MANY)
    assert verdicts(results)["c", "story"] == "error"
    assert verdicts(results)["p", "story"] == "skip"


def test_a_scenario_without_its_cast_is_omitted_with_the_reason() -> None:
    results, transport, _ = ran(suite(STORY), failing(), *MANY[:2])
    assert set(verdicts(results).values()) == {"omit"}
    assert len(transport.planned) == 2


def test_one_participant_of_all_classes_does_not_play_all_parts() -> None:
    every = participant("every", classes=("district", "city", "province"))
    results, _, _ = ran(suite(STORY), failing(), every)
    assert verdicts(results) == {("every", "story"): "omit"}


def test_parts_are_given_so_that_all_can_be_played() -> None:
    both = participant("both", classes=("district", "city"))
    _results, transport, _ = ran(suite(scenario(("district", "/a"), ("city", "/b"))), failing(), both, MANY[0])
    assert [urlsplit(one.url).hostname for one in transport.planned[2:]] == ["d.example", "both.example"]


def test_a_scenario_writes_nowhere_if_one_of_them_is_production() -> None:
    live = participant("p", classes=("province",), environment="production")
    results, transport, _ = ran(suite(STORY), failing(), *MANY[:2], live)
    assert set(verdicts(results).values()) == {"skip"}
    assert len(transport.planned) == 3


def test_each_participant_has_its_own_verdict_and_the_worst_is_that_of_the_run() -> None:
    def answer(planned: Planned) -> Response:
        return response(500 if planned.participant == "c" else 200, {})

    tests = suite(case("t", GET), requirements=[requirement("kept")])
    results, _, _ = ran(tests, declaring(answer), *MANY)
    assert [one.verdict for one in results.participants] == ["conformant", "non-conformant", "conformant"]
    assert (results.verdict, results.exit) == ("non-conformant", 1)


def test_a_participant_that_is_down_does_not_keep_the_others_from_being_tested() -> None:
    def answer(planned: Planned) -> Response | Trouble:
        return trouble("tls") if planned.participant == "d" else declaring(lambda _: response(200))(planned)

    results, _, _ = ran(suite(case("t", GET)), answer, *MANY)
    assert [one.verdict for one in results.participants] == ["not-fully-verified", "conformant", "conformant"]
    assert [one.reached for one in results.participants] == [False, True, True]


def pages(*sizes: int) -> Answering:
    """A list of pages of these sizes."""

    def answer(planned: Planned) -> Response:
        at = int(planned.url.rpartition("since=")[2]) if "since=" in planned.url else 0
        records = [{"id": f"{at}-{n}"} for n in range(sizes[at])] if at < len(sizes) else []
        return response(200, {"records": records, "next": str(min(at + 1, len(sizes)))})

    return declaring(answer)


def signs(results: Results) -> dict[str, bool]:
    """Kind of each sign of a hollow run, and whether it blocks."""
    return {one.kind: one.blocks for one in results.participants[0].warnings if one.kind != "never-exercised"}


@pytest.mark.parametrize(("sizes", "wanted"), [((5, 5), {}), ((3,), {"one-page": False}), ((), {"no-records": True})])
def test_a_list_of_one_page_or_none_says_little(sizes: tuple[int, ...], wanted: dict[str, bool]) -> None:
    assert signs(ran(suite(token(), walk()), pages(*sizes))[0]) == wanted


def test_a_push_without_a_bad_row_says_little() -> None:
    params = {"method": "POST", "path": "/batches", "as": "full", "key": "k", "body": {"fixture": "good"}}
    good = case("push", step("send", params, status(202)), effect="write", needs=("token.full",))
    assert signs(ran(suite(token(), good), declaring(taking))[0]) == {"no-bad-rows": False}
    assert signs(ran(suite(token(), push()), declaring(taking))[0]) == {}
