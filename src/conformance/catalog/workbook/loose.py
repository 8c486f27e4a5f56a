"""Files of an edition that are no lists (its title, the calendar, waivers, the division table): carried line by line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct

from conformance.catalog.store import Catalogue
from conformance.catalog.workbook import cells
from conformance.catalog.workbook.book import Heading
from conformance.catalog.workbook.canonical_form import NotCarried
from conformance.catalog.workbook.grid import Fault, Grid, address, text_of
from conformance.catalog.workbook.marks import digest
from conformance.standard.model import Text

LOOSE = "附带文件"
HEADINGS = (
    Heading("文件", "aside", width=26),
    Heading("行", "aside", width=8),
    Heading("内容", "aside", width=100),
    Heading("摘要", "aside", "导出时文件内容的标记，供更新时发现别人的改动；请勿修改。", 18),
)
_MOST_LINES = 100_000
_MOST_BYTES = 50_000_000
_PART = r"[^\s./\\:*?\"<>|\x00-\x1f][^/\\:*?\"<>|\x00-\x1f]*"
_SAFE = re.compile(rf"{_PART}(/{_PART})*")


class LooseFile(Struct, frozen=True):
    """One of those files as a workbook has it."""

    content: bytes
    digest: str = ""
    """Mark of its content when it was exported."""


def _files(catalogue: Catalogue) -> Iterator[tuple[str, Path]]:
    """Everything in the folder besides the lists; what begins with a dot is a tool's and no part of an edition."""
    folder = catalogue.entries.folder
    lists = {file.name for file in catalogue.entries.files}
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        name = path.relative_to(folder).as_posix()
        if name not in lists and not any(part.startswith(".") for part in name.split("/")):
            yield name, path


def loose_files(catalogue: Catalogue) -> dict[str, bytes]:
    """Those files: path → content."""
    return {name: path.read_bytes() for name, path in _files(catalogue)}


def loose_rows(catalogue: Catalogue, *, loss: bool = False) -> list[list[str]]:
    """File, line, text and mark for each line of those files; the last line of a file that ends with a line end is blank.

    Raises NotCarried with the files that a workbook cannot hold; ``loss`` leaves them out.
    """
    found: list[list[str]] = []
    refused: list[Text] = []
    for name, path in _files(catalogue):
        rows = _rows(name, path.read_bytes()) if path.stat().st_size <= _MOST_BYTES else None
        if rows is None or len(found) + len(rows) > _MOST_LINES:
            refused.append(
                Text(
                    f"{name}：不是文本文件，或行太多、太长，工作簿里带不下；请移出版本文件夹，或加 --canonical 表示不带它。",
                    f"{name}: no text, or too many or too long lines for a workbook; move it out of the folder, or add "
                    "--canonical to leave it out.",
                )
            )
        else:
            found += rows
    if refused and not loss:
        raise NotCarried(refused)
    return found


def _rows(name: str, content: bytes) -> list[list[str]] | None:
    """The rows of one file; None where a workbook cannot hold it."""
    try:
        lines = content.decode("utf-8").split("\n")
    except UnicodeDecodeError:
        return None
    texts = [cells.write(line) if line else "" for line in lines]
    if not _SAFE.fullmatch(name) or max(map(len, texts)) > cells.LONGEST:
        return None
    marks = [digest(content), *[""] * (len(lines) - 1)]
    return [[name, str(number), *pair] for number, pair in enumerate(zip(texts, marks, strict=True), 1)]


def read_loose(grid: Grid, lists: frozenset[str], faults: list[Fault]) -> dict[str, LooseFile]:
    """The files as the workbook has them: path → content. ``lists`` are the files of lists, which are not among them."""
    found: dict[str, dict[int, str]] = {}
    marks: dict[str, str] = {}
    for number in range(1, len(grid.rows)):
        name, line, text, mark = ((text_of(grid.value(number, column)) or "") for column in range(4))
        name, line = name.strip(), line.strip()
        if not name and not text:
            continue
        known = found.setdefault(name, {})
        if not _SAFE.fullmatch(name) or name in lists or not line.isdecimal() or int(line) in known:
            faults.append(
                Fault(grid.name, address(number, 0), "文件名和行号请按导出时的恢复，行号不能重复；要加行请在导入后用文本编辑器。",
                      "Restore name and line as they were exported; a line is there once. Add lines after the import.")
            )  # fmt: skip
            continue
        known[int(line)] = cells.read(text) if text.strip() else ""
        marks[name] = marks.get(name, "") or mark.strip()
    return {
        name: LooseFile("\n".join(lines[number] for number in sorted(lines)).encode(), marks.get(name, ""))
        for name, lines in found.items()
        if lines
    }
