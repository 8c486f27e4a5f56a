"""The exchange profile as plain data: operations, headers, problem types, classes, flows, examples."""

from __future__ import annotations

from typing import Any, Literal, TypeAlias

from msgspec import Struct

from conformance.exchange.model import ConformanceClass
from conformance.standard.model import Text

Capability: TypeAlias = Literal["push", "query", "list", "corrections", "reference-data"]
Scope: TypeAlias = Literal["push", "query", "query-restricted", "list", "correct"]
Reach: TypeAlias = Literal["everywhere", "authorised", "body", "parameters", "named"]


class Header(Struct, frozen=True):
    """A header of requests or answers."""

    name: str
    what: Text
    everywhere: bool = False
    """Whether every answer has it."""
    pattern: str | None = None
    example: str | None = None
    source: str | None = None
    """The document that defines it; None where it is the profile's own."""


class Parameter(Struct, frozen=True):
    """A parameter of an operation."""

    name: str
    place: Literal["path", "query", "header"]
    what: Text
    required: bool = False
    type: Literal["string", "integer"] = "string"
    minimum: int | None = None
    pattern: str | None = None
    example: str | None = None


class Body(Struct, frozen=True):
    """A form in which a request's body may be sent."""

    media_type: str
    what: Text
    envelope: str | None = None
    """Name of its class in ``schemas/exchange.yaml``; None where it is no JSON and no form."""
    examples: tuple[str, ...] = ()


class Answer(Struct, frozen=True):
    """An answer that is no problem."""

    status: int
    what: Text
    envelope: str
    headers: tuple[str, ...] = ()
    """Beside those of every answer."""
    leads_to: tuple[str, ...] = ()
    """Operations that take the ``id`` of this answer as the parameter of their path."""
    examples: tuple[str, ...] = ()


class Operation(Struct, frozen=True):
    """Something that a service can be asked."""

    id: str
    title: Text
    what: Text
    method: Literal["GET", "POST"]
    path: str
    """With parameters in braces."""
    answers: tuple[Answer, ...]
    capability: Capability | None = None
    """The word of the discovery document that declares it; None: every service has it."""
    scope: Scope | None = None
    """What a token has to be good for; None: no token."""
    parameters: tuple[Parameter, ...] = ()
    bodies: tuple[Body, ...] = ()
    problems: tuple[str, ...] = ()
    """Names of all problems that it may answer, in the order of the register."""


class ProblemType(Struct, frozen=True):
    """A registered problem type (RFC 9457)."""

    id: str
    status: int
    title: Text
    what: Text
    remedy: Text
    applies: Reach
    headers: tuple[str, ...] = ()
    """That an answer of the type has."""
    retry: bool = False
    """Whether the same request may succeed later."""

    @property
    def type(self) -> str:
        """The URN that stands in ``type``."""
        return TYPE_PREFIX + self.id


TYPE_PREFIX = "urn:three-list-conformance:problem:"


class ClassOfParticipant(Struct, frozen=True):
    """A conformance class."""

    id: ConformanceClass
    title: Text
    what: Text
    role: Literal["service", "client", "folder", "table"]
    offers: tuple[Capability, ...] = ()
    """What a service of the class must declare; what it declares beyond is tested as well."""
    uses: tuple[Capability, ...] = ()
    """Of others, as a client."""


class Flow(Struct, frozen=True):
    """An exchange that the source document speaks of: that it is, is the document's; how it goes, the profile's."""

    id: str
    title: Text
    clauses: tuple[str, ...]
    """Ids of clauses in ``catalogs/EDITION/source``."""
    sender: Text
    receiver: Text
    classes: tuple[ConformanceClass, ...] = ()
    capabilities: tuple[Capability, ...] = ()


class Example(Struct, frozen=True):
    """A valid body."""

    id: str
    envelope: str
    title: Text
    value: Any


class Profile(Struct, frozen=True):
    """All of it."""

    version: str
    headers: tuple[Header, ...]
    operations: tuple[Operation, ...]
    problems: tuple[ProblemType, ...]
    classes: tuple[ClassOfParticipant, ...]
    flows: tuple[Flow, ...]
    examples: tuple[Example, ...]

    def operation(self, identifier: str) -> Operation:
        """The operation of that id. Raises KeyError."""
        return {one.id: one for one in self.operations}[identifier]

    def problem(self, name: str) -> ProblemType:
        """The problem type of that name. Raises KeyError."""
        return {one.id: one for one in self.problems}[name]

    def class_of(self, identifier: str) -> ClassOfParticipant:
        """The conformance class of that id. Raises KeyError."""
        known: dict[str, ClassOfParticipant] = {one.id: one for one in self.classes}
        return known[identifier]

    def submitted(self) -> frozenset[str]:
        """Names of the envelopes that requests carry as JSON. A form is none: what it has beyond is ignored (RFC 6749, 3.2)."""
        return frozenset(
            body.envelope
            for one in self.operations
            for body in one.bodies
            if body.envelope is not None and body.media_type == "application/json"
        )

    def bodies(self) -> frozenset[str]:
        """Names of all envelopes that requests and answers carry."""
        sent = {body.envelope for one in self.operations for body in one.bodies if body.envelope is not None}
        return frozenset(sent | {answer.envelope for one in self.operations for answer in one.answers} | {"Problem"})
