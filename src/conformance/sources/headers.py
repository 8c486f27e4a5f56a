"""Matching headers to fields: by any of a field's names, after Unicode NFKC and without blanks, brackets and dashes.

A near miss is never used; it is only named, so that the sender can tell a slip of the pen from a foreign column.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from conformance.sources.model import How
from conformance.standard.model import Field, RecordType

_OPEN, _CLOSE = "([{<〈《「『【〔〖", ")]}>〉》」』】〕〗"
_NOISE = re.compile(
    r"[\s\u00ad\u200b-\u200f\u2060\ufeff" + re.escape(_OPEN + _CLOSE) + r"_\-‐-―*:.,，、;；/\\|·•'\"“”‘’`~#→]+"
)
_NOTE = re.compile(f"[{re.escape(_OPEN)}][^{re.escape(_OPEN + _CLOSE)}]*[{re.escape(_CLOSE)}]")
_HINT = re.compile(
    rf"[{re.escape(_OPEN)}][^{re.escape(_OPEN + _CLOSE)}]*(?:填|格式|示例|例如|文本|字符|yyyy|YYYY|[0-9]位)[^{re.escape(_OPEN + _CLOSE)}]*[{re.escape(_CLOSE)}]"
)
"""A note that says how to fill in the column, not what it holds."""
_RUNNING_NUMBER = {
    *("序号", "编号", "行号", "项次", "序", "顺序号", "流水号", "记录号", "行次", "no", "num", "nr", "number"),
    *("index", "seq", "xh", "id", "row", "rownum", "rowno", "serialnumber", "serialno"),
}
_NEAR_LONGEST = 40
_REMEMBERED = 4096


def normalise(header: str) -> str:
    """The form in which headers are compared. For matching only; values are never treated so."""
    return _NOISE.sub("", unicodedata.normalize("NFKC", header)).casefold()


def without_note(header: str) -> str:
    """The header without notes in brackets and without further lines, normalised."""
    text = unicodedata.normalize("NFKC", header).strip()
    while (shorter := _NOTE.sub("", text)) != text:
        text = shorter
    lines = text.strip().splitlines()
    return normalise(lines[0]) if lines else ""


def _shortened(header: str) -> Iterator[str]:
    """The header without its last note, without its last two, and so on; last without any and without further lines."""
    text = unicodedata.normalize("NFKC", header).strip()
    while (notes := list(_NOTE.finditer(text))) and notes[-1].start() > 0:
        text = text[: notes[-1].start()] + text[notes[-1].end() :]
        yield normalise(text)
    yield without_note(header)


def is_running_number(header: str) -> bool:
    """序号 and its like: a count of rows that no field needs."""
    return normalise(header) in _RUNNING_NUMBER or header.strip() in {"#", "№"}


class Match(NamedTuple):
    """The field that a header names, and by which of its names."""

    field: Field
    how: How


@dataclass(frozen=True)
class Matcher:
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
    def _bare_names(self) -> dict[str, Match]:
        """Names without their own notes, where that leaves no doubt."""
        found: dict[str, Match | None] = {}
        for field in self.record_type.fields:
            for name in (field.title, *field.aliases):
                bare = without_note(name)
                if bare and bare not in self._names:
                    known = found.setdefault(bare, Match(field, "without-note"))
                    if known is not None and known.field is not field:
                        found[bare] = None
        return {bare: match for bare, match in found.items() if match is not None}

    @cached_property
    def _known(self) -> dict[str, Match | None]:
        return {}

    def match(self, header: str | None) -> Match | None:
        """The field that a header names, if any."""
        if not header:
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
        for shorter in _shortened(header):
            if shorter in self._names:
                return Match(self._names[shorter].field, "without-note")
        # A numbered code column is what its note says it is: 代码_5（事业单位证书号） is not 代码_5（居民身份证号）.
        return self._bare_names.get(normalise(_HINT.sub("", unicodedata.normalize("NFKC", header))))

    def named(self, name: str) -> Field | None:
        """The field that a mapping file means by a name, title, national code or alias."""
        match = self._names.get(normalise(name))
        return match.field if match else None

    def near(self, header: str, taken: set[str]) -> Field | None:
        """The field, not yet taken by a column, whose name is closest to a header; None if nothing is close."""
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
