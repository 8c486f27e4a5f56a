"""A running reference server and a client of it, as its tests use them."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import requests
from msgspec import Struct, field

from conformance.exchange.profile import reference, synthetic

ITEM, PROVIDER = reference.ITEM, reference.PROVIDER


class Clock(Struct):
    """A clock that is moved by hand."""

    now: datetime = datetime(2026, 3, 2, 4, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **much: float) -> None:
        self.now += timedelta(**much)


class Service(Struct):
    """A running server and a client of it."""

    url: str
    clock: Clock
    session: requests.Session
    keys: Iterator[int] = field(default_factory=lambda: itertools.count(1))
    _tokens: dict[str, str] = field(default_factory=dict)

    def token(self, client: str = "full") -> str:
        if client not in self._tokens:
            one = reference.CLIENTS[client]
            form = {"grant_type": "client_credentials"}
            answer = self.session.post(f"{self.url}/token", data=form, auth=(one.id, one.secret))
            self._tokens[client] = answer.json()["access_token"]
        return self._tokens[client]

    def send(
        self, method: str, path: str, *, as_: str | None = "full", headers: Mapping[str, str] | None = None, **more: Any
    ) -> requests.Response:
        credentials = {} if as_ is None else {"Authorization": f"Bearer {self.token(as_)}"}
        return self.session.request(method, self.url + path, headers={**credentials, **(headers or {})}, **more)

    def get(self, path: str, **more: Any) -> requests.Response:
        return self.send("GET", path, **more)

    def post(self, path: str, **more: Any) -> requests.Response:
        return self.send("POST", path, **more)

    def push(self, *data: Mapping[str, Any], key: str | None = None, **envelope: Any) -> requests.Response:
        body = batch(*data, **envelope)
        return self.post("/batches", json=body, headers={"Idempotency-Key": key or f"key-{next(self.keys)}"})

    def receipt(self, *data: Mapping[str, Any], **envelope: Any) -> dict[str, Any]:
        """What became of some rows."""
        location = self.push(*data, **envelope).headers["Location"]
        while "receipt" not in (status := self.get(location).json()):
            assert status["state"] in {"received", "validating"}
        return dict(self.get(status["receipt"]).json())

    def page(self, **asked: Any) -> dict[str, Any]:
        return dict(self.get("/records", params=asked).json())

    def ask(self, scheme: str, id_: str, **more: Any) -> requests.Response:
        as_ = more.pop("as_", "full")
        asked = {"subject": {"scheme": scheme, "id": id_}, "purpose": "测试", **more}
        return self.post("/subject-queries", json=asked, as_=as_)

    def correct(self, record: str, kind: str, **more: Any) -> requests.Response:
        return self.post(f"/records/{record}/corrections", json={"kind": kind, "reason": "测试", **more})


def licence(place: int = 100, **changes: Any) -> dict[str, Any]:
    """A licence that nothing is wrong with, about the synthetic organisation of that number."""
    subject = {
        "subject_uscc": synthetic.uscc(1, place),
        "subject_organisation_code": synthetic.organisation_code(1, place),
    }
    own = {"document_number": f"浦测许〔2016〕第{place:05d}号", "subject_name": f"上海测试{place}号有限公司"}
    return {**reference.seed_records()[0].data, **own, **subject, **changes}


def batch(*data: Mapping[str, Any], **envelope: Any) -> dict[str, Any]:
    """An envelope with some rows, keyed a, b, c …"""
    rows = [{"key": chr(ord("a") + at), "data": one} for at, one in enumerate(data)]
    head = {"edition": "2016", "item": ITEM, "provider": PROVIDER, "kind": "incremental"}
    return {**head, "records": rows, **envelope}


def problem(answer: requests.Response) -> str:
    """The name of the problem that an answer is; it is one, and says what HTTP says."""
    assert answer.headers["Content-Type"] == "application/problem+json"
    told = answer.json()
    assert told["status"] == answer.status_code
    return str(told["type"]).removeprefix("urn:three-list-conformance:problem:")


def pointers(answer: requests.Response) -> list[str]:
    """Where the problem says that something is wrong."""
    return [error["pointer"] for error in answer.json()["errors"]]
