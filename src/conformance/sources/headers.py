"""Matching headers to fields: by any of a field's names, after Unicode NFKC and without blanks, brackets and dashes.

A near miss is never used; it is only named, so that the sender can tell a slip of the pen from a foreign column.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cached_property, lru_cache
from typing import NamedTuple

from msgspec import Struct

from conformance.sources.hints import without_hints
from conformance.sources.limits import LONGEST_HEADER
from conformance.sources.model import How
from conformance.standard.model import Field, RecordType

_OPEN, _CLOSE = "([{<〈《「『【〔〖", ")]}>〉》」』】〕〗"
_NOISE = re.compile(
    r"[\s\u00ad\u200b-\u200f\u2060\ufeff" + re.escape(_OPEN + _CLOSE) + r"_\-‐-―*:.,，、;；/\\|·•'\"“”‘’`~#→]+"
)
_NOTED = re.compile(r"[\n" + re.escape(_OPEN + _CLOSE) + "]")
"""What a note begins or ends with."""
_NUMBERING = re.compile(r"\s*\(?[0-9]{1,2}[.、)]\s*(?=\D)")
"""The number of an item of a list, as in ``3、项目名称``."""
_RUNNING_NUMBER = {
    *("序号", "编号", "行号", "项次", "序", "顺序号", "流水号", "记录号", "行次", "no", "num", "nr", "number"),
    *("index", "seq", "xh", "id", "row", "rownum", "rowno", "serialnumber", "serialno"),
}
_NEAR_LONGEST = 40
_REMEMBERED = 4096


@lru_cache(maxsize=_REMEMBERED)
def normalise(header: str) -> str:
    """The form in which headers are compared. For matching only; values are never treated so."""
    return _NOISE.sub("", unicodedata.normalize("NFKC", header)).casefold()


def without_note(header: str) -> str:
    """The header without notes in brackets and without further lines, normalised."""
    return _parts_of(header).bare


class _Parts(NamedTuple):
    """A header taken apart. What only says how to fill in the column is in none of these."""

    whole: str
    """With its notes, normalised."""
    bare: str
    """Without notes in brackets and without further lines, normalised."""
    notes: tuple[str, ...]
    """The notes and further lines, normalised: these say what the column holds."""


@lru_cache(maxsize=_REMEMBERED)
def _parts_of(header: str) -> _Parts:
    """The parts of a header; the same for every record type that it is held against."""
    text = _NUMBERING.sub("", unicodedata.normalize("NFKC", header).strip(), count=1)
    if not _NOTED.search(text):  # as nearly every name of a field
        bare = normalise(text)
        return _Parts(bare, bare, ())
    pieces = list(_pieces(text))
    bare = "".join(text for text, is_note in pieces if not is_note)
    kept = [(without_hints(text, bare) if is_note else text, is_note) for text, is_note in pieces]
    notes = [note for text, is_note in kept if is_note and (note := normalise(text))]
    return _Parts(normalise("".join(text for text, _ in kept)), normalise(bare), tuple(notes))


def _pieces(text: str) -> Iterator[tuple[str, bool]]:
    """The text in order, cut at outermost brackets and after its first line; True for what is a note."""
    depth, piece, is_note, begun = 0, "", False, False
    for character in text:
        opens, closes = character in _OPEN, character in _CLOSE and depth > 0
        if (opens and depth == 0) or (character == "\n" and depth == 0 and begun):
            yield piece, is_note
            piece, is_note = "", True
        depth += opens - closes
        piece += character
        begun = begun or not character.isspace()
        if closes and depth == 0:
            yield piece, True
            piece, is_note = "", False
    yield piece, is_note


def forms_of(header: str) -> set[str]:
    """The forms in which a header is looked up among the names of fields; none of one that is too long to be a header."""
    if len(header) > LONGEST_HEADER:
        return set()
    parts = _parts_of(header)
    return {normalise(header), parts.whole, parts.bare}


def is_running_number(header: str) -> bool:
    """序号 and its like: a count of rows that no field needs."""
    return normalise(header) in _RUNNING_NUMBER or header.strip() in {"#", "№"}


class Match(NamedTuple):
    """The field that a header names, and by which of its names."""

    field: Field
    how: How


class Matcher(Struct, frozen=True, dict=True):
    """All names of the fields of one record type."""

    record_type: RecordType

    @cached_property
    def _names(self) -> dict[str, Match]:
        found: dict[str, Match] = {}
        fields = self.record_type.fields
        for how, names in (
            ("title", lambda f: [f.title]),
            ("code", lambda f: [f.code] if f.code else []),
            ("name", lambda f: [f.name, f.title_en]),
            ("alias", lambda f: f.aliases),
            ("title", lambda f: [f.title + f.code, f.code + f.title] if f.code else []),
        ):
            for field in fields:
                for name in names(field):
                    found.setdefault(normalise(name), Match(field, how))  # type: ignore[arg-type]
        found.pop("", None)
        return found

    @cached_property
    def _bare_names(self) -> dict[str, set[str]]:
        """Names without their own notes, and the fields that they may stand for."""
        found: dict[str, set[str]] = {}
        for field in self.record_type.fields:
            for name in (field.title, *field.aliases):
                found.setdefault(without_note(name), set()).add(field.name)
        return found

    @cached_property
    def forms(self) -> frozenset[str]:
        """Whatever header names a field is in one of these forms (:func:`forms_of`)."""
        return frozenset(self._names) | frozenset(self._bare_names)

    @cached_property
    def _known(self) -> dict[str, Match | None]:
        return {}

    def match(self, header: str | None) -> Match | None:
        """The field that a header names, if any."""
        if not header or len(header) > LONGEST_HEADER:
            return None
        if header not in self._known:
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
            self._known[header] = self._match(header)
        return self._known[header]

    def _match(self, header: str) -> Match | None:
        full = normalise(header)
        if full in self._names:
            return self._names[full]
        parts = _parts_of(header)
        if parts.whole in self._names:
            return Match(self._names[parts.whole].field, "without-note")
        may_be = set(self._bare_names.get(parts.bare, ()))
        if parts.bare in self._names:
            may_be.add(self._names[parts.bare].field.name)
        # A note says what the column holds: 信用代码（处罚机关） is not the subject's. It may only name the same field.
        for note in parts.notes:
            may_be &= {self._names[note].field.name} if note in self._names else set()
        return Match(self.record_type.field(may_be.pop()), "without-note") if len(may_be) == 1 else None

    def named(self, name: str) -> Field | None:
        """The field that a mapping file means by a name, title, national code or alias."""
        match = self._names.get(normalise(name))
        return match.field if match else None

    def near(self, header: str, taken: set[str]) -> Field | None:
        """The field, not yet taken by a column, whose name is closest to a header; None if nothing is close."""
        if len(header) > LONGEST_HEADER:
            return None
        written = {normalise(header), without_note(header)} - {""}
        best: tuple[float, Field] | None = None
        for name, (field, _) in self._names.items():
            if field.name in taken:
                continue
            for text in written:
                limit = _tolerance(text, name)
                if abs(len(text) - len(name)) > limit or len(text) > _NEAR_LONGEST:
                    continue
                share = edits(text, name) / max(len(text), len(name))
                if share * max(len(text), len(name)) <= limit and (best is None or share < best[0]):
                    best = (share, field)
        return best[1] if best else None


def closest(text: str, others: Iterable[str]) -> str | None:
    """The one of several headers that may be meant by a text, if any is near to it."""
    wanted = normalise(text)
    found = {other: edits(wanted, normalise(other)) for other in others if len(other) <= _NEAR_LONGEST}
    near = [other for other, count in found.items() if count <= _tolerance(wanted, normalise(other))]
    return min(near, key=lambda other: found[other], default=None) if len(text) <= _NEAR_LONGEST else None


def _tolerance(one: str, other: str) -> int:
    """Edits up to which two names are called near: fewer for Latin letters, which say less each."""
    longest = max(len(one), len(other))
    return max(1, round(longest * (0.2 if one.isascii() and other.isascii() else 0.4)))


def edits(one: str, other: str) -> int:
    """Insertions, deletions, substitutions and swaps of neighbours that turn one text into the other."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        older, before, row = before, row, [i]
        for j, b in enumerate(other, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                cost = min(cost, older[j - 2] + 1)
            row.append(cost)
    return row[-1]
