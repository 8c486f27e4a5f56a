"""What the workbook says where it shows no problem: suppressed, known and unread is not the same as none."""

from __future__ import annotations

import openpyxl
from annotated import AS_OF, a_record, said, texts, workbook, write

from conformance import check


def lines_said(book: openpyxl.Workbook) -> list[str]:
    """What the list of problems says below its header."""
    return [str(cell) for row in texts(book["问题清单"])[1:] for cell in row if cell is not None]


def test_a_file_without_problems_is_said_to_have_none(tmp_path):
    book = workbook(write(tmp_path / "a.csv", [a_record(1)]), tmp_path / "a.xlsx")
    assert lines_said(book) == ["问题：没有发现问题"]


def test_a_file_that_nobody_could_read_is_not_said_to_have_no_problems(tmp_path):
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.7\n")
    book = workbook(tmp_path / "a.pdf", tmp_path / "a.xlsx", group_by="许可机关")
    assert "没有发现问题" not in "".join(said(sheet) for sheet in book)
    (sentence,) = lines_said(book)
    assert "还不能说数据好坏" in sentence
    assert sentence in said(book["结论"])
    assert sentence in said(book["分组汇总"])


def test_a_good_file_does_not_speak_for_one_that_nobody_could_read(tmp_path):
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.7\n")
    book = workbook([write(tmp_path / "a.csv", [a_record(1)]), tmp_path / "a.pdf"], tmp_path / "a.xlsx")
    assert lines_said(book) == ["问题：已校验的文件没有发现问题，另有文件没有校验"]


def test_what_is_suppressed_is_said_with_rule_place_reason_and_last_day(tmp_path):
    suppress = '[[suppress]]\nrule = "required"\npath = "*.csv"\nfield = "项目名称"\nreason = "旧系统没有"\nuntil = 2016-12-31\n'
    (tmp_path / "conformance.toml").write_text(suppress, encoding="utf-8")
    source = write(tmp_path / "a.csv", [a_record(1, 项目名称=""), a_record(2)])
    book = workbook(source, tmp_path / "a.xlsx", config=tmp_path / "conformance.toml")
    assert lines_said(book) == ["问题：除按配置不计入的以外，没有发现问题"]
    (line,) = [str(row[0]) for row in texts(book["结论"]) if "旧系统没有" in str(row[0])]
    for part in ("required", "*.csv", "项目名称", "1 处", "2016-12-31"):
        assert part in line


def test_what_was_known_before_is_not_said_to_be_no_problem(tmp_path):
    source = write(tmp_path / "a.csv", [a_record(1, 项目名称="")])
    check(source, as_of=AS_OF, findings=tmp_path / "前.csv")
    book = workbook(source, tmp_path / "a.xlsx", baseline=tmp_path / "前.csv")
    assert lines_said(book) == ["问题：没有新增的问题（已知的 1 处未列出）"]
