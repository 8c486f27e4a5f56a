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
from conformance.standard.shapes import load_shapes

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


@pytest.fixture
def token(url):
    form = {"grant_type": "client_credentials"}
    client = (reference.FULL.id, reference.FULL.secret)
    return requests.post(f"{url}/token", data=form, auth=client, timeout=30).json()["access_token"]


def test_the_reference_server_gives_our_document(url):
    assert requests.get(f"{url}/openapi.json", timeout=30).json() == json.loads(json.dumps(openapi_document()))


@pytest.mark.slow
def test_schemathesis_finds_nothing(tool, url, token, tmp_path):
    client = reference.FULL
    basic = base64.b64encode(f"{client.id}:{client.secret}".encode()).decode()
    config = CONFIG.read_text(encoding="utf-8").replace(
        'include-path = "/token"', f'include-path = "/token"\nheaders = {{ Authorization = "Basic {basic}" }}'
    )
    (tmp_path / "schemathesis.toml").write_text(config, encoding="utf-8")
    bearer = f"Authorization: Bearer {token}"
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


def test_the_example_of_a_problem_is_what_the_reference_server_answers(url, token):
    example = next(one.value for one in profile().examples if one.id == "problem")
    wrong = reference.given().subject.id[:-1] + "0"
    asked = {"subject": {"scheme": "uscc", "id": wrong}, "purpose": "测试"}
    headers = {"Authorization": f"Bearer {token}"}
    answer = requests.post(f"{url}/subject-queries", json=asked, headers=headers, timeout=30)
    assert answer.json() | {"instance": example["instance"]} == example


def test_the_reference_server_answers_nothing_beside_its_envelopes(url, token):
    """A service may say more; the one that others are measured by does not. The LinkML classes themselves are closed."""
    batch = next(one.value for one in profile().examples if one.id == "batch")
    given = reference.given()
    question = {"subject": {"scheme": given.subject.scheme, "id": given.subject.id}, "purpose": "测试"}
    wish = {"kind": "objection", "reason": "测试"}
    asked = [
        ("Capabilities", "GET", "/.well-known/credit-exchange", None),
        ("BatchStatus", "POST", "/batches", batch),
        ("RecordPage", "POST", "/subject-queries", question),
        ("RecordPage", "GET", "/records", None),
        ("CorrectionStatus", "POST", f"/records/{given.current_record}/corrections", wish),
        ("Problem", "GET", "/batches/nowhere", None),
        ("Catalogue", "GET", "/catalogs/2016", None),
        ("CodeListDocument", "GET", "/codelists/usage_scope", None),
    ]
    headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": "closed"}
    for envelope, method, path, body in asked:
        answer = requests.request(method, url + path, json=body, headers=headers, timeout=30).json()
        assert list(load_shapes().errors(answer, envelope)) == [], path
