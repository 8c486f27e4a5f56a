"""A workbook (XLSX) with some cells changed: the XML of its sheet is edited where it stands, all other parts are copied.

A changed cell keeps its style and holds its text inline. Formulas are never touched. Rows go away only at the end of a
sheet, where nothing below them would move.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import IO, BinaryIO

from msgspec import Struct, field

from conformance.repair.delimited import Astray
from conformance.repair.model import Change, Stretch
from conformance.repair.sheetrows import cells_of, edited, emptied, has_formula, made, pieces
from conformance.sources.merged import Range
from conformance.sources.package import by_place, opened, unpack
from conformance.sources.sheetxml import column_number, sheet_parts
from conformance.sources.source import Source

_MERGE = re.compile(rb"""<(?:[\w.-]+:)?mergeCell\s[^>]*?ref\s*=\s*["']([A-Z]+)([0-9]+):([A-Z]+)([0-9]+)["'][^>]*>""")
_MERGES = re.compile(rb"<((?:[\w.-]+:)?)mergeCells(?=[\s/>])[^>]*>(.*?)</\1mergeCells\s*>", re.DOTALL)
_END_OF_ROWS = re.compile(rb"</((?:[\w.-]+:)?)sheetData\s*>")


class Survey(Struct):
    """What has to be known of a sheet before anything is decided."""

    entry: str
    """Name of its part in the package; empty where it cannot be told which it is."""
    formulas: set[tuple[int, int]] = field(default_factory=set)
    """Row (from 1) and column (from 0) of cells that are computed."""
    merged: list[Range] = field(default_factory=list)


def survey(source: Source, sheet: str) -> Survey:
    """Look through the XML of a sheet."""
    with opened(source) as archive, source.open() as stream:
        entries = by_place(archive)
        places = [place for place in sheet_parts(archive, entries).get(sheet, ()) if place in entries]
        if len(places) != 1 or len(entries[places[0]]) != 1:
            return Survey("")
        entry = entries[places[0]][0]
        found = Survey(entry.filename)
        for piece in pieces(unpack(stream, entry)):
            if piece.row is None:
                found.merged += [_range(match) for match in _MERGE.finditer(piece.data)]
            elif has_formula(piece.data):
                found.formulas |= {(piece.row, cell.column) for cell in cells_of(piece.data) if cell.is_formula}
    return found


def _range(match: re.Match[bytes]) -> Range:
    left, top, right, bottom = (part.decode() for part in match.groups())
    return Range(int(top) - 1, column_number(left) - 1, int(bottom) - 1, column_number(right) - 1)


class Sheet(Struct, frozen=True):
    """One sheet to be changed."""

    entry: str
    places: Sequence[int]
    """Position in a row of each column of the table."""
    stretches: Iterable[Stretch]
    merged: Sequence[Range]
    """Every merged range among the records."""
    unmerge: bool
    """Whether those are dissolved; else only the first cell of each counts."""


def rewrite(source: Source, target: BinaryIO, sheets: Sequence[Sheet]) -> None:
    """Write the package with the sheets changed; every other part has the content it had."""
    wanted = {sheet.entry: sheet for sheet in sheets}
    with opened(source) as archive, source.open() as stream, zipfile.ZipFile(target, "w") as out:
        out.comment = archive.comment
        for entry in archive.infolist():
            with out.open(_same(entry), "w", force_zip64=entry.file_size > 1 << 30) as part:
                if entry.filename in wanted:
                    _write(unpack(stream, entry), part, wanted[entry.filename])
                else:
                    for block in unpack(stream, entry):
                        part.write(block)


def _same(entry: zipfile.ZipInfo) -> zipfile.ZipInfo:
    """A new entry of the same name, time, attributes and way of packing."""
    new = zipfile.ZipInfo(entry.filename, entry.date_time)
    new.compress_type = entry.compress_type if entry.compress_type == zipfile.ZIP_STORED else zipfile.ZIP_DEFLATED
    new.create_system, new.external_attr = entry.create_system, entry.external_attr
    new.internal_attr, new.comment = entry.internal_attr, entry.comment
    return new


def _write(blocks: Iterator[bytes], part: IO[bytes], sheet: Sheet) -> None:
    rows = _rows(sheet)
    number, changes = next(rows, (0, []))
    prefix = b""
    covered = _Covered([] if sheet.unmerge else sheet.merged)
    for piece in pieces(blocks):
        if piece.row is None:
            data = piece.data
            end = _END_OF_ROWS.search(data)
            if end is not None and number:  # rows of which nothing is written in the sheet
                part.write(data[: end.start()])
                while number:
                    part.write(made(end[1], number, _texts(changes, sheet)))
                    number, changes = next(rows, (0, []))
                data = data[end.start() :]
            part.write(_without_merges(data, sheet.merged) if sheet.unmerge else data)
            continue
        prefix = piece.data[1 : piece.data.index(b"row")]
        while number and number < piece.row:
            part.write(made(prefix, number, _texts(changes, sheet)))
            number, changes = next(rows, (0, []))
        if number != piece.row:
            part.write(piece.data)
            continue
        if changes[0].action == "remove":
            part.write(emptied(piece.data, piece.row))
        else:
            hidden = covered.columns(piece.row - 1)
            part.write(edited(piece.data, piece.row, _texts(changes, sheet), only_filled=hidden))
        number, changes = next(rows, (0, []))
    if number:
        raise Astray(f"row {number}")


def _rows(sheet: Sheet) -> Iterator[tuple[int, list[Change]]]:
    """Row and changes of each changed row, in order."""
    row, held = 0, list[Change]()
    for stretch in sheet.stretches:
        for change in stretch.changes:
            if change.row != row and held:
                yield row, held
                held = []
            row = change.row
            held.append(change)
    if held:
        yield row, held


def _texts(changes: Iterable[Change], sheet: Sheet) -> Mapping[int, str]:
    return {sheet.places[c.column or 0]: c.after or "" for c in changes if c.action != "remove"}


class _Covered:
    """Which cells of a row are covered by a merged range and have no value of their own to show. Rows come in order."""

    def __init__(self, ranges: Sequence[Range]) -> None:
        self._waiting = sorted(ranges, reverse=True)
        self._active: list[Range] = []

    def columns(self, row: int) -> frozenset[int]:
        """Columns of covered cells in a row (from 0)."""
        while self._waiting and self._waiting[-1].top <= row:
            self._active.append(self._waiting.pop())
        self._active = [one for one in self._active if one.bottom >= row]
        return frozenset(
            column
            for one in self._active
            for column in range(one.left, one.right + 1)
            if (row, column) != (one.top, one.left)
        )


def _without_merges(data: bytes, ranges: Sequence[Range]) -> bytes:
    """The part behind the rows without these merged ranges."""
    found = _MERGES.search(data)
    if found is None or not ranges:
        return data
    gone = set(ranges)
    kept = [match[0] for match in _MERGE.finditer(found[2]) if _range(match) not in gone]
    kept = [one if one.endswith(b"/>") else one[:-1] + b"/>" for one in kept]
    prefix = found[1]
    new = b""
    if kept:
        count = str(len(kept)).encode()
        new = b"<" + prefix + b'mergeCells count="' + count + b'">' + b"".join(kept) + b"</" + prefix + b"mergeCells>"
    return data[: found.start()] + new + data[found.end() :]
