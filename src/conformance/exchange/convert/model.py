"""What became of the records: the loss report."""

from __future__ import annotations

from typing import Any, Literal, TypeAlias

from msgspec import Struct, to_builtins

from conformance.standard.model import Text

Fate: TypeAlias = Literal[
    "same",  # the other side calls it so too
    "renamed",
    "carried",  # the other side is not known to have it: it goes along under the standard's own name
    "unread",  # the standard knows no such field: it goes along as it is written
    "empty",  # the other side has it, this file has not: an empty column
]


class ColumnFate(Struct, frozen=True):
    """What became of a column."""

    header: str | None
    """As it was written; None for an empty column."""
    field: str | None
    written: str
    """What it is called in the other form."""
    fate: Fate
    title: str = ""
    """Its title in the other form, which a code does not tell."""
    alike: bool = True
    """Whether both sides give it the same title; otherwise somebody should see that they mean the same."""
    filled: int = 0
    """Cells that hold something."""
    changed: int = 0
    """Cells that say the same in other words or numbers."""
    untold: int = 0
    """Cells of which could not be told what they mean; they stand as they were."""
    examples: tuple[str, ...] = ()
    """Such values, masked."""
    too_long: int = 0
    """Cells that are longer than the other side is known to have room for; they were not cut."""
    length: int | None = None


class Asked(Struct, frozen=True):
    """A field that the other side requires and the records do not have, or not all of them."""

    field: str
    written: str
    missing: int
    clause: str


class Conversion(Struct, frozen=True):
    """One table that was turned into another form."""

    path: str
    sheet: str | None
    item: str
    source: str
    """Party ids."""
    target: str
    records: int
    columns: tuple[ColumnFate, ...]
    asked: tuple[Asked, ...]
    target_seen: bool
    """Whether the other side's form was seen; otherwise the standard's own stands for it, and nobody knows."""
    notes: tuple[Text, ...] = ()

    @property
    def carried(self) -> tuple[ColumnFate, ...]:
        """Columns with content for which the other form has no place."""
        return tuple(one for one in self.columns if one.fate in ("carried", "unread") and one.filled)

    @property
    def whole(self) -> bool:
        """Whether the other side is known to take all of it as it is: nothing carried, untold, too long or missing."""
        odd = any(one.untold or one.too_long for one in self.columns)
        return self.target_seen and not self.carried and not odd and not self.asked

    def as_json(self) -> dict[str, Any]:
        """The loss report."""
        return {"whole": self.whole, **to_builtins(self)}
