"""Turtle: literals and names in it, for all targets of RDF."""

from __future__ import annotations

import re

from conformance.standard.model import Text

_ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"})
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e]")


def literal(text: str, language: str = "") -> str:
    """A literal of Turtle."""
    escaped = _CONTROL.sub(lambda found: f"\\u{ord(found[0]):04X}", text.translate(_ESCAPES))
    return f'"{escaped}"' + (f"@{language}" if language else "")


def both(text: Text) -> str:
    """A text in Chinese and in English, as two objects of one predicate."""
    return f"{literal(text.zh, 'zh')} , {literal(text.en, 'en')}"
