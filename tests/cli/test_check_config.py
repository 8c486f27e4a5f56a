"""``conformance check`` under a configuration: what holds is said, and the command line wins."""

from __future__ import annotations

import json

import polars as pl
import pytest
from submissions import licence, write_csv

DAY = ("--as-of", "2016-05-09")

SUPPRESS = """
[[suppress]]
rule = "required"
field = "项目名称"
reason = "旧系统没有这一项"
until = 2016-12-31
"""


@pytest.fixture
def configured(tmp_path):
    """Writes a configuration beside the files."""

    def write(text, name="conformance.toml"):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return write


@pytest.fixture
def lacking(tmp_path):
    """A file with one record that lacks its project name."""
    return write_csv(tmp_path / "许可.csv", [licence(1), licence(2, 项目名称="")])


def report_of(conformance, *arguments):
    code, out, err = conformance("check", *arguments, *DAY, "--format", "json")
    assert out, err
    return code, json.loads(out)


def test_a_suppressed_finding_does_not_count_and_is_counted(conformance, configured, lacking):
    configured(SUPPRESS)
    code, report = report_of(conformance, lacking)
    assert (code, report["verdict"], report["inputs"][0]["rejected_rows"]) == (0, "conforming", 0)
    assert report["counts"] == {"error": 0, "warning": 0, "info": 0}
    (suppressed,) = report["suppressed"]
    assert suppressed["counts"] == {"error": 1, "warning": 0, "info": 0}
    assert (suppressed["rule"], suppressed["field"], suppressed["until"]) == ("required", "项目名称", "2016-12-31")


def test_the_report_says_what_it_leaves_out_and_why(conformance, configured, lacking):
    path = configured(SUPPRESS)
    _, out, _ = conformance("check", lacking, *DAY)
    assert f"采用配置文件 {path}" in out
    assert "按配置不计入的问题 1 处（错误 1、警告 0、提示 0）" in out
    assert "问题：除按配置不计入的以外，没有发现问题" in out
    assert (
        "必填项为空（required），数据项“项目名称”：1 处（错误 1），有效期至 2016-12-31，理由：旧系统没有这一项" in out
    )


def test_what_is_accepted_holds_suppressed_records(conformance, configured, lacking, tmp_path):
    configured(SUPPRESS)
    conformance("check", lacking, *DAY, "--accepted", tmp_path / "ok.parquet")
    assert pl.read_parquet(tmp_path / "ok.parquet").height == 2


def test_an_expired_suppression_holds_no_longer_and_that_is_said(conformance, configured, lacking):
    configured(SUPPRESS.replace("2016-12-31", "2016-05-08"))
    code, out, _ = conformance("check", lacking, *DAY)
    assert code == 1
    assert "配置第 2 行不计入“必填项为空”（required）已于 2016-05-08 到期，不再生效" in out


def test_it_holds_through_its_last_day(conformance, configured, lacking):
    configured(SUPPRESS.replace("2016-12-31", "2016-05-09"))
    assert conformance("check", lacking, *DAY)[0] == 0


def test_a_suppression_that_matched_nothing_is_said(conformance, configured, good):
    configured(SUPPRESS)
    _, out, _ = conformance("check", good, *DAY)
    assert "配置第 2 行不计入“必填项为空”（required）：没有对应的问题" in out


def test_a_suppression_for_other_files_is_said(conformance, configured, lacking):
    configured(SUPPRESS + 'path = "处罚*.csv"\n')
    code, out, _ = conformance("check", lacking, *DAY)
    assert code == 1
    assert "没有与“处罚*.csv”相符的文件" in out


def test_rows_that_cannot_be_judged_go_back_all_the_same(conformance, configured, tmp_path):
    configured(SUPPRESS.replace("required", "ragged-row").replace('field = "项目名称"\n', ""))
    path = write_csv(tmp_path / "许可.csv", [licence(1), licence(2)])
    text = path.read_text(encoding="gb18030").splitlines()
    path.write_text("\n".join([*text, "沪一号,多"]) + "\n", encoding="utf-8")
    code, out, _ = conformance("check", path, *DAY)
    assert code == 1
    assert "退回 1 条" in out
    assert "涉及的 1 处仍然计入" in out


def test_a_severity_of_ones_own_weighs_and_is_called_so(conformance, configured, lacking):
    configured('[[severities]]\nrule = "required"\nseverity = "warning"\nreason = "试运行"\nuntil = 2016-06-30\n')
    code, report = report_of(conformance, lacking)
    assert (code, report["verdict"], report["counts"]["warning"]) == (0, "conforming-with-warnings", 1)
    assert report["severities"][0] == {
        "rule": "required",
        "standard": "error",
        "severity": "warning",
        "reason": "试运行",
        "until": "2016-06-30",
        "expired": False,
    }
    assert any("的级别不是标准的“错误”，按配置为“警告”" in note for note in report["notes"])


def test_an_expired_severity_is_the_standards_again(conformance, configured, lacking):
    configured('[[severities]]\nrule = "required"\nseverity = "warning"\nreason = "试运行"\nuntil = 2016-05-01\n')
    code, report = report_of(conformance, lacking)
    assert (code, report["severities"][0]["expired"]) == (1, True)
    assert any("已于 2016-05-01 到期" in note for note in report["notes"])


def test_the_item_follows_from_the_name_of_the_file(conformance, configured, lacking):
    configured('[[items]]\npattern = "*许可*.csv"\nitem = "admin-licence"\nencoding = "gb18030"\n')
    _, report = report_of(conformance, lacking)
    assert report["inputs"][0]["item"] == "admin-licence"
    assert any(
        "按配置第 1 行“*许可*.csv”（item=admin-licence，encoding=gb18030）读取" in note for note in report["notes"]
    )


def test_the_mapping_is_named_from_the_folder_of_the_configuration(conformance, configured, tmp_path):
    configured("columns:\n  名称: 项目名称\n", "列名.yaml")
    configured('[[items]]\npattern = "*.csv"\nmapping = "列名.yaml"\n')
    path = write_csv(tmp_path / "许可.csv", [licence(1)])
    path.write_text(path.read_text(encoding="gb18030").replace("项目名称", "名称", 1), encoding="utf-8")
    code, report = report_of(conformance, path)
    assert (code, [c["how"] for c in report["inputs"][0]["columns"] if c["header"] == "名称"]) == (0, ["mapping"])


@pytest.mark.parametrize(
    ("text", "option", "seen"),
    [
        ('party = "district:310115"', ("--party", "district:310114"), lambda report: report["party"]),
        ('purpose = "publication"', ("--purpose", "submission"), lambda report: report["purpose"]),
        ("applies-from = 2016-01-01", ("--applies-from", "2016-02-01"), lambda report: report["applies_from"]),
        (
            '[[items]]\npattern = "*"\nencoding = "utf-16"',
            ("--encoding", "gb18030"),
            lambda r: r["inputs"][0]["encoding"],
        ),
    ],
)
def test_the_command_line_wins(conformance, configured, good, text, option, seen):
    configured(text)
    _, report = report_of(conformance, good, *option)
    assert seen(report) == option[1]


def test_the_configuration_holds_where_the_command_line_is_silent(conformance, configured, good):
    configured('party = "district:310115"\npurpose = "publication"\n')
    _, report = report_of(conformance, good)
    assert (report["party"], report["purpose"]) == ("district:310115", "publication")


def test_language_and_limit(conformance, configured, tmp_path):
    configured('lang = "en"\nfail-on = "warning"\n')
    warned = write_csv(tmp_path / "w.csv", [licence(1, 备注=" 空格 ")])
    code, out, _ = conformance("check", warned, *DAY)
    assert (code, out.splitlines()[0].startswith("Conforming, with warnings")) == (1, True)
    assert conformance("check", warned, *DAY, "--fail-on", "error", "--lang", "zh")[0] == 0


def test_none_is_used_where_it_is_declined(conformance, configured, lacking):
    configured(SUPPRESS)
    code, out, _ = conformance("check", lacking, *DAY, "--no-config")
    assert (code, "配置" in out) == (1, False)


def test_another_one_is_named(conformance, configured, lacking, tmp_path):
    configured("")
    (tmp_path / "x").mkdir()
    other = configured(SUPPRESS, "x/other.toml")
    code, out, _ = conformance("check", lacking, *DAY, "--config", other)
    assert code == 0
    assert str(other) in out


def test_a_faulty_one_is_refused_in_one_sentence(conformance, configured, good):
    path = configured('\nlagn = "zh"\n')
    code, out, err = conformance("check", good, *DAY)
    assert (code, out) == (2, "")
    assert err == f"conformance: 配置文件“{path}”第 2 行：最外层有不认识的键“lagn”，是否指“lang”？\n"


def test_both_options_contradict_each_other(conformance, configured, good):
    code, _, err = conformance("check", good, "--config", configured(""), "--no-config")
    assert code == 2
    assert "只能写一个" in err


def test_in_a_folder_of_data_it_is_no_data(conformance, configured, good, tmp_path):
    configured("columns: {}\n", "列名.yaml")
    configured('[[items]]\npattern = "*.csv"\nmapping = "列名.yaml"\n')
    code, report = report_of(conformance, tmp_path)
    assert (code, [entry["path"] for entry in report["inputs"]]) == (0, [str(good)])


def test_it_is_never_written_over(conformance, configured, good):
    path = configured("")
    code, _, err = conformance("check", good, *DAY, "--format", "text", "--output", path)
    assert code == 2
    assert "与输入文件是同一个文件" in err


@pytest.mark.parametrize("format_", ["text", "html", "markdown", "junit", "sarif", "json"])
def test_every_report_says_what_weighs_otherwise_and_what_is_left_out(conformance, configured, lacking, format_):
    configured(
        SUPPRESS + '[[severities]]\nrule = "unknown-column"\nseverity = "info"\nreason = "试运行"\nuntil = 2016-06-30\n'
    )
    _, out, _ = conformance("check", lacking, *DAY, "--format", format_)
    assert "级别不是标准的" in out
    assert "不计入的问题" in out
    assert "旧系统没有这一项" in out
