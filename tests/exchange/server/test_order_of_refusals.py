"""A request that is wrong in several ways is refused for the first of them: 404, 405, 401, 403, 406, 415, 413, 400, 422."""

from __future__ import annotations

import pytest
import requests

from exchange.server.service import Service, batch, licence, problem


def test_an_address_that_does_not_exist(service: Service) -> None:
    assert problem(service.post("/nothing-here", as_=None)) == "not-found"


@pytest.mark.parametrize(("path", "allowed"), [("/batches", "POST"), ("/records", "GET, HEAD"), ("/token", "POST")])
def test_a_method_that_an_address_does_not_take(service: Service, path: str, allowed: str) -> None:
    answer = service.send("DELETE", path, as_=None)
    assert (problem(answer), answer.headers["Allow"]) == ("method-not-allowed", allowed)


def test_who_is_not_known_learns_nothing_else(service: Service) -> None:
    answer = service.post("/batches", as_=None, data=b"nonsense", headers={"Content-Type": "text/html"})
    assert problem(answer) == "unauthenticated"
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")


def test_who_may_not_is_told_so_before_the_body_is_looked_at(service: Service) -> None:
    answer = service.post("/batches", as_="limited", data=b"nonsense", headers={"Content-Type": "text/html"})
    assert problem(answer) == "forbidden"


def test_a_type_that_cannot_be_given(service: Service) -> None:
    answer = service.post("/batches", data=b"x", headers={"Accept": "text/html", "Content-Type": "text/html"})
    assert problem(answer) == "not-acceptable"


def test_a_type_that_is_not_taken_is_refused_unread(service: Service) -> None:
    answer = service.post("/batches", data=b"x" * (1 << 21), headers={"Content-Type": "text/html"})
    assert problem(answer) == "unsupported-media-type"


def test_a_length_that_is_declared_is_refused_before_the_key_is_missed(service: Service) -> None:
    answer = service.post("/batches", data=b"x" * (1 << 21), headers={"Content-Type": "application/json"})
    assert problem(answer) == "too-large"


def test_a_body_without_a_length_is_refused_where_the_limit_is_passed(service: Service) -> None:
    pieces = (b"x" * 65536 for _ in range(32))
    answer = service.post("/batches", data=pieces, headers={"Content-Type": "application/json"})
    assert problem(answer) == "too-large"


def test_a_body_that_unpacks_beyond_the_limit(service: Service) -> None:
    import gzip

    headers = {"Content-Type": "application/json", "Content-Encoding": "gzip", "Idempotency-Key": "k"}
    answer = service.post("/batches", data=gzip.compress(b" " * (1 << 21)), headers=headers)
    assert problem(answer) == "too-large"


def test_a_missing_key_comes_before_what_the_batch_says(service: Service) -> None:
    assert problem(service.post("/batches", json=batch(licence(), edition="1999"))) == "idempotency-key-missing"


def test_every_answer_has_date_and_request_id(service: Service) -> None:
    answer = service.get("/nothing-here", headers={"X-Request-Id": "abc-1"})
    assert (answer.headers["X-Request-Id"], answer.headers["Date"]) == ("abc-1", "Mon, 02 Mar 2026 04:00:00 GMT")


def test_a_request_id_that_would_be_a_header_of_its_own_is_not_echoed(service: Service) -> None:
    assert service.get("/records", headers={"X-Request-Id": "a b"}).headers["X-Request-Id"] != "a b"


def test_head_has_the_headers_of_get_and_no_body(service: Service) -> None:
    whole, head = service.get("/codelists/conduct_polarity"), service.send("HEAD", "/codelists/conduct_polarity")
    assert (head.content, head.headers["Content-Length"]) == (b"", whole.headers["Content-Length"])


def test_what_a_class_does_not_offer_does_not_exist(serve) -> None:
    province = serve(classes=("province",))
    assert problem(province.push(licence())) == "not-found"
    offered = requests.get(f"{province.url}/.well-known/credit-exchange", timeout=5).json()
    assert offered["operations"] == ["query", "list", "reference-data"]
