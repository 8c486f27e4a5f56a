"""Pseudonyms of personal identifiers: of the same form and as valid, so that every rule says of them what it says of the original.

The regions of the pseudonyms (``PP99NN``) are no division of GB/T 2260: nobody has such a number.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from functools import lru_cache

from msgspec import Struct

from conformance.checks.identifiers import PASSPORT
from conformance.exchange.evidence.escapes import Span
from conformance.exchange.evidence.keyed import Draw, Keyed, one_of
from conformance.report import idscan

_PROVINCES = ("11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65").split()
_CITIZEN = re.compile(r"[0-9]{17}[0-9X]")
_OLD = re.compile(r"[0-9]{15}")
_OLDEST = 150
"""Years of age from which on a birth date is refused."""
_TRIES = 1 << 16
_NOTED = re.compile(r"(?:护照|通行证|居留证?|[Pp]assport)[^A-Za-z0-9]{0,12}([A-Z]{1,3}[0-9]{6,9})(?![0-9A-Za-z])")
"""A document's number behind the name of the document, in a free text."""
_TELLING = 8
_OLD_LENGTH = 15
_LEAST = 5
"""Digits that a text in an identifier field has to have to be taken for an identifier."""


class Identifiers(Struct, frozen=True):
    """The pseudonyms of one run; ``as_of`` is the day by which birth dates are judged."""

    keyed: Keyed
    as_of: date

    def pseudonym(self, value: str, turn: str = "") -> str:
        """Of an identifier in plain characters (half-width, upper case); another for each ``turn``. What is no identifier keeps
        all but its digits."""
        draw = self.keyed.draw("identifier", value + turn)
        if _CITIZEN.fullmatch(value):
            return self._citizen(value, draw)
        if _OLD.fullmatch(value):
            return self._old(value, draw)
        return _shaped(value, draw)

    def _citizen(self, value: str, draw: Draw) -> str:
        wanted, rounded = self._verdicts(value), value.endswith("000")
        right = _check_character(value[:17]) == value[17]
        made = value
        for _ in range(_TRIES):
            serial = f"{next(draw) % 10}00" if rounded else f"{next(draw) % 1000:03d}"
            digits = _region(value, draw) + self._birth(value[6:14], draw) + serial
            last = value[17] if value[17] == "X" or rounded else one_of("0123456789", draw)
            made = digits + (_check_character(digits) if right else last)
            if self._verdicts(made) == wanted and made != value:
                break
        return made

    def _verdicts(self, value: str) -> tuple[object, ...]:
        """All that a rule may say of eighteen characters."""
        return (
            _check_character(value[:17]) == value[17],
            self._born(value[6:14]),
            value[17] == "X",
            value.endswith("000"),
            value[0] == "0",
            value[6:8] in ("19", "20"),
            # In the wrong field it may pass for a credit code, by its own check character or by that of the code inside it.
            _is_right_as_credit_code(value),
            _holds_organisation_code(value),
        )

    def _born(self, digits: str) -> str:
        born = idscan.birth_date(digits)
        if born is None:
            # Whether month and day look like ones tells whether the text is taken for a citizen id at all.
            return "shaped" if re.fullmatch(r"[0-9]{4}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])", digits) else "none"
        return "future" if born > self.as_of else "old" if born.year < self.as_of.year - _OLDEST else "possible"

    def _birth(self, digits: str, draw: Draw) -> str:
        """A day of the same century on the same side of today, or eight digits that are as little a day as these."""
        born = idscan.birth_date(digits)
        if born is None:
            return digits[:2] + f"{next(draw) % 100:02d}" + digits[4:]
        century = int(digits[:2]) * 100
        first, last = date(max(century, 1), 1, 1), date(century + 99, 12, 31)
        if born > self.as_of:
            first = max(first, self.as_of + timedelta(days=1))
        else:
            last = min(last, self.as_of)
        return f"{first + timedelta(days=next(draw) % ((last - first).days + 1)):%Y%m%d}".zfill(8)

    def _old(self, value: str, draw: Draw) -> str:
        real = idscan.birth_date("19" + value[6:12]) is not None
        made = value
        for _ in range(_TRIES):
            days = timedelta(days=next(draw) % 36524)
            birth = (date(1900, 1, 1) + days).strftime("%y%m%d") if real else f"{next(draw) % 100:02d}{value[8:12]}"
            made = _region(value, draw) + birth + f"{next(draw) % 1000:03d}"
            if (idscan.birth_date("19" + made[6:12]) is not None) == real and made != value:
                break
        return made


def _region(value: str, draw: Draw) -> str:
    """Six digits of a region that does not exist, in a province where the value names one."""
    province = one_of(_PROVINCES, draw) if value[:2] in _PROVINCES else value[:2]
    return f"{province}99{next(draw) % 100:02d}"


def _check_character(digits: str) -> str:
    """ISO 7064 MOD 11-2 over seventeen digits, as GB 11643 has it."""
    return "10X98765432"[sum(int(digit) * pow(2, 17 - index, 11) for index, digit in enumerate(digits)) % 11]


def _is_right_as_credit_code(value: str) -> bool:
    """GB 32100 over eighteen characters, of which the last may be X."""
    total = sum(int(digit) * pow(3, place, 31) for place, digit in enumerate(value[:17]))
    return -total % 31 == (29 if value[17] == "X" else int(value[17]))


def _holds_organisation_code(value: str) -> bool:
    """GB 11714 over the characters 9 to 17, all of them digits."""
    total = sum(int(digit) * weight for digit, weight in zip(value[8:16], (3, 7, 9, 10, 5, 8, 4, 2), strict=True))
    return -total % 11 == int(value[16])


def _shaped(value: str, draw: Draw) -> str:
    """The digits become others; zeros at either end of a run, letters and signs stay, and with them the form."""

    def changed(run: re.Match[str]) -> str:
        core = run.group().strip("0")
        first = run.group().index(core) if core else 0
        made = "".join(one_of("123456789", draw) for _ in core)
        return run.group()[:first] + made + run.group()[first + len(core) :]

    for _ in range(_TRIES):
        made = re.sub("[0-9]+", changed, value)
        if bool(re.search(PASSPORT, made)) == bool(re.search(PASSPORT, value)) and made != value:
            return made
    return value


def plain(text: str) -> str:
    """One character for each: digits and letters half-width and in upper case, other characters as they are."""
    return "".join(_plain(character) for character in text)


@lru_cache(1 << 14)
def _plain(character: str) -> str:
    digit = unicodedata.digit(character, -1)
    if digit >= 0:
        return str(digit)
    if character in idscan.LIKE_X:
        return "X"
    folded = unicodedata.normalize("NFKC", character).upper()
    return folded if len(folded) == 1 else character


def in_writing_of(pseudonym: str, original: str) -> str:
    """The pseudonym's characters written as those of the original are: full-width, small."""
    return "".join(_like(new, old) for new, old in zip(pseudonym, original, strict=True))


def _like(new: str, old: str) -> str:
    if _plain(old) == new:
        return old
    digit = unicodedata.digit(old, -1)
    return chr(ord(old) - digit + int(new)) if digit >= 0 and new.isdigit() else new


def documents_noted(text: str) -> list[tuple[int, int]]:
    """Where numbers of passports and permits stand in a free text that says what they are."""
    return [found.span(1) for found in _NOTED.finditer(text)]


def is_telling(number: str) -> bool:
    """Whether a number out of an identifier field is a person's wherever it occurs; short ones of digits alone may be anything."""
    bare = plain(number)
    return len(bare) >= _TELLING and (len(bare) >= _OLD_LENGTH or not bare.isdigit())


def places_in_field(text: str) -> list[idscan.Place]:
    """Where the identifiers of an identifier field stand: the field's digits and letters taken together where they have the
    form of one, else citizen ids inside, else the whole if it has five digits."""
    letters = tuple(
        index for index, character in enumerate(text) if _plain(character).isascii() and _plain(character).isalnum()
    )
    joined = plain("".join(text[index] for index in letters))
    if _CITIZEN.fullmatch(joined) or _OLD.fullmatch(joined):
        return [letters]
    return idscan.citizen_ids(text) or ([letters] if sum(c.isdigit() for c in joined) >= _LEAST else [])


def spans(text: str, places: Iterable[idscan.Place], pseudonym: Callable[[str], str]) -> list[Span]:
    """Identifiers whose characters stand at ``places``, each replaced; characters between them stay. Of places that overlap
    a right citizen id goes before others, then the first."""
    found: list[Span] = []
    taken: set[int] = set()
    written = {place: "".join(text[index] for index in place) for place in places}
    for place in sorted(written, key=lambda place: (not idscan.is_citizen_id(plain(written[place])), place)):
        reach = range(place[0], place[-1] + 1)
        if not taken.isdisjoint(reach):
            continue
        taken.update(reach)
        made = dict(zip(place, in_writing_of(pseudonym(plain(written[place])), written[place]), strict=True))
        found.append(Span(reach.start, reach.stop, "".join(made.get(index, text[index]) for index in reach)))
    return found
