"""Every fault of a workbook is reported with its sheet and cell, all of them at once, and nothing is taken."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from workbooks import after, cell, exported, folder

from conformance.catalog.store import open_catalogue
from conformance.catalog.workbook.grid import BadWorkbook
from conformance.catalog.workbook.importing import read
from conformance.standard.shapes import load_shapes

ITEMS, UNITS, DEMANDS = "数据清单", "数据清单·责任单位", "数据清单·专项要求"


def put(sheet: str, id_: str, heading: str, value: Any) -> Callable[[Any], None]:
    def change(book: Any) -> None:
        cell(book[sheet], id_, heading).value = value

    return change


def rename(sheet: str, heading: str, new: str | None) -> Callable[[Any], None]:
    def change(book: Any) -> None:
        next(c for c in book[sheet][1] if c.value == heading).value = new

    return change


def remove(sheet: str) -> Callable[[Any], None]:
    return lambda book: book.remove(book[sheet])


def error_cell(book: Any) -> None:
    found = cell(book[ITEMS], "tax-rating", "停用日期")
    found.value, found.data_type = "#N/A", "e"


def lone_child(book: Any) -> None:
    book[UNITS].append(["nobody", "1", "sh-tax", "推知"])


@pytest.mark.parametrize(
    ("change", "place", "says"),
    [
        (put(ITEMS, "tax-rating", "更新周期", "经常"), "数据清单!", "没有“经常”这个值，请从下拉框选择：实时、每日"),
        (put(ITEMS, "tax-rating", "公开方式", "主动公开；不公开"), "数据清单!", "没有“不公开”这个值"),
        (put(ITEMS, "tax-rating", "通用事项", "也许"), "数据清单!", "填“是”或“否”"),
        (put(ITEMS, "tax-rating", "编号", None), "数据清单!A", "缺少编号"),
        (put(ITEMS, "tax-list", "编号", "tax-rating"), "数据清单!A3", "编号“tax-rating”与 A2 重复"),
        (put(ITEMS, "tax-list", "编号", "Tax List"), "数据清单!A3", "写法不对"),
        (put(ITEMS, "tax-list", "名称（英文）", None), "数据清单!C3", "缺少“名称（英文）”"),
        (put(ITEMS, "tax-list", "停用日期", 42499.5), "数据清单!", "数字或时间"),
        (put(ITEMS, "tax-list", "停用日期", "5月9日"), "数据清单!", "“停用日期”里的“5月9日”写法不对"),
        (put(ITEMS, "tax-list", "专项要求", "很多"), "数据清单!", "只能空着或填“（无）”"),
        (put(ITEMS, "tax-rating", "专项要求", "（无）"), "数据清单·专项要求!A2", "请二者取一"),
        (put(ITEMS, "tax-list", "文件内顺序", "第一"), "数据清单!", "请填整数"),
        (put(ITEMS, "tax-list", "所在文件", "../x.yaml"), "数据清单!", "应写成"),
        (put(ITEMS, "tax-list", "所在文件", "behaviours/tax.yaml"), "数据清单!", "另一清单的文件"),
        (put(ITEMS, "tax-list", "来源·条款", '"a b'), "数据清单!", "双引号没有配对"),
        (put(UNITS, "tax-list", "单位编号", None), "数据清单·责任单位!C4", "缺少“单位编号”"),
        (put(UNITS, "tax-list", "所属编号", None), "数据清单·责任单位!A4", "缺少“所属编号”"),
        (put(UNITS, "tax-list", "序号", "一"), "数据清单·责任单位!B4", "请填整数"),
        (put(UNITS, "tax-list", "所属编号", "tax-rating"), "数据清单!", "缺少“责任单位”，请在同名分表里为它加一行"),
        (lone_child, "数据清单·责任单位!A5", "没有编号为“nobody”的条目"),
        (rename(ITEMS, "更新周期", "周期"), "数据清单!", "不认识列“周期”"),
        (rename(ITEMS, "备注（中文）", None), "数据清单!", "没有列名"),
        (rename(ITEMS, "停用日期", "更新周期"), "数据清单!", "列“更新周期”出现了两次"),
        (remove(UNITS), "数据清单·责任单位", "缺少工作表"),
        (remove("行为清单"), "行为清单", "缺少工作表"),
        (remove("文件"), "文件", "缺少工作表"),
        (put(ITEMS, "tax-list", "备注（中文）", "=A1"), "数据清单!", "没有计算结果"),
        (lambda book: book[ITEMS].merge_cells("M2:M3"), "数据清单!M2", "M2:M3 是合并单元格"),
        (error_cell, "数据清单!", "#N/A"),
    ],
)
def test_a_fault_is_told_with_its_cell_and_how_to_mend_it(
    tmp_path: Path, change: Callable[[Any], None], place: str, says: str
) -> None:
    back = after(tmp_path, change)
    told = [f"{fault.place()} {fault.zh}" for fault in back.faults]
    assert any(line.startswith(place) and says in line for line in told), told
    assert back.files == ()
    assert all(fault.en for fault in back.faults)


def test_all_faults_are_told_together(tmp_path: Path) -> None:
    def change(book: Any) -> None:
        put(ITEMS, "tax-rating", "更新周期", "经常")(book)
        put("行为清单", "unpaid-tax", "领域", "税")(book)
        lone_child(book)

    assert {fault.sheet for fault in after(tmp_path, change).faults} == {ITEMS, "行为清单", UNITS}


def test_one_cause_is_one_fault(tmp_path: Path) -> None:
    assert len(after(tmp_path, put(ITEMS, "tax-rating", "更新周期", "经常")).faults) == 1


def add_column(book: Any) -> None:
    sheet = book[ITEMS]
    sheet.cell(1, sheet.max_column + 1).value = "核对人"


@pytest.mark.parametrize(
    ("change", "places"),
    [
        (add_column, ["不认识列“核对人”"]),
        (lambda book: book[ITEMS].delete_cols(3), ["缺少列“名称（英文）”"]),
        (rename(ITEMS, "更新周期", "周期"), ["不认识列“周期”", "缺少列“更新周期”"]),
        (lambda book: book[ITEMS].insert_rows(1, 2), ["列名在第 3 行，应在第 1 行"]),
        (rename(UNITS, "单位编号", "单位"), ["不认识列“单位”", "缺少列“单位编号”"]),
    ],
)
def test_a_wrong_heading_is_told_alone_and_that_the_list_was_not_looked_at(
    tmp_path: Path, change: Callable[[Any], None], places: list[str]
) -> None:
    back = after(tmp_path, change)
    assert [place in fault.zh for place, fault in zip(places, back.faults, strict=True)] == [True] * len(places)
    assert [text.zh.startswith("“数据清单”及其分表的内容没有检查") for text in back.unread] == [True]


def test_beside_a_wrong_heading_the_other_lists_are_looked_at(tmp_path: Path) -> None:
    def change(book: Any) -> None:
        add_column(book)
        put("行为清单", "unpaid-tax", "领域", "税")(book)

    assert [fault.sheet for fault in after(tmp_path, change).faults] == [ITEMS, "行为清单"]


@pytest.mark.parametrize("content", [b"", b"id,title\r\n", b"PK\x03\x04 broken"])
def test_a_file_that_is_no_workbook_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.xlsx").write_bytes(content)
    with pytest.raises(BadWorkbook, match=r"no XLSX workbook|is empty|damaged or incomplete"):
        read(tmp_path / "a.xlsx", load_shapes())


def test_a_workbook_of_something_else_is_refused(tmp_path: Path) -> None:
    import openpyxl

    openpyxl.Workbook().save(tmp_path / "a.xlsx")
    with pytest.raises(BadWorkbook, match="no workbook of lists"):
        read(tmp_path / "a.xlsx", load_shapes())


def test_a_sheet_that_reaches_to_the_end_of_the_world_is_refused(tmp_path: Path) -> None:
    def change(book: Any) -> None:
        book[ITEMS]["XFD1048576"] = "x"

    with pytest.raises(BadWorkbook, match="row 1048576, column 16384"):
        after(tmp_path, change)


def test_the_sheets_of_lists_that_were_not_chosen_are_not_missed(tmp_path: Path) -> None:
    catalogue = open_catalogue(folder(tmp_path / "lists"))
    back = read(exported(catalogue, tmp_path / "a.xlsx", lists=("items",)), catalogue.shapes)
    assert back.faults == []
    assert {file.list for file in back.files} == {"items"}
