"""Cursor walks of any list: what is right passes everywhere, and each thing that goes wrong fails its own check alone."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from conformance.exchange.model import Exchange
from conformance.exchange.suite.checks import run_check
from conformance.exchange.suite.model import Check
from exchange.suite.scenes import ex, scene

CHECKS: dict[str, dict[str, Any]] = {
    "page-limit": {},
    "page-order": {},
    "page-once": {},
    "page-cursor": {},
    "page-end": {},
    "page-complete": {"ids": "${ids}"},
}
Entry = dict[str, Any]


def entries(seconds: list[int]) -> list[Entry]:
    """Entries in the order of the list; several may have changed in one second."""
    made = [
        {"id": f"r{place:03d}", "modified": f"2026-01-01T00:00:{second:02d}Z", "state": "withdrawn"}
        for place, second in enumerate(seconds)
    ]
    return sorted(made, key=lambda entry: (entry["modified"], entry["id"]))


def walk(listed: list[Entry], limit: int) -> list[Exchange]:
    """All pages as a service gives them that keeps to the profile."""
    chunks = [listed[at : at + limit] for at in range(0, len(listed), limit)]
    pages = [(chunk, str(place), str(place + 1)) for place, chunk in enumerate(chunks)]
    pages.append(([], str(len(chunks)), str(len(chunks))))
    return [
        page(chunk, limit, "" if since == "0" else f"&since={since}", following) for chunk, since, following in pages
    ]


def page(chunk: list[Entry], limit: int, since: str, following: str) -> Exchange:
    return ex({"edition": "2016", "records": chunk, "next": following}, path=f"/records?limit={limit}{since}")


def failing(pages: list[Exchange], ids: list[str]) -> set[str]:
    shown = scene(pages, {"ids": ids})
    results = [run_check(Check(kind, kind, params, ()), shown) for kind, params in CHECKS.items()]
    return {result.id.rpartition("/")[2] for result in results if result.verdict == "fail"}


lists = st.lists(st.integers(0, 59), min_size=1, max_size=30).map(entries)


@given(lists, st.integers(1, 12))
@settings(deadline=None, max_examples=60)
def test_a_right_walk_fails_nothing(listed: list[Entry], limit: int) -> None:
    assert failing(walk(listed, limit), [entry["id"] for entry in listed]) == set()


@given(lists, st.integers(1, 12), st.data())
@settings(deadline=None, max_examples=60)
def test_an_entry_that_is_left_out_is_missed_and_nothing_else(
    listed: list[Entry], limit: int, data: st.DataObject
) -> None:
    lost = data.draw(st.integers(0, len(listed) - 1))

    assert failing(walk([*listed[:lost], *listed[lost + 1 :]], limit), [e["id"] for e in listed]) == {"page-complete"}


@given(lists, st.integers(1, 12), st.data())
@settings(deadline=None, max_examples=60)
def test_an_entry_that_comes_twice_is_noticed_and_nothing_else(
    listed: list[Entry], limit: int, data: st.DataObject
) -> None:
    twice = data.draw(st.integers(0, len(listed) - 1))
    again = [*listed[: twice + 1], *listed[twice:]]

    assert failing(walk(again, limit), [entry["id"] for entry in listed]) == {"page-once"}


@given(st.lists(st.integers(0, 59), min_size=2, max_size=30, unique=True).map(entries), st.data())
@settings(deadline=None, max_examples=60)
def test_two_entries_of_a_page_that_change_places_are_noticed_and_nothing_else(
    listed: list[Entry], data: st.DataObject
) -> None:
    one = data.draw(st.integers(0, len(listed) - 2))
    swapped = [*listed[:one], listed[one + 1], listed[one], *listed[one + 2 :]]

    assert failing(walk(swapped, len(listed)), [entry["id"] for entry in listed]) == {"page-order"}


@given(lists, st.integers(1, 12))
@settings(deadline=None, max_examples=60)
def test_a_page_that_is_too_long_is_noticed_and_nothing_else(listed: list[Entry], limit: int) -> None:
    pages = [page(listed, limit, "", "1"), page([], limit, "&since=1", "1")]

    assert failing(pages, [entry["id"] for entry in listed]) == ({"page-limit"} if len(listed) > limit else set())


@given(lists, st.integers(1, 12))
@settings(deadline=None, max_examples=60)
def test_a_list_that_goes_round_does_not_end(listed: list[Entry], limit: int) -> None:
    pages = walk(listed, limit)[:-1]
    rounds = [*pages, page(listed[:limit], limit, "&since=98", "99")]

    assert "page-end" in failing(rounds, [entry["id"] for entry in listed])
