"""Batches: kept once, judged row by row, answered row by row."""

from __future__ import annotations

import json

import pytest

from conformance.exchange.profile.content_digest import content_digest
from exchange.server.service import PROVIDER, Service, batch, licence, pointers, problem

BAD_CODE = {"subject_uscc": "91310000TTTT00000A"}


def test_a_batch_goes_through_its_states_and_stays_where_it_ends(service: Service) -> None:
    pushed = service.push(licence())
    assert (pushed.status_code, pushed.json()["state"]) == (202, "received")
    location = pushed.headers["Location"]
    states = [service.get(location).json()["state"] for _ in range(3)]
    assert states == ["validating", "accepted", "accepted"]


def test_there_is_no_receipt_before_the_batch_is_decided(service: Service) -> None:
    location = service.push(licence()).headers["Location"]
    looks = [service.get(f"{location}/receipt").status_code for _ in range(3)]
    assert looks == [404, 404, 200]


def test_every_row_is_answered_once_in_its_place(service: Service) -> None:
    receipt = service.receipt(licence(1), licence(2, **BAD_CODE), {}, licence(3))
    verdicts = [(line["row"], line["key"], line["verdict"]) for line in receipt["lines"]]
    assert verdicts == [(1, "a", "accepted"), (2, "b", "rejected"), (3, "c", "rejected"), (4, "d", "accepted")]
    assert (receipt["totalSize"], receipt["successSize"], receipt["failSize"]) == (4, 2, 2)
    assert receipt["standard"]["digest"].startswith("sha256:")


def test_a_rejected_row_says_by_which_rule_and_where(service: Service) -> None:
    line = service.receipt(licence(1), licence(2, **BAD_CODE))["lines"][1]
    told = {one["rule"]: (one["pointer"], one["severity"]) for one in line["problems"]}
    assert told["uscc-check-digit"] == ("/records/1/data/subject_uscc", "error")
    assert "record" not in line


def test_a_batch_in_which_nothing_is_a_record(service: Service) -> None:
    receipt = service.receipt({}, {})
    assert [line["problems"][0]["rule"] for line in receipt["lines"]] == ["empty-row", "empty-row"]


def test_a_batch_without_rows_says_that_there_was_nothing_to_report(service: Service) -> None:
    assert service.receipt()["lines"] == []


def test_the_same_request_again_is_the_same_batch(service: Service) -> None:
    first, again = service.push(licence(), key="one"), service.push(licence(), key="one")
    assert (again.status_code, again.headers["Location"]) == (202, first.headers["Location"])
    entries = service.page(since=service.page()["next"])["records"]
    assert entries == []


def test_a_key_belongs_to_its_first_body(service: Service) -> None:
    service.push(licence(1), key="one")
    assert problem(service.push(licence(2), key="one")) == "idempotency-key-reused"


@pytest.mark.parametrize("key", ["with blank", "é", "x" * 129])
def test_keys_that_are_none(service: Service, key: str) -> None:
    headers = {"Idempotency-Key": key.encode("latin-1")}
    assert problem(service.post("/batches", json=batch(licence()), headers=headers)) == "invalid-request"


def test_a_digest_is_held_against_the_bytes(service: Service) -> None:
    body = json.dumps(batch(licence())).encode()
    headers = {"Content-Type": "application/json", "Idempotency-Key": "one"}
    wrong = service.post("/batches", data=body, headers={**headers, "Content-Digest": content_digest(b"else")})
    right = service.post("/batches", data=body, headers={**headers, "Content-Digest": content_digest(body)})
    assert (problem(wrong), right.status_code) == ("digest-mismatch", 202)


@pytest.mark.parametrize(
    ("change", "name", "where"),
    [
        ({"edition": "1999"}, "unknown-edition", ["/edition"]),
        ({"item": "no-such"}, "unknown-item", ["/item"]),
        ({"provider": "nobody"}, "invalid-request", ["/provider"]),
        ({"kind": "some"}, "invalid-request", ["/kind"]),
        ({"kidn": "full"}, "invalid-request", ["/kidn"]),
        ({"records": [{"key": "a", "data": {}}, {"key": "a", "data": {}}]}, "invalid-request", ["/records/1/key"]),
        ({"records": [{"key": "a", "data": []}]}, "invalid-request", ["/records/0/data"]),
    ],
)
def test_envelopes_that_are_refused(service: Service, change: dict[str, object], name: str, where: list[str]) -> None:
    answer = service.push(licence(), **change)
    assert (problem(answer), pointers(answer)) == (name, where)


def test_too_many_rows(serve) -> None:
    from conformance.exchange.server.settings import Limits

    service = serve(limits=Limits(max_records=2))
    assert problem(service.push(licence(1), licence(2), licence(3))) == "too-large"


def test_rows_in_csv_and_ndjson_give_the_same_records(service: Service) -> None:
    row = licence(7)
    table = ",".join(row) + "\r\n" + ",".join(row.values()) + "\r\n"
    at = f"/batches?edition=2016&item=admin-licence&provider={PROVIDER}"
    for place, (media_type, body) in enumerate(
        [("text/csv", table.encode()), ("application/x-ndjson", json.dumps(row).encode() + b"\n")]
    ):
        headers = {"Content-Type": media_type, "Idempotency-Key": f"k{place}"}
        location = service.post(at, data=body, headers=headers).headers["Location"]
        service.get(location)
        receipt = service.get(service.get(location).json()["receipt"]).json()
        assert [(line["key"], line["verdict"]) for line in receipt["lines"]] == [("1", "accepted")]
    assert [one["data"] for one in service.ask("uscc", row["subject_uscc"]).json()["records"]] == [row]


@pytest.mark.parametrize(
    ("media_type", "body", "where"),
    [
        ("application/x-ndjson", b'{"a":1}\n\n{"b":2}', ["/records/1"]),
        ("application/x-ndjson", b"[1]", ["/records/0/data"]),
        ("text/csv", b"a,b\n1,2\n1\n", ["/records/1"]),
    ],
)
def test_rows_that_are_none(service: Service, media_type: str, body: bytes, where: list[str]) -> None:
    at = f"/batches?edition=2016&item=admin-licence&provider={PROVIDER}"
    answer = service.post(at, data=body, headers={"Content-Type": media_type, "Idempotency-Key": "k"})
    assert (problem(answer), pointers(answer)) == ("invalid-request", where)


def test_chinese_titles_become_names(service: Service) -> None:
    from conformance.standard.load import load

    titles = {field.name: field.title for field in load().record_type_of("admin-licence").fields}
    row = licence(8)
    service.receipt({titles[name]: value for name, value in row.items()})
    assert service.ask("uscc", row["subject_uscc"]).json()["records"][0]["data"] == row


def test_a_full_batch_withdraws_what_it_does_not_hold_any_more(service: Service) -> None:
    kept, gone, bad = (service.receipt(licence(place))["lines"][0]["record"] for place in (1, 2, 3))
    service.receipt(licence(1), licence(3, approval_category="无此类"), kind="full")
    state = {one["id"]: one["state"] for one in service.page(limit=100)["records"]}
    assert (state[kept], state[gone], state[bad]) == ("current", "withdrawn", "current")


def test_of_two_batches_about_a_record_the_later_one_holds_whichever_is_looked_at_first(service: Service) -> None:
    service.push(licence(1, remarks="先"))
    service.receipt(licence(1, remarks="后"))
    record = service.ask("uscc", licence(1)["subject_uscc"]).json()["records"][0]
    assert record["data"]["remarks"] == "后"


def test_a_batch_is_wholly_there_after_a_restart(serve, tmp_path) -> None:
    path = tmp_path / "store.db"
    first = serve(database=path)
    location = first.push(licence(1), licence(2)).headers["Location"]
    cursor = first.page()["next"]
    again = serve(database=path)
    assert again.get(location).json()["state"] == "accepted"
    assert again.page(since=cursor)["next"] == cursor
