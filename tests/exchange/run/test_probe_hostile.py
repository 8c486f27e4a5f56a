"""A whole probe of a service that does whatever it likes: never hangs, never harms, and says the right word."""

from __future__ import annotations

import itertools
import socket
import time
from pathlib import Path

import pytest
from msgspec.structs import replace

from exchange.run.hostile import answer, as_json, closed_port, drips, hangs, otherwise, sends, serving
from exchange.run.probing import FEW, Hurried, probed, verdicts
from exchange.run.tiny import case, check, status, step, suite, token
from exchange.run.wires import HASTY, SHORT

RETRY = {"Retry-After": "0"}


def test_a_service_that_is_down_is_an_error_of_every_test_and_exit_4(tmp_path: Path) -> None:
    found = probed(closed_port(), tmp_path)
    assert set(verdicts(found).values()) == {"error"}
    assert (found.results.verdict, found.results.exit) == ("not-fully-verified", 4)
    assert not found.results.participants[0].reached
    assert len(found.briefs) == 1 + SHORT.retries  # it is asked once, not once for every test


def test_a_service_that_hangs_from_the_start_is_given_up_at_once(tmp_path: Path) -> None:
    with serving(hangs) as url:
        began = time.monotonic()
        found = probed(url, tmp_path, limits=HASTY)
    assert found.results.exit == 4
    assert len(found.briefs) == 1
    assert time.monotonic() - began < 10


def test_a_service_that_hangs_later_is_given_up_after_three_tests(tmp_path: Path) -> None:
    tests = suite(*(case(f"t{n}", step("get", {"method": "GET", "path": "/x"}, status(200))) for n in range(9)))
    with serving(otherwise(hangs)) as url:
        found = probed(url, tmp_path, tests, limits=HASTY)
    assert set(verdicts(found).values()) == {"error"}
    assert len(found.briefs) == 1 + 3
    assert found.results.exit == 4


@pytest.mark.parametrize(
    "name",
    ["slow", "cut", "garbage"],
)
def test_trouble_of_a_single_answer_is_an_error_and_counts_neither_way(tmp_path: Path, name: str) -> None:
    handler = {
        "slow": drips(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n", b"a"),
        "cut": sends(b"HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\nhalf"),
        "garbage": sends(b"\0\1\2\3" * 500),
    }[name]
    with serving(otherwise(handler)) as url:
        found = probed(url, tmp_path, limits=HASTY)
    assert verdicts(found) == {"token-full": "pass", "read": "error", "walk": "error"}
    assert (found.results.verdict, found.results.exit) == ("not-fully-verified", 4)


def test_endless_pages_are_broken_off(tmp_path: Path) -> None:
    numbers = itertools.count(1)

    def pages(connection: socket.socket, method: str, path: str) -> None:
        number = next(numbers)
        records = [{"id": f"r{number}", "state": "current"}]
        connection.sendall(as_json({"edition": "2016", "records": records, "next": f"c{number}"}))

    with serving(otherwise(pages)) as url:
        found = probed(url, tmp_path)
    asked = [brief for brief in found.briefs.values() if "/records" in brief]
    assert len(asked) == SHORT.pages


def test_a_run_that_has_used_up_its_requests_says_so(tmp_path: Path) -> None:
    few = replace(SHORT, requests=3)
    with serving(otherwise(sends(as_json({"records": [], "next": "x"})))) as url:
        found = probed(url, tmp_path, limits=few)
    assert verdicts(found)["walk"] == "error"
    reason = found.results.tests[-1].reason
    assert reason is not None
    assert "3 requests" in reason.en
    assert found.results.exit == 4


def test_a_next_page_on_another_host_is_not_asked_for(tmp_path: Path) -> None:
    there = step("there", {"method": "GET", "url": "${place}"}, status(200))
    first = step("here", {"method": "GET", "path": "/x"}, status(200), place={"header": "Location"})
    with serving(otherwise(sends(answer(200, b"{}", Location="http://192.0.2.1/stolen")))) as url:
        found = probed(url, tmp_path, case("away", first, there))
    result = found.results.tests[0]
    assert result.verdict == "error"
    assert result.reason is not None
    assert "192.0.2.1" in result.reason.en
    assert [brief.rpartition(" ")[2] for brief in found.briefs.values()] == ["200", "200", "other-host"]


@pytest.mark.parametrize("target", ["https://elsewhere.example/records", "http://127.0.0.1:1/records"])
def test_a_redirect_fails_the_status_and_is_not_followed(tmp_path: Path, target: str) -> None:
    with serving(otherwise(sends(answer(302, b"", Location=target)))) as url:
        found = probed(url, tmp_path)
    assert verdicts(found) == {"token-full": "pass", "read": "fail", "walk": "fail"}
    assert found.results.exit == 1
    assert not any("elsewhere" in brief for brief in found.briefs.values())


def test_a_storm_of_429_gives_no_verdict(tmp_path: Path) -> None:
    with serving(otherwise(sends(answer(429, b"", Retry_After="0")))) as url:
        found = probed(url, tmp_path)
    assert verdicts(found) == {"token-full": "pass", "read": "skip", "walk": "skip"}
    assert found.results.exit == 4
    assert len(found.briefs) == 2 + 2 * (1 + SHORT.retries)  # every attempt is recorded


def test_a_wait_that_is_too_long_is_not_waited(tmp_path: Path) -> None:
    clock = Hurried()
    with serving(otherwise(sends(answer(503, b"", Retry_After="86400")))) as url:
        found = probed(url, tmp_path, clock=clock)
    assert not clock.slept
    assert verdicts(found)["read"] == "skip"


def test_waits_together_have_a_bound(tmp_path: Path) -> None:
    clock = Hurried()
    slow = replace(SHORT, wait_seconds=10, waits_seconds=25, retries=5)
    with serving(otherwise(sends(answer(503, b"", Retry_After="10")))) as url:
        probed(url, tmp_path, clock=clock, limits=slow)
    assert sum(clock.slept) <= 25


def test_401_on_everything_is_no_conformance_and_the_run_is_called_hollow(tmp_path: Path) -> None:
    with serving(sends(answer(401, b"{}"))) as url:
        found = probed(url, tmp_path)
    assert verdicts(found) == {"token-full": "fail", "read": "fail", "walk": "skip"}
    assert found.results.participants[0].warnings[0].kind == "refused"
    assert found.results.exit == 1


def test_a_service_that_is_valid_but_empty_is_never_conformant(tmp_path: Path) -> None:
    empty = as_json({"edition": "2016", "records": [], "next": "end"})
    with serving(otherwise(sends(empty))) as url:
        found = probed(url, tmp_path, FEW)
    assert set(verdicts(found).values()) == {"pass"}
    assert (found.results.verdict, found.results.exit) == ("not-fully-verified", 4)
    assert [one.kind for one in found.results.participants[0].warnings if one.blocks] == ["no-records"]


def test_a_run_in_which_nothing_was_checked_is_not_conformant(tmp_path: Path) -> None:
    silent = case("silent", step("get", {"method": "GET", "path": "/x"}))
    with serving(otherwise(sends(as_json({})))) as url:
        found = probed(url, tmp_path, silent)
    assert verdicts(found) == {"silent": "skip"}
    assert found.results.exit == 4


def test_a_receipt_of_foreign_records_does_not_make_us_withdraw_them(tmp_path: Path) -> None:
    lines = [{"row": 1, "key": "1", "verdict": "accepted", "record": "somebody-elses"}]
    reading = case(
        "reading",
        step("get", {"method": "GET", "path": "/batches/b-not-ours/receipt", "as": "full"}, status(200)),
        needs=("token.full",),
    )
    with serving(otherwise(sends(as_json({"lines": lines})))) as url:
        found = probed(url, tmp_path, suite(token(), reading))
    assert not any("corrections" in brief for brief in found.briefs.values())
    assert found.results.participants[0].cleanup.withdrawn == 0


def test_check_kinds_that_want_an_answer_say_nothing_where_there_is_none(tmp_path: Path) -> None:
    odd = case("odd", step("get", {"method": "GET", "path": "/x"}, check("value", pointer="/x", equals=1)))
    with serving(otherwise(sends(b"junk"))) as url:
        found = probed(url, tmp_path, odd)
    assert [one.verdict for one in found.results.tests[0].checks] == ["not-evaluated"]
