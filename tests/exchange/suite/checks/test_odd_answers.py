"""Whatever comes back, no check breaks down over it, and none lets it pass that has nothing to go by."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from conformance.exchange.model import Exchange
from conformance.exchange.suite import template
from conformance.exchange.suite.checks.base import problems_of, run_check
from conformance.exchange.suite.closure import checks_of
from conformance.exchange.suite.load import load_suite
from conformance.exchange.suite.model import Check, TestCase
from exchange.suite.scenes import ex, scene

KEYS = (
    "records lines problems errors data subject scheme id key row rule verdict record batch state modified item next type status "
    "totalSize successSize failSize operations classes items editions limits files receipt expires_in standard edition pointer"
).split()
LISTS = ("records", "lines", "problems", "errors", "files")
PARTS: tuple[Any, ...] = (None, True, -1, 1.5, "", "x", "accepted", [], {}, [None], [[]], [5, "x", {}], {"a": {}})
DEEP = b"[" * 5000 + b"]" * 5000


def odd_bodies() -> Iterator[Any]:
    """No JSON, JSON of other kinds, and objects whose every member is something else than it should be."""
    yield from (b"", b"\xff\xfe", b"<html>", b"\xef\xbb\xbf{}", DEEP, b'{"records": [{"data": {"a": 1e400}}]}')
    yield from ([], 5, "x", None, [{}], [None])
    for part in PARTS:
        yield dict.fromkeys(KEYS, part)
        inner = dict.fromkeys(KEYS, part)
        yield inner | {key: [inner] for key in LISTS}
    yield {
        "records": [
            {"id": "a", "item": "admin-licence", "state": "current", "modified": "x", "data": {"subject_uscc": part}}
            for part in PARTS
        ]
    }


BODIES = list(odd_bodies())
HEADERS = {
    "Content-Type": "application/json",
    "Location": "http://[",
    "Retry-After": "²",
    "Date": "Thu, 99 Nov 2026 08:00:00",
    "X-Request-Id": "",
}
VALUES: tuple[Any, ...] = ("x", 3, ["a", "b"], [{"row": 1, "key": "k", "verdict": "rejected", "rules": ["required"]}])


def exchanges(case: TestCase, body: Any) -> Iterator[Exchange]:
    calls = (
        ("GET", "/records?limit=x&since="),
        ("POST", "/batches"),
        ("GET", "/batches/1/receipt"),
        ("POST", "/token"),
    )
    for step in [one.id for one in case.steps] or ["push", "receipt", "list"]:
        for method, path in calls if case.over == "run" or case.observed else calls[:1]:
            yield ex(body, 404, method=method, path=path, sent=body, headers=HEADERS, step=step, started="never")
            yield ex(body, 200, method=method, path=path, sent=body, headers=HEADERS, step=step, tls="SSLv3")


def valued(check: Check) -> Iterator[dict[str, Any]]:
    """Values of each kind for the names in a check."""
    names = set(template.names(check.params))
    for value in VALUES if names else VALUES[:1]:
        values = dict.fromkeys(names, value)
        if not list(problems_of(check.kind, template.fill(dict(check.params), values))):
            yield values | {"discovery.operations": ["list"], "discovery.items": ["x", 5]}


@pytest.mark.parametrize(
    "case",
    [one for one in load_suite().tests if not set(one.actors) & {"file-drop", "staging-table"}],
    ids=lambda case: case.id,
)
def test_no_check_breaks_down(case: TestCase) -> None:
    for body in BODIES:
        shown = list(exchanges(case, body))
        for step in [*case.steps, None]:
            for check in case.across if step is None else step.checks:
                own = shown if step is None else [one for one in shown if one.step == step.id]
                for values in valued(check):
                    result = run_check(check, scene(own, values, step=step.id if step else None))
                    assert result.message.zh
                    assert result.message.en


@pytest.mark.parametrize("case", load_suite().tests, ids=lambda case: case.id)
def test_nothing_passes_where_nothing_was_answered(case: TestCase) -> None:
    silent = [ex(trouble="timeout", step=step.id) for step in case.steps] or [ex(trouble="timeout")]
    for check in checks_of(case):
        if check.kind == "https":
            continue  # asks of the address alone
        verdict = run_check(
            check, scene(silent, {name: ["a"] for name in template.names(check.params)}, step=None)
        ).verdict
        assert verdict != "pass" or check.kind.startswith("client-"), check.id
