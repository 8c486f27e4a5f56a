"""Examples of rules about files, envelopes and whole submissions: files of ``examples/`` that break one, and those like them that do not.

Rules about records have vectors (``examples``). A file or folder in ``invalid`` is named after the rule that it raises; the right
one that a reader may hold it against is the one of ``valid`` that is most like it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from pathlib import Path

from msgspec import Struct

FOLDERS = ("submissions", "batches", "payloads")
"""Folders of ``examples/``, each with ``valid`` and ``invalid``."""
_LINES, _WIDTH = 14, 400
"""How much of a file is shown; the whole of it is offered for download."""
_WORD = re.compile(r"\w+")


class FileExample(Struct, frozen=True):
    """One file of an example."""

    path: str
    """From ``examples/``: ``payloads/invalid/envelope-key.batch.json``."""
    lines: tuple[str, ...]
    """How it begins; empty where it is no text."""
    cut: bool
    """Whether there is more of it than ``lines``."""


def shipped_examples() -> Path:
    """Where the examples lie that belong to the edition that is shipped."""
    return Path(str(files("conformance"))) / "examples"


def named_after(rule: str, root: Path) -> tuple[str, ...]:
    """Files and folders in ``invalid`` that raise the rule, by their path from ``examples/``."""
    places = ((place, root / place / "invalid") for place in FOLDERS)
    found = [
        path.relative_to(root).as_posix()
        for place, folder in places
        for path in folder.glob(rule if place == "batches" else f"{rule}.*")
    ]
    return tuple(sorted(found))


def breaking(rule: str, root: Path) -> tuple[FileExample, ...]:
    """The files that raise the rule, those within a folder one by one."""
    return tuple(one for name in named_after(rule, root) for one in _shown(root / name, root))


def keeping(rule: str, root: Path) -> tuple[FileExample, ...]:
    """Files in which nothing is wrong, as like those that raise the rule as there are; none where none raise it."""
    likest = dict.fromkeys(_likest(root / name, root) for name in named_after(rule, root))
    return tuple(one for path in likest for one in _shown(path, root))


def every_file(root: Path) -> dict[str, bytes]:
    """Path from ``examples/`` → content of every example of a file, envelope or submission."""
    found = (path for place in FOLDERS for path in (root / place).rglob("*") if path.is_file())
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in sorted(found)}


def _likest(path: Path, root: Path) -> Path:
    """The valid example that has most words in common with a wrong one, among those of its form where there are any."""
    known = sorted((root / path.relative_to(root).parts[0] / "valid").iterdir())
    same = [one for one in known if one.suffix == path.suffix] or [
        one for one in known if one.suffix[:4] == path.suffix
    ]
    words = _words(path)
    return max(same or known, key=lambda one: len(words & _words(one)))


@cache
def _words(path: Path) -> frozenset[str]:
    if path.is_dir():
        return frozenset().union(*(_words(one) for one in sorted(path.rglob("*")) if one.is_file()))
    return frozenset(_WORD.findall(_text(path.read_bytes()) or ""))


def _shown(path: Path, root: Path) -> Iterator[FileExample]:
    for one in sorted(each for each in path.rglob("*") if each.is_file()) if path.is_dir() else [path]:
        text = _text(one.read_bytes())
        lines = [] if text is None else text.splitlines()
        shown = tuple(line if len(line) <= _WIDTH else line[: _WIDTH - 1] + "…" for line in lines[:_LINES])
        yield FileExample(one.relative_to(root).as_posix(), shown, shown != tuple(lines))


def _text(content: bytes) -> str | None:
    """What a file says; None where it is no text."""
    if b"\0" in content or content.startswith(b"PK"):
        return None
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None
