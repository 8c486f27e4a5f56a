"""Secrets and persons planted wherever a run could pick them up: nothing that is kept or shown holds any of them."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import quote, quote_plus

import pytest

from conformance.cli.main import run as conformance
from conformance.exchange.evidence.publish import publish
from conformance.exchange.evidence.reader import read_record
from conformance.exchange.evidence.verification import verified
from conformance.exchange.probe import Options, probe
from conformance.exchange.run.clock import SystemClock
from conformance.exchange.run.targets import Credentials, Target
from conformance.exchange.run.told import told
from conformance.sample.identifier_text import citizen_id
from conformance.standard.model import Standard
from exchange.run.tiny import case, check, status, step, suite, token

CLIENT_SECRET = "cl1ent/Secret+%22canary"
EXPIRED = "exp1redTokenCanary"
TOKEN = "eyJhbGciOiJub25lIn0.eyJjYW5hcnkiOjF9.c2lnbmF0dXJl"
ISSUED = "issuedT0kenCanary99"
COOKIE = "c00kieCanaryValue"
PASSWORD = "hunter2Canary"
API_KEY = "ap1KeyCanary77"
PERSON = citizen_id("31010119900307881")
OTHER = citizen_id("32010219620506123")
OLD = "310101900307881"
NAME, SIGNER = "尉迟恭敬", "欧阳飞雪"
PASSPORT = "E87654321"
SECRETS = (CLIENT_SECRET, EXPIRED, TOKEN, ISSUED, COOKIE, PASSWORD, API_KEY)
PERSONS = (PERSON, OTHER, OLD, NAME, SIGNER, PASSPORT)


def spellings(text: str) -> Iterator[bytes]:
    """A text in every encoding in which somebody could read it off a file."""
    yield from {
        text.encode(),
        text.encode("gb18030"),
        text.encode("utf-16-le"),
        quote(text, safe="").encode(),
        quote(text, safe="").lower().encode(),
        quote_plus(text).encode(),
        json.dumps(text)[1:-1].encode(),
        "".join(f"\\u{ord(c):04x}" for c in text).encode(),
        "".join(f"&#{ord(c)};" for c in text).encode(),
        text.replace("&", "&amp;").encode(),
        base64.b64encode(text.encode()).rstrip(b"="),
        base64.b64encode(f"client:{text}".encode()).rstrip(b"="),
        text.encode().hex().encode(),
    }


RECORD = {
    "id": "r1",
    "modified": "2016-07-01T00:00:00+08:00",
    "data": {
        "subject_name": NAME,
        "subject_citizen_id": PERSON,
        "remarks": f"填表人：{SIGNER}；另见 {NAME} {OTHER}，旧号 {OLD}，护照：{PASSPORT}",
    },
}


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_: object) -> None:
        """Nothing is shown."""

    def _say(self, code: int, body: bytes, **headers: str) -> None:
        self.send_response(code)
        for name, value in ({"Content-Type": "application/json"} | headers).items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_POST(self) -> None:
        sent = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        if self.path == "/token":
            answer = {"access_token": ISSUED, "token_type": "Bearer", "expires_in": 60, "scope": "list"}
            self._say(200, json.dumps(answer).encode())
        else:
            # Whatever came is told back, as servers in trouble do.
            shown = {"headers": dict(self.headers), "body": sent.decode(), "detail": f"password={PASSWORD}"}
            self._say(500, json.dumps(shown).encode())

    def do_GET(self) -> None:
        path = self.path.partition("?")[0]
        if path == "/.well-known/credit-exchange":
            self._say(200, b'{"profile": "2016.1", "classes": ["district"], "operations": ["list"]}')
        elif path == "/records":
            headers = {
                "Set_Cookie": f"sid={COOKIE}; Path=/",
                "X_Api_Key": API_KEY,
                "Link": f'</next?token={TOKEN}>; rel="next"',
            }
            self._say(200, json.dumps({"records": [RECORD]}, ensure_ascii=False).encode(), **headers)
        elif path == "/escaped":
            self._say(200, json.dumps({"records": [RECORD], "cause": f"{NAME} {SIGNER}"}).encode())
        elif path == "/gbk":
            self._say(200, json.dumps({"records": [RECORD]}, ensure_ascii=False).encode("gb18030"))
        elif path == "/away":
            where = f"/x?subject={PERSON}&name={quote(NAME)}&access_token={TOKEN}"
            self._say(302, b"", Location=where)
        elif path == "/html":
            page = f"<html><p>Error for {NAME} ({PERSON})</p><pre>token: {TOKEN}</pre></html>"
            self._say(500, page.encode(), Content_Type="text/html; charset=utf-8")
        elif path == "/file":
            name = f"{PERSON}.csv"
            self._say(200, f"姓名,备注\r\n{NAME},{PERSON}\r\n".encode(), Content_Type="text/csv",
                      Content_Disposition=f'attachment; filename="{name}"')  # fmt: skip
        else:
            # No HTTP at all: what comes of it is an exception of a library that quotes it.
            self.wfile.write(f"password={PASSWORD} {TOKEN} {PERSON}\r\n\r\n".encode())
            self.close_connection = True


@contextmanager
def serving() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def get(name: str, path: str, **more: object) -> object:
    return case(
        name,
        step("ask", {"method": "GET", "path": path, **more}, status(200), check("value", pointer="/x", equals="y")),
    )


TESTS = suite(
    token(),
    get("records", "/records", **{"as": "full"}),
    get("escaped", "/escaped"),
    get("gbk", "/gbk"),
    get("away", "/away"),
    get("html", "/html"),
    get("file", "/file"),
    get("broken", "/broken"),
    get("expired", "/records", **{"as": "expired"}),
    case(
        "told-back",
        step(
            "ask",
            {
                "method": "POST",
                "path": "/subject-queries",
                "as": "full",
                "query": {"secret": PASSWORD},
                "headers": {"X-Api-Key": API_KEY, "Cookie": f"sid={COOKIE}"},
                "body": {"json": {"subject": "${given.subject}", "client_secret": PASSWORD, "purpose": "为${given.name}查询"}},
            },
            status(200),
        ),
    ),
    get("seen", "/records", query={"name": "${given.name}", "id": "${given.subject.id}"}),
)  # fmt: skip


def target(url: str) -> Target:
    return Target(
        name="service",
        url=url,
        environment="test",
        classes=("district",),
        given={"subject": {"scheme": "citizen-id", "id": PERSON}, "name": NAME, "person_name": NAME},
        credentials=Credentials({"full": ("client", CLIENT_SECRET)}, EXPIRED),
    )


def leaks(files: Mapping[str, bytes]) -> list[str]:
    return [
        f"{name}: {text}"
        for name, content in files.items()
        for text in (*SECRETS, *PERSONS)
        for spelling in spellings(text)
        if spelling in content
    ]


def test_nothing_that_is_kept_or_shown_holds_a_secret_or_a_person(
    tmp_path: Path, standard: Standard, capfd: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "run"
    with serving() as url:
        found = probe(
            (target(url),), Options(as_of="2016-07-01", seed=1), folder, SystemClock(), suite=TESTS, standard=standard
        )
    record = read_record(folder)
    shown = {}
    for lang in ("zh", "en"):
        publish(record, found.results, TESTS, lang)
        shown[lang] = "\n".join(told(found.results, TESTS, found.briefs, lang, str(folder))).encode()
        files = {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
        names = "\n".join(files).encode()
        out = capfd.readouterr()
        assert leaks({**files, **shown, "names": names, "out": out.out.encode(), "err": out.err.encode()}) == []
    assert {one.verdict for one in found.results.tests} >= {"fail", "error"}
    assert len(record.exchanges) >= 12
    assert verified(record, TESTS, standard).results == found.results


def test_the_service_got_what_pseudonyms_stand_for(tmp_path: Path, standard: Standard) -> None:
    """Otherwise the test above would pass for a redactor that makes all requests useless."""
    seen: list[bytes] = []

    class Listening(_Handler):
        def do_POST(self) -> None:
            if self.path != "/token":
                seen.append(str(self.headers).encode() + self.rfile.peek())
            super().do_POST()

    server = ThreadingHTTPServer(("127.0.0.1", 0), Listening)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        url = f"http://127.0.0.1:{server.server_address[1]}"
        probe(
            (target(url),),
            Options(as_of="2016-07-01", seed=1),
            tmp_path / "run",
            SystemClock(),
            suite=TESTS,
            standard=standard,
        )
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
    assert f"Bearer {ISSUED}".encode() in seen[0]
    assert PERSON.encode() in seen[0]
    assert NAME.encode() in seen[0]


@pytest.mark.slow
def test_the_real_probe_keeps_none_of_the_reference_servers_secrets(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    pytest.importorskip("fastapi", reason="needs the extra web: pip install -e '.[web]'")
    from conformance.exchange.profile import reference
    from conformance.exchange.server.running import running

    folder = tmp_path / "run"
    with running() as url:
        arguments = ["probe", url, "--as", "district", "--allow-writes", "--output", str(folder)]
        assert conformance(arguments) == 0
    assert conformance(["verify", str(folder), "--views"]) == 0
    said = capfd.readouterr()
    secrets = [reference.EXPIRED_TOKEN, *(client.secret for client in reference.CLIENTS.values())]
    files = {str(path): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    files |= {"out": said.out.encode(), "err": said.err.encode()}
    found = [
        f"{name}: {one}"
        for name, content in files.items()
        for one in secrets
        for way in spellings(one)
        if way in content
    ]
    assert found == []
