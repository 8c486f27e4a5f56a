from __future__ import annotations

import json
from datetime import date

import pytest

from conformance.api import Options, check_many
from conformance.exchange.profile import reference
from conformance.exchange.profile.envelopes import faults
from conformance.exchange.profile.reference_data import catalogue_bytes, code_list_bytes
from conformance.exchange.profile.synthetic import is_synthetic
from conformance.standard.load import load

STANDARD = load()


def test_nothing_is_wrong_with_the_records_that_are_there_from_the_start():
    rows = [dict(record.data) for record in reference.seed_records()]
    options = Options(item=reference.ITEM, party=reference.PROVIDER, as_of=date(2016, 6, 30))
    assert check_many([rows], options, standard=STANDARD).findings == []


def test_they_are_about_nobody():
    names = ("subject_uscc", "subject_organisation_code", "subject_citizen_id")
    told = [record.data[name] for record in reference.seed_records() for name in names if name in record.data]
    assert all(map(is_synthetic, told))


def test_a_tester_is_told_what_is_there():
    given, records = reference.given(), reference.seed_records()
    of_subject = [record for record in records if record.data.get("subject_uscc") == given.subject.id]
    assert len(of_subject) == 2
    assert all(set(given.restricted_fields) <= set(record.data) for record in of_subject)
    assert given.absent_subject.id not in {record.data.get("subject_uscc") for record in records}
    assert {record.id: record.reason is None for record in records}[given.current_record]
    assert not {record.id: record.reason is None for record in records}[given.withdrawn_record]
    assert [record.modified for record in records] == sorted(record.modified for record in records)


def test_the_restricted_fields_are_those_that_are_not_public():
    fields = STANDARD.record_type_of(reference.ITEM).fields
    assert set(reference.RESTRICTED_FIELDS) == {field.name for field in fields if field.disclosure == "shared"}


def test_the_catalogue_is_its_envelope_and_always_the_same_bytes():
    content = catalogue_bytes(STANDARD)
    assert content == catalogue_bytes(STANDARD)
    assert list(faults("Catalogue", json.loads(content))) == []
    assert {item["id"] for item in json.loads(content)["items"]} == STANDARD.items.keys()


@pytest.mark.parametrize("name", STANDARD.code_lists)
def test_a_code_list_is_its_envelope(name):
    held = json.loads(code_list_bytes(STANDARD, name))
    assert list(faults("CodeListDocument", held)) == []
    assert [code["code"] for code in held["codes"]] == [code.code for code in STANDARD.code_lists[name].codes]


def test_a_code_list_that_is_none_is_no_bytes():
    with pytest.raises(KeyError):
        code_list_bytes(STANDARD, "no_such_list")
