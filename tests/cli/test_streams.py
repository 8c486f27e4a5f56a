"""Standard streams that are closed, full or not to be written to, and what the parser says to a wrong command."""

from __future__ import annotations

import errno
import subprocess
import sys
from pathlib import Path

import pytest

from conformance.cli.pipes import refusal

COMMAND = f"{sys.executable} -m conformance.cli.main"
FULL = Path("/dev/full")
needs_full = pytest.mark.skipif(not FULL.exists(), reason="the system has no device that is always full")


def shell(line: str) -> tuple[int, str, str]:
    done = subprocess.run(["/bin/sh", "-c", line], capture_output=True, check=False)
    return done.returncode, done.stdout.decode(), done.stderr.decode()


@pytest.mark.parametrize(
    ("streams", "code"), [(">&-", 1), ("2>&-", 1), (">&- 2>&- <&-", 1), ("| true", 0), (">&- --format json", 1)]
)
def test_streams_that_are_closed_change_nothing_but_what_is_seen(bad, streams, code):
    answered, _, err = shell(f"{COMMAND} check {bad} --as-of 2016-05-09 {streams}")
    assert (answered, "Traceback" in err, "内部错误" in err) == (code, False, False)


def test_closed_standard_input_is_an_empty_input():
    code, out, err = shell(f"{COMMAND} check - <&-")
    assert (code, err) == (2, "")
    assert "文件是空的" in out


@needs_full
@pytest.mark.parametrize(
    "arguments", ["check {bad}", "check {bad} --format json", "rules", "explain date", "--help", "check --help"]
)
def test_full_standard_output_is_one_clear_line(bad, arguments):
    code, _, err = shell(f"{COMMAND} {arguments.format(bad=bad)} >/dev/full")
    assert (code, len(err.splitlines())) == (2, 1)
    assert "磁盘空间不足" in err


@needs_full
def test_full_standard_error_does_not_change_the_answer(bad):
    code, out, _ = shell(f"{COMMAND} check {bad} --format json --as-of 2016-05-09 --output - 2>/dev/full")
    assert code == 1
    assert out.startswith("{")


@needs_full
@pytest.mark.parametrize("option", ["--accepted", "--rejected", "--findings", "--output"])
@pytest.mark.parametrize("suffix", [".csv", ".parquet"])
def test_a_full_disk_is_one_clear_line(conformance, bad, tmp_path, option, suffix):
    target = tmp_path / f"full{suffix}"
    target.symlink_to(FULL)
    code, _, err = conformance("check", bad, option, target, "--lang", "en")
    assert (code, len(err.splitlines())) == (2, 1)
    assert "no space left on the disk" in err


@pytest.mark.parametrize(
    "error",
    [
        OSError(errno.ENOSPC, "No space left on device"),
        OSError("No space left on device (os error 28)"),
        OSError("[Errno 28] Error writing bytes to file. Detail: [errno 28] No space left on device"),
    ],
    ids=["python", "polars", "arrow"],
)
def test_a_full_disk_is_known_however_it_is_said(error):
    wrapped = RuntimeError("the file cannot be created")
    wrapped.__cause__ = error
    assert "磁盘空间不足" in refusal(error).zh
    assert refusal(wrapped) == refusal(error)


def test_other_errors_are_ours():
    assert refusal(FileNotFoundError(errno.ENOENT, "No such file", "rules.json")) is None
    assert refusal(ValueError("os error 28")) is None


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--itme", "x"], "没有选项“--itme”。您是否要用：--item。"),
        (["--purpose", "x"], "--purpose 的值有误：可用的有：submission、publication。"),
        (["--as-of", "x"], "--as-of 的值有误：“x”不是 YYYY-MM-DD 形式的日期"),
        (["--item"], "--item 的写法有误"),
        (["--purpose", "x", "--lang", "en"], "'x' is not one of 'submission', 'publication'."),
    ],
)
def test_what_the_parser_refuses_is_said_in_the_readers_language(conformance, good, arguments, said):
    code, out, err = conformance("check", good, *arguments)
    assert (code, out, len(err.splitlines())) == (2, "", 1)
    assert said in err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["check"], "请写明要校验的文件（PATH）"),
        (["explain", "date", "pattern"], "多出参数：pattern。"),
        (["repair"], "没有命令“repair”。"),
        (["explain"], "缺少参数 RULE。"),
        (["sample", "admin-licence"], "缺少选项 --output。"),
    ],
)
def test_missing_and_surplus_words(conformance, arguments, said):
    code, _, err = conformance(*arguments)
    assert (code, len(err.splitlines())) == (2, 1)
    assert said in err
