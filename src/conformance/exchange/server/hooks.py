"""Where the server can be made to behave otherwise: one optional callable for each named point that the app passes.

The server as it ships has none of them set. A fault is a :class:`Hooks` with exactly one of them set
(``server.faults``), and so is each thing that ``--provoke`` does; routes know nothing of either. All but the last have
one form: a value and the :class:`Moment` in, the value that is to hold in its place out.

Which point is which level: ``request`` is the request level; ``answer``, ``problem``, ``response`` are the response
level; ``wire`` is the wire level; all others are the handler level.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

from msgspec import Struct

from conformance.exchange.server.messages import Call, Document, Reply

if TYPE_CHECKING:
    from conformance.exchange.server.auth import Access
    from conformance.exchange.server.batches import Batch, Line, Replay
    from conformance.exchange.server.problems import Problem
    from conformance.exchange.server.records import Found, Window
    from conformance.exchange.server.world import World

T = TypeVar("T")
Send: TypeAlias = Callable[[MutableMapping[str, Any]], Awaitable[None]]
"""ASGI: takes ``http.response.start`` and ``http.response.body`` messages."""


class Moment(Struct, frozen=True):
    """What a hook may look at beside the value that it is given."""

    call: Call
    world: World
    """Settings, standard, clock, store: what the server is made of."""
    body: bytes = b""
    """The request's, at points after it was read."""


class Hooks(Struct, frozen=True):
    """Callables at named points, in the order in which a request passes them; None leaves a point as it is."""

    request: Callable[[Call, Moment], Call | Reply] | None = None
    """Before anything is looked at. A Reply is the answer, and nothing else of the server runs (``response`` and ``wire`` do).
    A Call goes on in place of the one that came; its ``operation`` is worked out again from method and path."""
    access: Callable[[Access, Moment], Access] | None = None
    """Who is calling, or why that is not known, after the token was looked up and before scopes are compared."""
    declared_type: Callable[[bool, Moment], bool] | None = None
    """Whether the media type of the body is one that the operation takes (else 415)."""
    acceptable: Callable[[bool, Moment], bool] | None = None
    """Whether the answer can be had in a type that the client accepts (else 406)."""
    most_bytes: Callable[[int, Moment], int] | None = None
    """How long a body may be (else 413)."""
    digest: Callable[[bool, Moment], bool] | None = None
    """Whether ``Content-Digest`` fits the body (else 400)."""
    parsed: Callable[[Any, Moment], Any] | None = None
    """A JSON body as it was read, before it is held against its schema."""
    faults_of: Callable[[tuple[Document, ...], Moment], tuple[Document, ...]] | None = None
    """What is wrong with a parsed body (``errors`` of the problem: pointer, rule, clause, message); nothing: it is taken."""
    replay: Callable[[Replay, Moment], Replay] | None = None
    """Whether the idempotency key is new, known with this body, or known with another."""
    batch: Callable[[Batch, Moment], Batch] | None = None
    """A batch as it is about to be kept, with its rows."""
    lines: Callable[[tuple[Line, ...], Moment], tuple[Line, ...]] | None = None
    """What the engine found of each row, before records are made of the accepted ones and the receipt is kept."""
    window: Callable[[Window, Moment], Window] | None = None
    """What a client asks of the list: item, after which place, how many; before the store is asked."""
    found: Callable[[Found, Moment], Found] | None = None
    """What the store gave for the list or a subject: records and tombstones in order, and the place where it ends."""
    restricted: Callable[[frozenset[str], Moment], frozenset[str]] | None = None
    """Fields that this client does not get to see of a record."""
    answer: Callable[[Document, Moment], Document] | None = None
    """The JSON object of an answer that is no problem, before it is written."""
    problem: Callable[[Problem, Moment], Problem] | None = None
    """A refusal, before it is written."""
    response: Callable[[Reply, Moment], Reply] | None = None
    """The finished answer: status, headers, bytes. ``Content-Length`` is counted after it, unless it sets one itself."""
    wire: Callable[[Reply, Moment, Send], Awaitable[None]] | None = None
    """Sends the finished answer itself, in ASGI messages: slowly, in part, unendingly. Only the first that is set does."""


def settled(hooks: Iterable[Hooks]) -> tuple[str, ...]:
    """Names of the points that are set."""
    return tuple(sorted({name for each in hooks for name in each.__struct_fields__ if getattr(each, name) is not None}))


def through(point: Callable[[Hooks], Callable[[T, Moment], T] | None], value: T, moment: Moment) -> T:
    """The value after everything that is set at a point: ``through(lambda hooks: hooks.digest, fits, moment)``."""
    for hooks in moment.world.settings.hooks:
        change = point(hooks)
        if change is not None:
            value = change(value, moment)
    return value
