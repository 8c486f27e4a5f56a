"""Refusals as the profile words them (RFC 9457), and the exception that carries one out of a route."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable, Mapping

from msgspec import Struct, field

from conformance.exchange.profile.model import ProblemType
from conformance.exchange.profile.problems import PROBLEMS
from conformance.exchange.server.messages import Document, Pairs, Reply

MEDIA_TYPE = "application/problem+json"


class Problem(Struct, frozen=True):
    """One refusal: its name in the profile's register, a sentence, and what else the answer carries."""

    name: str
    detail: str
    errors: tuple[Document, ...] = ()
    headers: Pairs = ()
    instance: str = field(default_factory=lambda: f"urn:uuid:{uuid.uuid4()}")

    @property
    def kind(self) -> ProblemType:
        """Its entry of the register. Raises KeyError for a name that is not in it."""
        return PROBLEMS[self.name]

    @property
    def status(self) -> int:
        """The HTTP status that the register has for the name."""
        return self.kind.status

    def document(self) -> dict[str, object]:
        """The body of the answer."""
        kind = self.kind
        found: dict[str, object] = {
            "type": kind.type,
            "title": f"{kind.title.zh} / {kind.title.en}",
            "status": kind.status,
            "detail": self.detail,
            "instance": self.instance,
        }
        if self.errors:
            found["errors"] = list(self.errors)
        return found

    def reply(self) -> Reply:
        """The answer."""
        body = json.dumps(self.document(), ensure_ascii=False).encode()
        return Reply(self.status, (("Content-Type", MEDIA_TYPE), *self.headers), body)


class Refusal(Exception):
    """The request is refused; carries the problem."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.detail)
        self.problem = problem


def refuse(
    name: str, detail: str, errors: Iterable[Document] = (), headers: Mapping[str, str] | None = None
) -> Refusal:
    """The exception for a refusal of that name."""
    return Refusal(Problem(name, detail, tuple(errors), tuple((headers or {}).items())))


def error_at(pointer: str, message: str, rule: str | None = None, clause: str | None = None) -> Document:
    """One entry of ``errors``."""
    entry: dict[str, object] = {"pointer": pointer, "message": message}
    if rule is not None:
        entry["rule"] = rule
    if clause is not None:
        entry["clause"] = clause
    return entry
