"""What calamine does not tell of an XLSX: error cells, and how far a sheet reaches before it takes the memory for it.

A part that a reader opens and this guard has not seen could take all memory, so parts are found as leniently as calamine
finds them, all that may be a sheet are scanned, and a sheet that is listed and was not scanned is refused.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, BinaryIO

from lxml import etree
from msgspec import Struct, field

from conformance.sources.limits import MOST_CELLS, MOST_SHEET_COLUMNS, MOST_SHEET_ROWS
from conformance.sources.model import Unusable
from conformance.sources.package import by_place, check_sizes, damaged, opened, place, unpack
from conformance.sources.sheetbin import scan_binary
from conformance.sources.sheetods import scan_ods
from conformance.sources.sheetreach import Reach, refuse_crowded, too_wide
from conformance.sources.source import Source

_FAR = re.compile(rb'r="(?:([A-Za-z]{2,})[0-9]{1,7}"|[A-Za-z]*[0-9]{8})')
"""References of two letters and more, or of rows that no sheet has."""
_REFERENCE = re.compile(r"([A-Za-z]{1,3})([0-9]{1,7})$")
_ROW = re.compile(r"[A-Za-z]*([0-9]{1,7})$")
_USUAL = b'<c r="'
"""How all common programs begin a cell; where one begins otherwise, look exactly."""
_CELL = re.compile(rb"<c[>/\s]")
_PREFIXED = re.compile(rb":c[>/\s]")
_OTHER_REFERENCE = re.compile(rb"r(?:=['\s]|\s+=)")
_ERRORS = (b't="e"', b"t='e'")
_UNCOMPUTED = re.compile(
    rb"(?:</f>|<f\b[^<>]*/>)\s*</c>"
    rb'|<c\s(?![^>]*\bt="str")[^>]*>\s*<f\b(?:[^<>]*/>|[^<]*</f>)\s*(?:<v\s*/>|<v>\s*</v>)'
)
"""Formulas that no program has computed; where the result is a text (``t="str"``) it may be an empty one."""
_TEXT = re.compile(rb"[<:]si[\s/>]")
_STRINGS = re.compile(rb"uniqueCount\s*=\s*[\"']([0-9]+)")
_OVERLAP = 64
_Parts = Mapping[str, list[zipfile.ZipInfo]]


class SheetFacts(Struct):
    """What the sheet's XML tells besides the values."""

    errors: dict[int, dict[int, str]] = field(default_factory=dict)
    """Row → column → text such as ``#N/A``, counted from 0."""
    uncomputed: set[tuple[int, int]] = field(default_factory=set)
    """Formulas without a result, which read as blank."""
    end: tuple[int, int] = (-1, -1)
    """Row and column of the farthest values; only where the sheet was looked at thoroughly."""


def facts_of(source: Source, thorough: bool = False) -> dict[str, SheetFacts]:
    """Facts about each sheet of an XLSX by name. Refuses packages and sheets of absurd size."""
    with opened(source) as archive, source.open() as stream:
        check_sizes(archive)
        entries = by_place(archive)
        sheets = sheet_parts(archive, entries)
        names = {path: name for name, paths in sheets.items() for path in paths}
        binary = _binary_sheets(entries)
        seen: dict[str, SheetFacts] = {}
        for path, same in entries.items():
            for entry in same:
                if path in names:
                    seen[path] = _facts(stream, entry, names[path], thorough, strict=True)
                elif path in binary:
                    scan_binary(unpack(stream, entry), posixpath.basename(path))
                elif path.endswith("content.xml"):
                    scan_ods(unpack(stream, entry))
                elif path.endswith(".bin"):
                    for _ in unpack(stream, entry):  # whether it is whole
                        pass
                elif path.endswith(".xml"):
                    _facts(stream, entry, path, False, strict=False)
        found = {name: [seen[path] for path in sorted(paths) if path in seen] for name, paths in sheets.items()}
        return {name: facts[0] for name, facts in found.items() if facts}


def refuse_unseen(listed: Iterable[str], facts: Mapping[str, SheetFacts]) -> None:
    """Refuse a workbook with a sheet that the reader lists and that was not scanned. Raises Unusable."""
    for name in listed:
        if name not in facts:
            raise Unusable(
                f"工作表“{name}”在工作簿里的存放方式不合规范，不能确定其范围，未予读取；请用 Excel 打开后另存为新的 xlsx。",
                f"Sheet {name!r} is stored in a way that leaves its extent unknown, so it was not read; open the workbook "
                "in Excel and save it anew.",
            )


def sheet_parts(archive: zipfile.ZipFile, entries: _Parts) -> dict[str, set[str]]:
    """Sheet name → paths at which its XML may stand."""
    found: dict[str, set[str]] = {}
    for path, same in entries.items():
        folder, called = posixpath.split(path)
        if called != "workbook.xml":
            continue
        targets = _targets(archive, entries, folder, "workbook.xml.rels")
        for entry in same:
            for sheet in _elements(archive, entry, "sheet"):
                ids = {str(value) for key, value in sheet.attrib.items() if etree.QName(str(key)).localname == "id"}
                paths = {target for one in ids for target in targets.get(one, ())}
                found.setdefault(str(sheet.get("name")), set()).update(paths)
    return found


def _binary_sheets(entries: _Parts) -> set[str]:
    """Paths at which the sheets of an XLSB stand; its reader takes them from this folder only, by the name as it is."""
    return {
        path
        for path, same in entries.items()
        for entry in same
        if entry.filename.replace("\\", "/").lower().startswith("xl/worksheets/")
        and not path.endswith((".xml", ".rels"))
    }


def _targets(archive: zipfile.ZipFile, entries: _Parts, folder: str, rels: str) -> dict[str, set[str]]:
    """Id of a relationship → paths that its target may mean."""
    found: dict[str, set[str]] = {}
    for entry in entries.get(place(posixpath.join(folder, "_rels", rels)), ()):
        for relation in _elements(archive, entry, "Relationship"):
            target = str(relation.get("Target", "")).replace("\\", "/")
            paths = {place(target), place(posixpath.join(folder, target.lstrip("/")))}
            found.setdefault(str(relation.get("Id")), set()).update(paths)
    return found


def _elements(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, tag: str) -> Iterator[Any]:
    try:
        yield from etree.fromstring(archive.read(entry), _parser()).iter("{*}" + tag)
    except etree.XMLSyntaxError:
        return  # its sheets are not seen, then, and refused


def _parser() -> etree.XMLParser:
    return etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)


def _facts(stream: BinaryIO, entry: zipfile.ZipInfo, name: str, thorough: bool, *, strict: bool) -> SheetFacts:
    """One pass over the bytes; the XML is parsed only where they hold something unusual."""
    widest, unusual, odd, tail, crowd = 26, False, False, b"", 0
    path = place(entry.filename)
    for block in unpack(stream, entry):
        data = tail + block
        if path.endswith("sharedstrings.xml"):
            _refuse_announced(data, entry.file_size)
            crowd += sum(1 for _ in _TEXT.finditer(block))
            refuse_crowded(crowd, name)
            tail = data[-_OVERLAP:]
            continue
        for match in _FAR.finditer(data):
            widest = max(widest, column_number(match[1].decode())) if match[1] else 1 << 30
        unusual = unusual or _is_unusual(data)
        crowd += block.count(b"<c ")
        refuse_crowded(crowd, name)
        odd = odd or any(mark in data for mark in _ERRORS)
        odd = odd or ((b"</f>" in data or b"<f " in data) and _UNCOMPUTED.search(data) is not None)
        tail = data[-_OVERLAP:]
    facts = SheetFacts()
    if thorough or unusual or odd or widest * MOST_SHEET_ROWS > MOST_CELLS:
        _read_exactly(_Blocks(unpack(stream, entry)), name, facts, strict)
    return facts


def _refuse_announced(data: bytes, size: int) -> None:
    """The reader takes memory for as many texts as are announced; none takes less than a byte."""
    for said in _STRINGS.finditer(data):
        if len(said[1]) > 12 or int(said[1]) > size:
            raise damaged()


def _is_unusual(data: bytes) -> bool:
    """Whether a cell begins otherwise than all common programs write it, or an element gives its place otherwise."""
    # All are counted up to the same place: a cell that the block cuts is counted with the next block.
    last = max(0, len(data) - len(_USUAL))
    usual = data.count(_USUAL)
    if data.count(b"<c", 0, last + 2) != usual and sum(1 for _ in _CELL.finditer(data, 0, last + 3)) != usual:
        return True
    return (b":c" in data and _PREFIXED.search(data) is not None) or _OTHER_REFERENCE.search(data) is not None


def column_number(name: str) -> int:
    """The number of a column, from 1, by its letters."""
    number = 0
    for letter in name.upper():
        number = number * 26 + ord(letter) - 64
    return number


class _Blocks:
    """Blocks of bytes as a file that an XML parser can read."""

    def __init__(self, blocks: Iterator[bytes]) -> None:
        self._blocks = blocks

    def read(self, _size: int = -1) -> bytes:
        return next(self._blocks, b"")


def _read_exactly(content: Any, name: str, facts: SheetFacts, strict: bool) -> None:
    """Parse the sheet as the reader counts: the rectangle around its cells, its error cells, bare formulas."""
    reach = Reach()
    next_row = next_column = row = column = cells = 0
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
            is_cell = etree.QName(element).localname == "c"
            if event == "start" and is_cell:
                row, column = next_row, next_column
                if element.get("r") is not None:
                    row, column = _cell(element.get("r"))
                    next_column = column
                # Here and not at the end: a row of millions of cells would all be held.
                if column >= MOST_SHEET_COLUMNS:
                    raise too_wide(name)
                cells += 1
                refuse_crowded(cells, name)
            elif event == "start":
                next_row = _row(element.get("r")) if element.get("r") is not None else next_row
            elif is_cell:
                _note(element, row, column, reach, facts)
                next_column += 1
            else:
                next_row, next_column = next_row + 1, 0
                element.clear()
                while element.getprevious() is not None:
                    del element.getparent()[0]
    except (etree.XMLSyntaxError, ValueError):
        if strict:  # the reader is more patient, and would go on where this cannot
            raise damaged() from None
        return
    facts.end = (reach.bottom, reach.right)
    reach.check(name, MOST_CELLS)


def _note(element: Any, row: int, column: int, reach: Reach, facts: SheetFacts) -> None:
    """What one cell tells."""
    parts = {etree.QName(part).localname: part for part in element if isinstance(part.tag, str)}
    if "f" in parts and ("v" not in parts or not (parts["v"].text or element.get("t") == "str")):
        facts.uncomputed.add((row, column))
    if parts.keys() - {"f"}:
        reach.add(row, column)
        if element.get("t") == "e":
            facts.errors.setdefault(row, {})[column] = (parts["v"].text if "v" in parts else None) or "#N/A"


def _cell(reference: str) -> tuple[int, int]:
    """Row and column from 0. Raises ValueError."""
    match = _REFERENCE.match(reference)
    if match is None:
        raise ValueError(reference)
    return int(match[2]) - 1, column_number(match[1]) - 1


def _row(reference: str) -> int:
    """Row from 0. Raises ValueError."""
    match = _ROW.match(reference)
    if match is None:
        raise ValueError(reference)
    return int(match[1]) - 1
