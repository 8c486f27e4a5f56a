"""Workbooks: the sheet's XML is edited in place, and everything else in the package has the bytes it had."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import openpyxl
import pytest
from msgspec.structs import replace

import conformance
from conformance.repair.api import fix
from conformance.repair.sheetrows import cells_of, edited, pieces
from conformance.report.errors import UsageError
from repair.messy import AS_OF, Messy, write_xlsx
from repair.test_safe import conforming

SHEET = "xl/worksheets/sheet1.xml"


def parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def with_part(source: Path, target: Path, name: str, content: bytes) -> Path:
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for known, data in parts(source).items():
            archive.writestr(known, content if known == name else data)
    return target


def spoilt(clean: Messy) -> Messy:
    return replace(clean, rows=[[*clean.rows[0][:-1], "见附件 "], *clean.rows[1:]])


def by_openpyxl(path: Path) -> openpyxl.Workbook:
    return openpyxl.load_workbook(path)


def test_one_cell_of_the_xml_differs(tmp_path):
    source = write_xlsx(tmp_path / "in.xlsx", spoilt(conforming()))
    assert fix(source, tmp_path / "out.xlsx", as_of=AS_OF).cells == 1
    before, after = parts(source), parts(tmp_path / "out.xlsx")
    assert list(before) == list(after)
    assert {name for name in before if before[name] != after[name]} == {SHEET}
    cell = re.compile(rb'<c r="R2"[^>]*>.*?</c>')
    assert cell.sub(b"", before[SHEET]) == cell.sub(b"", after[SHEET])
    assert cell.search(after[SHEET])[0] == (
        b'<c r="R2" s="2" t="inlineStr"><is><t xml:space="preserve">' + "见附件".encode() + b"</t></is></c>"
    )


def test_styles_widths_and_other_sheets_stay(tmp_path):
    source = write_xlsx(tmp_path / "in.xlsx", spoilt(conforming()))
    fix(source, tmp_path / "out.xlsx", as_of=AS_OF)
    was, is_now = by_openpyxl(source), by_openpyxl(tmp_path / "out.xlsx")
    assert is_now.sheetnames == was.sheetnames
    assert is_now["数据"]["R2"].value == "见附件"
    assert is_now["数据"]["R2"].number_format == "@"
    assert is_now["数据"].column_dimensions["A"].width == was["数据"].column_dimensions["A"].width
    assert is_now["说明"]["B2"].value == "=SUM(1,2)"


def test_a_formula_is_left_and_that_is_said(tmp_path):
    source = write_xlsx(tmp_path / "in.xlsx", spoilt(conforming()))
    book = by_openpyxl(source)
    book["数据"]["R2"] = '="见附件" & " "'
    book.save(tmp_path / "book.xlsx")
    xml = parts(tmp_path / "book.xlsx")[SHEET]
    xml = re.sub(rb"(</f>)<v ?/?>(</v>)?", b"\\1<v>" + "见附件 ".encode() + b"</v>", xml).replace(
        b'r="R2"', b'r="R2" t="str"'
    )
    with_part(tmp_path / "book.xlsx", tmp_path / "computed.xlsx", SHEET, xml)
    repair = fix(tmp_path / "computed.xlsx", tmp_path / "out.xlsx", as_of=AS_OF)
    assert [(held.reason, held.number) for held in repair.held_back] == [("formula", 1)]
    assert parts(tmp_path / "out.xlsx")[SHEET] == xml


def merged(tmp_path: Path, title: str, text: str, across: bool = False) -> Path:
    clean = conforming()
    place = clean.titles.index(title)
    same = clean.rows[0][place]
    rows = [[*row[:place], same, *row[place + 1 :]] for row in clean.rows]
    source = write_xlsx(tmp_path / "plain.xlsx", replace(clean, rows=rows))
    book = by_openpyxl(source)
    sheet = book["数据"]
    sheet.cell(2, place + 1).value = text or same
    sheet.merge_cells(start_row=2, end_row=3, start_column=place + 1, end_column=place + 1 + across)
    book.save(tmp_path / "in.xlsx")
    return tmp_path / "in.xlsx"


def test_merged_cells_are_filled_when_confirmed(tmp_path):
    source = merged(tmp_path, "备注", "见附件")
    repair = fix(source, tmp_path / "plain-out.xlsx", as_of=AS_OF)
    assert (repair.cells, repair.to_confirm) == (0, {"merged-cells": 1})
    repair = fix(source, tmp_path / "out.xlsx", as_of=AS_OF, confirm=True)
    assert (repair.cells, repair.after and repair.after.findings_total) == (1, 0)
    sheet = by_openpyxl(tmp_path / "out.xlsx")["数据"]
    assert (sheet["R2"].value, sheet["R3"].value, sheet.merged_cells.ranges) == ("见附件", "见附件", set())


def test_the_first_cell_of_a_merged_range_is_mended_for_all(tmp_path):
    source = merged(tmp_path, "备注", "见附件 ")
    repair = fix(source, tmp_path / "out.xlsx", as_of=AS_OF)
    assert [finding.rule for finding in conformance.check(tmp_path / "out.xlsx", as_of=AS_OF).findings] == [
        "merged-cells"
    ]
    assert repair.after
    assert repair.after.counts["warning"] == 1
    assert by_openpyxl(tmp_path / "out.xlsx")["数据"].merged_cells.ranges


def test_mended_and_filled_at_once(tmp_path):
    source = merged(tmp_path, "备注", "见附件 ")
    fix(source, tmp_path / "out.xlsx", as_of=AS_OF, confirm=True)
    assert conformance.check(tmp_path / "out.xlsx", as_of=AS_OF).findings == []


def test_cells_merged_across_columns_are_left(tmp_path):
    source = merged(tmp_path, "项目名称", "普通 ", across=True)
    repair = fix(source, tmp_path / "out.xlsx", as_of=AS_OF)
    assert "merged-across" in [held.reason for held in repair.held_back]


def test_footers_go_from_the_end_only(tmp_path):
    clean = conforming()
    footer = ["合计", *[None] * (len(clean.titles) - 1)]
    source = write_xlsx(
        tmp_path / "in.xlsx", replace(clean, rows=[clean.rows[0], footer, *clean.rows[1:], footer, footer])
    )
    repair = fix(source, tmp_path / "out.xlsx", as_of=AS_OF, confirm=True)
    assert repair.removed == 2
    assert [(held.reason, held.number) for held in repair.held_back] == [("row-in-the-middle", 1)]
    assert [(f.rule, f.row) for f in conformance.check(tmp_path / "out.xlsx", as_of=AS_OF).findings] == [
        ("footer-row", 3)
    ]


@pytest.mark.parametrize(
    "row",
    [
        b'<row r="7"><c r="A7" s="1"/><c r="C7" t="s"><v>3</v></c></row>',
        b'<row><c><v>1</v></c><c t="s"><v>3</v></c><c/></row>',
        b"<x:row r='7'><x:c r='C7'><x:v>1</x:v></x:c></x:row>",
        b'<row r="7"/>',
        b'<row r="7"></row>',
    ],
)
def test_rows_however_they_are_written(row):
    (piece,) = [piece for piece in pieces([b"<a>" + row[:9], row[9:] + b"</a>"]) if piece.row is not None]
    assert piece.data == row
    new = edited(row, 7, {1: "<甲>&", 2: "", 4: "_x0041_\x0b"})
    by_column = {cell.column: cell for cell in cells_of(new)}
    assert b"&lt;\xe7\x94\xb2&gt;&amp;" in by_column[1].content
    assert 2 not in by_column or by_column[2].content == b""
    assert b"_x005F_x0041__x000B_" in by_column[4].content


def test_what_needs_escapes_comes_back_as_it_was(tmp_path):
    clean = conforming()
    messy = replace(clean, rows=[[*clean.rows[0][:-1], " <甲> & 乙\r\n丙"], *clean.rows[1:]])
    source = write_xlsx(tmp_path / "in.xlsx", messy)
    fix(source, tmp_path / "out.xlsx", as_of=AS_OF)
    assert by_openpyxl(tmp_path / "out.xlsx")["数据"]["R2"].value == by_openpyxl(source)["数据"]["R2"].value[1:]
    assert fix(tmp_path / "out.xlsx", as_of=AS_OF).cells == 0


def test_a_sheet_of_several(tmp_path):
    source = write_xlsx(tmp_path / "in.xlsx", spoilt(conforming()))
    assert fix(source, tmp_path / "out.xlsx", as_of=AS_OF, sheet="数据").cells == 1


@pytest.mark.parametrize("name", ["book.xls", "page.html"])
def test_formats_that_cannot_be_written_can_be_looked_at(tmp_path, name):
    clean = spoilt(conforming())
    cells = "".join(f"<tr>{''.join(f'<td>{c or str()}</td>' for c in row)}</tr>" for row in [clean.titles, *clean.rows])
    source = tmp_path / name
    source.write_text(
        f"<html><meta charset=utf-8><table>{cells.replace('见附件 ', '　见附件')}</table></html>", encoding="utf-8"
    )
    with pytest.raises(UsageError, match="xlsx"):
        fix(source, tmp_path / "out.xls", as_of=AS_OF)
    assert not (tmp_path / "out.xls").exists()
    assert fix(source, as_of=AS_OF).output is None


@pytest.mark.parametrize(("last", "removed", "kept"), [(False, 7, 0), (True, 0, 7)])
def test_it_is_known_only_at_the_end_whether_rows_stand_at_the_end(tmp_path, monkeypatch, last, removed, kept):
    """Rows that may go away come in several batches, and what follows them in another."""
    monkeypatch.setattr("conformance.repair.api._BATCH_ROWS", 2)
    clean = conforming()
    footers = [["合计", *[None] * (len(clean.titles) - 1)]] * 7
    rows = [*clean.rows[:1], *footers, *(clean.rows[:1] if last else [])]
    source = write_xlsx(tmp_path / "in.xlsx", replace(clean, rows=rows))
    repair = fix(source, tmp_path / "out.xlsx", as_of=AS_OF, confirm=True)
    assert (repair.removed, sum(one.number for one in repair.held_back)) == (removed, kept)
    assert sum(one.changed for one in repair.mended if one.rule == "footer-row") == removed
