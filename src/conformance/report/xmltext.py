"""Text as XML has it: escaped, and what XML cannot hold written as people read it."""

from __future__ import annotations

import re
from xml.sax.saxutils import escape, quoteattr

from conformance.report.view import visible

_ILLEGAL = "[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"
"""What XML 1.0 has no way to write."""


def attribute(text: str) -> str:
    """An attribute's value with its quotes; line ends as references, or a parser would make blanks of them."""
    return quoteattr(_legal(text), {"\n": "&#10;", "\r": "&#13;", "\t": "&#9;"})


def content(text: str) -> str:
    """The text of an element."""
    return escape(_legal(text), {"\r": "&#13;"})


def _legal(text: str) -> str:
    """The text with what XML cannot hold written as an escape."""
    return re.sub(_ILLEGAL, lambda match: visible(match.group()) if ord(match.group()) < 0xFFFE else "\ufffd", text)
