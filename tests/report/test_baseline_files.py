from __future__ import annotations

import json

import polars as pl
import pytest

from conformance.engine.baseline import Baseline
from conformance.report.baseline import read_baseline
from conformance.report.errors import UsageError

PRINTS = ["00000000000000ff", "ffffffffffffffff", "00000000000000ff"]


def holds(baseline: Baseline) -> bool:
    import numpy as np

    taken = baseline.take(np.array([0xFF, 2**64 - 1, 0xFF, 0xFF, 1], dtype=np.uint64))
    return taken.tolist() == [True, True, True, False, False]


def report(**changes):
    content = {"findings": [{"fingerprint": one} for one in PRINTS], "findings_shown": 3, "findings_total": 3}
    return json.dumps(content | changes)


def test_a_report_that_holds_everything(tmp_path):
    path = tmp_path / "a.json"
    path.write_text(report(tool={"name": "x"}), encoding="utf-8")
    assert holds(read_baseline(path))


def test_a_findings_file_as_csv(tmp_path):
    path = tmp_path / "a.csv"
    lines = [f'required,"第一行\n第二行, “引号”",{one}' for one in PRINTS]
    path.write_text("\n".join(["rule,message,fingerprint", *lines, ""]), encoding="utf-8-sig")
    assert holds(read_baseline(path))


def test_a_findings_file_as_lines_of_json(tmp_path):
    path = tmp_path / "a.jsonl"
    path.write_text("".join(json.dumps({"rule": "x", "fingerprint": one}) + "\n" for one in PRINTS), encoding="utf-8")
    assert holds(read_baseline(path))


def test_a_findings_file_as_parquet(tmp_path):
    path = tmp_path / "a.parquet"
    pl.DataFrame({"rule": ["x"] * 3, "fingerprint": PRINTS}).write_parquet(path)
    assert holds(read_baseline(path))


@pytest.mark.parametrize("suffix", [".csv", ".jsonl", ".parquet"])
def test_no_findings_at_all(tmp_path, suffix):
    path = tmp_path / f"a{suffix}"
    if suffix == ".parquet":
        pl.DataFrame({"fingerprint": []}, schema={"fingerprint": pl.String}).write_parquet(path)
    else:
        path.write_text("rule,fingerprint\n" if suffix == ".csv" else "", encoding="utf-8")
    assert read_baseline(path).size == 0


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.txt", "", "扩展名应为 .json、.csv、.jsonl、.parquet 之一"),
        ("none.json", None, "找不到基线文件"),
        ("none.csv", None, "找不到基线文件"),
        ("none.parquet", None, "找不到基线文件"),
        ("a.json", "{}", "不是本工具的 JSON 报告"),
        ("a.json", "[", "不是本工具的 JSON 报告"),
        ("a.json", report(findings_total=7), "只收录了 7 处问题中的 3 处，其余的无从知道，请改用 --findings"),
        ("a.json", report(baseline={"known": {"error": 1}}), "没有收录已知的问题，请改用 --findings"),
        ("a.json", report(findings=[{}, {}, {}]), "第 1 个问题的 fingerprint 是“”"),
        ("a.csv", "", "文件是空的"),
        ("a.csv", "rule,message\nrequired,x\n", "没有 fingerprint 列"),
        ("a.csv", f"fingerprint\n{PRINTS[0]}\n1.23457E+15\n", "第 2 个问题的 fingerprint 是“1.23457E+15”"),
        ("a.csv", "rule,fingerprint\n许可,".encode("gb18030"), "不是 --findings 写出的 CSV"),
        ("a.jsonl", '{"fingerprint": "00000000000000ff"}\nx\n', "第 2 行不是问题清单的一行"),
        ("a.jsonl", '{"rule": "x"}\n', "第 1 个问题的 fingerprint"),
        ("a.parquet", "x", "不是 Parquet 文件"),
    ],
)
def test_what_cannot_be_a_baseline_is_refused(tmp_path, name, content, said):
    if content is not None:
        (tmp_path / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(UsageError) as raised:
        read_baseline(tmp_path / name)
    assert said in raised.value.sentence("zh")
