"""Who may ask: on the machine whoever addresses it as it is, elsewhere whoever knows the token; nobody's page for another."""

from __future__ import annotations

import json

import pytest
import requests
from click.testing import CliRunner

from conformance.cli.main import cli
from conformance.service.access import COOKIE, session_of
from conformance.service.settings import Settings
from service.live import API, Live, live_at, problem

TOKEN = "token-of-these-tests-0123456789"


@pytest.fixture(scope="module")
def guarded(tmp_path_factory):
    place = tmp_path_factory.mktemp("guarded") / "kept"
    with live_at(place, workers=0, payload_workers=0, token=TOKEN) as up:
        yield up


@pytest.fixture(scope="module")
def near(tmp_path_factory):
    """On the machine itself, without workers."""
    with live_at(tmp_path_factory.mktemp("near") / "kept", workers=0, payload_workers=0) as up:
        yield up


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


def test_nothing_is_told_without_the_token_but_that_the_service_is_there(guarded: Live):
    for path in ("rules", "checks", "runs", "openapi.json", "health/ready", "nowhere"):
        answer = guarded.get(path)
        assert (answer.status_code, problem(answer)) == (401, "unauthenticated"), path
        assert answer.headers["WWW-Authenticate"].startswith("Bearer")
    assert guarded.get("health/live").status_code == 200
    assert guarded.get("rules", headers=bearer(TOKEN)).status_code == 200


def test_the_token_is_taken_from_a_header_or_a_session_and_from_no_address(guarded: Live):
    assert guarded.get(f"rules?token={TOKEN}").status_code == 401
    assert guarded.get("rules", headers={"Cookie": f"{COOKIE}={TOKEN}"}).status_code == 401
    assert guarded.get("rules", headers={"Cookie": f"{COOKIE}={session_of(TOKEN)}"}).status_code == 200
    assert guarded.get("rules", headers={"Cookie": "="}).status_code == 401


def test_wrong_tokens_are_slowed_down_and_the_right_one_is_not(tmp_path):
    with live_at(tmp_path / "kept", workers=0, payload_workers=0, token=TOKEN) as up:
        answers = [up.get("rules", headers=bearer(f"wrong-{number}")) for number in range(11)]
        assert [one.status_code for one in answers] == [401] * 10 + [429]
        assert int(answers[-1].headers["Retry-After"]) > 0
        assert up.get("rules", headers=bearer(TOKEN)).status_code == 200


def test_wrong_tokens_in_the_form_count_as_those_in_a_header(tmp_path, monkeypatch):
    monkeypatch.setattr("conformance.service.pages.routes.login._PAUSE", 0.0)
    with live_at(tmp_path / "kept", workers=0, payload_workers=0, token=TOKEN) as up:
        form = {"headers": {"Origin": up.url}, "allow_redirects": False}
        answers = [up.post("/login", data={"token": f"wrong-{number}"}, **form) for number in range(11)]
        assert [one.status_code for one in answers] == [403] * 10 + [429]
        assert int(answers[-1].headers["Retry-After"]) > 0
        assert up.post("/login", data={"token": TOKEN}, **form).status_code == 429
        assert up.get("rules", headers=bearer("wrong")).status_code == 429
        assert up.get("rules", headers=bearer(TOKEN)).status_code == 200


def test_a_token_does_not_show_in_what_is_printed_of_settings(tmp_path):
    assert TOKEN not in repr(Settings(folder=tmp_path, token=TOKEN))


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:8017", "127.0.0.1.evil.example", "", "10.0.0.1", "[::1"]
)
def test_a_name_that_is_not_the_machines_own_is_refused(near: Live, host: str):
    answer = near.get("rules", headers={"Host": host})
    assert (answer.status_code, problem(answer)) == (421, "misdirected")


@pytest.mark.parametrize("host", ["localhost", "localhost:1", "127.0.0.1", "[::1]:8017"])
def test_the_machines_own_names_are_taken(near: Live, host: str):
    assert near.get("rules", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:1"},
        {"Origin": "http://["},
        {"Referer": "http://evil.example/x"},
        {"Referer": "http://["},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
def test_what_another_sites_page_sends_is_not_carried_out(near: Live, headers: dict[str, str]):
    answer = near.post("checks", files={"file": ("a.csv", b"x")}, headers=headers)
    assert (answer.status_code, problem(answer)) == (403, "forbidden")
    assert near.get("checks").json()["total"] == 0
    assert "Access-Control-Allow-Origin" not in near.get("rules", headers=headers).headers


def test_the_services_own_page_may_send(near: Live):
    sent = {"Origin": near.url, "Sec-Fetch-Site": "same-origin"}
    answer = near.post("payload-checks", data=b"", headers={**sent, "Content-Type": "text/html"})
    assert answer.status_code == 415


@pytest.mark.parametrize("path", ["/checks", "/checks/delete", "/logout"])
def test_a_form_is_taken_from_who_says_which_page_it_stands_on(near: Live, path: str):
    """Older browsers send no Origin with a form, and a page elsewhere can keep them from sending a Referer."""
    for headers in ({}, {"Referer": "http://evil.example/x"}):
        answer = near.post(path, headers=headers)
        assert answer.status_code == 403, headers
        assert "没有执行" in answer.text
    for headers in ({"Referer": f"{near.url}/checks"}, {"Sec-Fetch-Site": "same-origin"}, {"Origin": near.url}):
        assert near.post(path, headers=headers).status_code != 403, headers


def test_a_history_that_cannot_be_read_is_not_told_where_it_lies(tmp_path):
    with live_at(tmp_path / "kept", workers=0, payload_workers=0) as up:
        unknown = up.get(f"runs?after={'0' * 32}")
        assert (unknown.status_code, problem(unknown)) == (400, "invalid-request")
        place = tmp_path / "kept" / "history.sqlite"
        for mend, seconds in ((place.unlink, "600"), (place.mkdir, "600")):
            mend()
            answer = up.get("runs")
            assert (answer.status_code, answer.headers["Retry-After"]) == (503, seconds)
            assert str(tmp_path) not in answer.text
            assert "历史记录" in answer.json()["detail"]


def test_every_answer_says_how_it_may_be_used(near: Live):
    for path in ("rules", "nowhere", "/", "health/live"):
        headers = near.get(path).headers
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert "default-src 'none'" in headers["Content-Security-Policy"]
        assert headers["Date"]
        assert headers["X-Request-Id"]
    assert near.get("rules", headers={"X-Request-Id": "mine"}).headers["X-Request-Id"] == "mine"


def test_methods_and_addresses_that_there_are_not(near: Live):
    answer = near.send("PUT", "checks")
    assert (answer.status_code, problem(answer), answer.headers["Allow"]) == (
        405,
        "method-not-allowed",
        "GET, HEAD, POST",
    )
    answer = near.get("nowhere")
    assert (answer.status_code, problem(answer)) == (404, "not-found")
    whole, head = near.get("rules"), near.send("HEAD", "rules")
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["Content-Length"] == str(len(whole.content))
    assert near.send("HEAD", "nowhere").content == b""


def test_more_requests_at_a_time_than_may_be_are_turned_away(near: Live):
    frame = near.app.middleware_stack
    while not hasattr(frame, "_busy"):
        frame = frame.app
    frame._busy += 128
    try:
        answer = near.get("rules")
        assert (answer.status_code, problem(answer), answer.headers["Retry-After"]) == (503, "unavailable", "1")
        assert near.get("health/live").status_code == 200
    finally:
        frame._busy -= 128
    assert requests.get(f"{near.url}{API}/rules", timeout=30).status_code == 200


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--host", "0.0.0.0"], "needs a token"),
        (["--host", "0.0.0.0", "--token", "short"], "16 or more"),
        (["--token", "blanks in a token 0123"], "no blanks"),
        (["--db", "mysql://x/y"], "history"),
    ],
)
def test_serve_says_what_it_cannot_be_started_with(options: list[str], said: str, tmp_path, monkeypatch):
    monkeypatch.delenv("CONFORMANCE_TOKEN", raising=False)
    folder = ["--folder", str(tmp_path / "kept"), "--port", "0", "--no-open", "--lang", "en"]
    result = CliRunner().invoke(cli, ["serve", *folder, *options])
    assert result.exit_code == 2, result.output
    assert said in result.output


@pytest.mark.parametrize(
    ("host", "url", "here"),
    [
        ("0.0.0.0", "http://0.0.0.0:8017", "http://127.0.0.1:8017"),
        ("::", "http://[::]:8017", "http://[::1]:8017"),
        ("127.0.0.1", "http://127.0.0.1:8017", "http://127.0.0.1:8017"),
        ("localhost", "http://127.0.0.1:8017", "http://127.0.0.1:8017"),
    ],
)
def test_the_address_that_serve_tells_can_be_opened(host: str, url: str, here: str):
    from conformance.cli.serve import _here

    assert _here(url, host) == here


def test_an_address_that_is_not_encoded_is_refused_as_every_refusal_is(near: Live):
    with near.raw("GET /api/v1/checks?item=") as connection:
        connection.sendall("许可 HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode())
        got = b"".join(iter(lambda: connection.recv(65536), b""))
    head, _, body = got.partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 400 ")
    assert b"content-type: application/problem+json" in head.lower()
    assert "%E8%AE%B8" in json.loads(body)["detail"]
