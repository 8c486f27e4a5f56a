"""A small service without a network, and a run that was made of it."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from msgspec import Struct, field

from conformance.exchange.evidence.reader import Record, read_record
from conformance.exchange.model import Request, Response
from conformance.exchange.probe import Found, Options, probe
from conformance.exchange.run.clock import StillClock
from conformance.exchange.run.targets import Target
from conformance.exchange.suite.model import Suite
from conformance.standard.model import Standard
from exchange.run.tiny import case, status, step, suite

URL = "http://service.test"
DISCOVERY = {"profile": "2016.1", "classes": ["district"], "operations": ["list"]}
PERSON = {"id": "r1", "data": {"subject_name": "张三", "subject_citizen_id": "310101199003078812"}}

Answer = Callable[[Request], Response]


def said(value: Any, code: int = 200, **headers: str) -> Response:
    """An answer with a JSON body."""
    given = (("Content-Type", "application/json"), *((name.replace("_", "-"), text) for name, text in headers.items()))
    return Response(code, given, json.dumps(value, ensure_ascii=False).encode())


class Service(Struct):
    """Answers by path."""

    answers: Mapping[str, Answer] = field(default_factory=dict)

    def perform(self, request: Request) -> Response:
        path = urlsplit(request.url).path
        if path in self.answers:
            return self.answers[path](request)
        if path == "/.well-known/credit-exchange":
            return said(DISCOVERY)
        if path == "/records":
            return said({"records": [PERSON]})
        return said({"type": "urn:three-list-conformance:problem:not-found", "status": 404}, 404)


LIST = case("list", step("first", {"method": "GET", "path": "/records"}, status(200)), when=("list",))
MISSING = case("missing", step("ask", {"method": "GET", "path": "/nothing"}, status(404)))
FAILING = case("failing", step("ask", {"method": "GET", "path": "/records"}, status(204)))
WRITING = case("writing", step("ask", {"method": "POST", "path": "/x"}, status(404)), effect="write")
UNDECLARED = case("undeclared", step("ask", {"method": "GET", "path": "/x"}, status(404)), when=("corrections",))
CONFORMING: Suite = suite(LIST, MISSING)
VARIED: Suite = suite(LIST, MISSING, FAILING, WRITING, UNDECLARED)


def made(
    folder: Path, standard: Standard, tests: Suite = CONFORMING, service: Service | None = None, **more: Any
) -> Found:
    """A run of a suite against a service, recorded in a folder."""
    target = Target(name="service", url=URL, environment="test", classes=("district",), **more)
    options = Options(as_of="2016-07-01", seed=7)
    return probe((target,), options, folder, StillClock(), suite=tests, standard=standard, carrier=service or Service())


def recorded(folder: Path, standard: Standard, tests: Suite = CONFORMING, service: Service | None = None) -> Record:
    """The same, read back."""
    made(folder, standard, tests, service)
    return read_record(folder)
