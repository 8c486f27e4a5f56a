"""``conformance bulletin``: a history in, a bulletin out."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from conformance.cli.main import run

MAY = Path(__file__).parents[2] / "examples/batches/valid/2016-05"
WRONG = [
    ([], "--month 2016-06"),
    (["--month", "2016-06", "--year", "2016"], "--month 2016-06"),
    (["--month", "2016-6"], "YYYY-MM"),
    (["--month", "2016-13"], "YYYY-MM"),
    (["--year", "16"], "--year"),
    (["--month", "2016-06", "--as-of", "2016-05-31"], "2016-06-01"),
    (["--month", "2016-06", "--party", "unit:sh-polize"], "unit:sh-police"),
    (["--month", "2016-06", "--format", "csv"], "html"),
    (["--month", "2016-06", "--db", "sqlite:///other.db"], "--db"),
    (["--month", "2016-06", "--format", "html", "--output", "b.json"], "b.json"),
]


@pytest.fixture
def history(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> str:
    """A history with one official submission of Pudong."""
    monkeypatch.chdir(tmp_path)
    url = "sqlite:///history.db"
    line = ["check", str(MAY), "--as-of", "2016-06-08", "--no-config", "--record", url, "--official", "2016-05"]
    assert run(line) == 0
    capfd.readouterr()
    return url


def test_what_was_checked_and_recorded_is_in_the_bulletin(history, capfd):
    assert run(["bulletin", "--month", "2016-06", "--db", history, "--party", "district:310115"]) == 0
    text = capfd.readouterr().out
    assert text.startswith("2016年6月信用信息报送情况通报\n截至 2016-06-30\n")
    assert re.search("行政处罚信息 +2016-05-01 – 2016-05-31 +2016-06-12 +2016-06-08 +按时 +2 +2", text)
    assert "计划外报送：法人基础信息（市法人库）（1 次）" in text


def test_every_format_goes_to_its_file(history, tmp_path, capfd):
    names = ["b.html", "b.xlsx", "b.json", "b.txt"]
    outputs = [part for name in names for part in ("--output", name)]
    assert run(["bulletin", "--year", "2016", "--db", history, *outputs]) == 0
    assert capfd.readouterr().out == ""
    assert json.loads((tmp_path / "b.json").read_text(encoding="utf-8"))["total"]["submitted"] == 2
    assert [(tmp_path / name).stat().st_size > 1000 for name in names] == [True] * 4


@pytest.mark.parametrize(("arguments", "said"), WRONG, ids=lambda one: " ".join(one) if isinstance(one, list) else "")
def test_what_cannot_be_meant_is_one_sentence(arguments, said, history, capfd):
    assert run(["bulletin", "--db", history, *arguments]) == 2
    (line,) = capfd.readouterr().err.splitlines()
    assert said in line


def test_a_history_that_is_not_there_is_not_made(tmp_path, monkeypatch, capfd):
    monkeypatch.chdir(tmp_path)
    assert run(["bulletin", "--month", "2016-06", "--db", "sqlite:///none.db"]) == 2
    assert "none.db" in capfd.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_the_history_is_not_written_over(history, tmp_path, capfd):
    before = (tmp_path / "history.db").read_bytes()
    assert run(["bulletin", "--month", "2016-06", "--db", history, "--output", "history.db"]) == 2
    assert (tmp_path / "history.db").read_bytes() == before


def test_an_official_submission_of_which_nothing_could_be_read_is_told(history, tmp_path, capfd):
    (tmp_path / "broken.xlsx").write_bytes(b"PK\x03\x04 no workbook")
    options = ["--as-of", "2016-06-08", "--no-config", "--record", history, "--official", "broken"]
    assert run(["check", "broken.xlsx", "--party", "unit:sh-police", *options]) == 2
    assert "已记入历史记录" in capfd.readouterr().err
    assert run(["bulletin", "--month", "2016-06", "--db", history]) == 0
    assert "1 批正式报送认不出数据事项" in capfd.readouterr().out
