"""Patterns that the shell did not expand, and archives, folders and manifests on the command line."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from submissions import licence, write_csv

from conformance.cli.inputs import check_targets, expand
from conformance.report.errors import UsageError

DAY = ("--as-of", "2016-05-09")
MONTH = Path(__file__).parents[2] / "examples" / "batches" / "valid" / "2016-06"


@pytest.fixture
def office(tmp_path, monkeypatch) -> Path:
    """A folder with two months of files, which is the current one."""
    for name in ("五月/许可.csv", "五月/处罚.xlsx", "六月/许可.csv", "六月/~$许可.csv", "总表.csv"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(name, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("pattern", "files"),
    [
        ("*.csv", ["总表.csv"]),
        ("*/许可.*", ["五月/许可.csv", "六月/许可.csv"]),
        ("**/*.csv", ["五月/许可.csv", "六月/许可.csv", "总表.csv"]),
        ("**", ["五月/处罚.xlsx", "五月/许可.csv", "六月/许可.csv", "总表.csv"]),
        ("[五四]月/*.xlsx", ["五月/处罚.xlsx"]),
    ],
)
def test_a_pattern_stands_for_the_files_that_match(office, pattern, files):
    assert expand([pattern])[0] == files


def test_what_matches_and_is_not_read_is_said(office):
    expanded, notes = expand(["总表.csv", "*"])
    assert expanded == ["总表.csv"]
    assert "五月" in notes[0].zh
    assert "只校验一次的有：总表.csv" in notes[0].zh
    assert "~$许可.csv" in expand(["六月/*"])[1][0].zh


def test_a_configuration_that_a_pattern_matches_is_no_data(office):
    (office / "六月" / "conformance.toml").touch()
    expanded, notes = expand(["六月/*"])
    assert expanded == ["六月/许可.csv"]
    assert "conformance.toml" in notes[0].zh


def test_a_pattern_without_a_match_is_refused(office):
    with pytest.raises(UsageError, match=r"没有文件与“\*\.parquet”相符"):
        expand(["*.parquet"])


def test_a_name_that_is_there_is_no_pattern(office):
    (office / "许可[1].csv").write_text("x", encoding="utf-8")
    (office / "许可1.csv").write_text("x", encoding="utf-8")
    assert expand(["许可[1].csv"]) == (["许可[1].csv"], [])


def test_a_name_that_is_not_there_is_left_to_the_reader(office):
    assert expand(["七月.csv", "-"]) == (["七月.csv", "-"], [])


def test_standard_input_is_read_once(office):
    with pytest.raises(UsageError, match="只能读一次"):
        expand(["-", "-"])


def test_no_output_takes_the_place_of_a_file_in_a_folder_that_is_read(office):
    with pytest.raises(UsageError, match="同一个文件"):
        check_targets([Path("五月/许可.csv")], ["五月"])
    check_targets([Path("五月/报告.txt")], ["五月"])


def test_an_archive_is_checked_file_by_file(conformance, pack, tmp_path):
    good = write_csv(tmp_path / "许可.csv", [licence(1), licence(2)]).read_bytes()
    bad = write_csv(tmp_path / "坏.csv", [licence(3, 项目名称="")]).read_bytes()
    archive = pack(tmp_path / "报送.zip", {"六月/许可.csv": good, "六月/坏.csv": bad, "__MACOSX/._许可.csv": b"x"})
    code, out, _ = conformance("check", archive, *DAY)
    assert code == 1
    assert f"{archive}/六月/许可.csv  [校验通过]" in out
    assert f"{archive}/六月/坏.csv  [不通过]" in out
    assert "__MACOSX/._许可.csv" in out


def test_findings_and_accepted_records_name_the_member(conformance, pack, tmp_path):
    rows = [licence(1), licence(2, 项目名称="")]
    content = write_csv(tmp_path / "许可.csv", rows, "utf-8-sig").read_bytes()
    archive = pack(tmp_path / "报送.zip", {"许可.csv": content})
    accepted, findings = tmp_path / "可入库.csv", tmp_path / "问题.jsonl"
    assert conformance("check", archive, *DAY, "--accepted", accepted, "--findings", findings)[0] == 1
    assert json.loads(findings.read_text(encoding="utf-8").splitlines()[0])["path"] == f"{archive}/许可.csv"
    assert accepted.read_bytes().startswith(b"\xef\xbb\xbf")  # as in the archive, for Excel


def test_an_archive_that_cannot_be_taken_is_an_input_that_was_not_checked(conformance, pack, tmp_path, good):
    archive = pack(tmp_path / "空.zip", {".DS_Store": b"x"})
    code, out, _ = conformance("check", good, archive, *DAY)
    assert code == 2
    assert "空.zip  [未校验]\n    压缩包里没有数据文件。" in out


def test_a_folder_is_checked_by_the_manifest_in_it(conformance, tmp_path):
    month = shutil.copytree(MONTH, tmp_path / "2016-06")
    (month / "register.csv").rename(month / "更多.csv")
    code, out, _ = conformance(
        "check", month, "--as-of", "2016-12-31", "--item", "legal-person-base", "--format", "json"
    )
    assert code == 2
    assert f"按其中的报送清单“{month}/manifest.yaml”校验" in out
    assert "manifest-file-missing" in out
    assert f"“{month}/更多.csv”没有列入报送清单" in out


def test_a_pattern_on_the_command_line(conformance, good, monkeypatch):
    monkeypatch.chdir(good.parent)
    code, out, _ = conformance("check", "go*.csv", *DAY)
    assert code == 0
    assert "与“go*.csv”相符的文件有 1 个" in out


def test_the_configuration_beside_what_a_pattern_matches_is_found(conformance, good, monkeypatch):
    (good.parent / "conformance.toml").write_text('lang = "en"\n', encoding="utf-8")
    monkeypatch.chdir(good.parent.parent)
    code, out, _ = conformance("check", f"{good.parent.name}/g*.csv", *DAY)
    assert code == 0
    assert 'files that match "' in out


def test_notes_beside_data_stop_nothing_and_are_named(conformance, good):
    (good.parent / "说明.txt").write_text("本批为6月的许可数据，请查收。\n", encoding="utf-8")
    code, out, _ = conformance("check", good.parent, *DAY)
    assert code == 0
    assert "下列文件不是数据文件，未校验：说明.txt" in out
    code, out, _ = conformance("check", f"{good.parent}/*", *DAY)
    assert code == 0
    assert "不是数据文件，未校验：" in out
    assert conformance("check", good.parent / "说明.txt", *DAY)[0] == 2
    with pytest.raises(UsageError, match="相符的都不是数据文件"):
        expand([f"{good.parent}/*.txt"])


@pytest.mark.parametrize("name", ["report.html", "report.json", "report.sarif", "report.xml"])
def test_a_report_beside_the_data_can_be_written_again(conformance, good, name):
    target = good.parent / name
    assert conformance("check", good.parent, "--output", target, *DAY)[0] == 0
    first = target.read_bytes()
    assert conformance("check", good.parent, "--output", target, *DAY)[0] == 0
    assert target.read_bytes().count(name.encode()) > first.count(
        name.encode()
    )  # the second one says that it was left out


def test_data_is_not_written_over_though_it_lies_in_a_folder(conformance, good):
    before = good.read_bytes()
    code, _, err = conformance("check", good.parent, "--format", "csv", "--output", good, *DAY)
    assert (code, good.read_bytes()) == (2, before)
    assert "同一个文件" in err
