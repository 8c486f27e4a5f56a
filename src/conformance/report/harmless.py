"""Text that a spreadsheet program would run as a formula when it opens a CSV file, and its way back.

The policy is that of the Open Worldwide Application Security Project (OWASP, CSV injection): an apostrophe in front of a
text that begins with ``= + - @``, their full-width forms, a tab or a line break. Numbers with a sign (``-5``, ``+3.2``) and lone
signs (``-``, the usual placeholder) are left as they are: they run nothing, and an apostrophe would make another value
of them. Nothing is lost: a text that already has such an apostrophe gets one more, so that taking one away is exact.
"""

from __future__ import annotations

import re

FORMULA = "=+-@＝＋－＠\t\r\n"
_PLAIN = re.compile(r"[+-](?:[0-9]+(?:\.[0-9]+)?%?)?|[-－]+")
_PREFIXED = re.compile(f"'+[{re.escape(FORMULA)}]")


def harmless(text: str) -> str:
    """The text as it may stand in a cell of a CSV file."""
    if not text or (text[0] not in FORMULA and text[0] != "'"):
        return text
    if text[0] == "'":
        return "'" + text if _PREFIXED.match(text) else text
    return text if _PLAIN.fullmatch(text) else "'" + text


def original(text: str) -> str:
    """What :func:`harmless` was given."""
    return text[1:] if _PREFIXED.match(text) else text
