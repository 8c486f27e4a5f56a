"""Files that lie among data and plainly are none: notes, pictures, scripts, and reports of this tool.

They are told by their content, and only where nobody named them. Whatever might be a table is none of them: it stays an
input, and what cannot be read of it is said.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise
from pathlib import Path

from conformance.sources.delimited import DELIMITERS
from conformance.sources.headers import normalise
from conformance.sources.locate import SEARCHED
from conformance.sources.source import HEAD_BYTES

_PICTURES = (".png", ".jpg", ".jpeg", ".gif")
_PICTURE_BEGINS = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF8")
_PROSE = (".md", ".markdown", ".log", ".bat", ".cmd", ".sh", ".ps1")
"""Nobody exports records under these; a known header in the first lines is believed all the same."""
_MAYBE_PROSE = (".txt", *_PICTURES)
"""Records are exported as .txt: prose is what has no sign of columns. A picture that is text is nothing but a slip."""
_SIGNS = (*DELIMITERS, "^", "\u3000\u3000", "  ")
_COMMA = "，"
_MANY = 3
"""So many delimiters in one line are columns, whatever the next line has; in prose they are few. Of the comma of Chinese
prose two lines in a row have to have as many."""
_LINES = 200
_TAGGED = ("{", "[", "<")
"""How JSON, HTML and XML begin: their readers say what they are."""
_OWN_HEAD = 4096
_OWN = (
    re.compile(rb'<meta name="generator" content="conformance '),
    re.compile(rb'^\s*\{\s*"tool":\s*\{\s*"name":\s*"conformance"'),
    re.compile(rb'sarif-schema-.{0,400}"driver":\s*\{\s*"name":\s*"conformance"', re.DOTALL),
    re.compile(rb'<testsuites name="conformance"'),
)
"""How reports begin that no data begins like; tables (CSV, workbooks) hold records and stay inputs."""


def is_no_data(path: Path) -> bool:
    """Whether a file is plainly no data. What cannot be opened is none of these: its reader says why."""
    suffix, head = path.suffix.lower(), _head(path)
    if is_own_report(path, head):
        return True
    if suffix in _PICTURES and head.startswith(_PICTURE_BEGINS):
        return True
    if suffix not in (*_PROSE, *_MAYBE_PROSE):
        return False
    text = _text(head)
    if text is None or not text.strip() or text.lstrip().startswith(_TAGGED):
        return False
    lines = [line.strip(" \r\u3000") for line in text.split("\n")[:_LINES] if line.strip()]
    return not _has_header(lines) and (suffix in _PROSE or not _has_columns(lines))


def is_own_report(path: Path, head: bytes | None = None) -> bool:
    """Whether a file is a report that this tool wrote (HTML, JSON, SARIF, JUnit), whatever it is called."""
    beginning = (_head(path) if head is None else head)[:_OWN_HEAD]
    return any(own.search(beginning) for own in _OWN)


def _head(path: Path) -> bytes:
    try:
        if not path.is_file():  # a pipe can be read only once
            return b""
        with path.open("rb") as stream:
            return stream.read(HEAD_BYTES)
    except (OSError, ValueError):
        return b""


def _text(head: bytes) -> str | None:
    """The beginning as text; None where it is none, or where that is not sure."""
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")):
        if head.startswith(mark):
            return head[len(mark) :].decode(encoding, "replace")
    whole = head if len(head) < HEAD_BYTES else head[: head.rfind(b"\n") + 1]
    for encoding in ("utf-8", "gb18030"):
        try:
            text = whole.decode(encoding)
        except UnicodeDecodeError:
            continue
        return None if "\0" in text else text
    return None


def _has_header(lines: list[str]) -> bool:
    """Whether a cell of the first lines is what a column is called."""
    cells = (cell for line in lines[:SEARCHED] for sign in _SIGNS for cell in line.split(sign))
    return any(normalise(cell) in _names() for cell in cells if cell.strip())


def _has_columns(lines: list[str]) -> bool:
    """Whether a line has many delimiters, or two lines in a row have as many of the same."""
    for sign in _SIGNS:
        counts = [line.count(sign) for line in lines]
        fewest = _MANY if sign == _COMMA else 1
        if sign != _COMMA and max(counts, default=0) >= _MANY:
            return True
        if any(one == other >= fewest for one, other in pairwise(counts)):
            return True
    return False


@cache
def _names() -> frozenset[str]:
    """What columns are called, as headers are compared."""
    from conformance.sources.open import recogniser_of
    from conformance.sources.raw import ReadOptions
    from conformance.standard.load import load

    return frozenset(map(normalise, recogniser_of(load(), ReadOptions()).names())) - {""}
