"""A tester that is not ours, and knows of the service what its OpenAPI document says, finds nothing."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

import pytest

from conformance.service.api.operations import OPERATIONS
from service.live import API, live_at

TOOL = Path(__file__).resolve().parents[2] / "build" / "schemathesis" / "bin" / "schemathesis"
CONFIG = Path(__file__).with_name("schemathesis.toml")


@pytest.mark.slow
def test_schemathesis_finds_nothing(tmp_path):
    if not TOOL.exists():
        missing = "Schemathesis is not installed: run `make schemathesis`"
        if os.environ.get("CI") == "true":
            pytest.fail(missing)
        pytest.skip(missing)
    bounds = [
        "--phases",
        "examples,coverage",
        "--max-examples",
        "3",
        "--seed",
        "2016",
        "--generation-database",
        "none",
        "--request-timeout",
        "60",
    ]
    with live_at(tmp_path / "kept") as up:
        assert up.app.state.payloads.pool.wait_ready(60)
        done = subprocess.run(
            [TOOL, "--config-file", CONFIG, "run", f"{up.url}{API}/openapi.json", *bounds, "--no-color"],
            cwd=tmp_path,
            capture_output=True,
            encoding="utf-8",
            check=False,
            timeout=600,
        )
    assert done.returncode == 0, done.stdout + done.stderr
    # Not a hollow run: everything was called, in every way that it knows.
    selected = re.search(r"Selected: ([0-9]+)/([0-9]+)", done.stdout)
    assert selected
    assert selected[1] == selected[2]
    assert int(selected[1]) >= len(OPERATIONS) - 1  # it does not count the document that it was given
    assert f"Tested: {selected[1]}" in done.stdout
    assert not [phase for phase in ("Examples", "Coverage") if f"✅ {phase}" not in done.stdout]
