"""What passes between the parts of the exchange: what was sent and answered, and what is said of it.

Everything here is **redacted** already: secrets and personal identifiers are pseudonyms by the time an exchange exists
as a value. Only a transport knows what they stand for, and puts it back when it sends.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal, Protocol, TypeAlias

from msgspec import Struct, field

from conformance.standard.model import Text

ConformanceClass: TypeAlias = Literal["department", "district", "city", "province", "file-drop", "staging-table"]
Headers: TypeAlias = tuple[tuple[str, str], ...]
"""Names as they were written, in order; a name may come twice."""
TroubleKind: TypeAlias = Literal[
    "unreachable",  # no connection, no such host, reset before an answer
    "timeout",  # connecting, waiting or reading took too long
    "tls",  # the certificate or the handshake was refused
    "too-large",  # the body, as sent or unpacked, is over the bound
    "cut",  # the body ended before its declared length, or could not be unpacked
    "other-host",  # it points to a host that is not among the allowed ones
    "budget",  # the run has used up its requests or its time
    "malformed",  # what came is no HTTP
    "refused",  # not sent: it would have written what may not be written
]


class Request(Struct, frozen=True):
    """One request as it was sent; ``url`` is absolute."""

    method: str
    url: str
    headers: Headers = ()
    body: bytes = b""


class Response(Struct, frozen=True):
    """One answer. ``body`` is unpacked (gzip) and redacted by replacing spans, so that all other bytes are as they came."""

    status: int
    headers: Headers
    body: bytes
    redacted: bool = False
    """Whether a span of the body was replaced; then digests over it tell nothing, and ``content_digest`` does."""
    content_digest: Literal["absent", "match", "mismatch"] = "absent"
    """``Content-Digest`` (RFC 9530) held against the body as it came, by whoever received it."""

    def header(self, name: str) -> str | None:
        """The first value of a header, its name in any case."""
        wanted = name.lower()
        return next((value for key, value in self.headers if key.lower() == wanted), None)


class Trouble(Struct, frozen=True):
    """Why there is no usable answer: ours or the network's, neither for nor against the participant."""

    kind: TroubleKind
    text: Text


class Exchange(Struct, frozen=True):
    """One request with its answer or the trouble it met, at its place in the run."""

    sequence: int
    """From 1 over the whole run."""
    participant: str
    test: str
    step: str
    attempt: int
    """From 1 within the step: polls, pages of a walk, retries after 429 and 503."""
    request: Request
    response: Response | None
    trouble: Trouble | None
    started: str
    """RFC 3339 with milliseconds, UTC."""
    seconds: float
    tls: str | None = None
    """``TLSv1.3``; None without TLS."""


class Planned(Struct, frozen=True):
    """A request to be sent, still with pseudonyms in place of what is secret."""

    participant: str
    test: str
    step: str
    attempt: int
    method: str
    url: str
    headers: Headers = ()
    body: bytes = b""
    client: str | None = None
    """Name of the client (``full``, ``limited``) whose id and secret the transport adds as HTTP Basic credentials."""


class Transport(Protocol):
    """What sends: over the network, into a program, or from a record of an earlier run. Never raises for what the other side does."""

    def send(self, planned: Planned) -> Exchange:
        """The exchange that came of it, recorded and redacted."""
        ...


CheckVerdict: TypeAlias = Literal["pass", "fail", "warn", "info", "not-evaluated"]
TestVerdict: TypeAlias = Literal["pass", "fail", "warn", "skip", "omit", "error", "attest"]
RequirementVerdict: TypeAlias = Literal[
    "verified", "verified-with-findings", "violated", "not-verified", "not-applicable", "attested", "excused"
]
ClassVerdict: TypeAlias = Literal["conformant", "conformant-with-findings", "not-fully-verified", "non-conformant"]


class CheckResult(Struct, frozen=True):
    """What one check says of the exchanges that it looked at."""

    id: str
    """``TEST/STEP/CHECK``."""
    verdict: CheckVerdict
    message: Text
    """One sentence: what was wanted and what was seen."""
    exchanges: tuple[int, ...] = ()
    """Their sequence numbers."""
    requirements: tuple[str, ...] = ()


class TestResult(Struct, frozen=True):
    """What a test says of a participant."""

    __test__ = False  # no test of pytest's

    test: str
    participant: str
    verdict: TestVerdict
    reason: Text | None
    """Why it was skipped or omitted, or what the error is."""
    checks: tuple[CheckResult, ...] = ()
    exchanges: tuple[int, ...] = ()


class Participant(Struct, frozen=True):
    """Who is tested: one service under one address."""

    name: str
    url: str
    classes: tuple[ConformanceClass, ...]
    environment: Literal["test", "production"]
    given: Mapping[str, object] = field(default_factory=dict)
    """What it gave for the test (``subject``, ``withdrawn_record`` …), redacted; tests see it as ``${given.…}``."""
    operations: Sequence[str] | None = None
    """Operations that the targets file declares; None: what its discovery document says."""
