"""The example clients, each wrong in one way: what ``declared/clients.yaml`` declares, as programs."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

import province_client
import requests
from department_client import POLL_SECONDS, Client, again, rejected
from province_client import Copy, Follower

from conformance.exchange.profile import reference
from exchange.server.service import Service, batch, licence

_FULL = (reference.FULL.id, reference.FULL.secret)
_SUBJECT = reference.given().subject


def report(client: Client) -> None:
    """A department's day: a batch with a bad row, and the row again."""
    receipt = client.report(batch(licence(1), licence(2, approval_category="无此类")))
    client.report(again(batch(licence(1), licence(2)), rejected(receipt)))


def follow(client: Follower) -> None:
    """A province's day: the list, the list once more, and a query."""
    copy = Copy()
    for _ in range(getattr(client, "walks", 2)):
        client.follow(copy)
    client.about(_SUBJECT.scheme, _SUBJECT.id, "互查")


class NoKey(Client):
    def send(self, method: str, url: str, headers: Mapping[str, str], body: bytes | None) -> requests.Response:
        return super().send(
            method, url, {name: value for name, value in headers.items() if name != "Idempotency-Key"}, body
        )


class NewKeyOnRetry(Client):
    def send(self, method: str, url: str, headers: Mapping[str, str], body: bytes | None) -> requests.Response:
        keyed = {"Idempotency-Key": str(uuid.uuid4())} if "Idempotency-Key" in headers else {}
        return super().send(method, url, {**headers, **keyed}, body)


class OneKeyForAll(Client):
    def key(self, batch: Mapping[str, Any]) -> str:
        return "batch-of-today"


class NoDigest(Client):
    def send(self, method: str, url: str, headers: Mapping[str, str], body: bytes | None) -> requests.Response:
        return super().send(
            method, url, {name: value for name, value in headers.items() if name != "Content-Digest"}, body
        )


class WrongDigest(Client):
    def digest(self, body: bytes) -> str:
        return super().digest(body + b"\n")


class IgnoresRetryAfter(Client):
    def wait(self, answer: requests.Response) -> None:
        pass


class PollsWithoutPause(Client):
    def pause(self, seconds: float) -> None:
        pass


class NeverFetchesReceipt(Client):
    def receipt(self, status: Mapping[str, Any]) -> dict[str, Any]:
        return {"lines": [{"key": "b", "verdict": "rejected"}]}


class FetchesReceiptTooEarly(Client):
    def decided(self, url: str) -> dict[str, Any]:
        self.send("GET", f"{url}/receipt", {}, None)
        self.pause(POLL_SECONDS)
        return super().decided(url)


class NeverSendsAgain(Client):
    """Its day ends with the first receipt."""


class TokenInAddress(Client):
    def send(self, method: str, url: str, headers: Mapping[str, str], body: bytes | None) -> requests.Response:
        if self.token is None:
            self.token = self.new_token()
        return super().send(method, f"{url}?access_token={self.token}", headers, body)


class TokenForEveryRequest(Client):
    def send(self, method: str, url: str, headers: Mapping[str, str], body: bytes | None) -> requests.Response:
        self.token = None
        return super().send(method, url, headers, body)


class SubjectInAddress(Client):
    def push(self, batch: Mapping[str, Any]) -> requests.Response:
        accepted = super().push(batch)
        self.ask("GET", f"{self.base}{accepted.headers['Location']}?subject={_SUBJECT.id}")
        self.pause(POLL_SECONDS)
        return accepted


class NoRequestId(Client):
    def send(self, method: str, url: str, headers: Mapping[str, str], body: bytes | None) -> requests.Response:
        return super().send(method, url, {**headers, "X-Request-Id": ""}, body)


class MakesCursor(Follower):
    made = False

    def page(self, cursor: str | None) -> dict[str, Any]:
        if cursor is not None and not self.made:
            self.made = True
            self.send("GET", f"{self.base}/records?since=2016-06-30", {}, None)
        return super().page(cursor)


class StopsAtShortPage(Follower):
    walks = 1
    short = False

    def page(self, cursor: str | None) -> dict[str, Any]:
        if self.short:
            return {"records": [], "next": cursor}
        found = super().page(cursor)
        self.short = len(found["records"]) < province_client.LIMIT
        return found


class BeginsAnewEachTime(Follower):
    def follow(self, copy: Copy) -> None:
        self.start_anew(copy)
        super().follow(copy)


class KeepsExpiredCursor(Follower):
    def start_anew(self, copy: Copy) -> None:
        pass


class HurriesThroughPages(Follower):
    def wait(self, answer: requests.Response) -> None:
        pass


class AsksWithoutPurpose(Follower):
    def about(self, scheme: str, identifier: str, purpose: str) -> list[dict[str, Any]]:
        return super().about(scheme, identifier, "")


WRONG: dict[str, type[Client]] = {
    "client-no-key": NoKey,
    "client-new-key-on-retry": NewKeyOnRetry,
    "client-one-key-for-all": OneKeyForAll,
    "client-no-digest": NoDigest,
    "client-wrong-digest": WrongDigest,
    "client-ignores-retry-after": IgnoresRetryAfter,
    "client-polls-without-pause": PollsWithoutPause,
    "client-never-fetches-receipt": NeverFetchesReceipt,
    "client-fetches-receipt-too-early": FetchesReceiptTooEarly,
    "client-never-sends-again": NeverSendsAgain,
    "client-token-in-address": TokenInAddress,
    "client-token-for-every-request": TokenForEveryRequest,
    "client-subject-in-address": SubjectInAddress,
    "client-no-request-id": NoRequestId,
    "client-makes-cursor": MakesCursor,
    "client-stops-at-short-page": StopsAtShortPage,
    "client-begins-anew-each-time": BeginsAnewEachTime,
    "client-keeps-expired-cursor": KeepsExpiredCursor,
    "client-hurries-through-pages": HurriesThroughPages,
    "client-asks-without-purpose": AsksWithoutPurpose,
}
"""Fault → the client that has it."""


def day(kind: type[Client], service: Service) -> None:
    """A client's day at a service; one that cannot go on ends it early."""
    client = kind(service.url, *_FULL, sleep=lambda seconds: service.clock.forward(seconds=seconds))
    try:
        if isinstance(client, Follower):
            follow(client)
        elif kind is NeverSendsAgain:
            client.report(batch(licence(1), licence(2, approval_category="无此类")))
        else:
            report(client)
    except (requests.HTTPError, requests.ConnectionError):
        pass
    finally:
        client.session.close()
