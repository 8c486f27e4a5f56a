"""A child process with what it cost."""

import sys
from pathlib import Path

import pytest
from bench.processes import measure


def test_tells_its_output_code_and_time(tmp_path: Path) -> None:
    script = "import sys, time; time.sleep(0.2); print('out'); print('err', file=sys.stderr); sys.exit(3)"
    done = measure([sys.executable, "-c", script], tmp_path)
    assert (done.code, done.output, done.complaint) == (3, "out\n", "err\n")
    assert done.seconds >= 0.2
    assert done.cpu < done.seconds


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="this system does not tell the memory of a process")
def test_tells_the_memory_that_it_filled(tmp_path: Path) -> None:
    done = measure([sys.executable, "-c", "import time; x = bytes([1]) * 60_000_000; time.sleep(0.3)"], tmp_path)
    assert done.anonymous_mb is not None
    assert 57 < done.anonymous_mb < 120


def test_ends_what_takes_too_long(tmp_path: Path) -> None:
    done = measure([sys.executable, "-c", "import time; time.sleep(60)"], tmp_path, limit=0.3)
    assert (done.code, done.seconds < 20) == (-9, True)
