"""What emitters are told of an edition."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from conformance.publish.model import KINDS
from conformance.publish.modelling import _LONG_TERM, edition_model, shipped_model
from conformance.publish.records.dates import _WITHOUT_END
from conformance.standard.load import load


def test_the_whole_edition_is_its_record_types_and_items():
    edition = shipped_model()
    assert [record.id for record in edition.records] == list(load().record_types)
    assert [record.id for record in edition.items] == list(load().items)
    assert edition.digest == load().digest
    assert all(field.kind in KINDS for record in edition.items for field in record.fields)


def test_one_item_is_that_item_and_the_lists_that_it_uses():
    edition = shipped_model(item="admin-licence")
    assert [record.id for record in edition.records] == ["admin-licence"]
    assert {one.id for one in edition.code_lists} == {
        "approval_category",
        "current_status",
        "subject_category",
        "usage_scope",
    }


def test_a_field_says_what_its_checks_say():
    [licence] = shipped_model(item="admin-licence").records
    number = licence.field("document_number")
    assert (number.required, number.max_length, number.words) == (True, 128, ("空",))
    assert licence.field("subject_uscc").check_digit == "gb32100"
    assert "长期" in licence.field("valid_until").words
    assert shipped_model().records[1].field("amount_due").decimals == 2


def test_what_stands_for_no_end_is_what_the_rules_say():
    assert set(_LONG_TERM) == {word for word in _WITHOUT_END.split("|") if word.isalpha()}


def test_a_list_by_label_takes_aliases_and_one_by_code_takes_none():
    by_label = shipped_model().code_list("approval_category").codes[0]
    assert (by_label.written, by_label.accepted) == ("普通", ("普通", "普通许可", "一般许可"))
    assert shipped_model().code_list("current_status").codes[0].accepted == ("0",)


def test_orders_and_groups_are_told():
    [licence] = shipped_model(item="admin-licence").records
    assert ("valid_until", "decision_date") in {(one.later, one.earlier) for one in licence.orders}
    assert len(licence.one_of[0]) == 5


def test_an_unknown_item_or_type_is_an_error():
    with pytest.raises(KeyError):
        shipped_model(item="no-such-item")
    record = load().record_types["licence"]
    odd = replace(record, fields=(replace(record.fields[0], type="colour"),))
    with pytest.raises(ValueError, match="colour"):
        edition_model(replace(load(), record_types={"licence": odd}, items={}))
