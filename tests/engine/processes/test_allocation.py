"""What allocators are told; in a process of its own, for it stays told."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

PROGRAM = """
import os, resource
from conformance.engine.processes.allocation import keep_memory
keep_memory()
import numpy as np
for _ in range(50):
    np.zeros(2 << 20, dtype=np.uint8) + 1
print(resource.getrusage(resource.RUSAGE_SELF).ru_minflt, os.environ["_RJEM_MALLOC_CONF"])
"""


def _run(**environment: str) -> tuple[int, str]:
    told = {name: value for name, value in os.environ.items() if not name.startswith("MALLOC_")}
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], env=told | environment, check=True, capture_output=True, text=True
    )
    faults, jemalloc = done.stdout.split()
    return int(faults), jemalloc


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="glibc is told; install nothing, this is for Linux")
def test_what_was_given_back_is_taken_again_without_the_system() -> None:
    kept, _ = _run()
    given_back, _ = _run(MALLOC_MMAP_THRESHOLD_="131072")
    assert given_back - kept > 50 * (2 << 20) // os.sysconf("SC_PAGE_SIZE") // 2


def test_what_the_user_says_stays() -> None:
    assert _run(_RJEM_MALLOC_CONF="dirty_decay_ms:7")[1] == "dirty_decay_ms:7"
