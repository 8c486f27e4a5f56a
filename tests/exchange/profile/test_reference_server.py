"""The reference server and the profile: it gives our document, answers as the examples do, and a tester that is not ours finds nothing."""

from __future__ import annotations

import base64
import json
import os
import subprocess
from pathlib import Path

import pytest
import requests

from conformance.exchange.profile import reference
from conformance.exchange.profile.load import profile
from conformance.exchange.profile.openapi import openapi_document

ROOT = Path(__file__).resolve().parents[3]
TOOL = ROOT / "build" / "schemathesis" / "bin" / "schemathesis"
CONFIG = Path(__file__).with_name("schemathesis.toml")


@pytest.fixture
def tool():
    """Schemathesis has an environment of its own: it wants another version of a library than we do."""
    if not TOOL.exists():
        missing = "Schemathesis is not installed: run `make schemathesis`"
        if os.environ.get("CI") == "true":
            pytest.fail(missing)
        pytest.skip(missing)
    return TOOL


@pytest.fixture
def url():
    if os.environ.get("CI") != "true":
        pytest.importorskip("fastapi", reason="needs the extra web: pip install -e '.[web]'")
    from conformance.exchange.server.running import running

    with running() as address:
        yield address


def test_the_reference_server_gives_our_document(url):
    assert requests.get(f"{url}/openapi.json", timeout=30).json() == json.loads(json.dumps(openapi_document()))


@pytest.mark.slow
def test_schemathesis_finds_nothing(tool, url, tmp_path):
    client = reference.FULL
    basic = base64.b64encode(f"{client.id}:{client.secret}".encode()).decode()
    config = CONFIG.read_text(encoding="utf-8").replace(
        'include-path = "/token"', f'include-path = "/token"\nheaders = {{ Authorization = "Basic {basic}" }}'
    )
    (tmp_path / "schemathesis.toml").write_text(config, encoding="utf-8")
    form = {"grant_type": "client_credentials"}
    answer = requests.post(f"{url}/token", data=form, auth=(client.id, client.secret), timeout=30)
    bearer = f"Authorization: Bearer {answer.json()['access_token']}"
    bounds = ["--max-examples", "5", "--seed", "2016", "--generation-database", "none", "--request-timeout", "10"]
    done = subprocess.run(
        [tool, "--config-file", "schemathesis.toml", "run", f"{url}/openapi.json", "-H", bearer, *bounds, "--no-color"],
        cwd=tmp_path,
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    # Not a hollow run: everything was called, in every way that it knows.
    assert "Selected: 11/11" in done.stdout
    assert "Tested: 11" in done.stdout
    assert not [phase for phase in ("Examples", "Coverage", "Fuzzing", "Stateful") if f"✅ {phase}" not in done.stdout]


def test_the_example_of_a_problem_is_what_the_reference_server_answers(url):
    example = next(one.value for one in profile().examples if one.id == "problem")
    form = {"grant_type": "client_credentials"}
    client = (reference.FULL.id, reference.FULL.secret)
    token = requests.post(f"{url}/token", data=form, auth=client, timeout=30).json()["access_token"]
    wrong = reference.given().subject.id[:-1] + "0"
    asked = {"subject": {"scheme": "uscc", "id": wrong}, "purpose": "测试"}
    headers = {"Authorization": f"Bearer {token}"}
    answer = requests.post(f"{url}/subject-queries", json=asked, headers=headers, timeout=30)
    assert answer.json() | {"instance": example["instance"]} == example
