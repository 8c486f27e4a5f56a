"""Regular expressions for texts as they are written in cells, in what the dialects of Python, Rust and ECMAScript share.

No ``\\d``, ``\\s``, ``\\p`` (each dialect has its own), no escape that the ``u`` mode of ECMAScript refuses, and no ``$`` where a line
end may follow: Python's matches before it. What the engine judges by its own expressions is said here a second time, in
this common dialect; the tests hold the two together.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

IDENTIFIER_TYPES = frozenset({"uscc", "organisation_code", "registration_number", "tax_number", "citizen_id"})

NO_CODE = ("0", "1", "000000000000000000", "00000000000000000X")
"""What practice writes into a column of codes for "has none"."""

BLANK = r"[ \t\r\n\u00a0\u1680\u2000-\u200b\u202f\u205f\u3000\ufeff]"
"""What may stand around a value without being part of it."""
_SPACE = r"[\t-\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]"
"""White space as Unicode has it."""
END = r"(?![\s\S])"
"""The very end of the text."""
CONTROL = r"[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]"
MASK = r"[*＊]"
HAN = (
    "\u2e80-\u2e99\u2e9b-\u2ef3\u2f00-\u2fd5\u3005\u3007\u3021-\u3029\u3038-\u303b\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufa6d\ufa70-\ufad9"
    "\U00016fe2-\U00016fe3\U00016ff0-\U00016ff1\U00020000-\U0002a6df\U0002a700-\U0002b739\U0002b740-\U0002b81d\U0002b820-\U0002cea1"
    "\U0002ceb0-\U0002ebe0\U0002ebf0-\U0002ee5d\U0002f800-\U0002fa1d\U00030000-\U0003134a\U00031350-\U000323af"
)
"""Han characters, for a character class."""
LOST = rf"\ufffd|[{HAN}]\?+[{HAN}〔（《“]|[〕）》”]\?+[{HAN}]"
"""What a conversion leaves of a character that it could not express."""
LOST_DIGITS = rf"{_SPACE}*[1-9][0-9]{{14}}000{_SPACE}*{END}"
"""A code that may have lost its last digits; only its check digit could tell."""

_DASHES = r"[-—–－―_/／\\＼.。…]+"
_DAY = r"(?:[0-9]{1,2}月[0-9]{1,2}日|[A-Z][a-z]{2}-[0-9]{1,2}|[0-9]{1,2}-[A-Z][a-z]{2})"
_SERIAL = (
    r"(?:3652[6-9]|365[3-9][0-9]|36[6-9][0-9]{2}|3[7-9][0-9]{3}|[4-6][0-9]{4}|7[0-2][0-9]{3}|730[0-4][0-9]|73050)"
    r"(?:\.[0-9]+)?"
)
_ERROR_VALUE = r"#(?:N/A|REF!|VALUE!|DIV/0!|NAME\?|NUM!|NULL!|SPILL!|CALC!)|#{4,}"

_SPECIAL = re.compile(r"[\\^$.|?*+()\[\]{}]")


def literal(text: str) -> str:
    """The text as a pattern. Other escapes than these are errors in the ``u`` mode of ECMAScript."""
    return _SPECIAL.sub(r"\\\g<0>", text)


def any_of(words: Iterable[str]) -> str:
    """One of the words. The longest come first, for one may be the beginning of another."""
    return f"(?:{'|'.join(literal(word) for word in sorted(set(words), key=lambda w: (-len(w), w)))})"


def whole(pattern: str) -> str:
    """The pattern with nothing but blanks around it."""
    return f"^{BLANK}*(?:{pattern}){BLANK}*$"


@cache
def placeholder(words: tuple[str, ...]) -> str:
    """A word for an empty cell, or dashes."""
    return whole(f"{any_of(words)}|{_DASHES}")


@cache
def empty(words: tuple[str, ...]) -> str:
    """Nothing, blanks, a word for an empty cell, or dashes."""
    return whole(f"{any_of(words)}|{_DASHES}|")


def scars(field_type: str, numeric: bool, document_number: bool) -> str:
    """What spreadsheet programs do to texts of a field; what only a check digit could tell is left out."""
    found = [rf'^{_SPACE}*="', rf"^{_SPACE}*'[^'’]*$", rf"\t+ *{END}|^\t", _spaced(_ERROR_VALUE)]
    if numeric:
        found.append(_spaced(r"[+-]?[0-9](?:\.[0-9]+)?[Ee]\+?[0-9]{1,3}"))
        if field_type not in ("amount", "score"):
            found.append(_spaced(r"[0-9]+\.0+"))
    if document_number:
        found.append(_spaced(_DAY))
    if field_type in ("date", "timestamp"):
        found.append(_spaced(_SERIAL))
    return "|".join(found)


def _spaced(pattern: str) -> str:
    return f"^{_SPACE}*(?:{pattern}){_SPACE}*$"


def spared(field_type: str) -> str:
    """Beginning of a pattern for texts that cannot have lost their last digits, which only a check digit could tell."""
    return f"^(?!{LOST_DIGITS})" if field_type in ("uscc", "citizen_id") else "^"
