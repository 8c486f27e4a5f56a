"""``conformance check --baseline``: what is new is shown, what is known is counted, the verdict is of all."""

from __future__ import annotations

import json

import pytest
from submissions import CITIZEN, licence, write_csv

DAY = ("--as-of", "2016-05-09")
OLD = [
    licence(1, 项目名称=""),
    licence(2, 许可决定日期="2016/13/45"),
    licence(3, 备注=" 张示例 "),
    licence(4, 行政许可决定书文号="", 居民身份证号=CITIZEN[:-1] + "9"),
]


@pytest.fixture
def old(tmp_path):
    return write_csv(tmp_path / "五月.csv", OLD)


@pytest.fixture
def grown(tmp_path):
    """The same a month later: a good record on top, a bad one at the end."""
    return write_csv(tmp_path / "六月.csv", [licence(9), *OLD, licence(8, 项目名称="")])


def checked(conformance, *arguments):
    code, out, err = conformance("check", *arguments, *DAY, "--format", "json")
    assert out, err
    return code, json.loads(out)


@pytest.mark.parametrize("name", ["b.json", "b.csv", "b.jsonl", "b.parquet"])
def test_every_form_of_a_baseline(conformance, old, grown, tmp_path, name):
    option = ("--format", "json", "--output") if name == "b.json" else ("--findings",)
    conformance("check", old, *DAY, *option, tmp_path / name)
    code, report = checked(conformance, grown, "--baseline", tmp_path / name)
    assert (code, report["counts"]) == (1, {"error": 1, "warning": 0, "info": 0})
    assert [(f["rule"], f["row"], f["baseline_state"]) for f in report["findings"]] == [("required", 7, "new")]
    known = report["baseline"]["known"]
    assert sum(known.values()) == report["baseline"]["findings"] > 3
    assert report["baseline"]["gone"] == 0


def test_nothing_new_is_no_failure_though_the_verdict_is_of_all(conformance, old, tmp_path):
    conformance("check", old, *DAY, "--findings", tmp_path / "b.csv")
    code, report = checked(conformance, old, "--baseline", tmp_path / "b.csv")
    assert (code, report["verdict"], report["findings_total"]) == (0, "non-conforming", 0)
    assert report["inputs"][0]["rejected_rows"] == 3


def test_the_text_says_how_many_are_known(conformance, old, tmp_path):
    conformance("check", old, *DAY, "--findings", tmp_path / "b.csv")
    _, out, _ = conformance("check", old, *DAY, "--baseline", tmp_path / "b.csv")
    assert "新增 0 处，已知" in out
    assert "没有新增的问题" in out
    assert "退出码也只看新增的；结论和退回的记录按全部问题得出" in out


def test_what_was_mended_is_gone(conformance, old, tmp_path):
    conformance("check", old, *DAY, "--findings", tmp_path / "b.csv")
    mended = write_csv(tmp_path / "m.csv", [licence(1), *OLD[1:]])
    _, report = checked(conformance, mended, "--baseline", tmp_path / "b.csv")
    assert (report["findings_total"], report["baseline"]["gone"]) == (0, 1)


def test_what_is_gone_cannot_be_told_of_a_file_that_was_not_read(conformance, old, tmp_path):
    conformance("check", old, *DAY, "--findings", tmp_path / "b.csv")
    (tmp_path / "empty.csv").write_bytes(b"")
    code, report = checked(conformance, old, tmp_path / "empty.csv", "--baseline", tmp_path / "b.csv")
    assert (code, report["baseline"]["gone"]) == (2, None)


def test_all_findings_are_written_with_their_state_and_make_the_next_baseline(conformance, old, grown, tmp_path):
    conformance("check", old, *DAY, "--findings", tmp_path / "b.jsonl")
    conformance("check", grown, *DAY, "--baseline", tmp_path / "b.jsonl", "--findings", tmp_path / "c.jsonl")
    lines = [json.loads(line) for line in (tmp_path / "c.jsonl").read_text(encoding="utf-8").splitlines()]
    states = [one["baseline_state"] for one in lines]
    assert states.count("new") == 1
    assert states.count("known") == len(states) - 1
    code, report = checked(conformance, grown, "--baseline", tmp_path / "c.jsonl")
    assert (code, report["findings_total"]) == (0, 0)


def test_without_a_baseline_findings_have_no_state(conformance, old):
    _, report = checked(conformance, old)
    assert {f["baseline_state"] for f in report["findings"]} == {None}
    assert len({f["fingerprint"] for f in report["findings"]}) == len(report["findings"])


def test_masking_does_not_change_what_is_known(conformance, old, tmp_path):
    conformance("check", old, *DAY, "--findings", tmp_path / "b.csv", "--show-personal-data")
    code, _ = checked(conformance, old, "--baseline", tmp_path / "b.csv")
    assert code == 0


def test_other_formats_of_the_same_data_are_known(conformance, old, tmp_path):
    import polars as pl

    frame = pl.read_csv(old, infer_schema=False, encoding="gb18030")
    frame.write_excel(tmp_path / "x.xlsx")
    frame.write_parquet(tmp_path / "x.parquet")
    conformance("check", old, *DAY, "--findings", tmp_path / "b.csv")
    for name in ("x.xlsx", "x.parquet"):
        _, report = checked(conformance, tmp_path / name, "--baseline", tmp_path / "b.csv")
        assert (name, report["findings"]) == (name, [])


def test_a_baseline_that_is_none_is_refused(conformance, old, tmp_path):
    (tmp_path / "b.json").write_text("{}", encoding="utf-8")
    code, out, err = conformance("check", old, "--baseline", tmp_path / "b.json")
    assert (code, out) == (2, "")
    assert "不是本工具的 JSON 报告" in err


def test_a_baseline_is_never_written_over(conformance, old, tmp_path):
    conformance("check", old, *DAY, "--findings", tmp_path / "b.csv")
    code, _, err = conformance("check", old, *DAY, "--baseline", tmp_path / "b.csv", "--findings", tmp_path / "b.csv")
    assert code == 2
    assert "b.csv" in err


def test_the_manifest_and_the_last_submission_have_findings_too(conformance, old, tmp_path):
    manifest = tmp_path / "manifest.yaml"
    manifest.write_text(
        "id: X\nperiod: {from: 2016-05-01, to: 2016-05-31}\nfiles:\n- {path: 五月.csv, records: 9}\n", encoding="utf-8"
    )
    before = write_csv(tmp_path / "四月.csv", [licence(77)])
    options = ("--manifest", manifest, "--previous", before)
    conformance("check", *options, *DAY, "--findings", tmp_path / "b.csv")
    code, report = checked(conformance, *options, "--baseline", tmp_path / "b.csv")
    assert (code, report["findings_total"], report["baseline"]["gone"]) == (0, 0, 0)
    assert any(rule["id"] == "manifest-count" and rule["known"] for rule in report["rules"])
    assert any(rule["id"] == "vanished-key" and rule["known"] for rule in report["rules"])


def test_findings_of_the_manifest_can_be_suppressed(conformance, good, tmp_path):
    manifest = tmp_path / "manifest.yaml"
    manifest.write_text(
        "id: X\nperiod: {from: 2016-05-01, to: 2016-05-31}\nfiles:\n- {path: good.csv, records: 9}\n", encoding="utf-8"
    )
    (tmp_path / "conformance.toml").write_text(
        '[[suppress]]\nrule = "manifest-count"\nreason = "试报"\nuntil = 2016-12-31\n', encoding="utf-8"
    )
    code, report = checked(conformance, "--manifest", manifest)
    assert (code, report["verdict"], report["suppressed"][0]["counts"]["error"]) == (0, "conforming", 1)
