"""How a text, or several, stands in a cell, so that it comes back as it was.

A plain text stands as it is. One that Excel or a reader could change without anybody seeing it (blanks around it, control
characters, nothing at all) stands in double quotes, written as in JSON. Several texts are parted by ``；``; one that holds
a separator stands in quotes as well.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable

SEPARATOR = "；"
NOTHING = "（无）"
"""A list that is there and empty; a blank cell is a key that is not there."""
ELSEWHERE = "（见分表）"
"""Objects that stand on a sheet of their own; read as a blank."""
LONGEST = 32_767
"""Characters that a cell of a workbook holds."""
_PARTING = re.compile(r"[；;\n]")
_UNSEEN = re.compile(
    r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060\ufeff\ufffe\uffff]|_x[0-9A-Fa-f]{4}_"
)
_ESCAPED = re.compile(r"[\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060\ufeff\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
_DECODER = json.JSONDecoder()


class Unreadable(ValueError):
    """A cell in which quotes are not closed or not followed by a separator."""


def write(text: str) -> str:
    """One text as a cell."""
    return _quoted(text) if _needs_quotes(text) else text


def read(cell: str) -> str:
    """The text of a cell that is not blank."""
    bare = cell.replace("\r\n", "\n").strip()
    if len(bare) > 1 and bare.startswith('"') and bare.endswith('"'):
        try:
            found = json.loads(bare)
        except ValueError:
            return bare
        if isinstance(found, str):
            return found
    return bare


def write_several(texts: Iterable[str]) -> str:
    """Several texts as one cell."""
    given = list(texts)
    if not given:
        return NOTHING
    return SEPARATOR.join(_quoted(text) if _needs_quotes(text) or _PARTING.search(text) else text for text in given)


def read_several(cell: str) -> list[str]:
    """The texts of a cell that is not blank. Raises Unreadable."""
    rest = cell.replace("\r\n", "\n").strip()
    if rest == NOTHING:
        return []
    found: list[str] = []
    while rest:
        text, rest = _quoted_part(rest) if rest.startswith('"') else _plain_part(rest)
        if text is not None:
            found.append(text)
    return found


def _plain_part(rest: str) -> tuple[str | None, str]:
    """The text up to the next separator, none if there is nothing, and what follows."""
    parting = _PARTING.search(rest)
    end = parting.start() if parting else len(rest)
    return rest[:end].strip() or None, rest[end + 1 :].lstrip()


def _quoted_part(rest: str) -> tuple[str, str]:
    try:
        text, end = _DECODER.raw_decode(rest)
    except ValueError:
        raise Unreadable(rest) from None
    after = rest[end:].lstrip(" \t\u3000")
    if after and not _PARTING.match(after):
        raise Unreadable(rest)
    return str(text), after[1:].lstrip()


def _needs_quotes(text: str) -> bool:
    return text != text.strip() or text in ("", NOTHING) or text[0] in "\"'" or _UNSEEN.search(text) is not None


def _quoted(text: str) -> str:
    return _ESCAPED.sub(lambda found: f"\\u{ord(found[0]):04x}", json.dumps(text, ensure_ascii=False))
