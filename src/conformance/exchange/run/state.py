"""What a run knows at a moment: values by their names, and every exchange so far. The one thing here that changes."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any, Literal

from msgspec import Struct, field

from conformance.exchange.model import Exchange, Participant, Transport
from conformance.exchange.run.clock import Clock
from conformance.exchange.run.model import Limits, Setup
from conformance.exchange.suite import template
from conformance.standard.model import Standard, Text

PAGE_SIZE = 5
"""What lists are asked for where a participant gives no ``page_size``: small, so that few records make several pages."""


class Context(Struct, frozen=True):
    """What stays the same over a run."""

    setup: Setup
    standard: Standard
    transport: Transport
    clock: Clock

    @property
    def as_of(self) -> date:
        """The day by which records are judged."""
        return date.fromisoformat(self.setup.as_of)

    @property
    def limits(self) -> Limits:
        """What the run may cost."""
        return self.setup.limits


class Unfit(Exception):
    """A step that cannot be done with this participant; carries why, and whether its test does not apply or was not shown."""

    def __init__(self, verdict: Literal["omit", "skip"], text: Text) -> None:
        super().__init__(text.en)
        self.verdict, self.text = verdict, text


class State(Struct):
    """What is known of one participant: values that tests gave or took, and its exchanges in order."""

    participant: Participant
    values: dict[str, Any] = field(default_factory=dict)
    exchanges: list[Exchange] = field(default_factory=list)
    fixtures: dict[str, Any] = field(default_factory=dict)
    """Rows of fixtures that were made, by name (``fixtures`` makes them)."""
    pools: dict[Any, Any] = field(default_factory=dict)
    """What fixtures draw on, by item and provider."""
    waited: float = 0.0
    """Seconds that it had us wait by Retry-After; counted by what it said, so that a replay counts the same."""

    def has(self, name: str) -> bool:
        """Whether a name has a value."""
        try:
            template.value_of(name, self.values)
        except template.Missing:
            return False
        return True


def opened(participant: Participant, setup: Setup) -> State:
    """The state of a participant before anything was asked."""
    values: dict[str, Any] = {
        "given.page_size": PAGE_SIZE,
        "participant.name": participant.name,
        "participant.url": participant.url.rstrip("/"),
        "run.seed": code(setup.seed, participant.name),
        "run.as_of": setup.as_of,
    }
    values.update(flattened("given", participant.given))
    subject = participant.given.get("subject")
    if isinstance(subject, Mapping) and subject.get("scheme") == "uscc":
        lower = {"scheme": subject["scheme"], "id": str(subject["id"]).lower()}
        values.update(flattened("given.subject_lower", lower))
    return State(participant, values)


def flattened(name: str, value: object) -> Iterator[tuple[str, Any]]:
    """A value under its name, and each member of a mapping under ``name.member``."""
    yield name, value
    if isinstance(value, Mapping):
        for member, part in value.items():
            yield from flattened(f"{name}.{member}", part)


_LETTERS = str.maketrans("0123456789", "ghijklmnop")


def code(seed: int, *names: str) -> str:
    """32 letters that follow from the seed and some names: no digits, of which now and then an id of a person could be made."""
    return _digest(seed, names).translate(_LETTERS)


def number(seed: int, *names: str) -> int:
    """A whole number below 2³¹ that follows from the seed and some names: the seed of what is made from them."""
    return int(_digest(seed, names), 16) % (1 << 31)


def _digest(seed: int, names: tuple[str, ...]) -> str:
    return hashlib.sha256("\x1f".join((str(seed), *names)).encode()).hexdigest()[:32]


def missing(names: Iterable[str], state: State) -> str | None:
    """The first name without a value."""
    return next((name for name in names if not state.has(name)), None)
