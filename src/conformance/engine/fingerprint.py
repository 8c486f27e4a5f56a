"""The same numbers as ``fingerprints`` makes of columns, of single texts: a few findings are not worth a column.

A test holds the two to each other.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable
from hashlib import blake2b

from conformance.checks.facets import BLANKS
from conformance.checks.subject import SURELY_ORGANISATION
from conformance.engine.fingerprints import FEWEST, GOLDEN, LIKE_AN_ID, LONG, ONE, TWO, WORD

_ALL = (1 << 64) - 1
_GOLDEN, _ONE, _TWO = int(GOLDEN), int(ONE), int(TWO)
_AN_ID, _SURELY = re.compile(LIKE_AN_ID), re.compile(SURELY_ORGANISATION)


def mixed(number: int) -> int:
    """Every bit of a number spread over all bits."""
    number = ((number ^ (number >> 30)) * _ONE) & _ALL
    number = ((number ^ (number >> 27)) * _TWO) & _ALL
    return number ^ (number >> 31)


def of_text(text: str) -> int:
    """64 bits of a text; 0 for the empty one."""
    codes = text.encode("utf-8", "replace")
    if len(codes) > LONG:
        return int.from_bytes(blake2b(codes, digest_size=WORD).digest(), "little")
    whole = (len(codes) * _GOLDEN) & _ALL
    for at in range(0, len(codes), WORD):
        word = int.from_bytes(codes[at : at + WORD], "little")
        whole = mixed(whole ^ ((word + _GOLDEN) & _ALL))
    return whole


def joined(*parts: int) -> int:
    """64 bits of several, in their order."""
    whole = 0
    for part in parts:
        whole = mixed((whole * _TWO + part + _GOLDEN) & _ALL)
    return whole


def without_id(text: str) -> str:
    """A text with its digits replaced where it may hold a citizen id."""
    if len(text) < FEWEST:
        return text
    plain = text.isascii() and text.isalnum()
    doubtful = bool(_AN_ID.search(text)) if plain else sum(map(_is_digit, text)) >= FEWEST
    return "".join("#" if _is_digit(character) else character for character in text) if doubtful else text


def _is_digit(character: str) -> bool:
    return unicodedata.category(character)[0] == "N"


def of_value(value: str | None, names: Iterable[str]) -> int:
    """What enters of a cell that is not personal; ``names`` are those of the record's persons."""
    if not value:
        return 0
    for name in names:
        bare = name.strip(BLANKS)
        if len(bare) > 1 and bare in value:
            return 0
    return of_text(without_id(value))


def of_key(key: str | None, words: Collection[str], *, personal: bool) -> int:
    """What enters of a document number; 0 where there is none by which a record is known again."""
    bare = (key or "").strip(BLANKS)
    if bare in words or (personal and not _SURELY.search(bare)):
        return 0
    return of_text(without_id(bare))
