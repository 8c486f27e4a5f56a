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
        (["admin-licence", "--output", "s.doc"], "无法生成示例数据"),
        (["admin-licence", "--output", "none/s.csv"], "不存在"),
        (["admin-licence", "--output", "s.csv", "--encoding", "klingon"], "无法生成示例数据"),
        (["admin-licence", "--output", "s.csv", "--defects", "2"], "0<=x<=1"),
        (["admin-licence"], "--output"),
    ],
)
def test_wrong_use_is_one_clear_line(conformance, tmp_path, monkeypatch, arguments, said):
    monkeypatch.chdir(tmp_path)
    code, _, err = conformance("sample", *arguments)
    assert code == 2
    assert said in err
