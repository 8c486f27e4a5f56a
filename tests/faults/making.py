"""What the makers of hostile files share: writing in pieces, and finding the makers of a module."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from .seeds import xlsx_parts, zipped

Maker = Callable[[Path], Path]

MB = 1 << 20
DEPTH = 100_000
"""Levels of nesting that no parser bears."""
SHEET = "xl/worksheets/sheet1.xml"
STRINGS = "xl/sharedStrings.xml"
LAUGHS = (
    b'<!DOCTYPE x [<!ENTITY a "'
    + b"ha" * 20
    + b'">'
    + b"".join(b'<!ENTITY %c "%s">' % (98 + level, b"&%c;" % (97 + level) * 10) for level in range(10))
    + b"]>"
)
"""A billion laughs: the entity ``k`` stands for 4 * 10^11 characters."""


def written(path: Path, *parts: bytes | Iterable[bytes]) -> Path:
    """Write a file piece by piece; answers with its path."""
    with path.open("wb") as stream:
        for part in parts:
            stream.write(part) if isinstance(part, bytes) else stream.writelines(part)
    return path


def nested(depth: int) -> bytes:
    """A JSON value within so many lists."""
    return b"[" * depth + b"1" + b"]" * depth


def changed_part(path: Path, name: str, old: bytes, new: bytes) -> Path:
    """The example workbook with one change in one of its parts."""
    parts = xlsx_parts()
    assert old in parts[name]
    return zipped(path, parts | {name: parts[name].replace(old, new, 1)})


def makers(namespace: Mapping[str, Any], suffix: str) -> tuple[tuple[Maker, str], ...]:
    """The public functions of a module (its ``globals()``), with the suffix of the files that they make."""
    here = namespace["__name__"]
    return tuple(
        (maker, suffix)
        for name, maker in list(namespace.items())
        if callable(maker) and getattr(maker, "__module__", "") == here and not name.startswith("_")
    )
