"""Workbooks made to do harm. Each maker writes one file and answers with its path."""

from __future__ import annotations

import io
import re
import struct
import zipfile
from pathlib import Path

from .seeds import OLD, VALID, ods_content, ods_parts, xlsx_parts, zipped

SHEET = "xl/worksheets/sheet1.xml"
STRINGS = "xl/sharedStrings.xml"
_END = b"</sheetData>"


def _changed(path: Path, name: str, old: bytes, new: bytes) -> Path:
    parts = xlsx_parts()
    assert old in parts[name]
    parts[name] = parts[name].replace(old, new, 1)
    return zipped(path, parts)


def _patched(path: Path, old: bytes, new: bytes, count: int = -1) -> Path:
    content = (VALID / "admin-penalty.xlsx").read_bytes()
    assert old in content
    path.write_bytes(content.replace(old, new, count))
    return path


def _stretched(path: Path, name: str, before: bytes, filler: bytes, after: bytes, size: int) -> Path:
    """A workbook one part of which is blown up with a filler, written in pieces."""
    parts = xlsx_parts()
    whole = parts.pop(name)
    start, end = whole.split(before, 1)
    block = filler * ((1 << 20) // len(filler))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for other, content in parts.items():
            archive.writestr(other, content)
        with archive.open(name, "w", force_zip64=True) as stream:
            stream.write(start + before)
            for _ in range(size >> 20):
                stream.write(block)
            stream.write(after + end)
    return path


# --- packages -------------------------------------------------------------------------------------------------------


def bomb_of_blanks(path: Path) -> Path:
    """5 GB of blanks in the sheet, 5 MB packed."""
    return _stretched(path, SHEET, b"<sheetData>", b" " * 64, b"", 5 << 30)


def bomb_below_the_limit(path: Path) -> Path:
    """90 MB of blanks: no more than blank sheets take, and read to the end."""
    return _stretched(path, SHEET, b"<sheetData>", b" " * 64, b"", 90 << 20)


def bomb_of_strings(path: Path) -> Path:
    """Millions of empty shared texts."""
    return _stretched(path, STRINGS, b">", b"<si><t/></si>", b"", 900 << 20)


def bomb_of_cells(path: Path) -> Path:
    """Millions of cells in a row that has no place for them."""
    return _stretched(path, SHEET, b"<sheetData>", b"<c><v>1</v></c>", b"", 90 << 20)


def bomb_of_one_text(path: Path) -> Path:
    """One text of 90 MB."""
    return _stretched(path, STRINGS, b">", b"x" * 64, b"", 90 << 20)


def bomb_in_an_attribute(path: Path) -> Path:
    """An attribute of 90 MB."""
    return (
        _stretched(path, SHEET, b"<sheetData", b"", b"", 0)
        if False
        else _changed(path, SHEET, b"<sheetData>", b'<sheetData a="' + b"x" * (60 << 20) + b'">')
    )


def bomb_elsewhere(path: Path) -> Path:
    """5 GB in a part that no reader needs."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in xlsx_parts().items():
            archive.writestr(name, content)
        with archive.open("xl/media/image1.png", "w", force_zip64=True) as stream:
            block = bytes(1 << 20)
            for _ in range(5 << 10):
                stream.write(block)
    return path


def zip_in_zip(path: Path) -> Path:
    """A ZIP in a ZIP in a ZIP, which nothing unpacks."""
    content = b"x" * (1 << 20)
    for level in range(3):
        target = io.BytesIO()
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
            for number in range(16):
                archive.writestr(f"{level}-{number}.zip", content)
        content = target.getvalue()
    path.write_bytes(content)
    return path


def many_entries(path: Path) -> Path:
    """200,000 further parts."""
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in xlsx_parts().items():
            archive.writestr(name, content)
        for number in range(200_000):
            archive.writestr(zipfile.ZipInfo(f"xl/worksheets/x{number}.xml"), b"")
    return path


def many_sheets(path: Path) -> Path:
    """5,000 sheets of one cell each."""
    import xlsxwriter

    with xlsxwriter.Workbook(path) as book:
        for number in range(5000):
            book.add_worksheet(f"s{number}").write(0, 0, "x")
    return path


def overlapping_entries(path: Path) -> Path:
    """All entries of the directory point at one and the same content (a bomb without nesting)."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in xlsx_parts().items():
            archive.writestr(name, part)
        for number in range(40):
            archive.writestr(f"xl/worksheets/y{number:02}.xml", b" " * (2 << 20))
    data = bytearray(content.getvalue())
    first = data.find(b"PK\x03\x04" + data[4:26], data.find(b"xl/worksheets/y00.xml") - 30)
    for found in re.finditer(rb"PK\x01\x02.{42}xl/worksheets/y", bytes(data), re.DOTALL):
        struct.pack_into("<I", data, found.start() + 42, max(first, 0))
    path.write_bytes(data)
    return path


def size_that_lies_low(path: Path) -> Path:
    """The directory and the header say that the sheet has 10 bytes."""
    return _lying(path, 10)


def size_that_lies_high(path: Path) -> Path:
    """They say that it has 4 GB."""
    return _lying(path, 0xFFFFFFF0)


def _lying(path: Path, size: int) -> Path:
    data = bytearray((VALID / "admin-penalty.xlsx").read_bytes())
    for magic, at in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        offset = 26 if magic == b"PK\x03\x04" else 28
        place = data.find(magic)
        while place >= 0:
            length = struct.unpack_from("<H", data, place + offset)[0]
            start = place + (30 if magic == b"PK\x03\x04" else 46)
            if data[start : start + length] == SHEET.encode():
                struct.pack_into("<I", data, place + at, size)
            place = data.find(magic, place + 4)
    path.write_bytes(data)
    return path


def checksum_wrong(path: Path) -> Path:
    """The checksum of the sheet is another."""
    data = bytearray((VALID / "admin-penalty.xlsx").read_bytes())
    for found in re.finditer(rb"PK\x01\x02.{42}" + SHEET.encode(), bytes(data), re.DOTALL):
        data[found.start() + 16] ^= 0xFF
    path.write_bytes(data)
    return path


def same_part_twice(path: Path) -> Path:
    """Two sheets under one name."""
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in xlsx_parts().items():
            archive.writestr(zipfile.ZipInfo(name), content)
        import warnings

        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            archive.writestr(zipfile.ZipInfo(SHEET), b"<worksheet/>")
    return path


def names_that_climb(path: Path) -> Path:
    """Parts named to be written outside: nothing is ever unpacked to the disk."""
    return zipped(path, xlsx_parts() | {"../../../../etc/evil": b"x", "/evil": b"x", "C:\\evil": b"x"})


def compressed_otherwise(path: Path) -> Path:
    """LZMA, which spreadsheets do not know."""
    return zipped(path, xlsx_parts(), zipfile.ZIP_LZMA)


def encrypted_part(path: Path) -> Path:
    """Entries marked as encrypted."""
    data = bytearray((VALID / "admin-penalty.xlsx").read_bytes())
    for magic, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = data.find(magic)
        while place >= 0:
            data[place + at] |= 1
            place = data.find(magic, place + 4)
    path.write_bytes(data)
    return path


def only_the_end_record(path: Path) -> Path:
    """A ZIP without any entry."""
    path.write_bytes(b"PK\x05\x06" + bytes(18))
    return path


def end_record_that_lies(path: Path) -> Path:
    """The directory is said to begin beyond the file."""
    data = bytearray((VALID / "admin-penalty.xlsx").read_bytes())
    struct.pack_into("<I", data, data.rfind(b"PK\x05\x06") + 16, 0x7FFFFFFF)
    path.write_bytes(data)
    return path


def no_part_but_the_book(path: Path) -> Path:
    """The sheets are listed and not there."""
    parts = xlsx_parts()
    return zipped(path, {name: content for name, content in parts.items() if "worksheets" not in name})


# --- XML ------------------------------------------------------------------------------------------------------------

_LAUGHS = (
    b'<!DOCTYPE x [<!ENTITY a "'
    + b"ha" * 20
    + b'">'
    + b"".join(b'<!ENTITY %c "%s">' % (98 + level, b"&%c;" % (97 + level) * 10) for level in range(10))
    + b"]>"
)


def entity_bomb_in_the_sheet(path: Path) -> Path:
    """A billion laughs."""
    parts = xlsx_parts()
    head, rest = parts[SHEET].split(b"?>", 1)
    parts[SHEET] = (
        head + b"?>" + _LAUGHS + rest.replace(_END, b'<row r="9"><c r="A9" t="str"><v>&k;</v></c></row>' + _END)
    )
    return zipped(path, parts)


def entity_bomb_in_the_strings(path: Path) -> Path:
    """The same among the shared texts."""
    parts = xlsx_parts()
    head, rest = parts[STRINGS].split(b"?>", 1)
    parts[STRINGS] = head + b"?>" + _LAUGHS + re.sub(rb"<t>[^<]*</t>", b"<t>&k;</t>", rest, count=1)
    return zipped(path, parts)


def entity_bomb_in_the_book(path: Path) -> Path:
    """The same in the name of a sheet."""
    parts = xlsx_parts()
    name = "xl/workbook.xml"
    head, rest = parts[name].split(b"?>", 1)
    parts[name] = head + b"?>" + _LAUGHS + re.sub(rb'<sheet name="[^"]*"', b'<sheet name="&k;"', rest, count=1)
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
    return _changed(path, SHEET, b"<sheetData>", b"<a>" * 100_000 + b"<sheetData>")


def strings_too_deep(path: Path) -> Path:
    """The same among the shared texts."""
    return _changed(path, STRINGS, b"<si>", b"<si>" + b"<r>" * 100_000)


def million_columns(path: Path) -> Path:
    """10^6 cells in the first row."""
    cells = b"".join(b'<c t="str"><v>x</v></c>' for _ in range(1_000_000))
    return _changed(path, SHEET, b"<sheetData>", b"<sheetData><row>" + cells + b"</row>")


def columns_beyond_the_sheet(path: Path) -> Path:
    """A cell in a column that no sheet has."""
    return _changed(path, SHEET, _END, b'<row r="9"><c r="ZZZZ9" t="str"><v>x</v></c></row>' + _END)


def claimed_rows(path: Path) -> Path:
    """A dimension of all 2^20 rows and all columns, and hardly a cell."""
    parts = xlsx_parts()
    parts[SHEET] = re.sub(rb'<dimension ref="[^"]*"', b'<dimension ref="A1:XFD1048576"', parts[SHEET])
    return zipped(path, parts)


def row_beyond_all(path: Path) -> Path:
    """A row whose number no machine holds."""
    return _changed(path, SHEET, _END, b'<row r="99999999999999999999"><c t="str"><v>x</v></c></row>' + _END)


def last_row_only(path: Path) -> Path:
    """One value in the last row of the sheet: a million empty rows."""
    return _changed(path, SHEET, _END, b'<row r="1048576"><c r="A1048576" t="str"><v>x</v></c></row>' + _END)


def text_that_is_not_there(path: Path) -> Path:
    """A cell that names shared text number 10^9."""
    return _changed(path, SHEET, _END, b'<row r="9"><c r="A9" t="s"><v>999999999</v></c></row>' + _END)


def merged_without_end(path: Path) -> Path:
    """All cells of the sheet merged, ten thousand times."""
    ranges = b"".join(b'<mergeCell ref="A%d:R1048576"/>' % (2 + number) for number in range(10_000))
    return _changed(path, SHEET, _END, _END + b'<mergeCells count="10000">' + ranges + b"</mergeCells>")


def dates_beyond_time(path: Path) -> Path:
    """Numbers far too large for dates, in cells formatted as dates, and numbers that are none."""
    values = (b"1e308", b"-1e308", b"NaN", b"inf", b"99999999999", b"", b"1e-320")
    cells = b"".join(
        b'<row r="%d"><c r="A%d" s="1"><v>%s</v></c></row>' % (20 + n, 20 + n, value) for n, value in enumerate(values)
    )
    return _changed(path, SHEET, _END, cells + _END)


def escapes_of_surrogates(path: Path) -> Path:
    """Texts with escapes of half characters, of NUL, and of escapes."""
    text = b'<c r="A9" t="str"><v>_xD800_ _xDC00_ _x0000_ _xD83D__xDE00_ _x005F_x000D_ _xFFFF_</v></c>'
    return _changed(path, SHEET, _END, b'<row r="9">' + text + b"</row>" + _END)


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


# --- ODS ------------------------------------------------------------------------------------------------------------


def ods_repeated_rows(path: Path) -> Path:
    """A row repeated a thousand million times."""
    row = '<table:table-row table:number-rows-repeated="1000000000">{}</table:table-row>'
    cell = '<table:table-cell office:value-type="string"><text:p>x</text:p></table:table-cell>'
    return zipped(path, ods_parts(ods_content(more=row.format(cell))))


def ods_repeated_columns(path: Path) -> Path:
    """A cell repeated a thousand million times."""
    cell = (
        '<table:table-row><table:table-cell table:number-columns-repeated="1000000000" office:value-type="string">'
        "<text:p>x</text:p></table:table-cell></table:table-row>"
    )
    return zipped(path, ods_parts(ods_content(more=cell)))


def ods_repeated_blanks(path: Path) -> Path:
    """A thousand million blank rows at the end, as LibreOffice writes them (fewer)."""
    row = '<table:table-row table:number-rows-repeated="1000000000"><table:table-cell/></table:table-row>'
    return zipped(path, ods_parts(ods_content(more=row)))


def ods_blanks_then_a_cell(path: Path) -> Path:
    """A thousand million blank rows, and one more cell."""
    row = (
        '<table:table-row table:number-rows-repeated="1000000000"><table:table-cell/></table:table-row>'
        '<table:table-row><table:table-cell office:value-type="string"><text:p>x</text:p></table:table-cell>'
        "</table:table-row>"
    )
    return zipped(path, ods_parts(ods_content(more=row)))


def ods_moderate_rectangle(path: Path) -> Path:
    """A million rows and a thousand columns of repetition: each harmless, both together not."""
    row = (
        '<table:table-row table:number-rows-repeated="1000000"><table:table-cell table:number-columns-repeated="1000" '
        'office:value-type="string"><text:p>x</text:p></table:table-cell></table:table-row>'
    )
    return zipped(path, ods_parts(ods_content(more=row)))


def ods_spaces(path: Path) -> Path:
    """A run of a thousand million spaces in a cell (``text:s text:c``)."""
    cell = (
        '<table:table-row><table:table-cell office:value-type="string"><text:p>x<text:s text:c="1000000000"/></text:p>'
        "</table:table-cell></table:table-row>"
    )
    return zipped(path, ods_parts(ods_content(more=cell)))


def ods_bomb(path: Path) -> Path:
    """5 GB of blanks in the content."""
    content = ods_content().encode()
    head, rest = content.split(b"<office:body>", 1)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", ods_parts()["mimetype"])
        with archive.open("content.xml", "w", force_zip64=True) as stream:
            stream.write(head)
            block = b" " * (1 << 20)
            for _ in range(5 << 10):
                stream.write(block)
            stream.write(b"<office:body>" + rest)
    return path


def ods_entities(path: Path) -> Path:
    """A billion laughs in a cell."""
    content = ods_content().replace("?>", "?>" + _LAUGHS.decode(), 1).replace("<text:p>", "<text:p>&k;", 1)
    return zipped(path, ods_parts(content))


def ods_too_deep(path: Path) -> Path:
    """Spans within spans."""
    cell = '<table:table-row><table:table-cell office:value-type="string"><text:p>{}x</text:p></table:table-cell></table:table-row>'
    deep = "<text:span>" * 100_000
    return zipped(path, ods_parts(ods_content(more=cell.format(deep + "</text:span>" * 0))))


# --- old Excel files ------------------------------------------------------------------------------------------------


def _old(path: Path, *changes: tuple[int, bytes]) -> Path:
    data = bytearray(OLD.read_bytes())
    for at, new in changes:
        data[at : at + len(new)] = new
    path.write_bytes(data)
    return path


def ole_table_that_loops(path: Path) -> Path:
    """Every sector follows itself."""
    data = OLD.read_bytes()
    sector = struct.unpack_from("<I", data, 76)[0]
    return _old(path, ((sector + 1) * 512, b"".join(struct.pack("<I", number) for number in range(128))))


def ole_directory_that_loops(path: Path) -> Path:
    """The directory's chain goes round."""
    data = OLD.read_bytes()
    sector, first = struct.unpack_from("<I", data, 76)[0], struct.unpack_from("<I", data, 48)[0]
    return _old(path, ((sector + 1) * 512 + 4 * first, struct.pack("<I", first)))


def ole_table_names_itself(path: Path) -> Path:
    """All places of the table of tables name one sector."""
    data = OLD.read_bytes()
    return _old(path, (76, data[76:80] * 109), (44, struct.pack("<I", 109)))


def ole_further_tables_loop(path: Path) -> Path:
    """The list of further tables goes round."""
    return _old(path, (68, struct.pack("<II", 0, 1 << 30)))


def ole_sector_size(path: Path) -> Path:
    """Sectors of 2^255 bytes."""
    return _old(path, (30, b"\xff\x00"))


def ole_half(path: Path) -> Path:
    """The first half of the file."""
    data = OLD.read_bytes()
    path.write_bytes(data[: len(data) // 2])
    return path


def ole_head_only(path: Path) -> Path:
    """Eight bytes."""
    path.write_bytes(OLD.read_bytes()[:8])
    return path


WORKBOOKS = (
    *(
        (maker, "xlsx")
        for maker in (
            bomb_of_blanks,
            bomb_below_the_limit,
            bomb_of_strings,
            bomb_of_cells,
            bomb_of_one_text,
            bomb_in_an_attribute,
            bomb_elsewhere,
            zip_in_zip,
            many_entries,
            many_sheets,
            overlapping_entries,
            size_that_lies_low,
            size_that_lies_high,
            checksum_wrong,
            same_part_twice,
            names_that_climb,
            compressed_otherwise,
            encrypted_part,
            only_the_end_record,
            end_record_that_lies,
            no_part_but_the_book,
            entity_bomb_in_the_sheet,
            entity_bomb_in_the_strings,
            entity_bomb_in_the_book,
            entity_from_a_file,
            xml_too_deep,
            strings_too_deep,
            million_columns,
            columns_beyond_the_sheet,
            claimed_rows,
            row_beyond_all,
            last_row_only,
            text_that_is_not_there,
            merged_without_end,
            dates_beyond_time,
            escapes_of_surrogates,
            not_utf8,
            sheet_cut_short,
            empty_parts,
        )
    ),
    *(
        (maker, "ods")
        for maker in (
            ods_repeated_rows,
            ods_repeated_columns,
            ods_repeated_blanks,
            ods_blanks_then_a_cell,
            ods_moderate_rectangle,
            ods_spaces,
            ods_bomb,
            ods_entities,
            ods_too_deep,
        )
    ),
    *(
        (maker, "xls")
        for maker in (
            ole_table_that_loops,
            ole_directory_that_loops,
            ole_table_names_itself,
            ole_further_tables_loop,
            ole_sector_size,
            ole_half,
            ole_head_only,
        )
    ),
)
