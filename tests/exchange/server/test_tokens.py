"""Tokens for client credentials (RFC 6749) and what they are good for."""

from __future__ import annotations

import pytest
import requests

from conformance.exchange.profile import reference
from exchange.server.service import Service, problem

FULL = (reference.FULL.id, reference.FULL.secret)


def ask(service: Service, auth: tuple[str, str] | None = FULL, **form: str) -> requests.Response:
    return service.session.post(f"{service.url}/token", data={"grant_type": "client_credentials", **form}, auth=auth)


def test_a_token_has_all_scopes_of_its_client_and_is_kept_by_nobody_on_the_way(service: Service) -> None:
    answer = ask(service)
    token = answer.json()
    assert (token["token_type"], token["expires_in"], token["scope"]) == (
        "Bearer",
        3600,
        " ".join(reference.FULL.scopes),
    )
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_token_may_be_asked_for_less(service: Service) -> None:
    assert ask(service, scope="list query").json()["scope"] == "query list"


@pytest.mark.parametrize(
    ("form", "error"),
    [
        ({"grant_type": "password"}, "unsupported_grant_type"),
        ({"grant_type": ""}, "unsupported_grant_type"),
        ({"scope": "everything"}, "invalid_scope"),
        ({"scope": " "}, "invalid_scope"),
    ],
)
def test_forms_that_are_refused(service: Service, form: dict[str, str], error: str) -> None:
    answer = ask(service, **form)
    assert (answer.status_code, answer.json()["error"]) == (400, error)


def test_a_parameter_that_comes_twice(service: Service) -> None:
    pairs = [("grant_type", "client_credentials"), ("scope", "list"), ("scope", "query")]
    answer = service.session.post(f"{service.url}/token", data=pairs, auth=FULL)
    assert answer.json()["error"] == "invalid_request"


@pytest.mark.parametrize("auth", [None, ("reference-full", "wrong"), ("nobody", "x")])
def test_who_is_not_known_gets_no_token(service: Service, auth: tuple[str, str] | None) -> None:
    answer = ask(service, auth)
    assert (answer.status_code, answer.json()["error"]) == (401, "invalid_client")
    assert answer.headers["WWW-Authenticate"].startswith("Basic")


def test_too_many_failures_are_told_to_wait_and_others_are_not(service: Service) -> None:
    for _ in range(5):
        assert ask(service, ("nobody", "x")).status_code == 401
    service.clock.forward(seconds=20)
    refused = ask(service, ("nobody", "x"))
    assert (problem(refused), refused.headers["Retry-After"]) == ("rate-limited", "40")
    assert ask(service).status_code == 200
    service.clock.forward(seconds=40)
    assert ask(service, ("nobody", "x")).status_code == 401


def test_a_token_ends(service: Service) -> None:
    assert service.get("/records").status_code == 200
    service.clock.forward(hours=1)
    answer = service.get("/records")
    assert problem(answer) == "unauthenticated"
    assert 'error="invalid_token"' in answer.headers["WWW-Authenticate"]


def test_the_documented_token_has_expired(service: Service) -> None:
    expired = {"Authorization": f"Bearer {reference.EXPIRED_TOKEN}"}
    assert "expired" in service.get("/records", as_=None, headers=expired).headers["WWW-Authenticate"]


def test_no_token_is_kept_as_it_is(serve, tmp_path) -> None:
    service = serve(database=tmp_path / "store.db")
    token = service.token()
    assert token.encode() not in (tmp_path / "store.db").read_bytes()
