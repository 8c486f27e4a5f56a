"""Patterns of file names, as people know them from lists of ignored files."""

from __future__ import annotations

import os
import re
import unicodedata
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Pattern:
    """Without a slash it is about a file's name, with one about its path from ``folder``.

    ``*``, ``?`` and ``[…]`` stand for characters of one name, ``**`` for any number of folders. Capital letters differ
    from small ones, on every system alike.
    """

    written: str
    folder: Path
    _expression: re.Pattern[str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_expression", re.compile(_translated(_plain(self.written).removeprefix("./"))))

    def fits(self, path: str) -> bool:
        """Whether it is about the file at a path, which is relative to the working directory or absolute."""
        if "/" not in _plain(self.written):
            return self._expression.fullmatch(_plain(path).rpartition("/")[2]) is not None
        try:
            relative = os.path.relpath(path, self.folder)
        except ValueError:  # another drive
            return False
        return self._expression.fullmatch(_plain(relative)) is not None


def _plain(path: str) -> str:
    """With slashes, and one form of each character: macOS takes names apart into letters and accents."""
    return unicodedata.normalize("NFC", path.replace(os.sep, "/"))


def _translated(pattern: str) -> str:
    """The regular expression of a pattern."""
    made = []
    at = 0
    while at < len(pattern):
        if pattern.startswith("**/", at):
            made.append("(?:[^/]+/)*")
            at += 3
        elif pattern.startswith("**", at):
            made.append(".*")
            at += 2
        elif pattern[at] == "*":
            made.append("[^/]*")
            at += 1
        elif pattern[at] == "?":
            made.append("[^/]")
            at += 1
        elif pattern[at] == "[" and (end := pattern.find("]", at + 2)) > 0:
            made.append(_set(pattern[at + 1 : end]))
            at = end + 1
        else:
            made.append(re.escape(pattern[at]))
            at += 1
    return "".join(made)


def _set(inner: str) -> str:
    """One character of a set, or with ``!`` one that is not in it."""
    negated = inner[0] in "!^"
    characters = (inner[1:] if negated else inner).replace("\\", "\\\\").replace("[", "\\[").replace("^", "\\^")
    return f"[^/{characters}]" if negated else f"[{characters}]"
