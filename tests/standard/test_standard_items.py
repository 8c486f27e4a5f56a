"""Items narrow their record type; parties follow from units."""

from __future__ import annotations

import pytest

from conformance.standard.load import load
from conformance.standard.model import Check, narrowed
from conformance.standard.parties import find_party

STANDARD = load()


def rules_of(item: str, party: str | None = None) -> list[tuple[str, str]]:
    record = STANDARD.record_type_of(item, None if party is None else STANDARD.parties[party])
    return [(check.rule, check.field) for check in record.checks]


def test_a_general_item_asks_only_who_sends_it() -> None:
    plain = STANDARD.record_types["licence"]
    assert [c.rule for c in STANDARD.record_type_of("admin-licence").checks[len(plain.checks) :]] == [
        "provider-registered"
    ]


def test_a_field_that_the_item_requires_is_required_and_no_placeholder() -> None:
    assert STANDARD.record_type_of("tax-credit-rating").field("rating_year").requirement == "required"
    assert STANDARD.record_types["rating"].field("rating_year").requirement == "optional"
    assert ("required", "rating_year") in rules_of("tax-credit-rating")
    assert ("placeholder-value", "rating_year") not in rules_of("tax-credit-rating")


def test_a_required_code_settles_that_there_is_one() -> None:
    rules = [rule for rule, _ in rules_of("agri-permit")]
    assert "one-of-required" not in rules
    assert ("required", "subject_uscc") in rules_of("agri-permit")


def test_a_product_needs_neither_code_nor_name_of_a_subject() -> None:
    rules = rules_of("banned-product")
    assert ("required", "subject_name") not in rules
    assert "one-of-required" not in [rule for rule, _ in rules]
    assert ("required", "product_name") in rules
    assert ("placeholder-value", "subject_name") in rules, "a word for empty is told as in any optional field"


def test_an_item_that_asks_for_nothing_has_the_type_itself() -> None:
    item = STANDARD.items["admin-licence"]
    plain = STANDARD.record_types["licence"]
    assert narrowed(plain, type(item)(item.id, item.title, "licence", item.clause, item.basis)) is plain


def test_what_a_province_asks_for_is_a_warning_and_replaces_the_placeholder() -> None:
    party = STANDARD.parties["province:320000"]
    asked = [check for checks in party.checks.values() for check in checks]
    assert asked
    assert {check.severity for check in asked} == {"warning"}
    (check,) = (c for c in party.checks["licence"] if c.field == "power_list_code")
    assert isinstance(check, Check)
    assert ("placeholder-value", "power_list_code") not in rules_of("admin-licence", "province:320000")


@pytest.mark.parametrize(
    ("party", "jurisdiction"),
    [
        ("unit:sh-tax", ("31",)),
        ("district:310115", ("310115",)),
        ("district:310106", ("310106", "310108")),
        ("district:310230", ("310230", "310151")),
        ("province:320000", ("32",)),
    ],
)
def test_jurisdiction_follows_from_the_unit(party: str, jurisdiction: tuple[str, ...]) -> None:
    assert STANDARD.parties[party].jurisdiction == jurisdiction


def test_a_party_stands_for_its_unit_and_the_groups_that_it_is_in() -> None:
    assert {"sh-tax", "grp-relevant-depts"} <= set(STANDARD.parties["unit:sh-tax"].units)
    assert "districts-all" in STANDARD.parties["district:310114"].units


def test_groups_submit_nothing_themselves() -> None:
    assert not [name for name in STANDARD.parties if name.startswith("unit:grp-")]
    assert len([name for name in STANDARD.parties if name.startswith("district:")]) == 16


def test_a_district_s_office_of_a_department_submits_for_both_within_the_district() -> None:
    party = find_party("district:310115/sh-fda", STANDARD)
    assert party is not None
    assert party.title.zh == "上海市浦东新区市场监督管理局"
    assert party.jurisdiction == ("310115",)
    assert {"sh-fda", "d-pudong", "districts-all"} <= set(party.units)


@pytest.mark.parametrize("given", ["district:310151", "district:310230", "district:310108", "unit:sh_tax"])
def test_a_party_is_found_by_what_it_was_or_became(given: str) -> None:
    assert find_party(given, STANDARD) is not None


@pytest.mark.parametrize("given", ["district:310115/sh-nobody", "district:999999", "district:310115/sh-npc", "sh-tax"])
def test_nobody_is_found_under_what_is_no_party(given: str) -> None:
    assert find_party(given, STANDARD) is None


@pytest.mark.parametrize(
    ("name", "party"),
    [("市地税局", "unit:sh-tax"), ("上海市地方税务局", "unit:sh-tax"), ("浦东新区", "district:310115")],
)
def test_a_party_is_found_by_a_name_that_is_its_own(name: str, party: str) -> None:
    found = find_party(name, STANDARD)
    assert found is not None
    assert found.id == party
