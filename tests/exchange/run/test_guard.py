"""The second lock on writes: nothing where it was not allowed, and about synthetic subjects only."""

from __future__ import annotations

import gzip
import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

import pytest

from conformance.exchange.model import Request, Trouble
from conformance.exchange.profile.synthetic import citizen_id, registration_number, uscc
from conformance.exchange.run.guard import Guard

OPEN = Guard({"it"})
REAL_COMPANY = "91310000132149237G"
SYNTHETIC = uscc(1, 1)


def writing(body: bytes, method: str = "POST", path: str = "/batches", guard: Guard = OPEN) -> Trouble | None:
    return guard.refusal("it", Request(method, f"http://it.example{path}", (), body))


def batch(**data: Any) -> bytes:
    return json.dumps({"records": [{"key": "1", "data": data}]}, ensure_ascii=False).encode()


def test_a_batch_about_synthetic_subjects_passes() -> None:
    data: Mapping[str, str] = {"uscc": SYNTHETIC, "person": citizen_id(1, 1), "number": registration_number(1, 1)}
    assert writing(batch(**data)) is None


@pytest.mark.parametrize(
    "identifier", [REAL_COMPANY, "310101196001011231", "31010119600101123X", "310115000123456", "13214923-7"]
)
def test_a_write_about_anybody_else_is_not_sent(identifier: str) -> None:
    for body in (
        batch(uscc=SYNTHETIC, remarks=f"另见{identifier}。"),
        f"key,subject_uscc\r\n1,{identifier}\r\n".encode(),
        urlencode({"id": identifier}).encode(),
    ):
        refused = writing(body)
        assert refused is not None
        assert refused.kind == "refused"
        assert identifier not in refused.text.zh + refused.text.en


def test_a_synthetic_subject_with_a_wrong_check_character_passes() -> None:
    assert writing(batch(uscc=SYNTHETIC[:-1] + ("0" if SYNTHETIC[-1] != "0" else "1"))) is None


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/batches"),
        ("PUT", "/records"),
        ("DELETE", "/records/1"),
        ("DELETE", "/.well-known/credit-exchange"),
        ("PUT", "/token"),
        ("POST", "/records/1/corrections"),
    ],
)
def test_nothing_is_written_where_it_was_not_allowed(method: str, path: str) -> None:
    refused = writing(b"{}", method, path, Guard())
    assert refused is not None
    assert "--allow-writes" in refused.text.en


@pytest.mark.parametrize(
    ("method", "path"), [("GET", "/records"), ("POST", "/token"), ("POST", "/subject-queries"), ("HEAD", "/x")]
)
def test_reading_is_always_allowed_about_whomever(method: str, path: str) -> None:
    assert writing(batch(id=REAL_COMPANY), method, path, Guard()) is None


def test_a_path_that_only_looks_like_a_question_is_a_write() -> None:
    assert writing(b"{}", "POST", "/batches?x=/token", Guard()) is not None


@pytest.mark.parametrize("declared", [True, False])
def test_packed_bodies_are_looked_into(declared: bool) -> None:
    headers = (("Content-Encoding", "gzip"),) if declared else ()

    def refused(body: bytes) -> Trouble | None:
        packed = gzip.compress(body)
        return OPEN.refusal("it", Request("POST", "http://127.0.0.1/batches", headers, packed))

    assert refused(batch(subject_citizen_id="310101199003078812")) is not None
    assert refused(batch(subject_uscc=SYNTHETIC)) is None


@pytest.mark.parametrize(
    ("coding", "body"),
    [("br", b"x"), ("gzip, gzip", gzip.compress(b"x")), ("gzip", b"no gzip"), ("gzip", gzip.compress(b"x")[:-4])],
    ids=["of a coding that is not known", "twice", "nothing of the kind", "cut off"],  # packed bytes hold the time
)
def test_what_cannot_be_looked_into_is_not_sent(coding: str, body: bytes) -> None:
    request = Request("POST", "http://127.0.0.1/batches", (("Content-Encoding", coding),), body)
    assert OPEN.refusal("it", request) is not None
