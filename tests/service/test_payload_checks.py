"""A payload is checked at once, and as the library checks it; what is no payload is refused with a sentence."""

from __future__ import annotations

import asyncio
import gzip
import json
import os
import signal
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import msgspec
import pytest

import conformance
from conformance.exchange.profile import reference
from conformance.exchange.profile.load import profile
from conformance.service.model import Asked
from conformance.service.payloads import CheckPayload, Payloads
from conformance.service.settings import Limits, Settings
from service.live import DAY, Live, live_at, problem, until

LICENCE = dict(reference.seed_records()[0].data)
WRONG = {**LICENCE, "subject_uscc": "91310000MA1FL0000X"}
AT = f"payload-checks?item=admin-licence&as_of={DAY}"


@pytest.mark.parametrize("records", [[LICENCE], [WRONG], [LICENCE, WRONG, {"许可证": "1"}]])
def test_the_report_is_what_the_library_says(live: Live, records: list[dict[str, object]]):
    answer = live.post(AT, json=records)
    assert answer.status_code == 200
    said = msgspec.to_builtins(conformance.check(records, item="admin-licence", as_of=DAY))
    assert answer.json() == json.loads(json.dumps(said))


def test_one_record_a_list_and_lines_are_the_same(live: Live):
    one = live.post(AT, json=WRONG).json()
    assert one["verdict"] == "non-conforming"
    assert live.post(AT, json=[WRONG]).json() == one
    lines = json.dumps(WRONG, ensure_ascii=False).encode() + b"\n\n"
    assert live.post(AT, data=lines, headers={"Content-Type": "application/x-ndjson"}).json() == one


def test_an_envelope_of_the_exchange_is_a_payload(live: Live):
    batch = next(one.value for one in profile().examples if one.id == "batch")
    told = live.post(f"payload-checks?as_of={DAY}", json=batch).json()
    assert told["inputs"][0]["item"] == batch["item"]
    assert told["verdict"] != "not-checked"


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b"[1]", b'"x"', b'{"a":1,"a":2}', b"\xff", b"NaN", b'[{"a":1}, 2]', b"[" * 5000]
)
def test_what_is_no_payload_is_refused_with_a_sentence(live: Live, body: bytes):
    answer = live.post(AT, data=body, headers={"Content-Type": "application/json"})
    assert (answer.status_code, problem(answer)) == (400, "invalid-request")


def test_a_line_that_is_no_record_is_named(live: Live):
    answer = live.post(AT, data=b'{"a": "1"}\n\n{"a":\n', headers={"Content-Type": "application/x-ndjson"})
    assert (answer.status_code, problem(answer)) == (400, "invalid-request")
    assert "第 3 行不是规范的 JSON" in answer.json()["detail"]


def test_a_packed_body_is_refused_as_such(live: Live):
    for path, kind in ((AT, "application/json"), ("checks?name=a.csv", "text/csv")):
        packed = gzip.compress(json.dumps([LICENCE]).encode())
        answer = live.post(path, data=packed, headers={"Content-Type": kind, "Content-Encoding": "gzip"})
        assert (answer.status_code, problem(answer)) == (415, "unsupported-media-type")
        assert "请求体不能压缩" in answer.json()["detail"]
    assert live.left() == []


@pytest.mark.parametrize(
    ("path", "kind", "status"),
    [
        (AT, "text/csv", 415),
        (AT, "application/json; charset=gbk", 415),
        ("payload-checks?item=nothing", "application/json", 422),
        ("payload-checks?sheet=1", "application/json", 400),
        ("payload-checks?party=nobody", "application/json", 400),
        ("payload-checks?as_of=yesterday", "application/json", 400),
    ],
)
def test_what_cannot_be_meant_is_refused(live: Live, path: str, kind: str, status: int):
    assert live.post(path, data=b"[{}]", headers={"Content-Type": kind}).status_code == status


def test_payloads_do_not_wait_for_files(tmp_path):
    """There are no workers for files at all here, and a file that waits."""
    with live_at(tmp_path / "kept", workers=0) as up:
        assert up.post("checks", files={"file": ("a.csv", b"x")}).status_code == 202
        assert up.post(AT, json=[LICENCE]).json()["verdict"] == "conforming"


def test_at_overload_some_are_turned_away_at_once_and_all_others_are_answered_whole(tmp_path):
    limits = Limits(queued_payloads=2)
    with live_at(tmp_path / "kept", workers=0, limits=limits) as up:
        assert up.app.state.payloads.pool.wait_ready(60)
        with ThreadPoolExecutor(12) as clients:
            answers = list(clients.map(lambda _: up.post(AT, json=[WRONG]), range(24)))
        assert {one.status_code for one in answers} == {200, 503}
        whole = [one.json() for one in answers if one.status_code == 200]
        assert all(one == whole[0] for one in whole)
        turned = [one for one in answers if one.status_code == 503]
        assert {(problem(one), one.headers["Retry-After"]) for one in turned} == {("unavailable", "1")}


def test_a_worker_that_dies_is_one_503_and_the_next_payload_is_checked(tmp_path):
    with live_at(tmp_path / "kept", workers=0) as up:
        pool = up.app.state.payloads.pool
        assert pool.wait_ready(60)
        os.kill(pool._workers[0].process.pid, signal.SIGSTOP)
        with ThreadPoolExecutor(1) as client:
            waits = client.submit(up.post, AT, json=[LICENCE])
            until(lambda: pool._workers[0].tasks == 1)
            os.kill(pool._workers[0].process.pid, signal.SIGKILL)
            answer = waits.result(60)
        assert (answer.status_code, problem(answer)) == (503, "unavailable")
        assert answer.headers["Retry-After"] == "1"
        assert up.post(AT, json=[LICENCE]).json()["verdict"] == "conforming"


def test_a_request_that_is_given_up_leaves_its_worker_to_the_next(tmp_path):
    settings = Settings(folder=tmp_path, limits=Limits(queued_payloads=4))
    asked = Asked(item="admin-licence", as_of=date.fromisoformat(DAY))
    task = CheckPayload(json.dumps([LICENCE]).encode(), lines=False, asked=asked)
    payloads = Payloads(settings)

    async def given_up_then_asked() -> bytes:
        given_up = asyncio.create_task(payloads.check(task))
        await asyncio.sleep(0)  # it has been handed in
        given_up.cancel()
        with pytest.raises(asyncio.CancelledError):
            await given_up
        return await asyncio.wait_for(payloads.check(task), 60)

    try:
        assert json.loads(asyncio.run(given_up_then_asked()))["verdict"] == "conforming"
    finally:
        payloads.close()
