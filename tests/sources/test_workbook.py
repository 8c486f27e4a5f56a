"""Workbooks as people make them: titles, merged cells, hidden sheets, dates, numbers, errors, stray cells, bombs."""

from __future__ import annotations

import re
import zipfile
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter

from conformance.sources import sheetxml
from conformance.sources.model import Unusable

from .conftest import LICENCE, PENALTY, SHORT, Opener, rows_of
from .workbooks import Writer, plain, rewrite

DATA = Path(__file__).parent / "data"


def test_rows_are_numbered_as_excel_shows_them(book: Any, opened: Any) -> None:
    (table,) = opened(book(许可=plain(list(SHORT), ["1号", "甲", "2016/05/09"], [], ["2号"], top=3, left=2)))
    (batch,) = table.batches
    assert (table.format, table.sheet, table.header_row) == ("xlsx", "许可", 4)
    assert [(column.index, column.header, column.how) for column in table.columns[:3]] == [
        (0, "", "ignored"),
        (1, "", "ignored"),
        (2, "行政许可决定书文号", "title"),
    ]
    assert batch.rows.tolist() == [5, 6, 7]
    assert batch.frame["document_number"].to_list() == ["1号", None, "2号"]


def test_cells_read_as_excel_shows_them(tmp_path: Path, opened: Any) -> None:
    path = tmp_path / "book.xlsx"
    workbook = xlsxwriter.Workbook(path)
    sheet = workbook.add_worksheet()
    day, moment, chinese = (
        workbook.add_format({"num_format": f}) for f in ("yyyy/m/d", "yyyy/m/d hh:mm", "yyyy年m月d日")
    )
    built_in = workbook.add_format()
    built_in.set_num_format(31)
    clock = workbook.add_format({"num_format": "hh:mm:ss"})
    sheet.write_row(0, 0, SHORT)
    cells: list[tuple[Any, Any, str | None]] = [
        (1, None, "1"),
        (1.5, None, "1.5"),
        (0.1 + 0.2, None, "0.3"),
        (-1e-7, None, "-1E-07"),
        (123456789012345, None, "123456789012345"),
        (310115198001012345, None, "3.10115198001012E+17"),
        (9.112345678901235e17, None, "9.11234567890124E+17"),
        (True, None, "TRUE"),
        (date(2016, 5, 9), day, "2016/05/09"),
        (date(2016, 5, 9), chinese, "2016/05/09"),
        (date(2016, 5, 9), built_in, "2016/05/09"),
        (datetime(2016, 5, 9, 13, 5, 6), moment, "2016/05/09 13:05:06"),  # noqa: DTZ001
        (time(6, 30), clock, "06:30:00"),
        (42499, None, "42499"),
        ("  甲 ", None, "  甲 "),
        ("一\n二", None, "一\n二"),
        ("一\r二_x0041_", None, "一\r二_x0041_"),
        ("", None, None),
    ]
    for row, (value, style, _) in enumerate(cells, 1):
        sheet.write(row, 0, value, *([style] if style else []))
        sheet.write(row, 1, "x")
    workbook.close()
    (table,) = opened(path)
    assert [row["document_number"] for row in rows_of(table)] == [text for *_, text in cells]


CELLS = {
    "shared": '<c r="A2" t="s"><v>{number}</v></c>',
    "inline": '<c r="A2" t="inlineStr"><is><t>{text}</t></is></c>',
    "formula": '<c r="A2" t="str"><f>B2</f><v>{text}</v></c>',
}
"""The ways in which a workbook holds a text."""


@pytest.mark.parametrize("kind", CELLS)
@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("甲_x0041_乙", "甲A乙"),
        ("甲_x005F_x0041_乙", "甲_x0041_乙"),
        ("甲_x005F_x005F_x0041_乙", "甲_x005FA乙"),
        ("甲_x000D_乙", "甲\r乙"),
        ("甲_X0041_乙", "甲_X0041_乙"),
        ("甲_xD83D__xDE00_乙", "甲😀乙"),
        ("甲_xD83D_乙", "甲\ufffd乙"),
    ],
)
def test_escapes_are_decoded_once(book: Any, opened: Any, kind: str, written: str, text: str) -> None:
    path = book(许可=plain(list(SHORT), ["此处", "甲", "2016/05/09"]))
    rewrite(path, "xl/sharedStrings.xml", lambda xml: xml.replace("此处", written))
    with zipfile.ZipFile(path) as archive:
        texts = re.findall("<t[^>]*>([^<]*)</t>", archive.read("xl/sharedStrings.xml").decode())
    cell = CELLS[kind].format(number=texts.index(written), text=written)
    rewrite(path, "xl/worksheets/sheet1.xml", lambda xml: re.sub('<c r="A2".*?</c>', cell, xml))
    (table,) = opened(path)
    assert [row["document_number"] for row in rows_of(table)] == [text]


def test_error_cells_are_not_lost(book: Any, opened: Any) -> None:
    def write(sheet: Any) -> None:
        sheet.write_row(0, 0, SHORT)
        sheet.write_formula(1, 0, "=NA()", None, "#N/A")
        sheet.write_formula(1, 1, "=1/0", None, "#DIV/0!")
        sheet.write_formula(2, 2, "=NA()", None, "#N/A")

    (table,) = opened(book(许可=write))
    assert [tuple(row.values()) for row in rows_of(table)] == [("#N/A", "#DIV/0!", None), (None, None, "#N/A")]


def test_merged_cells_are_filled_and_said_once(book: Any, opened: Any) -> None:
    def write(sheet: Any) -> None:
        sheet.merge_range(0, 0, 0, 2, "行政许可公示信息")
        sheet.write_row(1, 0, SHORT)
        sheet.merge_range(2, 1, 4, 1, "甲")
        sheet.write_column(2, 0, ["1号", "2号", "3号"])
        sheet.merge_range(5, 2, 6, 2, "2016/05/09")
        sheet.write_column(5, 0, ["4号", "5号"])
        sheet.merge_range(7, 0, 7, 2, "表格说明：本表由某局填报")

    (table,) = opened(book(许可=write), batch_rows=2)
    assert [(n.rule, n.details["ranges"]) for n in table.notices if n.rule == "merged-cells"] == [
        ("merged-cells", ["B3:B5", "C6:C7"])
    ]
    assert [tuple(row.values()) for row in rows_of(table)] == [
        ("1号", "甲", None),
        ("2号", "甲", None),
        ("3号", "甲", None),
        ("4号", None, "2016/05/09"),
        ("5号", None, "2016/05/09"),
        ("表格说明：本表由某局填报", None, None),
    ]


def test_a_merged_title_or_header_is_no_fault(book: Any, opened: Any) -> None:
    def write(sheet: Any) -> None:
        sheet.merge_range(0, 0, 1, 0, "行政许可决定书文号")
        sheet.merge_range(0, 1, 1, 1, "项目名称")
        sheet.merge_range(0, 2, 0, 3, "行政相对人代码")
        sheet.write_row(1, 2, ["统一社会信用代码", "组织机构代码"])
        sheet.write_row(2, 0, ["1号", "甲", "u", "o"])

    (table,) = opened(book(许可=write))
    assert table.header_row == 2
    assert [n.rule for n in table.notices if n.rule == "merged-cells"] == []
    assert rows_of(table)[0]["subject_organisation_code"] == "o"


def test_the_item_is_decided_sheet_by_sheet(book: Any, opened: Any) -> None:
    path = book(
        说明=plain(["本表由某局填报", "联系人"]),
        许可=plain([title for _, title, _ in LICENCE], ["1号"]),
        处罚=plain([code for _, _, code in PENALTY], ["2号"]),
        Sheet3=plain(),
    )
    licence, penalty = opened(path)
    assert [(t.sheet, t.item) for t in (licence, penalty)] == [("许可", "admin-licence"), ("处罚", "admin-penalty")]
    assert {name: why.zh for name, why in licence.ignored_sheets} == {"说明": "没有可识别的列名", "Sheet3": "空工作表"}
    assert penalty.ignored_sheets == ()


def test_a_sheet_that_clearly_holds_another_item_is_ignored(book: Any, opened: Any) -> None:
    path = book(
        许可=plain([title for _, title, _ in LICENCE], ["1号"]), 处罚=plain([code for _, _, code in PENALTY], ["2号"])
    )
    (table,) = opened(path, item="admin-penalty")
    assert (table.sheet, table.confidence) == ("处罚", 1.0)
    ((name, why),) = table.ignored_sheets
    assert (name, why.zh) == ("许可", "内容像是行政许可信息，不是所指定的数据事项")
    assert why.en == "looks like Administrative licences, not the item asked for"


def test_one_sheet_can_be_asked_for(book: Any, opened: Any) -> None:
    path = book(甲=plain(list(SHORT), ["1号"]), 乙=plain(list(SHORT), ["2号"]))
    (table,) = opened(path, sheet="乙")
    assert rows_of(table)[0]["document_number"] == "2号"
    with pytest.raises(Unusable, match="没有工作表“丙”，有：甲、乙"):
        opened(path, sheet="丙")


def test_hidden_sheets_are_read_and_named(book: Any, opened: Any) -> None:
    def hidden(sheet: Any) -> None:
        plain(list(SHORT), ["2号", "乙"])(sheet)
        sheet.hide()

    first, second = opened(book(甲=plain(list(SHORT), ["1号", "甲"]), 乙=hidden))
    assert [n.value for n in first.notices if n.rule == "hidden-sheet"] == []
    assert [n.value for n in second.notices if n.rule == "hidden-sheet"] == ["乙"]
    assert rows_of(second)[0]["document_number"] == "2号"


def test_of_hidden_sheets_that_are_set_aside_it_is_said_that_they_are_hidden(book: Any, opened: Any) -> None:
    def hidden(*rows: list[Any]) -> Writer:
        def write(sheet: Any) -> None:
            plain(*rows)(sheet)
            sheet.hide()

        return write

    (table,) = opened(book(甲=plain(list(SHORT), ["1号", "甲"]), 乙=hidden(["电话", "住址"]), 丙=hidden()))
    assert {name: (why.zh, why.en) for name, why in table.ignored_sheets} == {
        "乙": ("已隐藏，没有可识别的列名", "hidden; no known headers"),
        "丙": ("已隐藏，空工作表", "hidden; empty"),
    }


def test_a_wrong_dimension_hides_nothing(book: Any, opened: Any) -> None:
    path = book(许可=plain(list(SHORT), *([f"{n}号", "甲"] for n in range(5))))
    rewrite(path, "xl/worksheets/sheet1.xml", lambda xml: re.sub(r'<dimension ref="[^"]*"', '<dimension ref="A1"', xml))
    (table,) = opened(path)
    assert len(rows_of(table)) == 5


def test_a_stray_cell_far_away_is_named_instead_of_taking_all_memory(book: Any, opened: Any) -> None:
    def write(sheet: Any) -> None:
        sheet.write_row(0, 0, SHORT)
        sheet.write_string(1_048_575, 16_383, "x")

    with pytest.raises(Unusable, match="第 1048576 行、第 16384 列"):
        opened(book(许可=write))


def test_a_stray_cell_is_found_however_the_references_are_written(book: Any, opened: Any) -> None:
    path = book(许可=plain(list(SHORT), ["1号"]))
    stray = '<row r="1048576"><c t="str" r="XFD1048576"><v>x</v></c></row></sheetData>'
    rewrite(path, "xl/worksheets/sheet1.xml", lambda xml: xml.replace("</sheetData>", stray))
    with pytest.raises(Unusable, match="零星单元格"):
        opened(path)


def test_many_columns_are_measured_and_read(book: Any, opened: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    path = book(许可=plain([*SHORT, *(f"列{n}" for n in range(80))], ["1号"] + ["x"] * 82))
    (table,) = opened(path)
    assert len(table.columns) == 83
    monkeypatch.setattr(sheetxml, "MOST_CELLS", 100)
    with pytest.raises(Unusable, match="第 2 行、第 83 列"):
        opened(path)


def test_batches_are_bounded(book: Any, opened: Any) -> None:
    (table,) = opened(book(许可=plain(list(SHORT), *([f"{n}号"] for n in range(10)))), batch_rows=4)
    batches = list(table.batches)
    assert [batch.frame.height for batch in batches] == [4, 4, 2]
    assert batches[-1].rows.tolist() == [10, 11]
    assert batches[-1].progress == 1.0


def test_many_sheets_do_not_have_to_stay_in_memory(book: Any, opened: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("conformance.sources.workbook.KEPT_CELLS", 4)
    tables = opened(book(甲=plain(list(SHORT), ["1号"]), 乙=plain(list(SHORT), ["2号"])))
    assert [rows_of(table)[0]["document_number"] for table in tables] == ["1号", "2号"]


def test_real_biff_is_read(opened: Any) -> None:
    (table,) = opened(DATA / "biff8.xls")
    assert (table.format, table.sheet, table.header_row) == ("xls", "许可", 2)
    assert {"file-form", "missing-column"} <= {notice.rule for notice in table.notices}
    assert [tuple(row.values()) for row in rows_of(table)] == [
        ("沪市监许〔2016〕1号", "甲", "2016/05/09"),
        ("2016001", "TRUE", "42499"),
        ("#N/A", "乙", None),
        (None, None, "#DIV/0!"),
    ]


def test_an_ods_is_read(tmp_path: Path, opened: Any) -> None:
    def row(*cells: str) -> str:
        inner = "".join(
            f'<table:table-cell office:value-type="string"><text:p>{c}</text:p></table:table-cell>' for c in cells
        )
        return f"<table:table-row>{inner}</table:table-row>"

    content = (
        '<?xml version="1.0"?><office:document-content'
        ' xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
        ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
        ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>'
        f'<table:table table:name="许可">{row(*SHORT)}{row("1号", "甲", "2016/05/09")}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    path = tmp_path / "book.ods"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
        archive.writestr("content.xml", content)
    (table,) = opened(path)
    assert table.format == "ods"
    assert [tuple(r.values()) for r in rows_of(table)] == [("1号", "甲", "2016/05/09")]


def test_a_workbook_under_another_name_is_still_one(book: Any, opened: Any, tmp_path: Path) -> None:
    path = tmp_path / "data.csv"
    path.write_bytes(book(许可=plain(list(SHORT), ["1号"])).read_bytes())
    (table,) = opened(path)
    assert table.format == "xlsx"


def test_an_html_table_named_xls_is_read_and_named(read: Opener) -> None:
    cells = "".join(f"<th>{header}</th>" for header in SHORT)
    page = f"<html><body><table><tr>{cells}</tr><tr><td>1号<td>甲<td>2016/05/09</tr></table></body></html>"
    table = read(page.encode("gb18030"), name="export.xls")
    (notice,) = [n for n in table.notices if n.rule == "file-form"]
    assert notice.details["what"].zh == "文件实际是网页表格（HTML）"
    assert (table.format, table.encoding) == ("html", "gb18030")
    assert rows_of(table)[0] == {"document_number": "1号", "project_name": "甲", "decision_date": "2016/05/09"}


def test_tab_separated_text_named_xls_is_read_and_named(read: Opener) -> None:
    table = read("\t".join(SHORT) + "\n1号\t甲\t2016/05/09\n", name="export.xls")
    (notice,) = [n for n in table.notices if n.rule == "file-form"]
    assert notice.details["what"].en == "it is tab-separated text (TSV)"
    assert table.format == "tsv"


def test_formulas_that_no_program_computed_are_named(tmp_path: Path, opened: Any) -> None:
    """As openpyxl writes them: a blank cell without this notice would be called a missing value."""
    path = tmp_path / "made.xlsx"
    workbook = openpyxl.Workbook()
    workbook.active.append(SHORT)
    workbook.active.append(["1号", '=CONCATENATE("甲","乙")', "2016/05/09"])
    workbook.active.append(["2号", "=B2", "2016/05/09"])
    workbook.save(path)
    (table,) = opened(path)
    (notice,) = [n for n in table.notices if n.rule == "file-form"]
    assert notice.details["what"].zh == "单元格B2等2个单元格是公式，文件里没有保存计算结果，只能当作空白"
    assert rows_of(table)[0]["project_name"] is None


def test_formulas_with_results_are_read_even_if_the_result_is_an_empty_text(book: Any, opened: Any) -> None:
    def write(sheet: Any) -> None:
        plain(list(SHORT), ["1号", "", "2016/05/09"])(sheet)
        sheet.write_formula(1, 0, '="1"&"号"', None, "1号")
        sheet.write_formula(1, 1, '=""', None, "")

    path = book(甲=write)
    rewrite(path, "xl/worksheets/sheet1.xml", lambda text: re.sub(r'(<c r="B2")([^>]*)>', r'\1 t="str">', text))
    (table,) = opened(path)
    assert [n.rule for n in table.notices if n.rule == "file-form"] == []
    assert rows_of(table)[0]["document_number"] == "1号"
