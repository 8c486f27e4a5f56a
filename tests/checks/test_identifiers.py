"""Identifiers: one finding for one cause."""

import pytest
from cells import rules, rules_of, told
from test_checkdigits import one

from conformance.standard.load import load


@pytest.mark.parametrize(
    ("field", "value", "expected"),
    [
        ("subject_uscc", "91310115MA1H70CGXJ", set()),
        ("subject_uscc", "91310115ma1h70cgxj", {"identifier-form"}),
        ("subject_uscc", "９１３１０１１５ＭＡ１Ｈ７０ＣＧＸＪ", {"identifier-form"}),
        ("subject_uscc", "9131 0115 MA1H 70CG XJ", {"identifier-form"}),
        ("subject_uscc", "91310115MA1H70CGXJ（统一社会信用代码）", {"identifier-form"}),
        ("subject_uscc", " 91310115MA1H70CGXJ", {"surrounding-blanks"}),
        ("subject_uscc", "91310115MA1H70CGXK", {"uscc-check-digit"}),
        ("subject_uscc", "91310115MA1H70CGX", {"pattern"}),
        ("subject_uscc", "91310115MA1H70CGXI", {"pattern"}),
        ("subject_uscc", "有限公司", {"pattern"}),
        ("subject_uscc", "362322198709086409", {"uscc-check-digit"}),
        ("subject_uscc", "91310115********XJ", {"masked-value"}),
        ("subject_organisation_code", "MA2EL6266", set()),
        ("subject_organisation_code", "MA2EL626-6", set()),
        ("subject_organisation_code", "MA2EL6267", {"organisation-code-check-digit"}),
        ("subject_registration_number", "310115600985533", set()),
        ("subject_registration_number", "310115600985535", {"registration-number-check-digit"}),
        ("subject_registration_number", "3101156009855", {"identifier-form"}),
        ("subject_registration_number", "企独沪总字第012345号", {"identifier-form"}),
        ("subject_tax_number", "310115600985533", set()),
        ("subject_tax_number", "3101156009855", {"identifier-form"}),
        ("subject_citizen_id", "31010119810305031X", set()),
        ("subject_citizen_id", "310101198103050310", {"citizen-id-check-digit"}),
        ("subject_citizen_id", "E12345678", {"identifier-form"}),
        ("subject_citizen_id", "310101800615001", {"pattern"}),
        ("division_code", "310115", set()),
        ("division_code", "３１０１１５", {"identifier-form"}),
        ("division_code", "浦东新区", {"pattern"}),
        ("division_code", "3101155", {"pattern"}),
    ],
)
def test_a_cell_has_one_finding_for_its_one_fault(field: str, value: str, expected: set[str]) -> None:
    assert rules_of(field, value) == expected


def test_a_foreigners_passport_noted_in_the_remarks_is_no_citizen_id() -> None:
    assert rules(subject_citizen_id="E12345678", remarks="证件种类：护照") == set()


@pytest.mark.parametrize(
    ("number", "expected"),
    [("31010119810305031X", set()), ("310101198103050310", {"citizen-id-check-digit"}), ("E12345678", set())],
)
def test_what_has_the_shape_of_an_id_is_judged_as_one_whatever_document_is_noted(
    number: str, expected: set[str]
) -> None:
    assert {rule for rule, _ in rules(subject_citizen_id=number, remarks="外国人，护照")} == expected


@pytest.mark.parametrize(
    ("born", "expected"),
    [
        ("20161231", set()),
        ("20170101", {"citizen-id-birth-date"}),
        ("18660101", set()),
        ("18651231", {"citizen-id-birth-date"}),
        ("19810230", {"citizen-id-birth-date"}),
    ],
    ids=["today", "tomorrow", "150-years-ago", "longer-ago", "no-day"],
)
def test_nobody_is_born_tomorrow_or_more_than_150_years_ago(born: str, expected: set[str]) -> None:
    body = f"310101{born}001"
    number = body + (one("gb11643", body + "0") or "")
    assert rules_of("subject_citizen_id", number) == expected
    if expected:
        assert told("citizen-id-birth-date", "subject_citizen_id", number) == {"birth_date": born}


@pytest.mark.parametrize("head", ["A1", "N2", "Y1"])
def test_codes_of_the_later_departments_are_judged_by_their_check_digit_alone(head: str) -> None:
    body = f"{head}310115MA1H70CGX"
    code = body + (one("gb32100", body + "0") or "")
    assert rules_of("subject_uscc", code) == set()


def test_the_organisation_code_has_to_be_the_one_inside_the_unified_code() -> None:
    assert rules(subject_uscc="91310115MA1H70CGXJ", subject_organisation_code="MA2EL6266") == {
        ("organisation-code-matches-uscc", "subject_organisation_code")
    }


def test_another_partys_division_is_outside_its_jurisdiction_and_no_division_is_not() -> None:
    party = load().parties["district:310115"]
    assert rules_of("division_code", "310101", party=party) == {"division-in-jurisdiction"}
    assert rules_of("division_code", "310199", party=party) == {"division-in-force"}


@pytest.mark.parametrize(
    ("field", "value", "expected"),
    [
        ("subject_citizen_id", "31010119810305031X", {"personal-data-unmasked"}),
        ("subject_citizen_id", "310101800615001", {"personal-data-unmasked"}),
        ("subject_citizen_id", "310101********031X", set()),
        ("subject_uscc", "31010119810305031X", {"personal-data-unmasked", "uscc-check-digit"}),
        ("remarks", "联系人身份证31010119810305031X。", {"personal-data-unmasked"}),
        ("remarks", "联系人ID31010119810305031X", {"personal-data-unmasked"}),
        ("remarks", "受理编号310101198103050310", set()),
    ],
)
def test_a_publication_shows_no_whole_id(field: str, value: str, expected: set[str]) -> None:
    assert rules_of(field, value, purpose="publication") == expected
