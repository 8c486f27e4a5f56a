"""What is wrong with the sources of the standard, with the place where it is written."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct


class Problem(Struct, frozen=True, order=True):
    """One fault in the schemas, the rule book or the catalogue."""

    place: str
    """File, and the line where it is known."""
    message: str

    def __str__(self) -> str:
        return f"{self.place}: {self.message}"


class Faulty(Exception):
    """The sources cannot be compiled; ``problems`` says why."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(set(problems)))
        super().__init__("\n".join(map(str, self.problems)))
