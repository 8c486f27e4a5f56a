"""A short mark by which the content of a file is known again."""

from __future__ import annotations

import hashlib


def digest(content: str | bytes) -> str:
    """The mark of a text, or of its bytes."""
    return hashlib.sha256(content.encode() if isinstance(content, str) else content).hexdigest()[:16]
