"""Exchanges and scenes by hand, for examples of checks."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from msgspec import Struct, field

from conformance.exchange.model import Exchange, Participant, Request, Response, Trouble, TroubleKind
from conformance.exchange.suite.checks import KINDS, Scene, run_check
from conformance.exchange.suite.model import Check
from conformance.standard.load import load
from conformance.standard.model import Text

BASE = "http://127.0.0.1:8016"
JSON = {"Content-Type": "application/json"}
PROBLEM = {"Content-Type": "application/problem+json"}
ABSENT: Any = object()


def _bytes(value: Any) -> bytes:
    if value is ABSENT:
        return b""
    return value if isinstance(value, bytes) else json.dumps(value, ensure_ascii=False).encode()


def ex(
    answer: Any = ABSENT,
    status: int | None = 200,
    *,
    method: str = "GET",
    path: str = "/records",
    sent: Any = ABSENT,
    sent_headers: Mapping[str, str] | None = None,
    headers: Mapping[str, str] | None = None,
    step: str = "ask",
    test: str = "example",
    started: str = "2026-11-26T08:00:00.000+00:00",
    trouble: TroubleKind | None = None,
    tls: str | None = None,
    redacted: bool = False,
    digest: Any = "absent",
) -> Exchange:
    """An exchange; without ``status`` it has no answer. ``number`` it by :func:`scene`."""
    response = None
    if status is not None and trouble is None:
        said = dict(headers if headers is not None else JSON if status < 400 else PROBLEM)
        response = Response(status, tuple(said.items()), _bytes(answer), redacted, digest)
    return Exchange(
        sequence=0,
        participant="service",
        test=test,
        step=step,
        attempt=1,
        request=Request(method, BASE + path, tuple((sent_headers or {}).items()), _bytes(sent)),
        response=response,
        trouble=None if trouble is None else Trouble(trouble, Text("断了。", "It broke off.")),
        started=started,
        seconds=0.1,
        tls=tls,
    )


def scene(
    exchanges: Sequence[Exchange],
    values: Mapping[str, Any] | None = None,
    *,
    step: str | None = "ask",
    url: str = BASE,
    classes: Any = ("district",),
    refusals_count: bool = False,
) -> Scene:
    """A scene of exchanges, numbered from 1."""
    from msgspec.structs import replace

    numbered = tuple(replace(one, sequence=place) for place, one in enumerate(exchanges, 1))
    who = Participant("service", url, classes, "test")
    return Scene("example", step, numbered, values or {}, load(), who, date(2026, 11, 26), refusals_count)


class Vector(Struct, frozen=True):
    """An example of a check kind: what it is given and what it has to say."""

    kind: str
    verdict: str
    exchanges: Sequence[Exchange]
    params: Mapping[str, Any] = field(default_factory=dict)
    values: Mapping[str, Any] = field(default_factory=dict)
    says: str = ""
    """Something that the English sentence has to name."""
    url: str = BASE
    refusals_count: bool = False

    def judged(self) -> tuple[str, str, str]:
        """Verdict and sentences, as a run would have them."""
        step = None if KINDS[self.kind].across else "ask"
        shown = scene(self.exchanges, self.values, step=step, url=self.url, refusals_count=self.refusals_count)
        result = run_check(Check("check", self.kind, self.params, ("some-requirement",)), shown)
        return result.verdict, result.message.en, result.message.zh


def passes(kind: str, exchanges: Sequence[Exchange], values: Mapping[str, Any] | None = None, **params: Any) -> Vector:
    """An example that passes; a parameter whose name Python has taken is written with an underscore behind it."""
    return Vector(kind, "pass", exchanges, _plain(params), values or {})


def fails(
    kind: str, exchanges: Sequence[Exchange], values: Mapping[str, Any] | None = None, says: str = "", **params: Any
) -> Vector:
    """An example that fails, and says something."""
    return Vector(kind, "fail", exchanges, _plain(params), values or {}, says)


def unclear(kind: str, exchanges: Sequence[Exchange], values: Mapping[str, Any] | None = None, **params: Any) -> Vector:
    """An example that shows nothing."""
    return Vector(kind, "not-evaluated", exchanges, _plain(params), values or {})


def _plain(params: Mapping[str, Any]) -> dict[str, Any]:
    return {name.rstrip("_"): value for name, value in params.items()}
