"""Whatever a service does, one exchange ends in bounded time and size, with the word for what happened, and without an exception."""

from __future__ import annotations

import gzip
import time
import zlib
from pathlib import Path

import pytest

from exchange.run.hostile import answer, as_json, closed_port, drips, floods, hangs, own_certificate, sends, serving
from exchange.run.wires import HASTY, SHORT, asked

OK = b"HTTP/1.1 200 OK\r\n"
BOMB = gzip.compress(b"\0" * 50_000_000, 9)
GARBAGE = bytes(range(1, 256)) * 40

CASES = {
    "silence": (hangs, "timeout"),
    "closes-at-once": (lambda *_: None, "unreachable"),
    "slow-headers": (drips(OK, b"X-Slow: 1\r\n"), "timeout"),
    "slow-status-line": (drips(b"HTTP/1.1 ", b"2"), "timeout"),
    "endless-continue": (drips(b"", b"HTTP/1.1 100 Continue\r\n\r\n", 0.01), "timeout"),
    "slow-body": (drips(OK + b"Content-Length: 100000\r\n\r\n", b"a"), "timeout"),
    "slow-chunks": (drips(OK + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\na\r\n"), "timeout"),
    "endless-body": (floods(OK + b"\r\n", b"a" * 65536), "too-large"),
    "endless-chunks": (
        floods(OK + b"Transfer-Encoding: chunked\r\n\r\n", b"8000\r\n" + b"a" * 0x8000 + b"\r\n"),
        "too-large",
    ),
    "endless-redirect": (floods(b"HTTP/1.1 302 X\r\nLocation: /y\r\n\r\n", b"a" * 65536), "too-large"),
    "gzip-bomb": (sends(answer(200, BOMB, Content_Encoding="gzip")), "too-large"),
    "deflate-bomb": (sends(answer(200, zlib.compress(b"\0" * 9_000_000, 9), Content_Encoding="deflate")), "too-large"),
    "no-gzip": (sends(answer(200, b"plain", Content_Encoding="gzip")), "cut"),
    "cut-gzip": (sends(answer(200, gzip.compress(b"a" * 100_000)[:60], Content_Encoding="gzip")), "cut"),
    "cut-body": (sends(OK + b"Content-Length: 500\r\n\r\nhalf"), "cut"),
    "cut-chunk": (sends(OK + b"Transfer-Encoding: chunked\r\n\r\n100\r\nhalf"), "cut"),
    "wrong-chunk-length": (sends(OK + b"Transfer-Encoding: chunked\r\n\r\nzz\r\nhalf\r\n0\r\n\r\n"), "cut"),
    "garbage": (sends(GARBAGE), "malformed"),
    "no-http": (sends(b"220 mail.example ESMTP\r\n"), "malformed"),
    "huge-header": (sends(OK + b"X: " + b"a" * 200_000 + b"\r\n\r\n"), "malformed"),
    "many-headers": (sends(OK + b"".join(b"X-%d: 1\r\n" % n for n in range(500)) + b"\r\n"), "malformed"),
}


@pytest.mark.parametrize("name", CASES)
def test_a_hostile_answer_is_a_trouble_of_its_kind(name: str) -> None:
    handler, kind = CASES[name]
    with serving(handler) as url:
        began = time.monotonic()
        exchange = asked(url, limits=HASTY if kind == "timeout" else SHORT)
        assert exchange.trouble is not None
        assert (exchange.trouble.kind, exchange.response) == (kind, None)
        assert time.monotonic() - began < SHORT.exchange_seconds / 2


def test_nobody_listens() -> None:
    exchange = asked(closed_port())
    assert exchange.trouble is not None
    assert exchange.trouble.kind == "unreachable"


def test_a_body_that_goes_on_after_its_length_is_read_as_far_as_that() -> None:
    with serving(sends(OK + b"Content-Length: 2\r\n\r\nok and more")) as url:
        exchange = asked(url)
    assert exchange.response is not None
    assert exchange.response.body == b"ok"


@pytest.mark.parametrize(
    "target", ["http://192.0.2.1/x", "https://elsewhere.example/", "//elsewhere.example/x", "ftp://127.0.0.1/x"]
)
def test_a_redirect_is_an_answer_like_any_other_and_is_not_followed(target: str) -> None:
    with serving(sends(answer(302, b"moved", Location=target))) as url:
        exchange = asked(url)
    assert exchange.response is not None
    assert (exchange.response.status, exchange.response.header("location")) == (302, target)


@pytest.mark.parametrize(
    "target",
    [
        "http://192.0.2.1/x",
        "http://127.0.0.1:1/x",
        "https://127.0.0.1:{port}/x",
        "http://127.0.0.1:{port}@elsewhere.example/",
        "http://user:secret@127.0.0.1:{port}/x",
        "http://127.0.0.1.elsewhere.example:{port}/",
        "http://localhost:{port}/x",
        "file:///etc/passwd",
        "http://[::1",
        "x",
    ],
)
def test_other_hosts_ports_and_schemes_are_never_asked(target: str) -> None:
    with serving(sends(as_json({}))) as url:
        exchange = asked(url, target.replace("{port}", url.rpartition(":")[2]))
    assert exchange.trouble is not None
    assert exchange.trouble.kind == "other-host"


def test_a_certificate_that_nobody_vouches_for_is_refused(tmp_path: Path) -> None:
    with serving(sends(as_json({})), own_certificate(tmp_path)) as url:
        exchange = asked(url)
    assert exchange.trouble is not None
    assert exchange.trouble.kind == "tls"


def test_a_certificate_of_an_authority_that_was_named_is_taken_and_the_version_of_tls_is_kept(tmp_path: Path) -> None:
    with serving(sends(as_json({})), own_certificate(tmp_path)) as url:
        exchange = asked(url, trust=tmp_path / "own.pem")
    assert exchange.trouble is None
    assert exchange.tls == "TLSv1.3"
