"""What goes over the wire, what is kept of it, and in which order the two happen."""

from __future__ import annotations

import base64
import gzip
import hashlib
import socket
from pathlib import Path

import pytest

from conformance.exchange.model import Exchange, Planned, Request, Response
from conformance.exchange.run.clock import SystemClock
from conformance.exchange.run.guard import Guard
from conformance.exchange.run.origins import is_loopback, origin
from conformance.exchange.run.wire import Reach, Wire
from exchange.run.hostile import answer, as_json, sends, serving
from exchange.run.wires import SHORT, Unsealed, asked, asking, wire


class Renaming(Unsealed):
    """Stands for a redactor: ``raw`` outside is ``sealed`` inside."""

    def seal_request(self, request: Request) -> Request:
        headers = tuple((name, value.replace("raw", "sealed")) for name, value in request.headers)
        return Request(request.method, request.url, headers, request.body.replace(b"raw", b"sealed"))

    def seal_response(self, response: Response) -> Response:
        return Response(response.status, response.headers, response.body.replace(b"raw", b"sealed"), True)

    def seal_text(self, text: str) -> str:
        return text.replace("raw", "sealed")

    def unseal(self, text: str) -> str:
        return text.replace("sealed", "raw")

    def unseal_bytes(self, body: bytes) -> bytes:
        return body.replace(b"sealed", b"raw")


def echo(connection: socket.socket, method: str, path: str) -> None:
    connection.sendall(as_json({"method": method, "path": path, "raw": 1}))


def test_pseudonyms_are_put_back_when_sending_and_nothing_raw_is_kept() -> None:
    kept: list[Exchange] = []
    with serving(echo) as url:
        own = origin(url)
        assert own is not None
        made = Wire({"it": Reach(frozenset({own}))}, Guard({"it"}), Renaming(), kept.append, SystemClock(), SHORT)
        headers = (("Authorization", "Bearer sealed"), ("X-Other", "1"))
        given = made.send(asking(f"{url}/sealed-path", "POST", headers=headers, body=b"a sealed body"))
        made.close()
    assert given == kept[0]
    assert given.request.headers[0] == ("Authorization", "Bearer sealed")
    assert given.response is not None
    assert b'"path": "/sealed-path"' in given.response.body  # what the service saw as /raw-path, sealed again
    assert b"raw" not in given.response.body + given.request.body


def test_the_secret_of_a_client_goes_out_and_is_kept_only_as_sealed() -> None:
    with serving(echo) as url:
        own = origin(url)
        assert own is not None
        reach = Reach(frozenset({own}), {"full": ("id", "raw-secret")})
        made = Wire({"it": reach}, Guard(), Unsealed(), lambda _: None, SystemClock(), SHORT)
        exchange = made.send(asking(f"{url}/token", "POST", client="full"))
        made.close()
    basic = base64.b64encode(b"id:raw-secret").decode()
    assert ("Authorization", f"Basic {basic}") in exchange.request.headers


def test_a_packed_body_is_unpacked_and_its_digest_is_that_of_the_packed_one() -> None:
    packed = gzip.compress(b'{"a": 1}')
    for of, word in ((packed, "match"), (b'{"a": 1}', "mismatch")):
        digest = f"sha-256=:{base64.b64encode(hashlib.sha256(of).digest()).decode()}:"
        with serving(sends(answer(200, packed, Content_Encoding="gzip", Content_Digest=digest))) as url:
            exchange = asked(url)
        assert exchange.response is not None
        assert (exchange.response.body, exchange.response.content_digest) == (b'{"a": 1}', word)


def test_headers_are_kept_as_they_came_and_twice_where_they_came_twice() -> None:
    raw = b"HTTP/1.1 200 OK\r\nX-A: 1\r\nX-A: 2\r\nContent-Length: 0\r\n\r\n"
    with serving(sends(raw)) as url:
        exchange = asked(url)
    assert exchange.response is not None
    assert exchange.response.headers[:2] == (("X-A", "1"), ("X-A", "2"))


def test_an_odd_status_without_a_body_is_an_answer() -> None:
    for status in (204, 304, 599):
        with serving(sends(f"HTTP/1.1 {status} X\r\nContent-Length: 0\r\n\r\n".encode())) as url:
            exchange = asked(url)
        assert exchange.response is not None
        assert exchange.response.status == status


def test_cookies_and_proxies_of_the_machine_play_no_part(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    seen: list[str] = []

    def handle(connection: socket.socket, method: str, path: str) -> None:
        seen.append(path)
        connection.sendall(as_json({}, Set_Cookie="session=abc"))

    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:1")
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login me password raw-secret\n", encoding="utf-8")
    monkeypatch.setenv("NETRC", str(netrc))
    with serving(handle) as url:
        made = wire(url)
        exchanges = [made.send(asking(f"{url}/{number}")) for number in range(2)]
        made.close()
    assert seen == ["/0", "/1"]
    assert all(one.trouble is None for one in exchanges)
    assert not list(made._session.cookies)


def test_exchanges_are_numbered_and_those_that_were_not_sent_are_kept_too() -> None:
    kept: list[Exchange] = []
    with serving(echo) as url:
        made = wire(url, kept)
        made.send(asking(f"{url}/a"))
        made.send(asking("http://elsewhere.example/b"))
        made.send(Planned("it", "test", "step", 2, "GET", f"{url}/c"))
        made.close()
    assert [one.sequence for one in kept] == [1, 2, 3]
    assert [one.trouble is None for one in kept] == [True, False, True]


@pytest.mark.parametrize("value", ["a\r\nX-Injected: 1", "a\nb", " leading"])
def test_a_value_that_is_no_header_is_not_sent_as_one(value: str) -> None:
    with serving(echo) as url:
        made = wire(url)
        exchange = made.send(asking(f"{url}/x", headers=(("Accept", value),)))
        made.close()
    assert exchange.trouble is not None
    assert exchange.trouble.kind == "malformed"


@pytest.mark.parametrize(
    ("url", "wanted"),
    [
        ("http://A.example", "http://a.example:80"),
        ("https://a.example./x", "https://a.example:443"),
        ("http://a.example:80/", "http://a.example:80"),
        ("http://[::1]:8080/", "http://[::1]:8080"),
        ("http://user@a.example/", None),
        ("http://a.example:port/", None),
        ("file:///x", None),
        ("//a.example", None),
    ],
)
def test_the_origin_of_an_address(url: str, wanted: str | None) -> None:
    assert origin(url) == wanted


@pytest.mark.parametrize(
    ("url", "wanted"),
    [
        ("http://127.0.0.1", True),
        ("http://127.8.9.1:80", True),
        ("http://[::1]", True),
        ("http://LOCALHOST:1", True),
        ("http://127.0.0.1.example", False),
        ("http://localhost.example", False),
        ("http://0.0.0.0", False),
        ("http://[", False),
    ],
)
def test_addresses_of_this_machine(url: str, wanted: bool) -> None:
    assert is_loopback(url) == wanted
