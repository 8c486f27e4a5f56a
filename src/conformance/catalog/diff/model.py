"""What a comparison of two editions finds."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from msgspec import Struct

from conformance.standard.model import Lang, Text

Level = Literal["ERR", "WARN", "INFO"]
Direction = Literal["submit", "read"]
Certainty = Literal["yes", "no", "unknown"]
DIRECTIONS: tuple[Direction, ...] = ("submit", "read")
RANK: Mapping[Level, int] = {"INFO": 0, "WARN": 1, "ERR": 2}


class Change(Struct, frozen=True):
    """One difference between two editions."""

    id: str
    """Which change of the registry it is."""
    list: str
    """List of the entry: data, behaviour, unit …, or record-type, code-list, rule, edition, division."""
    entry: str
    """Id of the entry."""
    path: str
    """What of it: a key, or a key and what it holds (``narrowing.grade``, ``fields.document_number``); may be empty."""
    old: Any
    new: Any
    level_submit: Level
    level_read: Level
    zh: str
    en: str
    example: dict[str, Any] | None = None
    """A record that passed and does not any more, where one was found."""
    example_field: str = ""
    """Its record type, and the field for which it is refused: ``licence.remarks``; ``rating.`` where it is not one field."""
    proof: Certainty | None = None
    """Whether everything that passed still does: ``yes`` and ``no`` are proved. None: no affair of records."""
    place: str = ""
    """File and line of the entry, in the new edition where it is there."""

    def level(self, direction: Direction) -> Level:
        """How grave it is for those who submit or for those who read."""
        return self.level_submit if direction == "submit" else self.level_read

    def sentence(self, lang: Lang) -> str:
        """What has changed, in the reader's language."""
        return self.zh if lang == "zh" else self.en


class Proof(Struct, frozen=True):
    """Whether a record type or an item of the new edition takes every record that the old one took."""

    list: str
    entry: str
    title: Text
    takes_all: Certainty
    """New takes all that old took: what those who submit want to know."""
    adds_none: Certainty
    """Old took all that new takes: what those who read want to know."""
    example: dict[str, Any] | None = None
    """A record that old took and new refuses."""
    example_added: dict[str, Any] | None = None
    """A record that new takes and old refused."""
