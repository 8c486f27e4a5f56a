"""Requests are tried again where the service asks to wait or the connection broke, each attempt recorded, and never without bound."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from msgspec.structs import replace

from conformance.exchange.model import Exchange, Planned, Response, Trouble
from conformance.exchange.run.model import Limits
from conformance.exchange.run.sending import Sender, retry_after
from exchange.run.scripted import Answering, context, response, trouble


def in_turn(*answers: Response | Trouble) -> Answering:
    """One answer after the other; the last one again and again."""
    waiting: Iterator[Response | Trouble] = iter(answers)
    last = answers[-1]
    return lambda planned: next(waiting, last)


def planned(attempt: int) -> Planned:
    return Planned("it", "test", "step", attempt, "GET", "http://it.example/x")


def pushing(attempt: int) -> Planned:
    return replace(planned(attempt), method="POST", headers=(("Idempotency-Key", "k"),))


def posting(attempt: int) -> Planned:
    return replace(planned(attempt), method="POST")


def test_an_answer_is_an_answer() -> None:
    made, state, transport, clock = context(in_turn(response(404)))
    Sender(made, state).send(planned)
    assert (len(transport.planned), clock.slept) == (1, [])


@pytest.mark.parametrize("status", [429, 503])
def test_retry_after_is_obeyed_and_every_attempt_is_kept(status: int) -> None:
    made, state, _transport, clock = context(in_turn(response(status, Retry_After="2"), response(200)))
    sender = Sender(made, state)
    assert sender.send(planned).response == response(200)
    assert clock.slept == [2.0]
    assert [one.attempt for one in sender.exchanges] == [1, 2]
    assert state.exchanges == sender.exchanges


def test_without_retry_after_it_is_not_tried_again() -> None:
    made, state, transport, _clock = context(in_turn(response(503)))
    Sender(made, state).send(planned)
    assert len(transport.planned) == 1


def test_a_step_that_wants_the_refusal_gets_it() -> None:
    made, state, transport, _clock = context(in_turn(response(429, Retry_After="2")))
    assert Sender(made, state).send(planned, retry=False).response == response(429, Retry_After="2")
    assert len(transport.planned) == 1


def test_retries_are_bounded() -> None:
    made, state, transport, _clock = context(in_turn(response(503, Retry_After="1")), limits=Limits(retries=2))
    Sender(made, state).send(planned)
    assert len(transport.planned) == 3


def test_waits_of_a_run_are_bounded_together() -> None:
    made, state, _transport, clock = context(in_turn(response(503, Retry_After="10")), limits=Limits(waits_seconds=25))
    for _ in range(5):
        Sender(made, state).send(planned)
    assert sum(clock.slept) == 20


@pytest.mark.parametrize(("request_of", "attempts"), [(planned, 4), (pushing, 4), (posting, 1)])
def test_a_broken_connection_is_tried_again_where_that_does_no_harm(request_of: object, attempts: int) -> None:
    made, state, transport, _clock = context(in_turn(trouble("unreachable")))
    Sender(made, state).send(request_of)  # type: ignore[arg-type]
    assert len(transport.planned) == attempts


@pytest.mark.parametrize("kind", ["timeout", "tls", "cut", "malformed", "too-large", "budget", "other-host"])
def test_other_trouble_is_not_tried_again(kind: str) -> None:
    made, state, transport, _clock = context(in_turn(trouble(kind)))
    Sender(made, state).send(planned)
    assert len(transport.planned) == 1


@pytest.mark.parametrize(
    ("written", "seconds"),
    [
        ("0", 0.0),
        ("120", 120.0),
        (" 7 ", 7.0),
        ("Fri, 01 Jul 2016 00:00:30 GMT", 30.0),
        ("Thu, 30 Jun 2016 00:00:00 GMT", 0.0),
        ("-1", None),
        ("1.5", None),
        ("soon", None),
        ("٣", None),
        ("9" * 400, 999999999.0),
        ("Mon, 01 Jan 2020 00:00:00 +99999999999999999999", None),
    ],
)
def test_retry_after_as_a_number_or_a_date(written: str, seconds: float | None) -> None:
    made, state, _, _ = context(in_turn(response(503, Retry_After=written)), limits=Limits(retries=0))
    exchange: Exchange = Sender(made, state).send(planned)
    assert retry_after(exchange) == seconds
