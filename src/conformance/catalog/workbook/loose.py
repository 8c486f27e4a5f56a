"""Files of an edition that are no lists (its title, the calendar, the division table): carried line by line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from conformance.catalog.workbook import cells
from conformance.catalog.workbook.grid import Fault, Grid, address, text_of
from conformance.standard.entries import FRAME

LOOSE = "附带文件"
_KINDS = ("*/*.csv", "*/*.md")
_MOST_BYTES = 4_000_000
_SAFE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]*(/[A-Za-z0-9][A-Za-z0-9_.-]*)?")


def _files(folder: Path) -> Iterator[Path]:
    yield from (folder / name for name in FRAME if (folder / name).is_file())
    for kind in _KINDS:
        yield from sorted(path for path in folder.glob(kind) if path.is_file())


def loose_files(folder: Path) -> dict[str, bytes]:
    """Those files: path → content."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in _files(folder)}


def loose_rows(folder: Path) -> list[list[str]]:
    """File, line and text of each line of those files; the last line of a file that ends with a line end is blank."""
    found: list[list[str]] = []
    for name, text in loose_files(folder).items():
        if len(text) > _MOST_BYTES:
            continue
        lines = text.decode("utf-8").split("\n")
        found += [[name, str(number), cells.write(line) if line else ""] for number, line in enumerate(lines, 1)]
    return found


def read_loose(grid: Grid, faults: list[Fault]) -> dict[str, bytes]:
    """The files as they were: path → content."""
    found: dict[str, dict[int, str]] = {}
    for number in range(1, len(grid.rows)):
        name, line, text = ((text_of(grid.value(number, column)) or "") for column in range(3))
        if not name.strip() and not text:
            continue
        if not _SAFE.fullmatch(name.strip()) or not line.strip().isdigit():
            faults.append(
                Fault(grid.name, address(number, 0), "请勿改动文件名和行号；改这些文件请在导入后用文本编辑器。",
                      "Name and line are not to be changed; edit these files after the import.")
            )  # fmt: skip
            continue
        found.setdefault(name.strip(), {})[int(line)] = cells.read(text) if text.strip() else ""
    return {name: "\n".join(lines[number] for number in sorted(lines)).encode() for name, lines in found.items()}
