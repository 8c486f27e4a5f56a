"""What redaction costs grows as the body does, whatever the body is made of: no service can hold a run up by what it answers."""

from __future__ import annotations

import time
from datetime import date

import pytest

from conformance.exchange.evidence.memory import TooMuchWork, Words
from conformance.exchange.evidence.redact import Redactor
from conformance.exchange.model import Response
from conformance.standard.model import Standard
from exchange.evidence.hostile_bodies import SECRET, SHAPES

SIZES = (20_000, 80_000)
SPARE = 0.3
"""Seconds that say nothing: what is set up once, and a machine that is busy."""
MOST = 6.0
"""Times that four times the size may cost: a square would be sixteen."""
WHOLE = 4 << 20
"""The longest answer that is read."""
SECONDS = 45.0
"""Of CPU for the whole of it, on a slow machine; a square of the cheapest shape would be an hour."""


def cost(standard: Standard, shape: str, size: int) -> float:
    media, body = SHAPES[shape]
    redactor = Redactor(standard, known=[SECRET], as_of=date(2016, 7, 1))
    redactor.seal_response(Response(200, (("Content-Type", media),), b'{"name":"x"}'))  # what is set up once
    content = body(size)
    began = time.process_time()
    redactor.seal_response(Response(200, (("Content-Type", media),), content))
    return time.process_time() - began


@pytest.mark.parametrize("shape", SHAPES)
def test_what_redaction_costs_grows_as_the_body_does(standard: Standard, shape: str) -> None:
    first, last = (cost(standard, shape, size) for size in SIZES)
    assert last <= MOST * first + SPARE


@pytest.mark.slow
@pytest.mark.parametrize(
    "shape",
    ["tags in quotes", "BASE64 of a secret", "many secrets", "secrets that begin alike", "deep JSON", "a long name"],
)
def test_the_longest_answer_is_redacted_in_seconds(standard: Standard, shape: str) -> None:
    assert cost(standard, shape, WHOLE) <= SECONDS


def test_looking_for_words_takes_no_more_steps_than_there_are_characters_to_some_factor() -> None:
    words = Words()
    for length in range(2, 400):
        words.add("a" * length + "b")
    with pytest.raises(TooMuchWork):
        list(words.found("a" * 10_000))
    assert list(words.found("xaab xab")) == [(1, 4)]


def test_what_cannot_be_searched_in_bounded_time_is_not_recorded(standard: Standard) -> None:
    redactor = Redactor(standard)
    redactor.learn(*("Aa1" + "1" * length for length in range(400)))
    body = redactor.seal_response(Response(200, (), b'{"a":"' + b"Aa1" * 5000 + b'"}'))
    assert body.body.startswith(b"not-recorded-")
    assert body.redacted


@pytest.mark.parametrize(
    ("body", "gone"),
    [
        ("<a><?x 310101199003078812?></a>", "310101199003078812"),
        ("<a><!-- <password>open sesame</password> --></a>", "sesame"),
        ("<a><![CDATA[<r><password>open sesame</password></r>]]></a>", "sesame"),
        ("<a><!-- never closed <password>open sesame</password></a>", "sesame"),
        ("<a b='never closed><password>open sesame</password></a>", "sesame"),
        ('<user name="a<b" password="open sesame"/>', "sesame"),
        ("<a310101199003078812>x</a310101199003078812>", "310101199003078812"),
        ("<a 310101199003078812>x</a>", "310101199003078812"),
    ],
)
def test_odd_markup_hides_nothing(standard: Standard, body: str, gone: str) -> None:
    sealed = Redactor(standard).seal_response(Response(200, (("Content-Type", "text/xml"),), body.encode()))
    assert gone not in sealed.body.decode()


@pytest.mark.parametrize(
    "body", [b'{"access_token":"\xed\xa0\x80abcDEF123456"}', b'{"access_token":"\\ud800abcDEF123456"}']
)
def test_halves_of_characters_are_no_reason_to_fail(standard: Standard, body: bytes) -> None:
    assert b"abcDEF123456" not in Redactor(standard).seal_response(Response(200, (), body)).body


def test_a_body_that_gives_away_more_secrets_than_can_be_looked_for_is_not_recorded(standard: Standard) -> None:
    media, body = SHAPES["many secrets"]
    sealed = Redactor(standard).seal_response(Response(200, (("Content-Type", media),), body(40_000)))
    assert sealed.body.startswith(b"not-recorded-")
