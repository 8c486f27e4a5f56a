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
    """The JSON value that a body begins with; UNREADABLE where it begins with none.

    Forgives a byte order mark, GB 18030, NaN and infinities, repeated keys (the last one counts) and whatever comes behind the value.
    """
    text = text_of(body).lstrip(" \t\r\n")
    try:
        return json.JSONDecoder().raw_decode(text)[0]
    except (ValueError, RecursionError):
        return UNREADABLE
