"""JSON as artefacts have it: indented, characters as they are."""

from __future__ import annotations

import msgspec


def written(value: object) -> str:
    """The value as JSON that people read."""
    return msgspec.json.format(msgspec.json.encode(value), indent=1).decode() + "\n"
