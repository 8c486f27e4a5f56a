"""Small workbooks that hide a cell at the end of the world, XFD1048576, from a guard that looks less well than the reader."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

Parts = dict[str, str]
SHEET = "xl/worksheets/sheet1.xml"
RELS = "xl/_rels/workbook.xml.rels"
_FAR = '<row r="1048576"><c r="XFD1048576" t="str"><v>x</v></c></row></sheetData>'


def _far(parts: Parts, far: str = _FAR) -> None:
    parts[SHEET] = parts[SHEET].replace("</sheetData>", far, 1)


def _renamed(parts: Parts, old: str, new: str) -> None:
    parts[new] = parts.pop(old)


def _target(parts: Parts, old: str, new: str) -> None:
    assert old in parts[RELS]
    parts[RELS] = parts[RELS].replace(old, new)


def target_in_other_case(parts: Parts) -> None:
    _far(parts)
    _target(parts, "worksheets/sheet1.xml", "Worksheets/Sheet1.xml")


def part_in_other_case(parts: Parts) -> None:
    _far(parts)
    _renamed(parts, SHEET, "XL/WORKSHEETS/Sheet1.XML")


def part_with_backslashes(parts: Parts) -> None:
    _far(parts)
    _renamed(parts, SHEET, "xl\\worksheets\\sheet1.xml")


def absolute_target(parts: Parts) -> None:
    _far(parts)
    _target(parts, "worksheets/sheet1.xml", "/XL/worksheets/sheet1.xml")


def detour(parts: Parts) -> None:
    _far(parts)
    _target(parts, "worksheets/sheet1.xml", "a/../worksheets/sheet1.xml")
    _renamed(parts, SHEET, "xl/a/../worksheets/sheet1.xml")


def another_extension(parts: Parts) -> None:
    _far(parts)
    _target(parts, "worksheets/sheet1.xml", "worksheets/sheet1.png")
    _renamed(parts, SHEET, "xl/worksheets/sheet1.png")


def book_in_other_case(parts: Parts) -> None:
    _far(parts)
    _renamed(parts, "xl/workbook.xml", "xl/Workbook.xml")


def book_elsewhere(parts: Parts) -> None:
    """A harmless workbook where everybody looks, the other where the package says."""
    for name in ("xl/workbook.xml", RELS, SHEET):
        parts[name.replace("xl/", "book/", 1)] = parts[name]
    parts["_rels/.rels"] = parts["_rels/.rels"].replace("xl/workbook.xml", "book/workbook.xml")
    parts["book/worksheets/sheet1.xml"] = parts[SHEET].replace("</sheetData>", _FAR)


def two_sheets_of_one_name(parts: Parts) -> None:
    _renamed(parts, SHEET, "xl/worksheets/other.xml")
    parts[SHEET] = parts["xl/worksheets/other.xml"].replace("</sheetData>", _FAR)
    book = parts["xl/workbook.xml"]
    sheet = book[book.index("<sheet ") : book.index("</sheets>")]
    parts["xl/workbook.xml"] = book.replace("</sheets>", sheet.replace("rId1", "rId99") + "</sheets>")
    relation = (
        '<Relationship Id="rId99" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" '
    )
    _target(parts, "</Relationships>", relation + 'Target="worksheets/other.xml"/></Relationships>')


def reference_in_lower_case(parts: Parts) -> None:
    _far(parts, _FAR.replace("XFD", "xfd"))


def reference_with_blanks(parts: Parts) -> None:
    _far(parts, _FAR.replace('<c r="', '<c r = "'))


def reference_given_twice(parts: Parts) -> None:
    _far(parts, _FAR.replace('<c r="', '<c r="A1" r=\'').replace('1048576" t', "1048576' t"))


def row_beyond_all(parts: Parts) -> None:
    _far(parts, _FAR.replace("XFD1048576", "B4000000000"))


def text_within_the_cell(parts: Parts) -> None:
    _far(parts, _FAR.replace(' t="str"><v>x</v>', "><is><t>x</t></is>"))


def no_references(parts: Parts) -> None:
    _far(parts, '<c r="XFC1"><v>1</v></c><row r="1048576"><c><v>1</v></c></row></sheetData>')


def no_xml_after_the_cells(parts: Parts) -> None:
    _far(parts)
    parts[SHEET] = parts[SHEET].replace("</sheetData>", "</sheetData><&", 1)


CRAFTED: dict[str, Callable[[Parts], None]] = {
    change.__name__: change
    for change in (
        target_in_other_case,
        part_in_other_case,
        part_with_backslashes,
        absolute_target,
        detour,
        another_extension,
        book_in_other_case,
        book_elsewhere,
        two_sheets_of_one_name,
        reference_in_lower_case,
        reference_with_blanks,
        reference_given_twice,
        row_beyond_all,
        text_within_the_cell,
        no_references,
        no_xml_after_the_cells,
    )
}


def crafted(book: Path, change: Callable[[Parts], None]) -> Path:
    """A workbook with its parts changed, in place."""
    with zipfile.ZipFile(book) as archive:
        parts = {name: archive.read(name).decode() for name in archive.namelist()}
    change(parts)
    with zipfile.ZipFile(book, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return book
