from __future__ import annotations

import pytest


def test_a_sample_conforms(conformance, tmp_path):
    target = tmp_path / "s.csv"
    code, _, err = conformance("sample", "admin-licence", "--rows", 30, "--seed", 5, "--output", target)
    assert code == 0
    assert "30" in err
    assert conformance("check", target, "--as-of", "2017-06-01", "--applies-from", "2017-06-01")[0] == 0


def test_the_same_call_writes_the_same_bytes(conformance, tmp_path):
    for name in ("a.csv", "b.csv"):
        conformance("sample", "data:admin-penalty", "--rows", 20, "--output", tmp_path / name)
    assert (tmp_path / "a.csv").read_bytes() == (tmp_path / "b.csv").read_bytes()


def test_defects_are_found(conformance, tmp_path):
    target, log = tmp_path / "s.csv", tmp_path / "log.csv"
    conformance(
        *("sample", "admin-licence", "--rows", 100, "--defects", "0.5", "--defects-log", log),
        *("--encoding", "gb18030", "--output", target),
    )
    assert log.exists()
    assert conformance("check", target, "--as-of", "2017-06-01")[0] == 1


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["admin-license", "--output", "s.csv"], "您是否要用：admin-licence"),
        (["admin-licence", "--output", "s.doc"], "从文件名“s.doc”看不出格式，请用 --format 指定：csv、"),
        (["admin-licence", "--output", "s.doc", "--lang", "en"], 'The name "s.doc" does not tell the format'),
        (["admin-licence", "--output", "-", "--format", "xlsx"], "xlsx 不是文本格式"),
        (["admin-licence", "--output", "s.xlsx", "--rows", "1048576"], "一张工作表最多 1048575 条"),
        (["admin-licence", "--output", "s.csv", "--encoding", "ascii"], "请改用 utf-8 或 gb18030"),
        (["admin-licence", "--output", "s.csv", "--defects-log", "-"], "缺陷清单请写入文件"),
        (["admin-licence", "--output", "none/s.csv"], "不存在"),
        (["admin-licence", "--output", "s.csv", "--encoding", "klingon"], "没有名为“klingon”的文本编码"),
        (["admin-licence", "--output", "s.csv", "--defects", "2"], "0<=x<=1"),
        (["admin-licence"], "--output"),
    ],
)
def test_wrong_use_is_one_clear_line(conformance, tmp_path, monkeypatch, arguments, said):
    monkeypatch.chdir(tmp_path)
    code, _, err = conformance("sample", *arguments)
    assert code == 2
    assert said in err
    assert len(err.splitlines()) == 1
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("form", ["csv", "tsv", "json", "jsonl"])
def test_standard_output_has_the_bytes_of_the_file(conformance, tmp_path, form):
    target = tmp_path / f"s.{form}"
    conformance("sample", "admin-licence", "--rows", 5, "--output", target)
    code, out, err = conformance("sample", "admin-licence", "--rows", 5, "--format", form, "--output", "-")
    assert (code, err) == (0, "")
    assert out.encode() == target.read_bytes()


def test_a_file_that_is_there_stays_when_the_sample_cannot_be_made(conformance, tmp_path):
    target = tmp_path / "s.csv"
    target.write_text("mine", encoding="utf-8")
    assert conformance("sample", "admin-licence", "--encoding", "ascii", "--output", target)[0] == 2
    assert target.read_text(encoding="utf-8") == "mine"
