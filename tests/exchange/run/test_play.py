"""One test on one participant: what is sent, what is taken from the answers, and what comes of it."""

from __future__ import annotations

import base64
import hashlib
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest

from conformance.exchange.model import Planned, TestResult
from conformance.exchange.run.play import play
from conformance.exchange.suite.model import TestCase
from exchange.run.scripted import Answering, context, response, trouble
from exchange.run.tiny import case, check, status, step


def played(of: TestCase, answering: Answering, **values: Any) -> tuple[TestResult, Any]:
    made, state, transport, _clock = context(answering)
    state.values.update(values)
    return play(of, state, made), transport


def always(status_: int = 200, body: Any = None, **headers: str) -> Answering:
    return lambda planned: response(status_, body, **headers)


def sent(params: dict[str, Any], **values: Any) -> Planned:
    """The request of a step."""
    _, transport = played(
        case("t", step("s", {"method": "GET", "path": "/x"} | params, status(200))), always(), **values
    )
    planned: Planned = transport.planned[0]
    return planned


def header(planned: Planned, name: str) -> str | None:
    return next((value for key, value in planned.headers if key.lower() == name), None)


def test_a_passed_check_makes_a_pass() -> None:
    result, _ = played(case("t", step("s", {"method": "GET", "path": "/x"}, status(200))), always())
    assert (result.verdict, result.reason, result.exchanges) == ("pass", None, (1,))


def test_a_failed_check_makes_a_fail_and_later_steps_go_on() -> None:
    steps = [step(name, {"method": "GET", "path": f"/{name}"}, status(201)) for name in ("a", "b")]
    result, transport = played(case("t", *steps), always())
    assert result.verdict == "fail"
    assert transport.asked == ["GET a", "GET b"]


def test_on_fail_stop_test_leaves_out_the_rest() -> None:
    steps = [step(name, {"method": "GET", "path": f"/{name}"}, status(201)) for name in ("a", "b")]
    _, transport = played(case("t", *steps, on_fail="stop-test"), always())
    assert transport.asked == ["GET a"]


def test_a_check_of_what_should_be_is_a_warning() -> None:
    result, _ = played(case("t", step("s", {"method": "GET", "path": "/x"}, status(201, level="warn"))), always())
    assert result.verdict == "warn"


def test_trouble_is_an_error_and_stops_the_test() -> None:
    steps = [step(name, {"method": "GET", "path": f"/{name}"}, status(200)) for name in ("a", "b")]
    result, transport = played(case("t", *steps), lambda planned: trouble("timeout"))
    assert (result.verdict, transport.asked) == ("error", ["GET a"])
    assert result.reason is not None
    assert result.reason.en == "timeout en"


def test_what_failed_before_the_trouble_stays_a_fail() -> None:
    steps = [step(name, {"method": "GET", "path": f"/{name}"}, status(201)) for name in ("a", "b")]
    result, _ = played(case("t", *steps), lambda planned: response(200) if planned.step == "a" else trouble())
    assert result.verdict == "fail"


def test_values_are_taken_by_pointer_header_address_status_and_over_pages() -> None:
    takes = {
        "id": {"pointer": "/a/b"},
        "place": {"header": "Location"},
        "asked": {"url": True},
        "status": {"status": True},
        "ids": {"items": "/list", "member": "id"},
        "absent": {"pointer": "/none"},
    }
    body = {"a": {"b": 7}, "list": [{"id": "x"}, {"other": 1}, {"id": "y"}]}
    made, state, _, _ = context(always(200, body, Location="/batches/1"))
    play(case("t", step("s", {"method": "GET", "path": "/x"}, status(200), **takes)), state, made)
    taken = {name: state.values.get(name) for name in takes}
    assert taken == {
        "id": 7,
        "place": "http://it.example/batches/1",
        "asked": "http://it.example/x",
        "status": 200,
        "ids": ["x", "y"],
        "absent": None,
    }


def test_a_step_without_its_value_is_skipped_with_the_name() -> None:
    result, transport = played(case("t", step("s", {"method": "GET", "url": "${batch.url}"}, status(200))), always())
    assert (result.verdict, transport.asked) == ("skip", [])
    assert result.reason is not None
    assert "batch.url" in result.reason.en


@pytest.mark.parametrize(
    ("use", "wanted"), [("full", "Bearer t-full"), ("limited", "Bearer t-limited"), ("expired", "Bearer t-old")]
)
def test_tokens(use: str, wanted: str) -> None:
    values = {"token.full": "t-full", "token.limited": "t-limited", "given.expired_token": "t-old"}
    assert header(sent({"as": use}, **values), "authorization") == wanted


def test_a_forged_token_is_none_that_was_given_and_no_token_is_none_at_all() -> None:
    forged = header(sent({"as": "corrupt"}, **{"token.full": "t-full"}), "authorization")
    assert forged is not None
    assert "t-full" not in forged
    assert header(sent({"as": "none"}), "authorization") is None
    assert header(sent({}), "authorization") is None


def test_a_client_that_was_not_given_is_asked_for() -> None:
    made, state, transport, _ = context(always())
    state.values["given.clients"] = ["full"]
    result = play(
        case("t", step("s", {"method": "POST", "path": "/token", "client": "limited"}, status(200))), state, made
    )
    assert (result.verdict, transport.planned) == ("skip", [])
    assert result.reason is not None
    assert "client limited" in result.reason.en


def test_every_request_has_an_id_of_its_own_and_the_same_one_again_in_a_replay() -> None:
    again = {"method": "GET", "path": "/x", "times": 3}
    _, first = played(case("t", step("s", again, status(200))), always())
    _, second = played(case("t", step("s", again, status(200))), always())
    ids = [header(one, "x-request-id") for one in first.planned]
    assert len(set(ids)) == 3
    assert ids == [header(one, "x-request-id") for one in second.planned]


def test_the_same_key_name_is_the_same_key() -> None:
    one, two = (header(sent({"key": name}), "idempotency-key") for name in ("a", "b"))
    assert one != two
    assert one == header(sent({"key": "a"}), "idempotency-key")


def test_a_push_has_a_digest_unless_the_step_says_otherwise() -> None:
    push = {"method": "POST", "path": "/batches", "body": {"text": "abc"}}
    summed = base64.b64encode(hashlib.sha256(b"abc").digest()).decode()
    assert header(sent(push), "content-digest") == f"sha-256=:{summed}:"
    assert header(sent(push | {"digest": "none"}), "content-digest") is None
    wrong = header(sent(push | {"digest": "wrong"}), "content-digest")
    assert wrong is not None
    assert wrong != f"sha-256=:{summed}:"


def test_bodies_and_their_types() -> None:
    as_json = sent({"method": "POST", "body": {"json": {"名": "${n}"}}}, n=[1, "二"])
    assert (as_json.body.decode(), header(as_json, "content-type")) == ('{"名":[1,"二"]}', "application/json")
    form = sent({"method": "POST", "body": {"form": {"grant_type": "a b"}}})
    assert (form.body, header(form, "content-type")) == (b"grant_type=a+b", "application/x-www-form-urlencoded")
    odd = sent({"method": "POST", "body": {"text": "{"}, "content_type": "application/json"})
    assert (odd.body, header(odd, "content-type")) == (b"{", "application/json")
    own = sent({"headers": {"Accept": "text/html"}})
    assert [value for name, value in own.headers if name.lower() == "accept"] == ["text/html"]


def test_the_query_is_escaped() -> None:
    planned = sent({"query": {"since": "${c}", "limit": 5}}, c="a&b=/ü+")
    assert dict(parse_qsl(urlsplit(planned.url).query)) == {"since": "a&b=/ü+", "limit": "5"}


def test_a_request_is_sent_again_until_a_status_comes() -> None:
    answers = iter([401, 401, 429, 401])
    params = {"method": "POST", "path": "/token", "times": 10, "stop_at": [429]}
    result, transport = played(case("t", step("s", params, status(429))), lambda planned: response(next(answers)))
    assert (len(transport.planned), result.verdict) == (3, "pass")


def test_a_poll_ends_with_the_state_that_it_waits_for() -> None:
    states = iter(["received", "validating", "accepted", "gone"])
    params = {"method": "GET", "path": "/b", "until": {"pointer": "/state", "in": ["accepted"]}}
    of = case("t", step("s", params, status(200), kind="poll"))
    result, transport = played(of, lambda planned: response(200, {"state": next(states)}))
    assert (len(transport.planned), result.verdict) == (3, "pass")


def test_a_poll_that_sees_nothing_ends_after_its_most() -> None:
    params = {"method": "GET", "path": "/b", "until": {"status": [200]}, "most": 4}
    _, transport = played(case("t", step("s", params, status(200), kind="poll")), always(404))
    assert len(transport.planned) == 4


def pages(*sizes: int, last: str | None = None) -> Answering:
    """Pages of these sizes; the cursor of a page is its number."""

    def answer(planned: Planned) -> Any:
        query = dict(parse_qsl(urlsplit(planned.url).query))
        at = int(query.get("since", "0"))
        size = sizes[at] if at < len(sizes) else 0
        following = last or (str(at + 1) if at + 1 < len(sizes) else str(at))
        return response(200, {"records": [{"id": f"{at}-{n}"} for n in range(size)], "next": following})

    return answer


def test_a_walk_ends_with_an_empty_page_that_points_to_itself() -> None:
    params = {"method": "GET", "path": "/records", "query": {"limit": 2}}
    made, state, transport, _ = context(pages(2, 2, 1, 0))
    play(case("t", step("s", params, status(200), kind="walk", ids={"items": "/records", "member": "id"})), state, made)
    assert len(transport.planned) == 4
    assert state.values["ids"] == ["0-0", "0-1", "1-0", "1-1", "2-0"]
    assert all("limit=2" in one.url for one in transport.planned)


def test_a_walk_that_goes_round_in_circles_ends_after_its_most() -> None:
    params = {"method": "GET", "path": "/records", "most": 7}
    _, transport = played(case("t", step("s", params, status(200), kind="walk")), pages(2, last="0"))
    assert len(transport.planned) == 7


def test_checks_over_several_steps_see_all_of_them() -> None:
    steps = [step(name, {"method": "GET", "path": f"/{name}"}, status(200)) for name in ("a", "b")]
    same = check("same", steps=["a", "b"], pointer="/id")
    result, _ = played(case("t", *steps, across=(same,)), always(200, {"id": 1}))
    assert [one.id for one in result.checks if one.verdict == "pass"] == ["t/a/status", "t/b/status", "t/across/same"]


def test_a_wait_before_a_step_is_by_the_clock_and_bounded() -> None:
    made, state, _, clock = context(always())
    params = {"method": "GET", "path": "/x", "after": "${seconds}"}
    waiting = case("t", step("s", params, status(200)))
    state.values["seconds"] = 3
    assert play(waiting, state, made).verdict == "pass"
    assert clock.slept == [3]
    state.values["seconds"] = 86400
    assert play(waiting, state, made).verdict == "skip"
