"""Bodies that are not quite JSON are read all the same; what is no JSON at all is not."""

from __future__ import annotations

import pytest

from conformance.exchange.lenient import MOST_DEPTH, UNREADABLE, read


@pytest.mark.parametrize(
    "body",
    [
        '{"a": "许可"}'.encode(),
        b"\xef\xbb\xbf" + '{"a": "许可"}'.encode(),
        '{"a": "许可"}'.encode("gb18030"),
        '  {"a": "许可"} <!-- 3 ms -->'.encode(),
        '{"a": 1, "a": "许可"}'.encode(),
    ],
)
def test_one_fault_of_form_does_not_hide_the_value(body: bytes) -> None:
    assert read(body) == {"a": "许可"}


@pytest.mark.parametrize("body", [b"", b"<html>", b"\xff\xfe\x00", b"[" * 100_000])
def test_what_is_no_json_is_unreadable(body: bytes) -> None:
    assert read(body) is UNREADABLE


def test_a_value_is_read_as_deep_as_anybody_may_walk_and_no_deeper() -> None:
    def nested(levels: int) -> bytes:
        return b'{"a":' * (levels - 1) + b"[1]" + b"}" * (levels - 1)

    assert read(nested(MOST_DEPTH)) is not UNREADABLE
    assert read(nested(MOST_DEPTH + 1)) is UNREADABLE
    assert read(b"[" + b"[]," * 500 + b"[]]") == [[]] * 501  # many, and not deep


def test_null_is_a_value() -> None:
    assert read(b"null") is None
