"""JSON as the runner sends it."""

from __future__ import annotations

import json


def encoded(value: object) -> bytes:
    """UTF-8, nothing escaped that need not be, no blanks."""
    try:
        return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
    except UnicodeEncodeError:  # half a character out of somebody's answer, which can be written as an escape only
        return json.dumps(value, separators=(",", ":")).encode("ascii")
