"""What nobody can know is not guessed, and what is not at fault is not touched."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

import conformance
from conformance.repair.api import fix
from conformance.report.errors import UsageError
from repair.messy import AS_OF, WRITERS
from repair.test_confirm import with_cell
from repair.test_safe import conforming

LOST = {
    "scientific": ("行政相对人代码_1(统一社会信用代码)", "9.13101E+17"),
    "fifteen-digits": ("行政相对人代码_5(居民身份证号)", "310115199001011000"),
    "lost-character": ("许可内容", "食品?销售"),
    "replacement-character": ("许可内容", "食品�销售"),
    "document-number": ("行政许可决定书文号", "3月12日"),
    "error-value": ("行政相对人名称", "#N/A"),
    "check-digit": ("行政相对人代码_1(统一社会信用代码)", "91310115MA1H70CGXK"),
    "ambiguous-date": ("许可决定日期", "05/09/16"),
    "no-date": ("许可决定日期", "2016-2-30"),
    "asterisks": ("法定代表人姓名", "张*"),
    "long-decimal": ("行政相对人代码_3(工商登记码)", "3101150012345678.0"),
    "formula-of-parts": ("备注", '="甲"&"乙"'),
    "other-kind": ("行政相对人代码_3(工商登记码)", "91310115MA1H70CGXJ"),
}


@pytest.mark.parametrize("name", LOST)
def test_a_person_is_needed(tmp_path, name):
    source = WRITERS["utf-8.csv"](tmp_path / "in.csv", with_cell(conforming(), *LOST[name]))
    repair = fix(source, tmp_path / "out.csv", as_of=AS_OF, confirm=True)
    assert (repair.cells, repair.removed, repair.mended) == (0, 0, [])
    assert (tmp_path / "out.csv").read_bytes() == source.read_bytes()
    assert repair.before.findings_total == (repair.after and repair.after.findings_total) > 0


@pytest.mark.parametrize("name", LOST)
def test_and_the_finding_says_so(tmp_path, name):
    source = WRITERS["utf-8.csv"](tmp_path / "in.csv", with_cell(conforming(), *LOST[name]))
    assert {finding.fix for finding in conformance.check(source, as_of=AS_OF).findings} == {"none"}


def test_an_organisation_code_keeps_its_lawful_hyphen(tmp_path):
    messy = with_cell(conforming(), "行政相对人代码_2(组织机构代码)", "MA1H70CG-X")
    source = WRITERS["utf-8.csv"](tmp_path / "in.csv", messy)
    assert fix(source, as_of=AS_OF).cells == 0


def test_a_hyphen_that_is_not_lawful_goes(tmp_path):
    clean = conforming()
    uscc = clean.rows[0][clean.titles.index("行政相对人代码_1(统一社会信用代码)")] or ""
    code = uscc[8:17]
    messy = with_cell(clean, "行政相对人代码_2(组织机构代码)", f"{code[:8]}－{code[8]}")
    told = []
    fix(WRITERS["utf-8.csv"](tmp_path / "in.csv", messy), as_of=AS_OF, on_change=told.append)
    assert [line.after for line in told] == [code]


def test_bytes_that_are_no_text_stay_as_they_are(tmp_path):
    source = tmp_path / "in.csv"
    data = WRITERS["utf-8.csv"](source, with_cell(conforming(), "许可内容", "食品销售 ")).read_bytes()
    source.write_bytes(data.replace("见附件".encode(), b"\xff\xfe\xe8\xa7"))
    fix(source, tmp_path / "out.csv", as_of=AS_OF)
    assert (tmp_path / "out.csv").read_bytes() == source.read_bytes().replace("食品销售 ".encode(), "食品销售".encode())


def test_a_character_that_is_written_unusually_stays_so(tmp_path):
    """GB18030 can write a character in four bytes that has a shorter form; reading and writing would make it short."""
    source = tmp_path / "in.csv"
    data = WRITERS["gb18030.csv"](source, with_cell(conforming(), "许可内容", "食品销售 ")).read_bytes()
    source.write_bytes(data.replace("见附件".encode("gb18030"), b"\x84\x31\xa4\x37\x80"))
    fix(source, tmp_path / "out.csv", as_of=AS_OF)
    expected = source.read_bytes().replace("食品销售 ".encode("gb18030"), "食品销售".encode("gb18030"))
    assert (tmp_path / "out.csv").read_bytes() == expected


def test_they_cannot_be_converted(tmp_path):
    source = tmp_path / "in.csv"
    data = WRITERS["gb18030.csv"](source, with_cell(conforming(), "许可内容", "食品销售 ")).read_bytes()
    source.write_bytes(data.replace("见附件".encode("gb18030"), b"\xff"))
    with pytest.raises(UsageError, match="--to-utf8"):
        fix(source, tmp_path / "out.csv", as_of=AS_OF, to_utf8=True)
    assert not (tmp_path / "out.csv").exists()


def test_a_time_of_day_is_kept_where_the_form_has_it(tmp_path):
    messy = with_cell(conforming(), "数据更新时间戳", "2016-12-30T08:05:09.120")
    told = []
    fix(WRITERS["utf-8.csv"](tmp_path / "in.csv", messy), as_of=AS_OF, on_change=told.append)
    assert [line.after for line in told] == ["2016/12/30 08:05:09"]


def test_one_fault_behind_the_other_is_mended_too(tmp_path):
    """A tab behind a date of another form: what the tab hid is seen when it is gone."""
    messy = with_cell(conforming(), "许可决定日期", "2016.5.9\t")
    told = []
    fix(WRITERS["utf-8.csv"](tmp_path / "in.csv", messy), as_of=AS_OF, on_change=told.append)
    (line,) = told
    assert (line.before, line.after) == ("2016.5.9\t", "2016/05/09")
    assert line.rules == ("excel-mangled-value", "date-form")


def test_what_stood_behind_and_needs_a_person_is_said(tmp_path):
    messy = with_cell(conforming(), "行政相对人代码_1(统一社会信用代码)", "'91310115MA1H70CGXK")
    repair = fix(WRITERS["utf-8.csv"](tmp_path / "in.csv", messy), tmp_path / "out.csv", as_of=AS_OF)
    assert [(found.rule, found.failed) for found in repair.uncovered] == [("uscc-check-digit", 1)]


def test_a_number_that_turns_out_to_be_there_twice_is_said(tmp_path):
    clean = conforming()
    again = [f"'{clean.rows[0][0]}", *clean.rows[0][1:]]
    source = WRITERS["utf-8.csv"](tmp_path / "in.csv", replace(clean, rows=[clean.rows[0], again]))
    repair = fix(source, tmp_path / "out.csv", as_of=AS_OF)
    assert "unique-key" in [found.rule for found in repair.uncovered]
