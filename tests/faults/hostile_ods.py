"""ODS workbooks made to do harm. Each maker writes one file and answers with its path."""

from __future__ import annotations

import zipfile
from pathlib import Path

from .making import LAUGHS, makers
from .seeds import ods_content, ods_parts, zipped


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
    """300 MB of blanks in the content."""
    content = ods_content().encode()
    head, rest = content.split(b"<office:body>", 1)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", ods_parts()["mimetype"])
        with archive.open("content.xml", "w", force_zip64=True) as stream:
            stream.write(head)
            block = b" " * (1 << 20)
            for _ in range(300):
                stream.write(block)
            stream.write(b"<office:body>" + rest)
    return path


def ods_entities(path: Path) -> Path:
    """A billion laughs in a cell."""
    content = ods_content().replace("?>", "?>" + LAUGHS.decode(), 1).replace("<text:p>", "<text:p>&k;", 1)
    return zipped(path, ods_parts(content))


def ods_too_deep(path: Path) -> Path:
    """Spans within spans."""
    cell = '<table:table-row><table:table-cell office:value-type="string"><text:p>{}x</text:p></table:table-cell></table:table-row>'
    deep = "<text:span>" * 100_000
    return zipped(path, ods_parts(ods_content(more=cell.format(deep))))


ODS = makers(globals(), "ods")
