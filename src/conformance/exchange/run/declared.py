"""What a participant says of itself: its discovery document, asked for once before any test, and what follows from it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast, get_args

from conformance.exchange.lenient import read
from conformance.exchange.model import ConformanceClass, Exchange
from conformance.exchange.profile.load import profile
from conformance.exchange.run.model import DISCOVERY, RUN, Declared
from conformance.exchange.run.outgoing import outgoing
from conformance.exchange.run.sending import Sender
from conformance.exchange.run.state import Context, State, flattened
from conformance.exchange.run.steps.base import Doing

_CLASSES: frozenset[str] = frozenset(get_args(ConformanceClass))


def discover(state: State, context: Context) -> Declared:
    """Ask a participant what it declares; the document is then ``discovery`` among its values."""
    sender = Sender(context, state)
    doing = Doing(RUN, DISCOVERY, state, context, sender)
    asked = {"method": "GET", "path": profile().operation(DISCOVERY).path}
    what = outgoing(asked, state, context.setup, context.standard)
    declared = declared_by(doing.send(what, retry=True))
    state.values.update(flattened("discovery", declared.document))
    return declared


def declared_by(exchange: Exchange) -> Declared:
    """What an answer to the question declares; nothing where it is no document."""
    if exchange.response is None:
        return Declared()
    document = read(exchange.response.body) if exchange.response.status == 200 else None
    if not isinstance(document, Mapping):
        return Declared(reached=True)
    operations = document.get("operations")
    return Declared(
        document=document,
        classes=tuple(cast("ConformanceClass", one) for one in _texts(document.get("classes")) if one in _CLASSES),
        operations=_texts(operations) if isinstance(operations, list) else None,
        reached=True,
    )


def _texts(value: Any) -> tuple[str, ...]:
    return tuple(one for one in value if isinstance(one, str)) if isinstance(value, list) else ()
