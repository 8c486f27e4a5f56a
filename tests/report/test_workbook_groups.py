"""``--group-by``: a sheet of problems for each office."""

from __future__ import annotations

import pytest
from annotated import AS_OF, CITIZEN, RECORD, a_record, said, texts, workbook, write

from conformance import check
from conformance.report.errors import UsageError
from conformance.report.xlsx import grouped, groups


def bad(number, office, **changes):
    """A record with one mistake, by an office that the standard has no field for."""
    return a_record(number, 许可决定日期="x", **changes) | {"承办处室": office}


def by_office(tmp_path, records, column="承办处室", **options):
    mapping = {"item": "admin-licence", "ignore": ["承办处室"]}
    source = write(tmp_path / "a.csv", records)
    return workbook(source, tmp_path / "a.xlsx", group_by=column, mapping=mapping, **options)


def body(sheet):
    """The lines of a group's sheet, below its head, by document number."""
    rows = texts(sheet)
    start = next(number for number, row in enumerate(rows) if row[0] == "文号")
    return [row[0] for row in rows[start + 1 :]]


def test_each_office_has_a_sheet_with_its_records_by_document_number(tmp_path):
    book = by_office(tmp_path, [bad(3, "一处"), bad(2, "二处"), bad(1, "一处 "), a_record(9) | {"承办处室": "三处"}])
    assert book.sheetnames == ["结论", "问题清单", "分组汇总", "一处", "二处", "数据"]
    assert body(book["一处"]) == ["沪食药监许〔2016〕第00001号", "沪食药监许〔2016〕第00003号"]
    head = said(book["一处"])
    for part in ("一处：请更正", "共 2 处问题（错误 2、警告 0、提示 0），涉及 2 条记录", "业务系统中更正", AS_OF):
        assert part in head
    assert texts(book["分组汇总"])[-2:] == [["一处", 2, 2, 2, "一处"], ["二处", 1, 1, 1, "二处"]]


def test_a_sheet_to_forward_holds_no_link_into_the_workbook(tmp_path):
    book = by_office(tmp_path, [bad(1, "一处")])
    assert not any(cell.hyperlink for row in book["一处"] for cell in row)


@pytest.mark.parametrize("column", ["许可机关", " 许可机关 ", "authority", "XK_XZJG"])
def test_a_column_goes_by_any_of_its_names(tmp_path, column):
    assert "上海市食品药品监督管理局" in by_office(tmp_path, [bad(1, "")], column).sheetnames


def test_a_field_is_found_under_the_header_that_stands_for_it(tmp_path):
    headers = [{"许可机关": "审批机关"}.get(header, header) for header in RECORD]
    source = write(tmp_path / "a.csv", [a_record(1, 许可决定日期="x")], headers)
    mapping = {"item": "admin-licence", "columns": {"审批机关": "许可机关"}}
    book = workbook(source, tmp_path / "a.xlsx", group_by="许可机关", mapping=mapping)
    assert "上海市食品药品监督管理局" in book.sheetnames


def test_an_unknown_column_is_refused_with_those_that_there_are(tmp_path):
    with pytest.raises(UsageError, match=r"没有名为“处室”的列；有的列是：.*许可机关.*承办处室") as refused:
        by_office(tmp_path, [bad(1, "一处")], "处室")
    assert "authority" not in refused.value.text.en
    assert not (tmp_path / "a.xlsx").exists()


def test_it_needs_a_workbook(tmp_path):
    with pytest.raises(UsageError, match="--format xlsx"):
        check(write(tmp_path / "a.csv", [a_record(1)]), group_by="许可机关")


def test_records_without_an_office_and_what_is_about_no_record_have_sheets_of_their_own(tmp_path):
    records = [{key: value for key, value in bad(1, office).items() if key != "项目名称"} for office in ("一处", " ")]
    book = by_office(tmp_path, records)
    assert book.sheetnames[2:] == ["分组汇总", "一处", "（空）", "（不属于任何一组）", "数据"]
    assert "缺少" in said(book["（不属于任何一组）"])


def test_a_file_without_the_column_is_said_to_lack_it(tmp_path):
    one, other = write(tmp_path / "a.csv", [bad(1, "一处")]), write(tmp_path / "b.csv", [a_record(2, 许可决定日期="x")])
    book = workbook([one, other], tmp_path / "a.xlsx", group_by="承办处室")
    assert "（没有“承办处室”这一列）" in book.sheetnames


def test_names_of_sheets_are_lawful_whatever_the_offices_are_called(tmp_path):
    names = ["A/B:C?*[x]'", "甲" * 40, "甲" * 41, "office", "OFFICE", "History", "结论", "数据", "=1+1", "😀" * 20]
    book = by_office(tmp_path, [bad(number, name) for number, name in enumerate(names, 1)])
    sheets = book.sheetnames[3:-1]
    assert len(sheets) == len(names)
    assert len({sheet.casefold() for sheet in book.sheetnames}) == len(book.sheetnames)
    assert all(len(sheet.encode("utf-16-le")) <= 62 for sheet in sheets)
    titles = {sheet["A1"].value.removesuffix("：请更正以下信用信息") for sheet in book.worksheets[3:-1]}
    assert titles == set(names)


def test_many_offices_share_a_sheet_but_for_those_with_most_problems(tmp_path, monkeypatch):
    monkeypatch.setattr(grouped, "SHEETS", 3)
    records = [bad(number, f"{number % 5}处", 项目名称="" if number % 5 < 2 else "甲") for number in range(10)]
    book = by_office(tmp_path, records)
    assert book.sheetnames[2:] == ["分组汇总", "0处", "1处", "其余各组", "数据"]
    assert "问题最多的 2 组各有一张表，其余 3 组合列在“其余各组”" in said(book["分组汇总"])
    assert [row[0] for row in texts(book["其余各组"])] == ["承办处室", "2处", "2处", "3处", "3处", "4处", "4处"]
    assert [row[1] for row in texts(book["分组汇总"])[-5:]] == [4, 4, 2, 2, 2]


def test_a_column_of_ever_new_values_is_bounded(tmp_path, monkeypatch):
    monkeypatch.setattr(groups, "DIFFERENT", 2)
    monkeypatch.setattr(grouped, "DIFFERENT", 2)
    book = by_office(tmp_path, [bad(number, f"{number}处") for number in range(6)])
    assert book.sheetnames[3:-1] == ["0处", "1处", "（其他取值）"]
    assert "不像是按单位分组" in said(book["分组汇总"])
    assert len(body(book["（其他取值）"])) == 4


def test_a_long_list_is_cut_and_says_so(tmp_path, monkeypatch):
    monkeypatch.setattr(groups, "LISTED", 3)
    monkeypatch.setattr(grouped, "LISTED", 3)
    book = by_office(tmp_path, [bad(number, "一处") for number in range(5)])
    assert len(body(book["一处"])) == 3
    assert "本表只列出其中 3 处" in said(book["一处"])
    assert texts(book["分组汇总"])[-1][:4] == ["一处", 5, 5, 3]


def test_personal_data_stays_hidden_in_what_is_forwarded(tmp_path):
    records = [bad(1, f"经办 {CITIZEN}", 行政相对人名称="王示例", 统一社会信用代码="", 居民身份证号=CITIZEN)]
    book = by_office(tmp_path, records)
    forwarded = book.sheetnames[3]
    assert CITIZEN not in forwarded + said(book[forwarded]) + said(book["分组汇总"])
    assert "王示例" not in said(book[forwarded])
    shown = by_office(tmp_path, records, show_personal_data=True)
    assert "王示例" in said(shown[shown.sheetnames[3]])
    assert "个人信息没有隐去" in said(shown["分组汇总"])
