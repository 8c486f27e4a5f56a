from __future__ import annotations

import json
from pathlib import Path
from xml.etree import ElementTree

import pytest

from conformance.report.registry import FORMATS, renderer

DAY = ("--as-of", "2016-06-01")
NAMES = sorted(FORMATS)


def everything(folder: Path) -> list[str]:
    """Options that ask for a report of every format, each into a file of its own."""
    return [
        part
        for name in NAMES
        for part in ("--format", name, "--output", str(folder / f"report{renderer(name).SUFFIXES[0]}"))
    ]


def test_one_run_writes_every_format(conformance, bad, tmp_path):
    code, out, err = conformance("check", bad, *DAY, *everything(tmp_path))
    assert (code, out) == (1, "")
    assert err.startswith("不通过：可入库")
    written = {path.suffix for path in tmp_path.glob("report.*")}
    assert written == {renderer(name).SUFFIXES[0] for name in NAMES}
    report = json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))
    log = json.loads((tmp_path / "report.sarif").read_text(encoding="utf-8"))
    assert log["runs"][0]["properties"]["counts"] == report["counts"]
    suites = ElementTree.parse(tmp_path / "report.xml").getroot()
    assert int(suites.get("failures", "")) == sum(
        failure["severity"] == "error" for failure in report["inputs"][0]["failures"]
    )


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    ("which", "fail_on", "code"),
    [("good", "error", 0), ("good", "warning", 0), ("bad", "error", 1), ("missing", "error", 2)],
)
def test_the_exit_code_does_not_depend_on_the_format(conformance, request, tmp_path, name, which, fail_on, code):
    source = tmp_path / "nowhere.csv" if which == "missing" else request.getfixturevalue(which)
    target = tmp_path / f"report{renderer(name).SUFFIXES[0]}"
    options = ("--format", name, "--output", target, "--fail-on", fail_on)
    assert conformance("check", source, *DAY, *options)[0] == code
    assert target.stat().st_size > 0


def test_files_and_one_report_on_the_screen(conformance, good, tmp_path):
    options = ("--format", "sarif", "--output", tmp_path / "r.sarif", "--format", "markdown")
    code, out, _ = conformance("check", good, *DAY, *options)
    assert code == 0
    assert out.startswith("# 校验通过\n")
    assert (tmp_path / "r.sarif").exists()


def test_sarif_may_end_in_json_but_text_may_not(conformance, good, tmp_path):
    assert conformance("check", good, *DAY, "--format", "sarif", "--output", tmp_path / "r.sarif.json")[0] == 0
    code, _, err = conformance("check", good, *DAY, "--format", "junit", "--output", tmp_path / "r.json")
    assert code == 2
    assert "扩展名" in err


def test_a_format_for_the_screen_in_the_middle_is_told_to_go_last(conformance, good, tmp_path):
    options = ("--format", "text", "--format", "html", "--output", tmp_path / "r.html")
    code, _, err = conformance("check", good, *DAY, *options)
    assert code == 2
    assert "不写 --output 的格式（输出到屏幕）放在最后" in err


@pytest.mark.parametrize(
    ("suffix", "begin"), [(".sarif", "{"), (".xml", "<?xml"), (".md", "# "), (".json", "{"), (".txt", "校验通过")]
)
def test_the_format_follows_from_the_suffix(conformance, good, tmp_path, suffix, begin):
    target = tmp_path / f"r{suffix}"
    assert conformance("check", good, *DAY, "--output", target)[0] == 0
    assert target.read_text(encoding="utf-8").startswith(begin)
