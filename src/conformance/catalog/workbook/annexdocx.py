"""An annex as a Word document: A4 landscape, the header row on every page, page numbers, a block for signatures."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from conformance.catalog.workbook.annexmodel import SIGNED, Annex, TableOf, shown_widths

_FONT = "宋体"
_WIDTH, _HEIGHT, _MARGIN = 297.0, 210.0, 15.0
_LONG_AGO = (1980, 1, 1, 0, 0, 0)
"""Time of every part of the package, so that the same annex is the same bytes."""


def document(annex: Annex) -> bytes:
    """The bytes of the document."""
    made: Any = Document()
    _page(made, annex)
    for number, table in enumerate(annex.tables):
        if number:
            made.add_page_break()
        _line(made, f"{annex.title}　{table.title}", 15, bold=True, centred=True)
        _line(made, annex.subtitle, 9, centred=True)
        _table(made, table)
        for remark in table.remarks:
            _line(made, remark, 10)
        _signature(made)
    stream = io.BytesIO()
    made.save(stream)
    return _timeless(stream.getvalue())


def _page(made: Any, annex: Annex) -> None:
    section = made.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(_WIDTH), Mm(_HEIGHT)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Mm(_MARGIN)
    style = made.styles["Normal"]
    style.font.name, style.font.size = _FONT, Pt(9)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), _FONT)
    style.paragraph_format.space_after = Pt(2)
    created = datetime.fromisoformat(annex.created)
    properties = made.core_properties
    properties.title, properties.author, properties.comments = annex.title, "", ""
    properties.created = properties.modified = created
    footer = section.footer.paragraphs[0]
    footer.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for text, field in (("第 ", "PAGE"), (" 页，共 ", "NUMPAGES"), (" 页", "")):
        footer.add_run(text)
        if field:
            _field(footer, field)


def _field(paragraph: Any, name: str) -> None:
    """A field that Word fills in, such as the number of the page."""
    for kind in ("begin", "", "end"):
        run = paragraph.add_run()
        if kind:
            part = OxmlElement("w:fldChar")
            part.set(qn("w:fldCharType"), kind)
        else:
            part = OxmlElement("w:instrText")
            part.set(qn("xml:space"), "preserve")
            part.text = f" {name} "
        run._r.append(part)


def _line(made: Any, text: str, size: float, *, bold: bool = False, centred: bool = False) -> None:
    paragraph = made.add_paragraph()
    if centred:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = paragraph.add_run(text)
    run.font.size, run.bold = Pt(size), bold


def _table(made: Any, table: TableOf) -> None:
    widths = shown_widths(table.columns, _WIDTH - 2 * _MARGIN)
    body = made.add_table(rows=1, cols=len(table.columns), style="Table Grid")
    body.autofit = False
    for column, width in zip(body.columns, widths, strict=True):
        column.width = Mm(width)
    _row(body.rows[0], [heading for heading, _ in table.columns], widths, bold=True)
    mark = OxmlElement("w:tblHeader")
    body.rows[0]._tr.get_or_add_trPr().append(mark)
    for values in table.rows:
        row = body.add_row()
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        _row(row, values, widths)


def _row(row: Any, values: Any, widths: list[float], *, bold: bool = False) -> None:
    for cell, text, width in zip(row.cells, values, widths, strict=True):
        cell.width = Mm(width)
        paragraph = cell.paragraphs[0]
        paragraph.paragraph_format.space_after = Pt(0)
        if bold:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        run = paragraph.add_run(_printable(text))
        run.bold, run.font.size = bold or None, Pt(8)


def _printable(text: str) -> str:
    """XML has no control characters."""
    return "".join(sign for sign in text if sign >= " " or sign in "\n\t")


def _signature(made: Any) -> None:
    made.add_paragraph()
    grid = made.add_table(rows=1, cols=len(SIGNED))
    for cell, word in zip(grid.rows[0].cells, SIGNED, strict=True):
        cell.paragraphs[0].add_run(f"{word}：").font.size = Pt(11)


def _timeless(content: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            new.writestr(zipfile.ZipInfo(part.filename, _LONG_AGO), old.read(part), zipfile.ZIP_DEFLATED)
    return stream.getvalue()
