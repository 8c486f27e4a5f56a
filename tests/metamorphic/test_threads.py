"""The number of threads: the same report, to the byte."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from metamorphic.outcomes import submission


def report(path: Path, threads: int) -> dict[str, object]:
    arguments = ["check", str(path), "--item", "admin-licence", "--as-of", "2016-12-31", "--format", "json"]
    done = subprocess.run(
        [Path(sys.executable).with_name("conformance"), *arguments],
        capture_output=True,
        env=os.environ | {"POLARS_MAX_THREADS": str(threads)},
        check=False,
    )
    assert done.returncode == 1, done.stderr.decode()
    return json.loads(done.stdout)


@pytest.mark.parametrize("rows", [400, pytest.param(20_000, marks=pytest.mark.slow)])
def test_the_number_of_threads(tmp_path, rows):
    path = tmp_path / "sent.csv"
    submission("admin-licence", rows).write_csv(path)
    alone = report(path, 1)
    assert alone["counts"]["error"] > rows / 10
    assert report(path, 4) == alone
