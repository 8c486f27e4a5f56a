"""What was learned of the fields of an item, shared by all plans that ask the same of a field.

Payloads with other keys need other plans; what is known of a document number does not depend on the columns beside it.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from threading import Lock

from msgspec import Struct

from conformance.checks.plain import Plain
from conformance.engine.known import Known
from conformance.engine.verdicts import Watch

_VARIANTS = 8
"""Lessons kept of one field: as many ways of asking about it."""


class Lesson(Struct):
    """What is known of one field."""

    watch: Watch
    known: Known
    certificate: Plain | None = None
    certified: bool = False
    """Whether it was looked for a certificate, which is worth making for many cells only."""

    def certify(self, make: Callable[[], Plain | None]) -> None:
        """Make the certificate if that was not done before."""
        if not self.certified:
            self.certificate, self.certified = make(), True


class Lessons:
    """The lessons of one item under one request. Whoever learns or looks something up holds the ``lock``."""

    def __init__(self) -> None:
        self.lock = Lock()
        # Nobody outside can prepare two texts that are taken for one another.
        self.seed = int.from_bytes(os.urandom(8), "little")
        """Seed of the hashes by which texts are known."""
        self._fields: dict[str, list[Lesson]] = {}

    def of(self, watch: Watch) -> Lesson:
        """The lesson for what is to be known of a field, a new one if nobody asked the same before."""
        with self.lock:
            kept = self._fields.setdefault(watch.field, [])
            for lesson in kept:
                if lesson.watch.asks_the_same_as(watch):
                    return lesson
            made = Lesson(watch, Known(self.seed))
            kept.append(made)
            del kept[:-_VARIANTS]
            return made
