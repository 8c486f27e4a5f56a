"""A client that a generator made of our OpenAPI document, and nothing else, talks to the reference server."""

from __future__ import annotations

import base64
import importlib
import json
import os
import subprocess
import sys
from types import SimpleNamespace

import pytest

from conformance.exchange.profile import reference
from conformance.exchange.profile.load import profile
from conformance.exchange.profile.openapi import openapi_document

pytestmark = pytest.mark.slow

EXAMPLES = {one.id: one.value for one in profile().examples}
MODULES = (
    "service.discovery",
    "service.token",
    "push.push",
    "push.batch_status",
    "push.receipt",
    "query.query",
    "list_.list_",
)


@pytest.fixture(scope="module", autouse=True)
def _installed():
    if os.environ.get("CI") != "true":
        pytest.importorskip("fastapi", reason="needs the extra web: pip install -e '.[web]'")
        pytest.importorskip("openapi_python_client", reason="needs the extra test: pip install -e '.[test]'")


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """The client's modules by their names, fresh from the generator."""
    folder = tmp_path_factory.mktemp("client")
    document = folder / "openapi.json"
    document.write_text(json.dumps(openapi_document()), encoding="utf-8")
    command = [sys.executable, "-m", "openapi_python_client", "generate", "--meta", "none"]
    target = folder / "exchange_client"
    config = folder / "config.yaml"
    config.write_text("post_hooks: []\n", encoding="utf-8")
    subprocess.run(
        [*command, "--path", document, "--output-path", target, "--config", config], check=True, capture_output=True
    )
    sys.path.insert(0, str(folder))
    try:
        found = {name.rpartition(".")[2]: importlib.import_module(f"exchange_client.api.{name}") for name in MODULES}
        yield SimpleNamespace(
            **found,
            client=importlib.import_module("exchange_client.client"),
            models=importlib.import_module("exchange_client.models"),
        )
    finally:
        sys.path.remove(str(folder))
        for name in [name for name in sys.modules if name.split(".")[0] == "exchange_client"]:
            del sys.modules[name]


@pytest.fixture(scope="module")
def url():
    from conformance.exchange.server.running import running

    with running() as address:
        yield address


@pytest.fixture(scope="module")
def client(made, url):
    one = reference.FULL
    basic = base64.b64encode(f"{one.id}:{one.secret}".encode()).decode()
    asking = made.client.AuthenticatedClient(base_url=url, token=basic, prefix="Basic")
    with asking:
        token = made.token.sync(client=asking, body=made.models.TokenRequest(grant_type="client_credentials"))
    with made.client.AuthenticatedClient(base_url=url, token=token.access_token) as found:
        yield found


def test_discovery(made, client):
    told = made.discovery.sync(client=client)
    assert told.profile == profile().version
    assert made.models.CapabilityName.PUSH in told.operations


def test_push_status_and_receipt(made, client):
    batch = made.models.Batch.from_dict(EXAMPLES["batch"])
    status = made.push.sync(client=client, body=batch, idempotency_key="generated-1")
    for _ in range(20):
        status = made.batch_status.sync(status.id, client=client)
        if isinstance(status.receipt, str):
            break
    receipt = made.receipt.sync(status.id, client=client)
    assert [line.key for line in receipt.lines] == [row.key for row in batch.records]
    assert [line.verdict.value for line in receipt.lines] == ["accepted", "rejected"]
    assert [one.rule for one in receipt.lines[1].problems] == [
        one["rule"] for one in EXAMPLES["receipt"]["lines"][1]["problems"]
    ]


def test_query(made, client):
    subject = reference.given().subject
    question = made.models.SubjectQuery.from_dict(
        {"subject": {"scheme": subject.scheme, "id": subject.id}, "purpose": "测试"}
    )
    found = made.query.sync(client=client, body=question)
    assert {record.data["subject_uscc"] for record in found.records} == {subject.id}


def test_list_to_its_end(made, client):
    seen, since = [], ""
    page = made.list_.sync(client=client, limit=3)
    while page.records:
        seen += page.records
        since = page.next_
        page = made.list_.sync(client=client, limit=3, since=since)
    assert page.next_ == since
    reasons = {one.id: one.reason.value for one in seen if isinstance(one, made.models.Tombstone)}
    assert reasons[reference.given().withdrawn_record] == "withdrawn"


def test_a_refusal_is_a_problem(made, client):
    missing = made.batch_status.sync("b-nowhere", client=client)
    assert isinstance(missing, made.models.Problem)
    assert missing.type_.endswith(":not-found")
