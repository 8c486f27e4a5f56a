"""Reading bodies that are not quite JSON: what is wrong with their form is for one check to say, not for every one."""

from __future__ import annotations

import codecs
import json
from typing import Any, Final


class _Unreadable:
    """Stands for a body that no leniency makes sense of."""

    def __repr__(self) -> str:
        return "UNREADABLE"


UNREADABLE: Final = _Unreadable()
MOST_DEPTH = 100
"""Levels of a value that is read. Nothing in the profile has more than ten; whatever walks through a value walks within its stack."""


def text_of(body: bytes) -> str:
    """The body as text: UTF-8 with or without a byte order mark, else GB 18030, else with replacement characters."""
    plain = body.removeprefix(codecs.BOM_UTF8)
    for encoding in ("utf-8", "gb18030"):
        try:
            return plain.decode(encoding)
        except UnicodeDecodeError:
            continue
    return plain.decode("utf-8", errors="replace")


def read(body: bytes) -> Any:
    """The JSON value that a body begins with; UNREADABLE where it begins with none, or with one of more than MOST_DEPTH levels.

    Forgives a byte order mark, GB 18030, NaN and infinities, repeated keys (the last one counts) and whatever comes behind the value.
    """
    text = text_of(body).lstrip(" \t\r\n")
    try:
        value = json.JSONDecoder().raw_decode(text)[0]
    except (ValueError, RecursionError):
        return UNREADABLE
    return UNREADABLE if isinstance(value, dict | list) and _is_deep(value, text) else value


def _is_deep(value: Any, text: str) -> bool:
    if text.count("[") + text.count("{") <= MOST_DEPTH:
        return False
    level = [value]
    for _ in range(MOST_DEPTH):
        parts = (part for one in level for part in (one.values() if isinstance(one, dict) else one))
        level = [part for part in parts if isinstance(part, dict | list)]
    return bool(level)
