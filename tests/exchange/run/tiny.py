"""A suite of a few tests, as data, for what the runner does with any suite."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from conformance.exchange.suite.model import Check, Requirement, Step, Suite, TestCase
from conformance.standard.model import Text

CLASSES = ("district", "city", "province")


def text(said: str) -> Text:
    return Text(said, said)


def requirement(name: str, **more: Any) -> Requirement:
    given: dict[str, Any] = {
        "origin": "profile",
        "clause": "exchange-profile#x",
        "level": "shall",
        "actors": CLASSES,
        "text": text(f"text of {name}"),
        "condition": None,
        "since": "2016",
        "until": None,
        "verification": "automated",
        "reason": None,
    }
    return Requirement(name, **(given | more))


def check(kind: str, level: str = "fail", verifies: Sequence[str] = ("kept",), **params: Any) -> Check:
    return Check(kind, kind, params, tuple(verifies), level)  # type: ignore[arg-type]


def status(*wanted: int, **more: Any) -> Check:
    return check("status", **more, **{"in": list(wanted)})


def step(
    name: str,
    params: Mapping[str, Any],
    *checks: Check,
    kind: str = "request",
    at: str | None = None,
    **capture: Mapping[str, Any],
) -> Step:
    taken = {key.replace("__", "."): value for key, value in capture.items()}
    return Step(name, kind, params, checks, taken, at)  # type: ignore[arg-type]


def case(name: str, *steps: Step, **more: Any) -> TestCase:
    given: dict[str, Any] = {
        "group": "group",
        "title": text(f"title of {name}"),
        "actors": CLASSES,
        "verifies": ("kept",),
        "when": (),
        "needs": (),
        "effect": "read",
        "phase": "main",
        "steps": steps,
        "across": (),
        "on_fail": "continue",
        "explain": text("why"),
        "remedy": text("mend it so"),
    }
    return TestCase(name, **(given | more))


def suite(*tests: TestCase, requirements: Sequence[Requirement] = (requirement("kept"),)) -> Suite:
    return Suite("2016", tuple(requirements), tests, "sha256:tiny")


def token(client: str = "full") -> TestCase:
    body = {"form": {"grant_type": "client_credentials"}}
    params = {"method": "POST", "path": "/token", "client": client, "body": body}
    return case(
        f"token-{client}",
        step("ask", params, status(200), **{f"token__{client}": {"pointer": "/access_token"}}),
    )


def push() -> TestCase:
    """A batch with bad rows among good ones, followed until its receipt is there."""
    full = {"as": "full"}
    return case(
        "push",
        step(
            "send",
            {"method": "POST", "path": "/batches", "key": "push", "body": {"fixture": "mixed"}, **full},
            status(202),
            batch__url={"header": "Location"},
        ),
        step(
            "wait",
            {
                "method": "GET",
                "url": "${batch.url}",
                "until": {"pointer": "/state", "in": ["accepted", "partially-accepted", "rejected"]},
                **full,
            },
            status(200),
            kind="poll",
        ),
        step(
            "receipt",
            {"method": "GET", "url": "${batch.url}/receipt", **full},
            status(200),
            check("receipt-verdicts", rows="${fixture.mixed.rows}", of="bad"),
        ),
        effect="write",
        when=("push",),
        needs=("token.full",),
    )


def walk() -> TestCase:
    return case(
        "walk",
        step(
            "pages",
            {"method": "GET", "path": "/records", "query": {"limit": "${given.page_size}"}, "as": "full"},
            status(200),
            kind="walk",
            listed={"items": "/records"},
        ),
        when=("list",),
        needs=("token.full",),
    )
