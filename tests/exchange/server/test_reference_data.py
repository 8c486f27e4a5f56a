"""Catalogue and code lists: the published bytes."""

from __future__ import annotations

import pytest

from conformance.exchange.profile.content_digest import content_digest
from conformance.exchange.profile.reference_data import catalogue_bytes, code_list_bytes
from conformance.standard.load import load
from exchange.server.service import Service, problem


@pytest.mark.parametrize(
    ("path", "content"),
    [
        ("/catalogs/2016", catalogue_bytes(load())),
        ("/codelists/conduct_polarity", code_list_bytes(load(), "conduct_polarity")),
    ],
)
def test_the_bytes_are_those_that_are_published(service: Service, path: str, content: bytes) -> None:
    answer = service.get(path, as_=None)
    assert (answer.content, answer.headers["Content-Digest"]) == (content, content_digest(content))


def test_who_has_it_already_gets_it_not_again(service: Service) -> None:
    etag = service.get("/catalogs/2016").headers["ETag"]
    again = service.get("/catalogs/2016", headers={"If-None-Match": etag})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize("path", ["/catalogs/1999", "/codelists/no_such"])
def test_what_there_is_none_of(service: Service, path: str) -> None:
    assert problem(service.get(path, as_=None)) == "not-found"
