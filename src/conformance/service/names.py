"""Names that clients give their files, made harmless: they become names on our disk and stand in reports."""

from __future__ import annotations

import re
import unicodedata

from conformance.standard.devices import is_device

_LONGEST = 120
"""Bytes of a name; systems take 255, and names that are made of it are longer."""
_UNNAMED = "upload"
_BAD = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]')
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
"""Categories of characters that nobody sees, or that turn what stands beside them around."""


def harmless(name: str) -> str:
    """The last step of a name, without what a system or a reader could take for something else; never empty.

    The suffix stays, for what a file is called says something to people; what it is, its bytes tell.
    """
    last = re.split(r"[/\\]", name)[-1]
    seen = "".join(character for character in last if unicodedata.category(character) not in _UNSEEN)
    plain = _BAD.sub("_", unicodedata.normalize("NFC", seen)).strip(" .").lstrip("-~")
    if not plain.strip("_. "):
        return _UNNAMED
    if is_device(plain):
        plain = f"_{plain}"
    return _shortened(plain)


def _shortened(name: str) -> str:
    if len(name.encode()) <= _LONGEST:
        return name
    stem, dot, suffix = name.rpartition(".")
    if not dot or len(suffix.encode()) > _LONGEST // 4:
        stem, dot, suffix = name, "", ""
    room = _LONGEST - len(f"{dot}{suffix}".encode())
    return stem.encode()[:room].decode(errors="ignore").rstrip(" .") + dot + suffix


def numbered(name: str, number: int) -> str:
    """The name for the number-th file of that name: ``a.csv``, ``a (2).csv`` …"""
    if number == 1:
        return name
    stem, dot, suffix = name.rpartition(".")
    return f"{stem} ({number}).{suffix}" if dot and stem else f"{name} ({number})"
