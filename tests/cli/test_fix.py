"""``conformance fix``: what it writes, says and refuses."""

from __future__ import annotations

import csv
import json
import shlex

import pytest
from submissions import CITIZEN, TITLES, licence, write_csv

DAY = ("--as-of", "2016-05-09")


@pytest.fixture
def spoilt(tmp_path):
    rows = [licence(1), licence(2, 许可决定日期="2016-5-3"), licence(3, 备注="/", 项目名称=" 食品经营许可")]
    return write_csv(tmp_path / "in.csv", rows)


def test_it_writes_and_says_how_the_file_stands(conformance, spoilt, tmp_path):
    code, out, err = conformance("fix", spoilt, "--output", tmp_path / "out.csv", *DAY)
    assert (code, err) == (0, "")
    assert "已更正 2 行中的 2 个单元格" in out
    assert "更正前：错误 0、警告 3、提示 0；更正后：错误 0、警告 1、提示 0。" in out
    assert "placeholder-value 1" in out
    assert conformance("check", tmp_path / "out.csv", *DAY)[0] == 0


def test_it_exits_0_though_errors_remain(conformance, bad, tmp_path):
    code, out, _ = conformance("fix", bad, "--output", tmp_path / "out.csv", *DAY)
    assert code == 0
    assert "不通过" in out


def test_a_dry_run_shows_each_change_and_writes_nothing(conformance, spoilt, tmp_path):
    before = sorted(tmp_path.iterdir())
    code, out, _ = conformance("fix", spoilt, "--dry-run", "--confirm", "--output", tmp_path / "out.csv", *DAY)
    assert code == 0
    assert "L3，第 3 行  许可决定日期：“2016-5-3” → “2016/05/03”  date-form" in out
    assert "R4，第 4 行  备注：“/” → （空）  placeholder-value  [大致确定]" in out
    assert sorted(tmp_path.iterdir()) == before


def test_a_dry_run_with_a_log_says_what_was_written(conformance, spoilt, tmp_path):
    code, out, _ = conformance("fix", spoilt, "--dry-run", "--log", tmp_path / "log.csv", *DAY)
    assert code == 0
    assert "没有写出更正后的文件" in out
    assert f"将作的更正已列入：{tmp_path / 'log.csv'}" in out


def test_english(conformance, spoilt, tmp_path):
    _, out, _ = conformance("fix", spoilt, "--output", tmp_path / "out.csv", *DAY, "--lang", "en")
    assert out.startswith("Mended 2 cells in 2 rows, written to")


@pytest.mark.parametrize("suffix", ["csv", "jsonl"])
def test_the_log_holds_every_change_masked(conformance, tmp_path, suffix):
    source = write_csv(tmp_path / "in.csv", [licence(1, 居民身份证号=f"{CITIZEN} "), licence(2, 备注="=1+1 ")])
    log = tmp_path / f"log.{suffix}"
    assert conformance("fix", source, "--output", tmp_path / "out.csv", "--log", log, *DAY)[0] == 0
    text = log.read_text(encoding="utf-8-sig")
    lines = (
        list(csv.DictReader(text.splitlines())) if suffix == "csv" else [json.loads(one) for one in text.splitlines()]
    )
    assert [(one["cell"], one["rules"], one["fix"]) for one in lines] == [
        ("J2", "surrounding-blanks", "safe"),
        ("R3", "surrounding-blanks", "safe"),
    ]
    assert CITIZEN not in text
    assert lines[0]["after"].startswith("310115")
    assert suffix == "jsonl" or lines[1]["after"] == "'=1+1"


def test_the_log_shows_personal_data_when_asked(conformance, tmp_path):
    source = write_csv(tmp_path / "in.csv", [licence(1, 居民身份证号=f"{CITIZEN} ")])
    options = ("--output", tmp_path / "out.csv", "--log", tmp_path / "log.csv", "--show-personal-data", *DAY)
    conformance("fix", source, *options)
    assert CITIZEN in (tmp_path / "log.csv").read_text(encoding="utf-8-sig")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["{in}"], "--output"),
        (["{in}", "--output", "{in}"], "同一个文件"),
        (["{in}", "--output", "{dir}"], "文件夹"),
        (["{in}", "--output", "{dir}/no/out.csv"], "不存在"),
        (["{in}", "--output", "{dir}/out.xlsx"], "扩展名"),
        (["{in}", "--output", "{dir}/out.csv", "--log", "{dir}/out.csv"], "两次"),
        (["{in}", "--output", "{dir}/out.csv", "--log", "{dir}/log.txt"], "扩展名"),
        (["{dir}/none.csv", "--output", "{dir}/out.csv"], "找不到"),
        (["{dir}", "--output", "{dir}/out.csv"], "文件夹"),
        (["-", "--output", "{dir}/out.csv"], "标准输入"),
        (["{in}", "--output", "{dir}/out.csv", "--item", "nothing"], "nothing"),
        (["{in}", "--output", "{dir}/out.csv", "--sheet", "甲"], "--sheet"),
    ],
)
def test_what_it_refuses_in_one_sentence(conformance, spoilt, tmp_path, arguments, said):
    before = spoilt.read_bytes()
    filled = [one.replace("{in}", str(spoilt)).replace("{dir}", str(tmp_path)) for one in arguments]
    code, _, err = conformance("fix", *filled, *DAY)
    assert (code, err.count("\n")) == (2, 1)
    assert said in err
    assert (spoilt.read_bytes(), [path.name for path in tmp_path.iterdir()]) == (before, ["in.csv"])


def test_a_result_that_does_not_check_is_not_kept(conformance, spoilt, tmp_path, monkeypatch):
    """Whatever goes wrong in a writer, the second check finds it."""
    from conformance.repair import delimited

    right = delimited.token_of
    monkeypatch.setattr(delimited, "token_of", lambda text, *more, **options: right(f"{text} ", *more, **options))
    code, out, err = conformance("fix", spoilt, "--output", tmp_path / "out.csv", "--log", tmp_path / "log.csv", *DAY)
    assert (code, out) == (3, "")
    assert "复核不符" in err
    assert [path.name for path in tmp_path.iterdir()] == ["in.csv"]


def test_a_mapping_leads_to_the_columns_and_its_values_stay(conformance, tmp_path):
    titles = tuple("决定日" if title == "许可决定日期" else title for title in TITLES)
    source = write_csv(tmp_path / "in.csv", [licence(1, 许可决定日期="2016-5-3", 当前状态="有效")], titles=titles)
    mapping = tmp_path / "map.yaml"
    mapping.write_text('columns: {"决定日": "许可决定日期"}\nvalues: {"当前状态": {"有效": "0"}}\n', encoding="utf-8")
    code, _, err = conformance("fix", source, "--output", tmp_path / "out.csv", "--mapping", mapping, *DAY)
    assert (code, err) == (0, "")
    assert (tmp_path / "out.csv").read_bytes() == source.read_bytes().replace(b"2016-5-3", b"2016/05/03")


def test_explain_says_whether_it_can_be_mended(conformance):
    assert "conformance fix" in conformance("explain", "date-form")[1]
    assert "--confirm" in conformance("explain", "placeholder-value")[1]
    assert "conformance fix" not in conformance("explain", "uscc-check-digit")[1]


def test_a_configuration_says_how_the_file_is_read_and_what_is_meant_to_stay(conformance, tmp_path):
    titles = tuple("决定日" if title == "许可决定日期" else title for title in TITLES)
    rows = [licence(1, 许可决定日期="2016-5-3", 备注="无需 "), licence(2, 许可决定日期="2016-5-3", 项目名称="食品 ")]
    source = write_csv(tmp_path / "in.csv", rows, titles=titles)
    (tmp_path / "map.yaml").write_text('columns: {"决定日": "许可决定日期"}\n', encoding="utf-8")
    (tmp_path / "conformance.toml").write_text(
        '[[items]]\npattern = "in*.csv"\nmapping = "map.yaml"\n\n'
        '[[suppress]]\nrule = "surrounding-blanks"\nfield = "备注"\nreason = "对齐用"\nuntil = 2016-12-31\n',
        encoding="utf-8",
    )
    code, out, err = conformance("fix", source, "--output", tmp_path / "out.csv", *DAY)
    assert (code, err) == (0, "")
    assert f"采用配置文件 {tmp_path / 'conformance.toml'}" in out
    assert "按配置不计入的问题也不更正：" in out
    assert "首尾有空格（surrounding-blanks），数据项“备注”：1 处（警告 1）" in out
    mended = (
        source.read_bytes()
        .replace(b"2016-5-3", b"2016/05/03")
        .replace("食品 ".encode("gb18030"), "食品".encode("gb18030"))
    )
    assert (tmp_path / "out.csv").read_bytes() == mended
    assert conformance("fix", source, "--output", tmp_path / "out.csv", "--no-config", *DAY)[0] == 0
    assert b"2016-5-3" in (tmp_path / "out.csv").read_bytes()


def test_the_verdict_is_that_of_a_check_under_the_same_configuration(conformance, tmp_path):
    wrong = {"统一社会信用代码": "91310115MA1H70CGXK"}
    rows = [licence(1, **wrong), licence(2), licence(3)]
    source = write_csv(tmp_path / "in.csv", rows)
    (tmp_path / "conformance.toml").write_text(
        '[[suppress]]\nrule = "uscc-check-digit"\nreason = "历史数据"\nuntil = 2016-12-31\n', encoding="utf-8"
    )
    verdict = conformance("check", source, *DAY)[1].splitlines()[0]
    code, out, _ = conformance("fix", source, "--output", tmp_path / "out.csv", *DAY)
    assert code == 0
    assert verdict.startswith("校验通过：可入库 3 条")
    assert verdict in out.splitlines()
    assert "更正前：错误 0、警告 0、提示 0；更正后：错误 0、警告 0、提示 0。" in out
    assert "conformance check" not in out
    assert "错误 1、警告 0、提示 0" in out  # what is suppressed, and is said


def test_the_check_that_it_names_finds_what_it_counted(conformance, tmp_path):
    titles = tuple("决定日" if title == "许可决定日期" else title for title in TITLES)
    rows = [licence(1, 许可决定日期="2016-5-3", 统一社会信用代码="91310115MA1H70CGXK"), licence(2)]
    source = write_csv(tmp_path / "六月 许可.csv", rows, titles=titles)
    mapping = tmp_path / "map.yaml"
    mapping.write_text('columns: {"决定日": "许可决定日期"}\n', encoding="utf-8")
    target = tmp_path / "六月 许可 更正.csv"
    options = ("--mapping", mapping, "--item", "admin-licence", "--party", "district:310115", "--encoding", "gb18030")
    _, out, _ = conformance("fix", source, "--output", target, *options, "--no-config", *DAY)
    lines = out.splitlines()
    assert "其余问题须由人更正，逐处列出请运行：" in lines
    command = shlex.split(next(line for line in lines if line.startswith("  conformance check ")))
    assert command[2:] == ["--item", "admin-licence", "--party", "district:310115", *DAY, "--mapping", str(mapping),
                           "--encoding", "gb18030", "--no-config", str(target)]  # fmt: skip
    code, found, _ = conformance(*command[1:])
    assert code == 1
    assert next(line for line in found.splitlines() if line) in lines


def test_what_the_configuration_says_of_the_input_is_written_out(conformance, tmp_path):
    source = write_csv(tmp_path / "in.csv", [licence(1, 统一社会信用代码="91310115MA1H70CGXK")])
    (tmp_path / "conformance.toml").write_text(
        '[[items]]\npattern = "in.csv"\nitem = "admin-licence"\n', encoding="utf-8"
    )
    elsewhere = tmp_path / "更正"
    elsewhere.mkdir()
    _, out, _ = conformance("fix", source, "--output", elsewhere / "out.csv", "--to-utf8", *DAY)
    (line,) = (line for line in out.splitlines() if line.startswith("  conformance check "))
    assert "--item admin-licence" in line
    assert f"--config {tmp_path / 'conformance.toml'}" in line


def test_while_more_can_be_confirmed_the_rest_is_not_all_left_to_people(conformance, spoilt, tmp_path):
    _, out, _ = conformance("fix", spoilt, "--output", tmp_path / "out.csv", *DAY)
    assert "须由人更正" not in out
    assert "加 --confirm 即可更正" in out


def test_a_row_without_content_is_left_out_without_brackets(conformance, tmp_path):
    source = write_csv(tmp_path / "in.csv", [licence(1), licence(2, 备注="x ")])
    source.write_bytes(
        source.read_bytes().replace(b"\r\n", b"\n").rstrip(b"\n") + b"\n" + b"," * (len(TITLES) - 1) + b"\n"
    )
    _, out, _ = conformance("fix", source, "--dry-run", "--lang", "en", *DAY)
    assert "row left out  " in out
    assert "(blank)" not in out
    assert "1 cell in 1 row, 1 row left out" in out


def test_places_are_those_of_a_check(conformance, tmp_path):
    rows = [licence(1, 许可内容="一\n二"), licence(2, 许可决定日期="2016-5-3")]
    source = write_csv(tmp_path / "in.csv", rows)
    _, out, _ = conformance("fix", source, "--dry-run", *DAY)
    _, found, _ = conformance("check", source, *DAY)
    (place,) = (line.split("  ")[0] for line in out.splitlines() if "2016/05/03" in line)
    assert "文件第 4 行" in place
    assert place in found
