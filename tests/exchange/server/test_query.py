"""Records of one subject."""

from __future__ import annotations

import pytest

from conformance.exchange.profile import reference
from exchange.server.service import Service, licence, pointers, problem

GIVEN = reference.given()


def test_the_records_of_the_subject_and_of_nobody_else(service: Service) -> None:
    records = service.ask(GIVEN.subject.scheme, GIVEN.subject.id).json()["records"]
    assert {one["data"]["subject_uscc"] for one in records} == {GIVEN.subject.id}
    assert len(records) == 2


def test_a_subject_that_nothing_is_known_of(service: Service) -> None:
    answer = service.ask(GIVEN.absent_subject.scheme, GIVEN.absent_subject.id)
    assert (answer.status_code, answer.json()["records"]) == (200, [])


def test_an_identifier_is_known_however_it_is_written(service: Service) -> None:
    code = GIVEN.subject.id[8:17]
    for written in (code, f"{code[:8]}-{code[8]}", code.lower()):
        assert len(service.ask("organisation-code", written).json()["records"]) == 2


@pytest.mark.parametrize(
    ("scheme", "id_", "rule"),
    [
        ("uscc", "91310000TTTT00000A", "uscc-check-digit"),
        ("organisation-code", "TTTT00000", "organisation-code-check-digit"),
        ("registration-number", "999999000000000", "registration-number-check-digit"),
        ("citizen-id", "310000190001010010", "citizen-id-check-digit"),
    ],
)
def test_an_identifier_that_can_be_none_is_refused_by_the_rule_of_the_standard(
    service: Service, scheme: str, id_: str, rule: str
) -> None:
    answer = service.ask(scheme, id_)
    assert (problem(answer), pointers(answer)) == ("invalid-request", ["/subject/id"])
    assert (answer.json()["errors"][0]["rule"], "clause" in answer.json()["errors"][0]) == (rule, True)


def test_a_natural_person_is_asked_for_with_an_authorisation(service: Service) -> None:
    assert problem(service.ask(GIVEN.person.scheme, GIVEN.person.id)) == "forbidden"
    allowed = service.ask(GIVEN.person.scheme, GIVEN.person.id, authorisation=GIVEN.authorisation)
    assert len(allowed.json()["records"]) == 1


def test_what_is_not_for_everybody_needs_its_scope(service: Service) -> None:
    seen = {
        as_: service.ask("uscc", GIVEN.subject.id, as_=as_).json()["records"][0]["data"] for as_ in ("full", "limited")
    }
    assert set(seen["full"]) - set(seen["limited"]) == set(GIVEN.restricted_fields)


def test_items_narrow_the_answer_and_have_to_be_known(service: Service) -> None:
    assert service.ask("uscc", GIVEN.subject.id, items=["admin-penalty"]).json()["records"] == []
    assert problem(service.ask("uscc", GIVEN.subject.id, items=["admin-licence", "no-such"])) == "unknown-item"


def test_a_pushed_record_is_found_at_once(service: Service) -> None:
    service.push(licence(5))
    assert len(service.ask("uscc", licence(5)["subject_uscc"]).json()["records"]) == 1
