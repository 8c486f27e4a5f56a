"""A fault as it is declared: what is wrong, what it breaks, and how it has to be caught."""

from __future__ import annotations

from typing import Literal, TypeAlias

from msgspec import Struct

from conformance.exchange.model import ConformanceClass
from conformance.standard.model import Text

Level: TypeAlias = Literal["request", "handler", "response", "wire", "server", "client", "folder", "table"]
"""Where it is planted. The first four are hooks of the reference server, ``server`` is one in which nothing is left of it."""
HOOKED: tuple[Level, ...] = ("request", "handler", "response", "wire")


class Fault(Struct, frozen=True):
    """One way in which an implementation is wrong."""

    id: str
    title: Text
    level: Level
    group: str
    """What it is about: ``paging``; a code of ``FaultGroup``."""
    classes: tuple[ConformanceClass, ...]
    """In whose test it shows."""
    breaks: tuple[str, ...]
    """Requirements."""
    fails: tuple[str, ...]
    """Exactly the results ``TEST/STEP/CHECK`` that fail or warn."""
    unshown: tuple[str, ...]
    """Exactly the tests that cannot be shown any more."""
    exit: int
    """Of ``conformance probe``."""


class Excuse(Struct, frozen=True):
    """A requirement that no fault can break, and why."""

    requirement: str
    reason: Text


class Declared(Struct, frozen=True):
    """All faults in the order in which they are declared, and all excuses."""

    faults: tuple[Fault, ...]
    excused: tuple[Excuse, ...]
