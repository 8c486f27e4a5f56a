"""The outcome of a consultation: what is taken over, what is not, and who was not heard."""

from __future__ import annotations

from msgspec import Struct, field

from conformance.catalog.workbook.answers import Rejected
from conformance.standard.entries import EntryFile
from conformance.standard.model import Text


class Conflict(Struct, frozen=True):
    """An entry that stays as it was, and why."""

    kind: str
    list: str
    id: str
    units: tuple[str, ...]
    text: Text
    places: tuple[str, ...]


class Taken(Struct, frozen=True):
    """An entry that was changed, added or cancelled."""

    what: str
    """修改, 新增 or 取消."""
    list: str
    id: str
    title: Text
    units: tuple[str, ...]
    reason: str
    unheard: tuple[str, ...] = ()
    """Units that answer for the entry too and said nothing of it."""


class Silent(Struct, frozen=True):
    """A unit that did not answer, or an answer that is not whole."""

    unit: str
    name: Text
    why: Text
    entries: tuple[str, ...]
    """LIST:ID of what it said nothing about."""


class Merged(Struct):
    """The outcome."""

    files: tuple[EntryFile, ...] = ()
    loose: dict[str, bytes] = field(default_factory=dict)
    faults: list[Text] = field(default_factory=list)
    """Why nothing was merged at all."""
    conflicts: list[Conflict] = field(default_factory=list)
    taken: list[Taken] = field(default_factory=list)
    silent: list[Silent] = field(default_factory=list)
    partial: list[Silent] = field(default_factory=list)
    rejected: list[Rejected] = field(default_factory=list)
    """Workbooks that came back and are not taken."""
    answered: int = 0
    """Units that answered."""
    asked: int = 0
    kept: int = 0
    """Entries that stay as they are because every answer says so."""
    created: str = ""
    """Day of the edition, which stands in for the day on which a report was made."""
