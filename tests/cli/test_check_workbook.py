"""``--format xlsx``, ``--group-by`` and ``--format csv`` on the command line."""

from __future__ import annotations

import csv
import io

import openpyxl
import pytest
from submissions import licence, write_csv

from conformance.cli import outputs
from conformance.report.errors import UsageError

AS_OF = ("--as-of", "2016-06-01")


def test_a_workbook_beside_the_text_report(conformance, bad, tmp_path):
    target = tmp_path / "批注.xlsx"
    code, out, _ = conformance("check", bad, *AS_OF, "--format", "xlsx", "--output", target, "--format", "text")
    assert code == 1
    assert out.startswith("不通过")
    assert openpyxl.load_workbook(target).sheetnames == ["结论", "问题清单", "数据"]


def test_the_suffix_asks_for_a_workbook(conformance, bad, tmp_path):
    assert conformance("check", bad, *AS_OF, "--output", tmp_path / "a.xlsx")[0] == 1
    assert (tmp_path / "a.xlsx").read_bytes().startswith(b"PK")


def test_a_workbook_goes_through_a_pipe(bad, tmp_path, capfdbinary):
    from conformance.cli.main import run

    assert run(["check", str(bad), *AS_OF, "--format", "xlsx"]) == 1
    captured = capfdbinary.readouterr()
    assert openpyxl.load_workbook(io.BytesIO(captured.out)).sheetnames[0] == "结论"


def test_no_workbook_is_shown_on_a_screen(monkeypatch):
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    with pytest.raises(UsageError, match="不能显示在屏幕上"):
        outputs.plan(["xlsx"], [])


def test_there_is_one_workbook(conformance, bad, tmp_path):
    code, _, err = conformance("check", bad, "--output", tmp_path / "a.xlsx", "--output", tmp_path / "b.xlsx")
    assert code == 2
    assert "一次只能输出一份" in err
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["bad.csv"]


def test_a_sheet_for_each_office(conformance, bad, tmp_path):
    conformance("check", bad, *AS_OF, "--output", tmp_path / "a.xlsx", "--group-by", "XK_XZJG")
    assert openpyxl.load_workbook(tmp_path / "a.xlsx").sheetnames[3] == "上海市食品药品监督管理局"


def test_a_column_that_is_not_there_is_one_sentence(conformance, bad, tmp_path):
    code, _, err = conformance("check", bad, "--output", tmp_path / "a.xlsx", "--group-by", "处室")
    assert code == 2
    assert err.startswith("conformance: --group-by：输入中没有名为“处室”的列；有的列是：行政许可决定书文号、")
    assert not (tmp_path / "a.xlsx").exists()


def test_grouping_needs_a_workbook(conformance, bad):
    code, _, err = conformance("check", bad, "--group-by", "许可机关")
    assert (code, "--format xlsx" in err) == (2, True)


def test_the_input_is_never_overwritten(conformance, bad, tmp_path):
    book = tmp_path / "a.xlsx"
    conformance("check", bad, *AS_OF, "--output", book)
    before = book.read_bytes()
    assert conformance("check", book, *AS_OF, "--output", book)[0] == 2
    assert book.read_bytes() == before


def test_workbook_and_findings_file_both_have_everything(conformance, tmp_path):
    source = write_csv(tmp_path / "a.csv", [licence(number, 许可决定日期="x") for number in range(150)])
    conformance("check", source, *AS_OF, "--output", tmp_path / "a.xlsx", "--findings", tmp_path / "f.csv")
    rows = list(csv.reader((tmp_path / "f.csv").read_text(encoding="utf-8-sig").splitlines()))
    assert openpyxl.load_workbook(tmp_path / "a.xlsx")["问题清单"].max_row == len(rows) == 151


def test_with_a_baseline_only_what_is_new_is_marked(conformance, bad, tmp_path):
    conformance("check", bad, *AS_OF, "--format", "json", "--output", tmp_path / "before.json")
    rows = [licence(1), licence(2, 项目名称="", 许可决定日期="2016/13/45"), licence(4, 许可决定日期="y")]
    source = write_csv(tmp_path / "bad.csv", rows)
    conformance("check", source, *AS_OF, "--output", tmp_path / "a.xlsx", "--baseline", tmp_path / "before.json")
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    assert [row[2].value for row in book["问题清单"].iter_rows(min_row=2)] == ["L4"]
    assert book["数据"]["L3"].fill.fill_type is None


def test_csv_of_capped_findings_says_so_beside_it(conformance, tmp_path):
    source = write_csv(tmp_path / "a.csv", [licence(number, 许可决定日期="x") for number in range(150)])
    code, out, err = conformance("check", source, *AS_OF, "--format", "csv")
    assert code == 1
    assert len(list(csv.reader(io.StringIO(out.removeprefix("\ufeff"), newline="")))) == 101
    assert "问题共 150 处，报告只收录 100 处示例" in err


def test_csv_of_all_findings_says_nothing(conformance, bad):
    _, out, err = conformance("check", bad, *AS_OF, "--format", "csv", "--lang", "en")
    assert out.startswith("\ufeffRule,Severity,File,")
    assert err == ""
