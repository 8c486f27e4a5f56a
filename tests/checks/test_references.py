"""What names another record, and by what keys it does: in tables that lack some of the columns too."""

from __future__ import annotations

from typing import Any

import pytest
from cells import answers, context

from conformance.checks import Context, Judgement, Skip, build
from conformance.checks.references import reference_keys, registrar

FIRM, OTHER_FIRM = "91310115MA1K3A7X5P", "91310115MA1K3A7X5Q"
CODES = ("subject_uscc", "subject_organisation_code", "subject_registration_number")
Cells = list[str | None]


def built(fields: tuple[str, ...], columns: dict[str, Cells], **params: Any) -> tuple[Context, Judgement | Skip]:
    here = context("penalty", *columns)
    options = {"referred_type": "registration", "referred_fields": fields, "matching": "any"} | params
    return here, build(here, "reference", fields, options)


@pytest.mark.parametrize(
    ("matching", "present", "runs"),
    [
        ("any", CODES, True),
        ("any", CODES[2:], True),
        ("any", ("remarks",), False),
        ("all", CODES, True),
        ("all", CODES[:2], False),
        ("all", ("remarks",), False),
    ],
)
def test_one_column_is_enough_unless_all_are_one_key(matching: str, present: tuple[str, ...], runs: bool) -> None:
    _, judgement = built(CODES, {name: [] for name in present}, matching=matching)
    assert isinstance(judgement, Judgement) if runs else judgement == Skip("column-absent")


@pytest.mark.parametrize(("present", "runs"), [(("remarks",), True), ((), False)], ids=["there", "absent"])
def test_a_record_that_refers_where_something_is_filled_needs_a_column_for_that(
    present: tuple[str, ...], runs: bool
) -> None:
    columns: dict[str, Cells] = {name: [] for name in (CODES[0], *present)}
    _, judgement = built(CODES[:1], columns, when_filled=["remarks"])
    assert isinstance(judgement, Judgement) if runs else judgement == Skip("column-absent")


def test_a_record_refers_where_it_names_one_and_what_is_asked_for_is_filled() -> None:
    columns: dict[str, Cells] = {
        "subject_uscc": [FIRM, FIRM, FIRM, None, OTHER_FIRM],
        "remarks": ["移出", None, "无", "移出", "移出"],
    }
    here, judgement = built(CODES[:1], columns, when_filled=["legal_representative", "remarks"])
    assert isinstance(judgement, Judgement)
    assert answers(here, columns, judgement.applies) == [[True, False, False, False, False]]


def test_what_is_missing_is_shown_by_all_that_is_there() -> None:
    columns: dict[str, Cells] = {
        "subject_uscc": [FIRM, None, FIRM],
        "subject_registration_number": [None, "310115600123458", "310115600123458"],
    }
    here, judgement = built(CODES, columns)
    assert isinstance(judgement, Judgement)
    assert judgement.at == "subject_uscc"
    expected = [FIRM, "310115600123458", f"{FIRM} 310115600123458"]
    assert answers(here, columns, judgement.details["missing"]) == [expected]


def test_keys_of_columns_that_are_there_whichever_is_absent() -> None:
    columns: dict[str, Cells] = {"subject_organisation_code": ["MA1K3A7X5", "MA1K3A7X6", None]}
    here = context("penalty", *columns)
    keys = reference_keys(here, CODES, "any")
    assert len(keys) == 1
    [[right, wrong, none]] = answers(here, columns, *keys)
    assert right is not None
    assert (wrong, none) == (None, None)


def test_a_unified_code_is_found_by_the_organisation_code_within() -> None:
    columns: dict[str, Cells] = {"subject_uscc": [FIRM], "subject_organisation_code": ["MA1K3A7X5"]}
    here = context("penalty", *columns)
    [[_], [within], [own]] = answers(here, columns, *reference_keys(here, CODES[:2], "any"))
    assert within == own


def test_the_registering_authority_of_a_subject() -> None:
    """By its unified code before its number in the business register; by neither where both are wrong."""
    columns: dict[str, Cells] = {
        "subject_uscc": [FIRM, None, None, OTHER_FIRM],
        "subject_registration_number": [None, "310115600123458", "310115600123451", None],
        "subject_name": ["某公司"] * 4,
    }
    here = context("penalty", *columns)
    [signs] = answers(here, columns, registrar(here, ["subject_name", "subject_uscc", "subject_registration_number"]))
    assert signs == ["9", "9", None, None]


def test_a_day_is_held_to_the_period_where_it_can_be_told() -> None:
    """That of the decision, whenever the record was changed."""
    columns: dict[str, Cells] = {
        "decision_date": ["2016/05/09", None, "2016/13/45", "2016-5-9"],
        "data_timestamp": [None, "2016/05/09", "2016/05/09", "2016/05/09"],
    }
    here = context("penalty", *columns)
    judgement = build(here, "within_period", tuple(columns), {})
    assert isinstance(judgement, Judgement)
    assert answers(here, columns, judgement.applies) == [[True, False, False, True]]
