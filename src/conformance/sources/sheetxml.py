"""What calamine does not tell of an XLSX: error cells, and how far a sheet reaches before it takes the memory for it."""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, BinaryIO

from lxml import etree

from conformance.sources.model import Unusable
from conformance.sources.package import check_sizes, opened, unpack
from conformance.sources.source import Source

MOST_CELLS = 50_000_000
"""Cells of the smallest rectangle around a sheet's values; calamine takes memory for all of them."""
_MOST_ROWS = 1_048_576
_WIDE = re.compile(rb'r="([A-Z]{2,3})\d')
_REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})$")
_UNUSUAL = (b"<c>", b"<c s=", b"<c t=", b":c ", b":c>", b"<c r='", b"<row r='")
"""Cells that do not begin with their reference, as all common programs write it: look exactly."""
_ERRORS = (b't="e"', b"t='e'")
_OVERLAP = 64


@dataclass(slots=True)
class SheetFacts:
    """What the sheet's XML tells besides the values."""

    errors: dict[int, dict[int, str]] = field(default_factory=dict)
    """Row → column → text such as ``#N/A``, counted from 0."""


def facts_of(source: Source) -> dict[str, SheetFacts]:
    """Facts about each sheet of an XLSX by name. Refuses packages and sheets of absurd size."""
    with opened(source) as archive, source.open() as stream:
        check_sizes(archive)
        entries = {entry.filename: entry for entry in archive.infolist()}
        for name, entry in entries.items():
            if name.lower().endswith(("sharedstrings.xml", "content.xml")):
                for _ in unpack(stream, entry):
                    pass
        parts = _parts(archive) if "xl/workbook.xml" in entries else {}
        facts: dict[str, SheetFacts] = {}
        for name, part in parts.items():
            if part in entries:
                facts[name] = _facts(stream, entries[part], name)
        return facts


def _parts(archive: zipfile.ZipFile) -> dict[str, str]:
    """Sheet name → path of its XML within the package."""
    try:
        book = etree.fromstring(archive.read("xl/workbook.xml"), _parser())
        relations = etree.fromstring(archive.read("xl/_rels/workbook.xml.rels"), _parser())
    except (etree.XMLSyntaxError, KeyError):
        return {}
    targets = {relation.get("Id"): relation.get("Target", "") for relation in relations}
    parts = {}
    for sheet in book.iter("{*}sheet"):
        relation_id = next((value for key, value in sheet.attrib.items() if str(key).endswith("}id")), None)
        target = targets.get(relation_id)
        if target:
            path = target.lstrip("/") if str(target).startswith("/") else posixpath.join("xl", str(target))
            parts[str(sheet.get("name"))] = posixpath.normpath(path)
    return parts


def _parser() -> etree.XMLParser:
    return etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)


def _facts(stream: BinaryIO, entry: zipfile.ZipInfo, name: str) -> SheetFacts:
    """One pass over the bytes; the XML is parsed only where they hold something unusual."""
    widest, unusual, errors, tail = 26, False, False, b""
    for block in unpack(stream, entry):
        data = tail + block
        for match in _WIDE.finditer(data):
            widest = max(widest, column_number(match[1].decode()))
        unusual = unusual or any(mark in data for mark in _UNUSUAL)
        errors = errors or any(mark in data for mark in _ERRORS)
        tail = data[-_OVERLAP:]
    facts = SheetFacts()
    if unusual or errors or widest * _MOST_ROWS > MOST_CELLS:
        _read_exactly(_Blocks(unpack(stream, entry)), name, facts)
    return facts


def column_number(name: str) -> int:
    """The number of a column, from 1, by its letters."""
    number = 0
    for letter in name:
        number = number * 26 + ord(letter) - 64
    return number


class _Blocks:
    """Blocks of bytes as a file that an XML parser can read."""

    def __init__(self, blocks: Iterator[bytes]) -> None:
        self._blocks = blocks

    def read(self, _size: int = -1) -> bytes:
        return next(self._blocks, b"")


def _read_exactly(content: Any, name: str, facts: SheetFacts) -> None:
    """Parse the sheet: the rectangle around its cells, and its error cells."""
    top = left = 1 << 30
    row = column = bottom = right = -1
    events = etree.iterparse(
        content,
        events=("start", "end"),
        tag=("{*}row", "{*}c"),
        resolve_entities=False,
        no_network=True,
        huge_tree=True,
    )
    try:
        for event, element in events:
            is_cell = element.tag.endswith("}c") or element.tag == "c"
            if event == "start":
                if is_cell:
                    row, column = _place(element.get("r"), row, column + 1)
                else:
                    row, column = int(element.get("r") or row + 2) - 1, -1
                continue
            if is_cell:
                value = next((part.text for part in element if str(part.tag).endswith("v")), None)
                if value is not None or element.get("t") == "inlineStr":
                    top, bottom = min(top, row), max(bottom, row)
                    left, right = min(left, column), max(right, column)
                    if element.get("t") == "e":
                        facts.errors.setdefault(row, {})[column] = value or "#N/A"
            else:
                element.clear()
                while element.getprevious() is not None:
                    del element.getparent()[0]
    except (etree.XMLSyntaxError, ValueError):
        return  # the reader proper will say that the sheet is damaged
    if bottom >= 0 and (bottom + 1) * (right - left + 1) > MOST_CELLS:
        raise Unusable(
            f"工作表“{name}”的内容一直延伸到第 {bottom + 1} 行、第 {right + 1} 列，大部分是空白；"
            "请删除表格以外的零星单元格，或另存为 CSV 再校验。",
            f"Sheet {name!r} reaches to row {bottom + 1}, column {right + 1} with hardly anything in between; "
            "delete the stray cells outside the table, or save it as CSV.",
        )


def _place(reference: str | None, row: int, column: int) -> tuple[int, int]:
    match = _REFERENCE.match(reference) if reference else None
    if match is None:
        return row, column
    return int(match[2]) - 1, column_number(match[1]) - 1
