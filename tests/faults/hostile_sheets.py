"""Workbooks whose XML is made to do harm. Each maker writes one file and answers with its path."""

from __future__ import annotations

import re
from pathlib import Path

from .making import LAUGHS, SHEET, STRINGS, changed_part, makers
from .seeds import xlsx_parts, zipped

_END = b"</sheetData>"


def entity_bomb_in_the_sheet(path: Path) -> Path:
    """A billion laughs."""
    parts = xlsx_parts()
    head, rest = parts[SHEET].split(b"?>", 1)
    parts[SHEET] = (
        head + b"?>" + LAUGHS + rest.replace(_END, b'<row r="9"><c r="A9" t="str"><v>&k;</v></c></row>' + _END)
    )
    return zipped(path, parts)


def entity_bomb_in_the_strings(path: Path) -> Path:
    """The same among the shared texts."""
    parts = xlsx_parts()
    head, rest = parts[STRINGS].split(b"?>", 1)
    parts[STRINGS] = head + b"?>" + LAUGHS + re.sub(rb"<t>[^<]*</t>", b"<t>&k;</t>", rest, count=1)
    return zipped(path, parts)


def entity_bomb_in_the_book(path: Path) -> Path:
    """The same in the name of a sheet."""
    parts = xlsx_parts()
    name = "xl/workbook.xml"
    head, rest = parts[name].split(b"?>", 1)
    parts[name] = head + b"?>" + LAUGHS + re.sub(rb'<sheet name="[^"]*"', b'<sheet name="&k;"', rest, count=1)
    return zipped(path, parts)


def entity_from_a_file(path: Path) -> Path:
    """An entity that names a file of the machine."""
    parts = xlsx_parts()
    head, rest = parts[STRINGS].split(b"?>", 1)
    declared = b'<!DOCTYPE x [<!ENTITY k SYSTEM "file:///etc/hostname">]>'
    parts[STRINGS] = head + b"?>" + declared + re.sub(rb"<t>[^<]*</t>", b"<t>&k;</t>", rest, count=1)
    return zipped(path, parts)


def xml_too_deep(path: Path) -> Path:
    """A hundred thousand elements within each other, in the sheet."""
    return changed_part(path, SHEET, b"<sheetData>", b"<a>" * 100_000 + b"<sheetData>")


def strings_too_deep(path: Path) -> Path:
    """The same among the shared texts."""
    return changed_part(path, STRINGS, b"<si>", b"<si>" + b"<r>" * 100_000)


def million_columns(path: Path) -> Path:
    """10^6 cells in the first row."""
    cells = b"".join(b'<c t="str"><v>x</v></c>' for _ in range(1_000_000))
    return changed_part(path, SHEET, b"<sheetData>", b"<sheetData><row>" + cells + b"</row>")


def columns_beyond_the_sheet(path: Path) -> Path:
    """A cell in a column that no sheet has."""
    return changed_part(path, SHEET, _END, b'<row r="9"><c r="ZZZZ9" t="str"><v>x</v></c></row>' + _END)


def claimed_rows(path: Path) -> Path:
    """A dimension of all 2^20 rows and all columns, and hardly a cell."""
    parts = xlsx_parts()
    parts[SHEET] = re.sub(rb'<dimension ref="[^"]*"', b'<dimension ref="A1:XFD1048576"', parts[SHEET])
    return zipped(path, parts)


def row_beyond_all(path: Path) -> Path:
    """A row whose number no machine holds."""
    return changed_part(path, SHEET, _END, b'<row r="99999999999999999999"><c t="str"><v>x</v></c></row>' + _END)


def last_row_only(path: Path) -> Path:
    """One value in the last row of the sheet: a million empty rows."""
    return changed_part(path, SHEET, _END, b'<row r="1048576"><c r="A1048576" t="str"><v>x</v></c></row>' + _END)


def text_that_is_not_there(path: Path) -> Path:
    """A cell that names shared text number 10^9."""
    return changed_part(path, SHEET, _END, b'<row r="9"><c r="A9" t="s"><v>999999999</v></c></row>' + _END)


def merged_without_end(path: Path) -> Path:
    """All cells of the sheet merged, ten thousand times."""
    ranges = b"".join(b'<mergeCell ref="A%d:R1048576"/>' % (2 + number) for number in range(10_000))
    return changed_part(path, SHEET, _END, _END + b'<mergeCells count="10000">' + ranges + b"</mergeCells>")


def dates_beyond_time(path: Path) -> Path:
    """Numbers far too large for dates, in cells formatted as dates, and numbers that are none."""
    values = (b"1e308", b"-1e308", b"NaN", b"inf", b"99999999999", b"", b"1e-320")
    cells = b"".join(
        b'<row r="%d"><c r="A%d" s="1"><v>%s</v></c></row>' % (20 + n, 20 + n, value) for n, value in enumerate(values)
    )
    return changed_part(path, SHEET, _END, cells + _END)


def escapes_of_surrogates(path: Path) -> Path:
    """Texts with escapes of half characters, of NUL, and of escapes."""
    text = b'<c r="A9" t="str"><v>_xD800_ _xDC00_ _x0000_ _xD83D__xDE00_ _x005F_x000D_ _xFFFF_</v></c>'
    return changed_part(path, SHEET, _END, b'<row r="9">' + text + b"</row>" + _END)


def not_utf8(path: Path) -> Path:
    """Bytes in the shared texts that are no UTF-8."""
    parts = xlsx_parts()
    parts[STRINGS] = re.sub(rb"<t>[^<]*</t>", b"<t>\xff\xfe\xc3</t>", parts[STRINGS], count=3)
    return zipped(path, parts)


def sheet_cut_short(path: Path) -> Path:
    """The XML of the sheet ends in the middle."""
    parts = xlsx_parts()
    parts[SHEET] = parts[SHEET][: len(parts[SHEET]) // 2]
    return zipped(path, parts)


def empty_parts(path: Path) -> Path:
    """All parts are there and empty."""
    return zipped(path, dict.fromkeys(xlsx_parts(), b""))


SHEETS = makers(globals(), "xlsx")
