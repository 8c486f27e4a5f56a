"""No byte outside what was handed over is touched: the tests of the library once more, under the compiler's watch."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from conformance.native.compile import make

HERE = Path(__file__).parent
WATCHED = [f"test_native_{name}.py" for name in ("bytes", "delimited", "texts", "lookup", "identifiers")]
WATCH = "gcc -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer -g"


pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        shutil.which("gcc") is None and os.environ.get("CI") != "true",
        reason="gcc is missing (Debian: apt-get install gcc)",
    ),
]


def runtime(name: str) -> str:
    """Where gcc has a library; its bare name where it has none."""
    return subprocess.run(
        ["gcc", f"-print-file-name={name}"], capture_output=True, text=True, check=True
    ).stdout.strip()


@pytest.mark.parametrize("compiler", [WATCH, f"{WATCH} -U__SSE2__"], ids=["sixteen bytes at a time", "eight"])
def test_the_sanitizers_of_the_compiler_find_nothing(
    compiler: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CC", compiler)
    made = make(tmp_path)
    environment = os.environ | {
        "SANITIZED": str(made),
        "LD_PRELOAD": f"{runtime('libasan.so')} {runtime('libubsan.so')}",
        "ASAN_OPTIONS": "detect_leaks=0",
        "PYTHONMALLOC": "malloc",  # so that bytes of Python have guards around them too
        "PYTHONPATH": str(HERE),
    }
    ask = [sys.executable, "-m", "pytest", "-q", "-n", "0", "-p", "sanitized", *(str(HERE / name) for name in WATCHED)]
    done = subprocess.run(ask, env=environment, capture_output=True, text=True, check=False, cwd=tmp_path)
    assert done.returncode == 0, f"{done.stdout[-4000:]}\n{done.stderr[-4000:]}"


def test_the_sanitizers_would_have_found_it(tmp_path: Path) -> None:
    """A library that writes one byte beyond its room is stopped under the same watch."""
    source = tmp_path / "beyond.c"
    source.write_text("void beyond(char *room, long size) { room[size] = 1; }\n", encoding="utf-8")
    made = tmp_path / "beyond.so"
    subprocess.run(["gcc", "-fsanitize=address", "-shared", "-fPIC", "-o", made, source], check=True)
    call = f"import ctypes, numpy; ctypes.CDLL({str(made)!r}).beyond(ctypes.c_void_p(numpy.zeros(64, 'u1').ctypes.data), 64)"
    environment = os.environ | {"LD_PRELOAD": runtime("libasan.so"), "ASAN_OPTIONS": "detect_leaks=0"}
    done = subprocess.run([sys.executable, "-c", call], env=environment, capture_output=True, text=True, check=False)
    assert done.returncode != 0
    assert "heap-buffer-overflow" in done.stderr
