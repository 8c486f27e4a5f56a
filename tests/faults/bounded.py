"""Calls of the command with a ceiling on time and memory: against hanging and taking all, no measure of speed."""

from __future__ import annotations

import hashlib
import json
import os
import select
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from msgspec import Struct

SECONDS = 120.0
PEAK = 1 << 30
HERE = Path(__file__).parent


class Ended(Struct, frozen=True):
    """What a call answered and what it took."""

    code: int
    out: str
    err: str
    seconds: float
    peak: int
    """Most bytes in memory at one time."""
    before: int

    @property
    def inputs(self) -> list[dict[str, Any]]:
        """The inputs of the JSON report."""
        return list(json.loads(self.out)["inputs"])

    @property
    def problem(self) -> str:
        """Why the one input was not checked; of an archive why none of its members was."""
        (problem,) = {str(entry["problem"]) for entry in self.inputs}
        return problem

    @property
    def rules(self) -> set[str]:
        """The rules that found something."""
        return {finding["rule"] for finding in json.loads(self.out)["findings"]}


class Worker:
    """A process that runs the command again and again; a call that takes too long ends it."""

    def __init__(self, temporary: Path) -> None:
        self._temporary = temporary
        self._process: subprocess.Popen[bytes] | None = None

    def call(self, *arguments: object, seconds: float = SECONDS, peak: int = PEAK) -> Ended:
        """Run the command; fails where it takes too long or too much, or leaves temporary files behind."""
        process = self._started()
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(json.dumps([str(one) for one in arguments]).encode() + b"\n")
        process.stdin.flush()
        if not select.select([process.stdout], [], [], seconds)[0]:
            self.end()
            raise AssertionError(f"no answer within {seconds} s: {arguments}")
        answer = process.stdout.readline()
        if not answer:
            self.end()
            raise AssertionError(f"the process died: {arguments}")
        ended = Ended(**json.loads(answer))
        left = [path.name for path in self._temporary.iterdir()]
        if ended.peak > PEAK // 2:
            self.end()  # the next call is not to pay for this one
        assert ended.peak <= peak, f"{ended.peak >> 20} MB: {arguments}"
        assert left == [], f"left behind: {left}"
        return ended

    def check(self, path: Path, *arguments: object, **bounds: Any) -> Ended:
        """Check a file and hold the answer to what must be true of every one."""
        before = digest(path)
        ended = self.call("check", path, "--format", "json", "--as-of", "2016-12-31", *arguments, **bounds)
        assert digest(path) == before, "the input was changed"
        assert ended.code in (0, 1, 2), (ended.code, ended.err)
        assert "Traceback" not in ended.err
        for entry in ended.inputs:
            assert (entry["verdict"] == "not-checked") == bool(entry["problem"]), entry
            if entry["problem"]:
                assert ended.code == 2
                assert is_sentence(entry["problem"], "en" if "en" in arguments else "zh"), entry["problem"]
        return ended

    def _started(self) -> subprocess.Popen[bytes]:
        if self._process is None:
            environment = os.environ | {"TMPDIR": str(self._temporary), "PYTHONUTF8": "1", "MALLOC_ARENA_MAX": "2"}
            self._process = subprocess.Popen(
                [sys.executable, str(HERE / "worker.py")],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                env=environment,
            )
        return self._process

    def end(self) -> None:
        """End the process, if there is one."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            for stream in (self._process.stdin, self._process.stdout):
                if stream is not None:
                    stream.close()
            self._process = None
            for left in self._temporary.iterdir():  # it could not clear up after itself
                left.unlink() if left.is_file() else shutil.rmtree(left)


def is_sentence(text: str, lang: str = "zh") -> bool:
    """One line that ends as a sentence of that language ends, long enough to say what and how to mend."""
    ends = ("。",) if lang == "zh" else (".",)
    return "\n" not in text and text.rstrip().endswith(ends) and len(text) > 10


def digest(path: Path) -> str:
    """Of the content of a regular file; of others nothing is read."""
    if not path.is_file():
        return ""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def temporary_folder() -> tempfile.TemporaryDirectory[str]:
    """Where calls put their temporary files, so that what they leave can be seen."""
    return tempfile.TemporaryDirectory(prefix="faults-")
