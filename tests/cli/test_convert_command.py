"""``conformance convert`` as somebody of a district types it."""

from __future__ import annotations

import json

import pytest


@pytest.fixture
def penalties(conformance, tmp_path):
    source = tmp_path / "p.csv"
    assert conformance("sample", "admin-penalty", "--rows", 8, "--output", source)[0] == 0
    return source


def test_it_says_where_it_wrote_and_what_the_other_side_asks_for(conformance, penalties, tmp_path):
    code, out, _ = conformance(
        *("convert", penalties, "--from", "district:310115", "--to", "province:320000", "--output", tmp_path / "js.csv")
    )
    assert code == 0
    assert out.startswith("已转换 8 条记录")
    assert "对方要求填写“行政处罚编码”，8 条没有" in "".join(out.split("\n"))


def test_in_english(conformance, penalties, tmp_path):
    arguments = ("--from", "unit:sh-tax", "--to", "province:340000", "--output", tmp_path / "ah.csv", "--lang", "en")
    _, out, _ = conformance("convert", penalties, *arguments)
    assert out.startswith("8 records converted, nothing was dropped; the other form was not seen")


def test_the_loss_report_as_json(conformance, penalties, tmp_path):
    report = tmp_path / "loss.json"
    arguments = (
        "--from",
        "unit:sh-tax",
        "--to",
        "province:330000",
        "--output",
        tmp_path / "zj.csv",
        "--report",
        report,
    )
    conformance("convert", penalties, *arguments)
    said = json.loads(report.read_text(encoding="utf-8"))
    assert (said["records"], said["whole"], said["target_seen"]) == (8, False, True)


def test_an_unknown_party_is_one_sentence(conformance, penalties, tmp_path):
    arguments = ("--from", "province:32", "--to", "unit:sh-tax", "--output", tmp_path / "x.csv")
    code, out, err = conformance("convert", penalties, *arguments)
    assert (code, out) == (2, "")
    assert "province:32" in err


def test_the_input_is_never_the_output(conformance, penalties):
    before = penalties.read_bytes()
    code, _, _ = conformance(
        "convert", penalties, "--from", "unit:sh-tax", "--to", "province:320000", "--output", penalties
    )
    assert (code, penalties.read_bytes()) == (2, before)
