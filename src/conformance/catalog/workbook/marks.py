"""A short mark by which the content of a file is known again."""

from __future__ import annotations

import hashlib


def digest(text: str) -> str:
    """The mark of a text."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]
