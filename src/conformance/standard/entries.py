"""Reading an edition's folder: every entry of every list, with its file, its line and the comment above it.

A file below a folder of the edition has one top-level key, the name of a list, and its entries below it. What is wrong
with a file is gathered, not raised: somebody who edits the lists wants to know all of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from msgspec import Struct

from conformance.standard import yamltext
from conformance.standard.model import Text
from conformance.standard.problems import Problem
from conformance.standard.yamlfile import Holder

FRAME = ("edition.yaml", "documents.yaml", "placeholders.yaml", "calendar.yaml")
"""Files of an edition that are no lists of entries."""
_COMMENT = re.compile(r"^\s*#")
_KEY = re.compile(r"(?:#[^\n]*\n|\s)*([a-z_]+):[ \t]*\n")


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a list, as it is written."""

    list: str
    """The top-level key, ``items`` for the data list."""
    data: dict[str, Any]
    file: str
    """Path within the edition's folder."""
    line: int
    comment: tuple[str, ...] = ()
    """Lines of comment above it, without the sign and the blank after it."""
    lines: dict[yamltext.Steps, int] = field(default_factory=dict, compare=False, repr=False)
    """Line of every key and element within it."""

    @property
    def id(self) -> str:
        """Its id; empty where it has none."""
        return str(self.data.get("id", ""))

    def holding(self, data: dict[str, Any]) -> Entry:
        """The same entry with other data."""
        return replace(self, data=data)

    def place(self, *path: str | int) -> str:
        """File and line of the entry, or of something within it."""
        return f"{self.file}:{self.lines.get(path, self.line)}"


def text_of(value: Any) -> Text | None:
    """A text in the two languages, as it is written in an entry; None where it is no such text."""
    if not isinstance(value, dict) or "zh" not in value:
        return None
    return Text(str(value["zh"]), str(value.get("en", value["zh"])))


def own_title(data: Mapping[str, Any]) -> Text | None:
    """The title of an entry; what it is about where it has none."""
    return text_of(data.get("title")) or text_of(data.get("about"))


class EntryFile(Struct, frozen=True):
    """One file of entries."""

    name: str
    """Path within the edition's folder."""
    list: str
    comment: tuple[str, ...]
    """Lines of comment at its head."""
    entries: tuple[Entry, ...]


class Entries(Struct, frozen=True):
    """An edition's entries as they are written."""

    folder: Path
    files: tuple[EntryFile, ...]
    problems: tuple[Problem, ...]
    """What departs from the shape. Where there is anything, the rest may be incomplete."""

    def of(self, entry_list: str) -> tuple[Entry, ...]:
        """All entries of a list, in order of files."""
        return tuple(entry for file in self.files if file.list == entry_list for entry in file.entries)

    def index(self, entry_list: str) -> dict[str, Entry]:
        """The entries of a list by id; the first of several with one id."""
        found: dict[str, Entry] = {}
        for entry in self.of(entry_list):
            found.setdefault(entry.id, entry)
        return found


def read(folder: Path, holder: Holder, files: dict[str, str], only: Iterable[str] | None = None) -> Entries:
    """The entries below a folder. ``files`` says which class a file with a top-level key is held to.

    Raises FileNotFoundError where there is no such folder.
    """
    if not folder.is_dir():
        raise FileNotFoundError(folder)
    found: list[EntryFile] = []
    problems: list[Problem] = []
    wanted = None if only is None else set(only)
    for path in sorted(folder.glob("*/*.yaml")):
        name = path.relative_to(folder).as_posix()
        try:
            text = path.read_text(encoding="utf-8")
            if wanted is not None and _list_of(text) in files.keys() - wanted:
                continue
            data, lines = yamltext.read(text)
        except (OSError, UnicodeDecodeError, yamltext.Unreadable) as error:
            problems.append(Problem(name, f"cannot be read: {error}"))
            continue
        key = next(iter(data), None) if isinstance(data, dict) and len(data) == 1 else None
        if key not in files:
            known = ", ".join(files)
            problems.append(Problem(name, f"has one top-level key, the name of its list; known: {known}"))
            continue
        if wanted is not None and key not in wanted:
            continue
        faults = [(steps, message) for steps, message in holder.errors(data, files[str(key)])]
        problems += [Problem(_place(name, lines, steps), message) for steps, message in faults]
        if isinstance(data[key], list):
            found.append(_file(name, str(key), data[key], lines, text))
    return Entries(folder, tuple(found), tuple(problems))


def _list_of(text: str) -> str | None:
    """The top-level key of a file, where that can be told without reading it all."""
    found = _KEY.match(text)
    return None if found is None else found[1]


def _place(name: str, lines: dict[yamltext.Steps, int], steps: Iterable[str | int]) -> str:
    line = lines.get(tuple(steps))
    return name if line is None else f"{name}:{line}"


def _file(name: str, key: str, data: list[Any], lines: dict[yamltext.Steps, int], text: str) -> EntryFile:
    written = text.splitlines()
    within: dict[int, dict[yamltext.Steps, int]] = {}
    for steps, line in lines.items():
        if len(steps) >= 2 and steps[0] == key and isinstance(steps[1], int):
            within.setdefault(steps[1], {})[steps[2:]] = line
    entries = tuple(
        Entry(key, entry, name, lines[key, place], _above(written, lines[key, place]), within.get(place, {}))
        for place, entry in enumerate(data)
        if isinstance(entry, dict)
    )
    return EntryFile(name, key, tuple(_leading(written)), entries)


def _leading(written: list[str]) -> Iterator[str]:
    for line in written:
        if not _COMMENT.match(line):
            return
        yield _bare(line)


def _above(written: list[str], line: int) -> tuple[str, ...]:
    """The comment lines directly above a line (counted from 1)."""
    first = line - 1
    while first > 0 and _COMMENT.match(written[first - 1]) and first > 1:
        first -= 1
    return tuple(_bare(text) for text in written[first : line - 1])


def _bare(line: str) -> str:
    return line.strip().removeprefix("#").removeprefix(" ")
