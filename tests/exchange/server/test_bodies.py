"""What a body is taken for: strict JSON, digests, ranges of Accept."""

from __future__ import annotations

import pytest

from conformance.exchange.profile.content_digest import content_digest
from conformance.exchange.server.bodies import accepts, digest_fits, strict_json
from conformance.exchange.server.messages import Call


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (b"\xef\xbb\xbf{}", "byte order mark"),
        (b'{"a": NaN}', "NaN"),
        (b'{"a": 1e999}', "beyond measure"),
        (b'{"a": 1, "a": 2}', "twice"),
        (b'{"a": "\\ud800"}', "surrogate"),
        (b'["\\ud800"]', "surrogate"),
        (b'{"a": "\xff"}', "UTF-8"),
        (b"{} {}", "Extra data"),
        (b"[" * 100_000, "deep"),
        (b"1" * 5000, "beyond measure"),
    ],
)
def test_what_is_no_proper_json(text: bytes, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        strict_json(text)


def test_whole_numbers_keep_their_digits() -> None:
    assert strict_json(b'{"a": 123456789012345678901234567890}') == {"a": 123456789012345678901234567890}


@pytest.mark.parametrize(
    ("header", "fits"),
    [
        (None, None),
        (content_digest(b"x"), True),
        (content_digest(b"y"), False),
        ("md5=:AAAA:", None),
        (f"md5=:AAAA:, {content_digest(b'x')}", True),
        ("sha-256=nonsense", False),
    ],
)
def test_digests(header: str | None, fits: bool | None) -> None:
    assert digest_fits(header, b"x") is fits


@pytest.mark.parametrize(
    ("accept", "fine"),
    [
        (None, True),
        ("*/*", True),
        ("application/*;q=0.1", True),
        ("text/html, application/json;q=0.5", True),
        ("text/html", False),
        ("application/json;q=0, */*", False),
    ],
)
def test_ranges(accept: str | None, fine: bool) -> None:
    headers = () if accept is None else (("Accept", accept),)
    call = Call("GET", "/", "", headers, "127.0.0.1", "http://127.0.0.1", None, 1)
    assert accepts(call, "application/json") is fine
