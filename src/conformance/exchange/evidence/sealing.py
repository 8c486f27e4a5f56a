"""Replacing what is secret or personal in one text of a known form."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from msgspec import Struct, field

from conformance.exchange.evidence import identifiers, scan, secretwords
from conformance.exchange.evidence.digests import Digests
from conformance.exchange.evidence.escapes import Span
from conformance.exchange.evidence.identifiers import Identifiers
from conformance.exchange.evidence.keyed import Keyed
from conformance.exchange.evidence.memory import Memory, TooMuchWork, Words
from conformance.exchange.evidence.page import Page
from conformance.exchange.evidence.people import People
from conformance.exchange.evidence.personal import Fields, Kind
from conformance.exchange.evidence.value import Value
from conformance.exchange.profile.synthetic import was_synthetic
from conformance.report import idscan, mask

_SPARED = 8
"""Characters beside a known secret in a credential that may stay: what a test adds to spoil a token."""
_TELLING = 6
"""Characters that a number has to have to be taken for a person's outside its field."""
_SIGNER, _LABEL = "人", 8
"""What the word before a signature holds where only a name can follow, and how long it may be."""
_MOST_SECRETS, _MOST_KNOWN = 1000, 20_000
"""Secrets that one body may give away, and all of a run: what is learnt is looked for in everything from then on."""
_CONSTANTS = frozenset({"", "true", "false", "null", "none"})


class _Claims:
    """Spans that do not overlap; who comes first has the place."""

    def __init__(self, text: str) -> None:
        self.spans: list[Span] = []
        self._taken = bytearray(len(text))

    def keep(self, start: int, end: int) -> None:
        """A place that stays as it is."""
        self._taken[start:end] = b"\1" * (end - start)

    def add(self, span: Span) -> None:
        """A replacement, unless something of its place is taken."""
        if span.start < span.end and self._taken.find(1, span.start, span.end) < 0:
            self.keep(span.start, span.end)
            self.spans.append(span)


class Sealer(Struct):
    """What all texts of a run are sealed with; learns secrets and names as it meets them."""

    keyed: Keyed
    fields: Fields
    identifiers: Identifiers
    people: People
    memory: Memory
    digests: Digests
    known: secretwords.Known = field(default_factory=secretwords.Known)
    names: Words = field(default_factory=Words)
    numbers: Words = field(default_factory=Words)
    """Numbers of passports and the like, known once a field has said what they are."""

    def sealed(self, source: str, form: scan.Form, *, ours: bool = False) -> str:
        """The source with every secret and every person in it replaced, all else as it is. ``ours``: see :class:`Page`.

        Where that would take a time that grows faster than the source, nothing of it is kept.
        """
        self.fields.met = 0
        try:
            return self._sealed(self._without_known(source), form, ours)
        except TooMuchWork:
            return f"not-recorded-{self.keyed.mark('source', source)}"

    def _sealed(self, source: str, form: scan.Form, ours: bool) -> str:
        values = [value for value in scan.SCANNERS[form](source) if self._worth(source, value)]
        if not values:
            return source
        page = Page(source, values, self.fields, ours=ours)
        for index in range(len(values)):
            self._learn_from(page, index)
        parts: list[str] = []
        done = 0
        for index, value in enumerate(values):
            spans = self._spans(page, index)
            if spans:
                parts += (source[done : value.start], page.read[index].replaced(spans))
                done = value.end
        return "".join((*parts, source[done:]))

    def _worth(self, source: str, value: Value) -> bool:
        """Whether a value could hold anything; a body may have millions that could not."""
        if value.end - value.start >= secretwords.SHORTEST or not source[value.start : value.end].isascii():
            return True
        return value.name is not None and self.fields.kind(value.name) in ("secret", "person", "subject")

    def secret(self, text: str) -> str:
        """What stands in place of a secret: of a number a number, of anything else ``secret-`` and twelve characters."""
        if text.strip().lower() in _CONSTANTS:
            return text
        return self.memory.pseudonym(
            "secret", text, lambda turn: f"secret-{self.keyed.mark('secret', f'{text}{turn}')}"
        )

    def credential(self, value: str) -> str:
        """The value of ``Authorization``: its scheme stays."""
        scheme, blank, credential = value.partition(" ")
        if not credential.strip():
            return self._credential(value)
        return scheme + blank + self._credential(credential)

    def cookies(self, value: str, *, first_only: bool) -> str:
        """The value of ``Cookie`` (every value is a secret) or ``Set-Cookie`` (the first; attributes stand behind it)."""
        pairs = value.split(";")
        for index, pair in enumerate(pairs):
            name, mark, content = pair.partition("=")
            if index == 0 or not first_only:
                pairs[index] = f"{name}={self.secret(content)}" if mark else self.secret(pair)
            else:
                pairs[index] = self.sealed(pair, "text")
        return ";".join(pairs)

    def _credential(self, text: str) -> str:
        try:
            known = self._without_known(text)
            rest = _put(known, self.memory.pseudonyms.found(known), lambda _: "")
        except TooMuchWork:
            return self.secret(text)
        return known if known != rest and len(rest) <= _SPARED else self.secret(text)

    def _without_known(self, text: str) -> str:
        """The text without known secrets as they are; in values they are found however they are escaped."""
        return _put(text, self.known.found(text), self.secret)

    def _learn_from(self, page: Page, index: int) -> None:
        """Secrets, numbers and names that a value gives away are known from now on, wherever they occur."""
        text, kind = page.read[index].text, page.kinds[index]
        if kind == "secret" and secretwords.looks_secret(text):
            page.secrets.add(text)
            if len(page.secrets) > _MOST_SECRETS or self.known.count > _MOST_KNOWN:
                raise TooMuchWork
            self.known.learn(text)
        elif kind == "identifier":
            for place in identifiers.places_in_field(text):
                number = "".join(text[i] for i in place)
                if identifiers.is_telling(number) and not was_synthetic(identifiers.plain(number)):
                    self.numbers.add(number)
        elif self._is_person(page, index):
            self.names.add(text.strip())
            self.names.add("".join(text.split()))
        elif kind == "text" and not page.is_synthetic(index):
            for start, end in mask.signed(text):
                # 审核：同意 is no name; 填表人：王五 is.
                if _SIGNER in text[max(0, start - _LABEL) : start]:
                    self.names.add(text[start:end])

    def _is_person(self, page: Page, index: int) -> bool:
        kind = page.kinds[index]
        if kind not in ("person", "subject") or page.is_synthetic(index):
            return False
        if index not in page.people:
            surely = kind == "person" or page.is_about_person(index)
            page.people[index] = self.people.is_name(page.read[index].text, surely=surely)
        return page.people[index]

    def _spans(self, page: Page, index: int) -> list[Span]:
        text, kind = page.read[index].text, page.kinds[index]
        if kind == "secret":
            return self._secret_spans(text, bare=page.is_bare(index))
        claims = _Claims(text)
        for start, end in self.memory.pseudonyms.found(text):
            claims.keep(start, end)
        for start, end in (*self.known.found(text), *secretwords.told(text)):
            claims.add(Span(start, end, self.secret(text[start:end])))
        for start, end, instead in self.digests.found(text):
            claims.add(Span(start, end, instead))
        self._identifiers(text, kind, claims)
        self._names(page, index, claims)
        return claims.spans

    def _secret_spans(self, text: str, *, bare: bool) -> list[Span]:
        if text.strip().lower() in _CONSTANTS:
            return []
        number = text.strip()
        if bare and number.isascii() and number.isdigit():
            return [Span(0, len(text), text.replace(number, self._identifier(number)))]
        return [Span(0, len(text), self.credential(text))]

    def _identifiers(self, text: str, kind: Kind, claims: _Claims) -> None:
        if kind == "identifier":
            places = identifiers.places_in_field(text)
        elif kind == "code" and idscan.is_credit_code(text):
            places = []
        elif len(text) < _TELLING:
            return
        else:
            places = idscan.citizen_ids(text) + (idscan.old_citizen_ids(text) if kind == "text" else [])
            places += [tuple(range(*place)) for place in identifiers.documents_noted(text)]
            places += [tuple(range(*place)) for place in self.numbers.found(text)]
        strange = [place for place in places if not self._is_ours(text, place)]
        for span in identifiers.spans(text, strange, self._identifier) if strange else ():
            claims.add(span)

    def _is_ours(self, text: str, place: idscan.Place) -> bool:
        return was_synthetic(identifiers.plain("".join(text[index] for index in place)))

    def _identifier(self, value: str) -> str:
        return self.memory.pseudonym("identifier", value, lambda turn: self.identifiers.pseudonym(value, turn))

    def _names(self, page: Page, index: int, claims: _Claims) -> None:
        text, kind = page.read[index].text, page.kinds[index]
        if self._is_person(page, index):
            claims.add(Span(0, len(text), self._name(text)))
        elif kind in ("text", "person", "subject") and not page.is_synthetic(index):
            for start, end in (*self.names.found(text), *mask.signed(text)):
                claims.add(Span(start, end, self._name(text[start:end])))

    def _name(self, text: str) -> str:
        return self.memory.pseudonym("name", text, lambda turn: self.people.pseudonym(text, turn))


def _put(text: str, places: Iterable[tuple[int, int]], instead: Callable[[str], str]) -> str:
    """The text with something else at each of the places, which come in order."""
    parts: list[str] = []
    done = 0
    for start, end in places:
        parts += (text[done:start], instead(text[start:end]))
        done = end
    return "".join((*parts, text[done:])) if parts else text
