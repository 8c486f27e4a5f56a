"""The commands as a user runs them: what they print and how they end."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl
import pytest
from workbooks import SMALL, cell, edited, folder

from conformance.cli.main import run


@pytest.fixture
def lists(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return folder(tmp_path / "lists")


def said(capsys: pytest.CaptureFixture[str]) -> str:
    shown = capsys.readouterr()
    return shown.out + shown.err


def test_export_and_import(lists: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["catalog", "export", str(lists), "--output", "a.xlsx"]) == 0
    assert said(capsys) == "已写入 a.xlsx（4 个条目）\n"
    assert run(["catalog", "import", "a.xlsx", "--output", "new"]) == 0
    assert said(capsys) == "已写入 new（3 个文件，4 个条目）\n"
    assert {name: Path("new", name).read_text(encoding="utf-8") for name in SMALL} == SMALL
    assert run(["catalog", "import", "a.xlsx", "--output", "new"]) == 2
    assert "已存在且不是空文件夹" in said(capsys)


def test_faults_are_listed_and_nothing_is_written(lists: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(["catalog", "export", str(lists), "--output", "a.xlsx"])

    def change(book: openpyxl.Workbook) -> None:
        cell(book["数据清单"], "tax-list", "更新周期").value = "经常"
        cell(book["行为清单"], "unpaid-tax", "编号").value = None

    path = edited(Path("a.xlsx"), change)
    said(capsys)
    assert run(["catalog", "import", str(path), "--output", "new"]) == 1
    shown = said(capsys)
    assert shown.startswith("有 3 处要改，没有写入任何文件：\n  数据清单!")
    assert "行为清单!A2：缺少编号" in shown
    assert "行为清单·认定单位!A2：没有编号为“unpaid-tax”的条目" in shown
    assert not Path("new").exists()
    assert run(["catalog", "import", str(path), "--into", str(lists), "--lang", "en"]) == 1
    assert "3 faults; nothing was written" in said(capsys)
    one = edited(Path("a.xlsx"), lambda book: setattr(cell(book["数据清单"], "tax-list", "更新周期"), "value", "经常"))
    assert run(["catalog", "import", str(one), "--output", "new", "--lang", "en"]) == 1
    assert said(capsys).startswith("1 fault; nothing was written")


def test_update_says_which_files_it_changed(lists: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(["catalog", "export", str(lists), "--unit", "sh-tax", "--list", "data", "--output", "a.xlsx"])
    path = edited(Path("a.xlsx"), lambda book: setattr(cell(book["数据清单"], "tax-list", "更新周期"), "value", "每月"))
    said(capsys)
    assert run(["catalog", "import", str(path), "--into", str(lists)]) == 0
    assert said(capsys) == "修改 data/sh-tax.yaml\n未变 0 个文件\n"


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["export"], "请指明要导出什么"),
        (["export", "--output", "a.xls"], "扩展名应为 .xlsx"),
        (["export", "--annex", "a.pdf"], ".xlsx 或 .docx"),
        (["export", "--output", "a.xlsx", "--unit", "sh-tx"], "您是否要用：sh-tax"),
        (["export", "--output", "a.xlsx", "--list", "datas"], "没有名为“datas”的清单"),
        (["export", "--output", "a.xlsx", "--against", "2016"], "--against 要与 --annex 一起用"),
        (["export", "nowhere/at", "--output", "a.xlsx"], "没有文件夹"),
        (["export", "--by-unit", "lists"], "不是空文件夹"),
        (["import", "a.xlsx"], "--output 指定新文件夹，或用 --into"),
        (["import", "nothing.xlsx", "--output", "x"], "没有文件“nothing.xlsx”"),
        (["import", "lists", "--output", "x"], "请加 --merge"),
        (["import", "nothing.xlsx", "--merge", "--output", "x"], "没有文件夹"),
        (["import", "lists", "--merge", "--output", "x", "--report", "r.pdf"], ".xlsx、.json 或 .txt"),
        (["import", "a.xlsx", "--output", "x", "--day", "2016-01-01"], "要与 --merge 一起用"),
        (["template", "data:nothing", "--output", "a.xlsx"], "没有名为“data:nothing”的数据事项"),
        (["template", "data:admin-licence", "list:data", "--output", "a.xlsx"], "不与 data: 混用"),
        (["template", "list:data", "--party", "province:320000", "--output", "a.xlsx"], "--party 只用于数据事项"),
        (["template", "data:admin-licence", "--output", "a.csv"], "扩展名应为 .xlsx"),
    ],
)
def test_wrong_use_is_one_clear_line(
    lists: Path, arguments: list[str], says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["catalog", *arguments]) == 2
    shown = said(capsys)
    assert says in shown
    assert shown.count("\n") == 1
    assert sorted(path.name for path in Path().iterdir()) == ["lists"]


def test_what_cannot_be_carried_is_refused_with_the_remedy(lists: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = lists / "behaviours/tax.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("    domain", "    # ask\n    domain"), encoding="utf-8")
    assert run(["catalog", "export", str(lists), "--output", "a.xlsx"]) == 2
    assert "behaviours/tax.yaml:4：这里的注释导出后会丢失" in said(capsys)
    assert run(["catalog", "export", str(lists), "--output", "a.xlsx", "--canonical"]) == 0


def test_a_template_of_an_item(lists: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["catalog", "template", "data:admin-licence", "--output", "a.xlsx"]) == 0
    assert said(capsys) == "已写入 a.xlsx\n"
    sheet = openpyxl.load_workbook("a.xlsx").worksheets[0]
    assert sheet.title == "行政许可信息"
    assert "例：" in sheet["A1"].comment.text


def test_a_blank_workbook_that_comes_back_blank_is_refused(lists: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["catalog", "template", "list:data", "list:behaviour", "--output", "a.xlsx"]) == 0
    said(capsys)
    assert run(["catalog", "import", "a.xlsx", "--output", "x"]) == 2
    assert "没有条目" in said(capsys)


def test_asking_the_units_and_gathering_their_answers(lists: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["catalog", "export", str(lists), "--by-unit", "asked"]) == 0
    assert said(capsys) == "已在 asked 写入 3 份征求意见表和 索引.csv\n"
    name = next(Path("asked").glob("sh-drc *"))
    book = openpyxl.load_workbook(name)
    sheet = book["应用清单"]
    sheet["A2"], sheet["B2"] = "取消", "不再使用"
    book.save(name)
    arguments = [
        "catalog",
        "import",
        "asked",
        "--merge",
        "--base",
        str(lists),
        "--output",
        "new",
        "--day",
        "2016-09-01",
    ]
    assert run([*arguments, "--report", "r.json", "--report", "r.xlsx"]) == 0
    shown = said(capsys)
    assert "取消的条目 1" in shown
    assert "取消 application:tax-care 分类服务（sh-drc：不再使用）" in shown
    assert json.loads(Path("r.json").read_text(encoding="utf-8"))["counts"]["did_not_answer"] == 2
    assert 'deprecated_since: "2016-09-01"' in Path("new/applications/sh-drc.yaml").read_text(encoding="utf-8")
    annex = [
        "catalog",
        "export",
        "new",
        "--annex",
        "a.xlsx",
        "--against",
        str(lists),
        "--reasons",
        "r.json",
        "--all-states",
    ]
    assert run(annex) == 0
    table = openpyxl.load_workbook("a.xlsx")["附表4 变更对照"]
    assert "不再使用（sh-drc）" in [c.value for row in table.iter_rows() for c in row]


def test_a_merge_with_one_faulty_workbook_writes_the_report(lists: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["catalog", "export", str(lists), "--by-unit", "asked"]) == 0
    name = next(Path("asked").glob("sh-drc *"))
    book = openpyxl.load_workbook(name)
    book["应用清单"]["A2"] = "同意"
    book.save(name)
    merge = ["catalog", "import", "asked", "--merge", "--base", str(lists), "--output", "new", "--report", "r.json"]
    assert run(merge) == 1
    assert "sh-drc 上海市发展和改革委员会.xlsx：内容有误" in said(capsys)
    assert json.loads(Path("r.json").read_text(encoding="utf-8"))["counts"]["did_not_answer"] == 2
    assert Path("new/applications/sh-drc.yaml").is_file()


def test_an_empty_folder_cannot_be_merged(lists: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path("back").mkdir()
    assert run(["catalog", "import", "back", "--merge", "--base", str(lists), "--output", "new"]) == 2
    assert "没有退回的征求意见表" in said(capsys)
    assert not Path("new").exists()


def test_a_unit_that_cannot_be_asked_is_refused_with_a_reason(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    target = str(tmp_path / "asked")
    assert run(["catalog", "export", "--by-unit", target, "--unit", "unspecified"]) == 2
    assert "不是具体单位" in said(capsys)
    assert run(["catalog", "export", "--by-unit", target, "--unit", "sh-taxx", "--lang", "en"]) == 2
    assert "sh-tax" in said(capsys)


def test_an_edited_workbook_is_not_written_over(lists: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["catalog", "export", "lists", "--output", "edited.xlsx"]) == 0
    Path("edited.xlsx").write_bytes(b"an editor's work")
    assert run(["catalog", "export", "lists", "--output", "edited.xlsx"]) == 2
    assert "--over" in said(capsys)
    assert Path("edited.xlsx").read_bytes() == b"an editor's work"
    assert run(["catalog", "export", "lists", "--output", "edited.xlsx", "--over"]) == 0


def test_an_annex_says_what_it_leaves_out(lists: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = next(path for path in sorted((lists / "data").glob("*.yaml")))
    path.write_text(path.read_text(encoding="utf-8").replace("state: published", "state: draft", 1), encoding="utf-8")
    assert run(["catalog", "export", "lists", "--annex", "annex.docx"]) == 0
    assert "没有列入 1 个条目" in said(capsys)
