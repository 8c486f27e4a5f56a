"""With a token: it is given once, in a form, and everybody sees their own checks only."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import requests
from lxml import html

from conformance.service.pages.routes import login
from service.pages.serving import TOKEN, Site

CSV = b"a,b\n1,2\n"


@pytest.fixture
def guarded(begun, monkeypatch) -> Iterator[Site]:
    monkeypatch.setattr(login, "_PAUSE", 0.0)
    return begun(token=TOKEN)


def logged_in(site: Site, path: str = "/login") -> requests.Response:
    return site.post(path, data={"token": TOKEN})


def test_who_does_not_know_the_token_is_asked_for_it_and_brought_back(guarded):
    answer = guarded.get("/checks", allow_redirects=False)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/login?next=/checks")
    form = html.fromstring(guarded.get(answer.headers["Location"]).content).xpath("//main//form")[0]
    answer = logged_in(guarded, form.get("action"))
    assert (answer.status_code, answer.headers["Location"]) == (303, "/checks")
    assert guarded.get("/checks").status_code == 200


def test_who_reads_english_stays_in_english_and_finds_what_was_wanted(guarded):
    wanted = "/templates?q=%E8%AE%B8%E5%8F%AF&lang=en"
    form = html.fromstring(guarded.get(wanted).content).xpath("//main//form")[0]
    assert form.xpath("string(.//button)") == "Log in"
    assert logged_in(guarded, form.get("action")).headers["Location"] == wanted


def test_the_token_is_in_no_cookie_and_no_address(guarded):
    answer = logged_in(guarded)
    for name, cookie in [one.split("=", 1) for one in answer.raw.headers.getlist("Set-Cookie")]:
        assert {"HttpOnly", "SameSite=strict", "Path=/"} <= {one.strip() for one in cookie.split(";")}, name
    assert TOKEN not in str(answer.headers)
    assert TOKEN not in guarded.get("/").text


def test_a_wrong_token_is_told_on_the_form(guarded):
    answer = guarded.post("/login?lang=en", data={"token": "another"})
    assert answer.status_code == 403
    assert "That is not the token" in html.fromstring(answer.content).xpath("string(//*[@role='alert'])")
    assert not answer.cookies
    assert guarded.get("/checks", allow_redirects=False).status_code == 303


def test_pages_say_nothing_to_who_does_not_know_the_token(guarded):
    shown = guarded.get("/login").text
    assert "/checks" not in html.fromstring(shown).xpath("string(//nav)")
    assert guarded.post("/checks", files={"file": ("a.csv", CSV)}).status_code == 401
    assert guarded.jobs.all() == []


@pytest.mark.parametrize(
    "wanted", ["//evil.example", "https://evil.example", "/\\evil.example", "/a%0d%0aSet-Cookie:x", ""]
)
def test_nobody_is_sent_to_another_site(guarded, wanted):
    assert logged_in(guarded, f"/login?next={wanted}").headers["Location"] == "/"


def test_everybody_sees_their_own_checks_only(guarded):
    logged_in(guarded)
    mine = guarded.send("mine.csv", CSV).headers["Location"]
    other = Site(guarded.address, guarded.app)
    logged_in(other)
    assert "mine.csv" in guarded.get("/checks").text
    assert "mine.csv" not in other.get("/checks").text
    for path in (mine, f"{mine}/state", f"{mine}/files/json", f"{mine}/delete"):
        assert other.get(path).status_code == 404
    for path in (f"{mine}/delete", f"{mine}/again", f"{mine}/mended", "/checks/delete"):
        other.post(path)
    assert len(guarded.jobs.all()) == 1


def test_after_logging_out_nothing_is_seen(guarded):
    logged_in(guarded)
    assert guarded.post("/logout").headers["Location"] == "/login"
    assert guarded.get("/checks", allow_redirects=False).headers["Location"].startswith("/login")
