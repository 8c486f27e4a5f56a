"""JSON as the runner sends it."""

from __future__ import annotations

import json


def encoded(value: object) -> bytes:
    """UTF-8, nothing escaped that need not be, no blanks."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
