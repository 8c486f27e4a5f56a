from __future__ import annotations

import json
import os

import polars as pl
import pytest
from submissions import CITIZEN, TITLES, licence, write_csv

DAY = ("--as-of", "2016-05-09")


def test_a_conforming_file(conformance, good):
    code, out, err = conformance("check", good, *DAY)
    assert (code, err) == (0, "")
    assert out.splitlines()[0] == "校验通过：可入库 3 条、退回 0 条、迟报 0 条。可以报送。"


def test_a_file_that_does_not_conform(conformance, bad):
    code, out, _ = conformance("check", bad, *DAY)
    assert code == 1
    assert out.startswith("不通过：可入库 2 条、退回 1 条、迟报 0 条。请更正后报送。\n")
    assert "B3，第 3 行" in out


def test_english(conformance, bad):
    code, out, _ = conformance("check", bad, *DAY, "--lang", "en")
    assert code == 1
    assert out.startswith("Non-conforming: 2 accepted, 1 rejected, 0 late.")


def test_json_on_standard_output(conformance, bad):
    code, out, _ = conformance("check", bad, *DAY, "--format", "json")
    report = json.loads(out)
    assert code == 1
    assert (report["verdict"], report["as_of"]) == ("non-conforming", "2016-05-09")
    assert {(f["rule"], f["cell"]) for f in report["findings"] if f["severity"] == "error"} == {
        ("required", "B3"),
        ("date", "L3"),
    }


def test_formats_and_files_in_pairs(conformance, bad, tmp_path):
    code, out, err = conformance(
        *("check", bad, *DAY),
        *("--format", "json", "--output", tmp_path / "r.json", "--format", "text", "--output", tmp_path / "r.txt"),
    )
    assert (code, out) == (1, "")
    assert "不通过" in err
    assert json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))["verdict"] == "non-conforming"
    assert (tmp_path / "r.txt").read_text(encoding="utf-8").startswith("不通过")


def test_the_format_follows_from_the_file_alone(conformance, good, tmp_path):
    conformance("check", good, *DAY, "--output", tmp_path / "r.json")
    assert json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))["verdict"] == "conforming"


def test_one_report_in_a_file_and_one_on_the_screen(conformance, good, tmp_path):
    code, out, _ = conformance(
        "check", good, *DAY, "--format", "json", "--output", tmp_path / "r.json", "--format", "text"
    )
    assert code == 0
    assert out.startswith("校验通过")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--format", "text", "--format", "json"], "只能有一份报告"),
        (["--format", "text", "--format", "json", "--output", "r.json"], "对应第 1 个 --format"),
        (["--format", "text", "--output", "a.txt", "--output", "b.txt"], "--output 比 --format 多"),
        (["--format", "yaml"], "没有名为“yaml”的报告格式"),
        (["--item", "admin-license"], "您是否要用：admin-licence"),
        (["--party", "district:31011"], "没有名为“district:31011”的报送单位"),
        (["--as-of", "2016-5-9"], "YYYY-MM-DD"),
        (["--as-of", "2016-02-30"], "YYYY-MM-DD"),
        (["--findings", "f.doc"], ".parquet"),
        (["--accepted", "a.doc"], ".xlsx"),
        (["--output", "none/r.txt"], "不存在"),
        (["--mapping", "none.yaml"], "找不到对照文件"),
        (["--accepted", "a.csv", "--rejected", "a.csv"], "被指定了两次"),
    ],
)
def test_wrong_use_is_one_clear_line(conformance, good, tmp_path, monkeypatch, arguments, said):
    monkeypatch.chdir(tmp_path)
    code, out, err = conformance("check", good, *arguments)
    assert (code, out) == (2, "")
    assert said in err
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["good.csv"]


@pytest.mark.parametrize(
    ("option", "said"), [("--master", "请同时写 --engine spark"), ("--engine", "可用的有：local、spark")]
)
def test_an_engine_that_is_none_is_refused(conformance, good, option, said):
    code, _, err = conformance("check", good, option, "x")
    assert (code, said in err) == (2, True)


def test_an_unusable_file_is_told_in_one_sentence(conformance, tmp_path):
    empty = tmp_path / "empty.csv"
    empty.write_bytes(b"")
    code, out, _ = conformance("check", empty)
    assert code == 2
    assert out.startswith("未校验")
    assert "文件是空的" in out


def test_a_file_that_is_not_there(conformance, tmp_path):
    code, out, _ = conformance("check", tmp_path / "none.csv")
    assert code == 2
    assert "找不到文件" in out


def test_the_others_are_checked_when_one_cannot_be(conformance, good, tmp_path):
    code, out, err = conformance("check", good, tmp_path / "none.csv", *DAY, "--format", "json")
    report = json.loads(out)
    assert code == 2
    assert [entry["verdict"] for entry in report["inputs"]] == ["conforming", "not-checked"]
    assert "找不到文件" in err


def test_a_header_without_records_is_not_checked(conformance, tmp_path):
    code, out, _ = conformance("check", write_csv(tmp_path / "x.csv", []), *DAY)
    assert code == 2
    assert "没有数据行" in out


def test_a_folder_means_its_files_and_that_is_said(conformance, good, tmp_path):
    write_csv(tmp_path / "a.csv", [licence(7)])
    (tmp_path / ".hidden").write_text("x", encoding="utf-8")
    (tmp_path / "sub").mkdir()
    code, out, _ = conformance("check", tmp_path, *DAY)
    assert code == 0
    assert out.index("a.csv  [校验通过]") < out.index("good.csv  [校验通过]")
    assert "2 个文件均已列入校验" in out
    assert ".hidden" in out


def test_an_empty_folder_is_refused(conformance, tmp_path):
    code, _, err = conformance("check", tmp_path)
    assert code == 2
    assert "没有文件" in err


def test_standard_input(conformance, good, monkeypatch):
    with good.open("rb") as stream:
        saved = os.dup(0)
        os.dup2(stream.fileno(), 0)
        try:
            with open(0, encoding="utf-8", closefd=False) as stdin:
                monkeypatch.setattr("sys.stdin", stdin)
                code, out, _ = conformance("check", "-", *DAY)
        finally:
            os.dup2(saved, 0)
            os.close(saved)
    assert code == 0
    assert "  -  [校验通过]" in out


def test_warnings_fail_on_demand(conformance, tmp_path):
    warned = write_csv(tmp_path / "w.csv", [licence(1, 许可截止期="2018年1月2日")])
    assert conformance("check", warned, *DAY)[0] == 0
    assert conformance("check", warned, *DAY, "--fail-on", "warning")[0] == 1


def test_an_output_that_is_an_input_is_refused(conformance, good):
    before = good.read_bytes()
    for option in ("--output", "--accepted", "--rejected", "--findings"):
        code, _, err = conformance("check", good, option, good)
        assert code == 2
        assert "同一个文件" in err
    assert good.read_bytes() == before


def test_an_output_that_is_an_input_by_another_name_is_refused(conformance, good, tmp_path):
    link = tmp_path / "link.csv"
    link.hardlink_to(good)
    assert conformance("check", good, "--accepted", link)[0] == 2


def test_citizen_ids_are_masked_everywhere_but_in_the_users_own_copies(conformance, bad, tmp_path):
    rejected = tmp_path / "accepted.csv"
    findings = tmp_path / "f.jsonl"
    _, text, _ = conformance("check", bad, *DAY)
    _, report, _ = conformance("check", bad, *DAY, "--format", "json", "--findings", findings, "--accepted", rejected)
    assert CITIZEN not in text + report + findings.read_text(encoding="utf-8")
    assert "310115********1232" in report
    assert CITIZEN in rejected.read_bytes().decode("gb18030")


def test_personal_data_is_shown_on_demand(conformance, bad):
    _, out, _ = conformance("check", bad, *DAY, "--format", "json", "--show-personal-data")
    assert CITIZEN in out


def test_the_split_files_add_up(conformance, bad, tmp_path):
    accepted, rejected = tmp_path / "a.parquet", tmp_path / "r.parquet"
    _, out, _ = conformance("check", bad, *DAY, "--accepted", accepted, "--rejected", rejected)
    assert (pl.read_parquet(accepted).height, pl.read_parquet(rejected).height) == (2, 1)
    assert tuple(pl.read_parquet(rejected).columns[: len(TITLES)]) == TITLES
    assert "可入库的 2 条记录已另存为" in out
    assert "退回的 1 条记录已另存为" in out


def test_accepted_records_conform(conformance, bad, tmp_path):
    accepted = tmp_path / "a.csv"
    conformance("check", bad, *DAY, "--accepted", accepted)
    assert conformance("check", accepted, *DAY)[0] == 0


def test_findings_are_all_written_where_the_report_holds_examples(conformance, tmp_path):
    source = write_csv(tmp_path / "x.csv", [licence(number, 项目名称="") for number in range(150)])
    findings = tmp_path / "f.csv"
    _, out, _ = conformance("check", source, *DAY, "--findings", findings, "--format", "json")
    report = json.loads(out)
    assert (report["findings_shown"], report["findings_total"]) == (100, 150)
    assert len(findings.read_bytes().splitlines()) == 151


def test_without_a_required_column_all_go_back(conformance, tmp_path):
    kept = [position for position, title in enumerate(TITLES) if title != "项目名称"]
    rows = [[licence(number)[position] for position in kept] for number in range(3)]
    source = write_csv(tmp_path / "x.csv", rows, titles=tuple(TITLES[position] for position in kept))
    rejected = tmp_path / "r.csv"
    code, out, _ = conformance("check", source, *DAY, "--rejected", rejected)
    assert code == 1
    assert out.startswith("不通过：可入库 0 条、退回 3 条")
    assert len(rejected.read_bytes().splitlines()) == 4


def test_the_purpose_changes_what_is_checked(conformance, bad):
    _, out, _ = conformance("check", bad, *DAY, "--purpose", "publication", "--format", "json")
    assert "personal-data-unmasked" in {finding["rule"] for finding in json.loads(out)["findings"]}


def test_the_input_is_never_changed(conformance, bad):
    before = bad.read_bytes()
    conformance("check", bad, *DAY)
    assert bad.read_bytes() == before
