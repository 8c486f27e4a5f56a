"""Servers that follow each other's lists: pushed at a district, seen at the city and the province, gone everywhere."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager

from fastapi import FastAPI

from conformance.exchange.server.app import close, create_app
from conformance.exchange.server.running import address, listening, serving
from conformance.exchange.server.settings import Settings
from exchange.server.service import Service, licence


@contextmanager
def closing_app(app: FastAPI) -> Iterator[None]:
    yield
    close(app)


def test_what_is_pushed_at_a_district_is_seen_downstream_until_it_is_withdrawn(serve: Callable[..., Service]) -> None:
    district = serve(classes=("district",), seeded=False)
    city = serve(classes=("city",), seeded=False, pull_from=(district.url,))
    province = serve(classes=("province",), seeded=False, pull_from=(city.url,))
    subject = licence(1)["subject_uscc"]

    record = district.receipt(licence(1))["lines"][0]["record"]
    assert [one["id"] for one in city.ask("uscc", subject).json()["records"]] == [record]
    seen = province.page()
    assert [(one["id"], one["state"], one["data"]) for one in seen["records"]] == [(record, "current", licence(1))]

    district.correct(record, "withdrawal")
    later = province.page(since=seen["next"])["records"]
    assert [(one["id"], one["state"], one["reason"]) for one in later] == [(record, "withdrawn", "withdrawn")]
    assert province.ask("uscc", subject).json()["records"] == []


def test_what_was_withdrawn_before_anybody_looked_is_a_tombstone_too(serve: Callable[..., Service]) -> None:
    district = serve(seeded=False)
    record = district.receipt(licence(1))["lines"][0]["record"]
    district.correct(record, "repair")
    city = serve(seeded=False, pull_from=(district.url,))
    assert [(one["id"], one["reason"]) for one in city.page()["records"]] == [(record, "repaired")]


def test_what_has_not_changed_upstream_does_not_change_here(serve: Callable[..., Service]) -> None:
    district = serve()
    city = serve(seeded=False, pull_from=(district.url,))
    end = city.page(limit=100)["next"]
    assert len(city.page(limit=100)["records"]) == 8
    assert city.page(since=end)["next"] == end


def test_a_token_and_a_cursor_that_end_upstream_are_got_over(serve: Callable[..., Service]) -> None:
    district = serve()
    city = serve(seeded=False, pull_from=(district.url,))
    end = city.page(limit=100)["next"]
    district.clock.forward(days=40)
    district._tokens.clear()
    district.receipt(licence(1))
    assert len(city.page(since=end)["records"]) == 1


def test_an_upstream_that_is_away_is_said_and_what_is_here_stays(serve: Callable[..., Service], capfd) -> None:
    city = serve(pull_from=("http://127.0.0.1:9",))
    assert len(city.page(limit=100)["records"]) == 8
    assert "http://127.0.0.1:9: ConnectionError" in capfd.readouterr().err


def test_services_that_follow_each_other_answer_all_the_same(serve: Callable[..., Service]) -> None:
    with closing(listening()) as made:
        first = serve(seeded=False, pull_from=(address(made),))
        app = create_app(Settings(seeded=False, pull_from=(first.url,)))
        with closing_app(app), serving(app, made):
            first.receipt(licence(1))
            assert len(first.page()["records"]) == 1
            assert len(first.page()["records"]) == 1


def test_what_was_pushed_here_is_not_changed_from_elsewhere(serve: Callable[..., Service]) -> None:
    district = serve()
    city = serve(pull_from=(district.url,))
    same = city.page(limit=100)["records"][0]["id"]
    district.correct(same, "withdrawal")
    assert next(one["state"] for one in city.page(limit=100)["records"] if one["id"] == same) == "current"
