"""The values of one source with what their neighbours say of them: whose record it is, and whether it is a made-up one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from conformance.exchange.evidence import identifiers
from conformance.exchange.evidence.escapes import View, view
from conformance.exchange.evidence.personal import PERSONAL_SCHEMES, Fields, Kind
from conformance.exchange.evidence.value import Value
from conformance.exchange.profile.synthetic import was_synthetic


class Page:
    """Values of one source as they are read, and what each is."""

    def __init__(self, source: str, values: Sequence[Value], fields: Fields, *, ours: bool = False) -> None:
        """``ours``: in a body of which all subjects that can be told are made up, those that cannot be told are too: a batch
        for a test has rows that lack their identifiers."""
        self._source = source
        self._values = values
        self.read: list[View] = [view(source[value.start : value.end], form=value.form) for value in values]
        self.kinds: list[Kind] = [fields.kind(_name(value)) for value in values]
        self.people: dict[int, bool] = {}
        """Which of them are names of persons, as far as that was asked."""
        self.secrets: set[str] = set()
        """Those that it gave away, as far as they were met."""
        self._synthetic: set[int] = set()
        self._people: set[int] = set()
        codes: set[int] = set()
        strangers = False
        schemes: defaultdict[int, set[str]] = defaultdict(set)
        for value, read, kind in zip(values, self.read, self.kinds, strict=True):
            text = read.text.strip()
            if not text or value.record < 0:
                continue
            if kind in ("identifier", "code"):
                if was_synthetic(identifiers.plain(text)):
                    self._synthetic.add(value.record)
                elif any(c.isdigit() for c in text) and not any(c in "*＊" for c in text):
                    strangers = True
                (self._people if kind == "identifier" else codes).add(value.record)
            if value.name == "scheme":
                schemes[value.record].add(text)
            if text in fields.natural_person:
                self._people.add(value.record)
        self._all_synthetic = ours and bool(self._synthetic) and not strangers
        self._people -= codes
        for index, value in enumerate(values):
            if value.name == "id" and schemes.get(value.record, set()).intersection(PERSONAL_SCHEMES):
                self.kinds[index] = "identifier"

    def is_synthetic(self, index: int) -> bool:
        """Whether a value stands in a record about a subject that is made up for tests."""
        return self._all_synthetic or self._values[index].record in self._synthetic

    def is_about_person(self, index: int) -> bool:
        """Whether a value stands in a record about a natural person, by its category or because it has no other identifier."""
        return self._values[index].record in self._people

    def is_bare(self, index: int) -> bool:
        """Whether a value stands without quotes where quotes would do: a number in JSON."""
        start = self._values[index].start
        return start == 0 or self._source[start - 1] != '"'


def _name(value: Value) -> str | None:
    """The name of a value as it is read."""
    return None if value.name is None else view(value.name, form=value.form).text
