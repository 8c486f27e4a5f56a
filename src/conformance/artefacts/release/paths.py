"""Paths within a folder that every system holds alike: a release made here is unpacked on Windows and macOS."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection

from conformance.standard.devices import is_device

_PART = re.compile(r"[^\x00-\x1f\x7f<>:\"/\\|?*]{1,120}")


def is_portable(path: str) -> bool:
    """Whether a path is relative, stays within its folder, and means the same everywhere."""
    return unicodedata.is_normalized("NFC", path) and all(map(_is_name, path.split("/")))


def _is_name(part: str) -> bool:
    return bool(_PART.fullmatch(part)) and part[-1] not in ". " and not is_device(part)


def shown(path: str) -> str:
    """A path that somebody else has chosen, as it can go onto a terminal."""
    return path if path.isprintable() else ascii(path)


def odd(paths: Collection[str]) -> str | None:
    """A path that not every system holds, or that some system takes for another's; None where there is none."""
    return next((path for path in paths if not is_portable(path)), collision(paths))


def collision(paths: Collection[str]) -> str | None:
    """A path that is another's where capital letters do not count, or that is a folder of another's; None where there is none."""
    seen: set[str] = set()
    folders: set[str] = set()
    for path in paths:
        folded = path.casefold()
        if folded in seen:
            return path
        seen.add(folded)
        parts = folded.split("/")
        folders |= {"/".join(parts[:end]) for end in range(1, len(parts))}
    return next((path for path in paths if path.casefold() in folders), None)
