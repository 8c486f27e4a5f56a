"""Objections, repairs, amendments, withdrawals."""

from __future__ import annotations

import pytest

from conformance.exchange.profile import reference
from exchange.server.service import Service, pointers, problem

RECORD = reference.given().current_record


def entry(service: Service) -> dict:
    return next(one for one in service.page(limit=100)["records"] if one["id"] == RECORD)


@pytest.mark.parametrize(("kind", "reason"), [("withdrawal", "withdrawn"), ("repair", "repaired")])
def test_what_takes_a_record_away_leaves_a_tombstone(service: Service, kind: str, reason: str) -> None:
    answer = service.correct(RECORD, kind)
    assert (answer.status_code, answer.json()["state"]) == (201, "accepted")
    assert entry(service)["reason"] == reason
    assert service.get(answer.headers["Location"]).json() == answer.json()


def test_an_amendment_changes_its_fields_and_no_others(service: Service) -> None:
    before = entry(service)
    service.correct(RECORD, "amendment", data={"remarks": "更正"})
    after = entry(service)
    assert after["data"] == {**before["data"], "remarks": "更正"}
    assert after["modified"] > before["modified"]


def test_an_amendment_is_held_to_the_rules(service: Service) -> None:
    before = entry(service)
    answer = service.correct(RECORD, "amendment", data={"subject_uscc": "91310000TTTT00000A"})
    assert problem(answer) == "invalid-request"
    assert "/data/subject_uscc" in pointers(answer)
    assert entry(service) == before


def test_an_amendment_says_what_changes(service: Service) -> None:
    assert pointers(service.correct(RECORD, "amendment")) == ["/data"]


def test_an_objection_waits_for_somebody(service: Service) -> None:
    answer = service.correct(RECORD, "objection", evidence="附件1")
    assert (answer.json()["state"], "decided" in answer.json()) == ("received", False)
    assert entry(service)["state"] == "current"


def test_what_is_gone_cannot_be_corrected(service: Service) -> None:
    service.correct(RECORD, "withdrawal")
    assert [service.correct(RECORD, kind).json()["state"] for kind in ("withdrawal", "repair")] == ["rejected"] * 2


def test_what_does_not_exist(service: Service) -> None:
    assert problem(service.correct("r-nothing", "withdrawal")) == "not-found"
    assert problem(service.get("/corrections/c-nothing")) == "not-found"


def test_a_withdrawn_record_comes_back_under_its_id_when_it_is_pushed_again(service: Service) -> None:
    data = entry(service)["data"]
    service.correct(RECORD, "withdrawal")
    assert service.receipt(data)["lines"][0]["record"] == RECORD
    assert entry(service)["state"] == "current"


def test_nothing_of_what_a_withdrawn_record_said_is_kept(serve, tmp_path) -> None:
    service = serve(database=tmp_path / "store.db")
    name = entry(service)["data"]["document_number"].encode()
    service.correct(RECORD, "withdrawal")
    import sqlite3

    with sqlite3.connect(tmp_path / "store.db") as db:
        kept = [str(row) for row in db.execute("SELECT * FROM records WHERE id = ?", (RECORD,))]
    db.close()
    assert name.decode() not in kept[0]
