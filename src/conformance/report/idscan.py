"""Finding citizen ids in any text, however they are written, and telling them from unified social credit codes.

Written apart from the checks on purpose: masking must not miss an id because a check has a mistake.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date

Place = tuple[int, ...]
"""Positions in the text of the eighteen characters of one id."""

_LENGTH = 18
_DIGITS = 17
_BIRTH = slice(6, 14)
LIKE_X = "XxХх×✕χΧ"
"""Latin, Cyrillic and Greek letters and signs that people type for the check character X."""
_SEPARATOR, _OTHER = " ", "."
_CANDIDATE = re.compile(r"(?=([1-9][0-9]{5}(?:18|19|20)[0-9]{2}[01][0-9][0-3][0-9]{4}[0-9X]))")
_OLD_LENGTH = 15
_OLD = re.compile(r"(?<![0-9X])(?:1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[12])[0-9]{13}(?![0-9X])")
_NO_DIGIT = re.compile("[一-鿿A-Za-z，。、；：（）]+")
"""Most of what texts consist of. A test holds each to be no digit however it is written."""
_ORGANISATION_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_WORTH = {character: index for index, character in enumerate(_ORGANISATION_ALPHABET)}
_WEIGHTS = tuple(pow(3, index, 31) for index in range(_DIGITS))


def birth_date(digits: str) -> date | None:
    """The day in eight digits; None where there is no such day."""
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))
    except ValueError:
        return None


def citizen_ids(text: str) -> list[Place]:
    """Where citizen ids stand in the text, overlapping ones included.

    Full-width and other digits count as digits. Eighteen characters in a row need the shape and a real birth date
    only, since a mistyped id is a person's all the same; an id broken up by blanks or hyphens needs its check
    character too, or lists of numbers would be taken for ids.
    """
    if len(text) < _LENGTH or _digits_at_most(text) < _DIGITS:
        return []
    plain = text.translate(_PLAIN)
    if len(plain) - plain.count(_OTHER) - plain.count(_SEPARATOR) < _LENGTH:
        return []
    places = _windows(plain, range(len(plain)), separated=False)
    if _SEPARATOR in plain:
        kept = [index for index, character in enumerate(plain) if character != _SEPARATOR]
        if len(kept) >= _LENGTH:
            joined = "".join(plain[index] for index in kept)
            known = set(places)
            places += [place for place in _windows(joined, kept, separated=True) if place not in known]
    return places


def _windows(plain: str, positions: range | list[int], *, separated: bool) -> list[Place]:
    found = []
    for match in _CANDIDATE.finditer(plain):
        characters = match.group(1)
        if birth_date(characters[_BIRTH]) is None:
            continue
        if separated and not is_citizen_id(characters):
            continue
        start = match.start()
        found.append(tuple(positions[start : start + _LENGTH]))
    return found


def _digits_at_most(text: str) -> int:
    """How many digits may be in a text, told without looking at each of its characters."""
    return len(_NO_DIGIT.sub("", text))


class _Plain(dict[int, str]):
    """One character for each: a digit, ``X``, a separator, or anything else; worked out when first met."""

    def __missing__(self, code: int) -> str:
        """The entry for a code point. Few are kept of those that texts hold by the thousand."""
        plain = _plain(chr(code))
        if len(self) < _REMEMBERED:
            self[code] = plain
        return plain


_PLAIN = _Plain()
_REMEMBERED = 1 << 14


def _plain(character: str) -> str:
    """One character for each: a digit, ``X``, a separator, or anything else."""
    if "0" <= character <= "9":
        return character
    if character in LIKE_X:
        return "X"
    value = unicodedata.digit(character, -1)
    if value >= 0:
        return str(value)
    folded = unicodedata.normalize("NFKC", character)
    if len(folded) == 1 and folded != character:
        return _plain(folded)
    category = unicodedata.category(character)
    if category in {"Zs", "Cc", "Cf", "Pd", "Zl", "Zp"} or character in "'’`_.·,，、":
        return _SEPARATOR
    return _OTHER


def is_citizen_id(characters: str) -> bool:
    """Eighteen plain characters with a real birth date and the right check character (ISO 7064 MOD 11-2)."""
    if not re.fullmatch(r"[1-9][0-9]{16}[0-9X]", characters) or birth_date(characters[_BIRTH]) is None:
        return False
    total = sum(int(digit) * pow(2, _DIGITS - index, 11) for index, digit in enumerate(characters[:_DIGITS]))
    return "10X98765432"[total % 11] == characters[_DIGITS]


def old_citizen_ids(text: str) -> list[Place]:
    """Where ids of fifteen digits (before 1999) stand in the text, each by itself: a region of the country, a real birth date."""
    if len(text) < _OLD_LENGTH or _digits_at_most(text) < _OLD_LENGTH:
        return []
    runs = _OLD.finditer(text.translate(_PLAIN))
    return [tuple(range(*run.span())) for run in runs if birth_date("19" + run.group()[6:12]) is not None]


def is_old_citizen_id(text: str) -> bool:
    """A fifteen-digit id of before 1999: region, birth date with a two-digit year, three digits."""
    plain = text.translate(_PLAIN)
    return bool(re.fullmatch(r"[1-9][0-9]{14}", plain)) and birth_date("19" + plain[6:12]) is not None


def is_credit_code(text: str) -> bool:
    """A unified social credit code with a right check character that is not a citizen id as well.

    Where a text is both, it is hidden: showing a person's id does harm, hiding a code does none.
    """
    code = "".join(unicodedata.normalize("NFKC", text).upper().split())
    if len(code) != _LENGTH or not _WORTH.keys() >= set(code):
        return False
    total = sum(_WORTH[character] * weight for character, weight in zip(code, _WEIGHTS, strict=False))
    return _ORGANISATION_ALPHABET[-total % 31] == code[_DIGITS] and not is_citizen_id(code)
