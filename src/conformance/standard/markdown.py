"""Tables of Markdown pages, and texts that may stand in them."""

from __future__ import annotations

import re
from collections.abc import Iterable

_SIGNS = re.compile(r"[\\`*_{}\[\]#~!$]")
_CALLS = re.compile(r"@(?=[A-Za-z0-9])|#(?=[0-9])")
"""What a forge would take for the name of a person or the number of an issue."""
_STARTS = re.compile(r"^([0-9]*)([-+.)=])")
"""What would begin a list or a rule at the start of a line."""


def cell(words: str) -> str:
    """Text that may stand in a cell and is shown as it is."""
    return _in_a_line(words.replace("\\", "\\\\")).replace("<", "&lt;").replace("*", "\\*")


def code(words: str) -> str:
    """Text shown as code in a cell."""
    return f"`{_in_a_line(words).replace('`', chr(39))}`"


def _in_a_line(words: str) -> str:
    return words.replace("|", "\\|").replace("\n", " ")


def row(cells: Iterable[object]) -> str:
    """A line of a table."""
    return "| " + " | ".join(str(each) for each in cells) + " |"


def table(heads: Iterable[str], rows: Iterable[Iterable[object]]) -> list[str]:
    """A table."""
    columns = list(heads)
    return [row(columns), "|---" * len(columns) + "|", *map(row, rows)]


def foreign(words: str) -> str:
    """Text of strangers, shown as it is wherever it stands in a line: no markup, no HTML, no cell's end, no mention."""
    plain = words.strip().replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    kept = _SIGNS.sub(lambda sign: "\\" + sign.group(), plain)
    apart = _CALLS.sub(lambda sign: sign.group() + "&#8203;", _STARTS.sub(r"\1\\\2", kept))
    return apart.replace("|", "&#124;").replace("\n", " ")


def exact(words: str) -> str:
    """A value of strangers as code, blanks and all; as text where code could not hold it in a cell."""
    if not words or "`" in words or "|" in words or "\n" in words:
        return foreign(words)
    padded = f" {words} " if words[0] == words[-1] == " " and words.strip(" ") else words
    return f"`{padded}`"
