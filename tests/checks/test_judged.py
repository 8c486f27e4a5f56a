"""How many records each check judges: those that hold something of its kind, whether it is right or wrong."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from test_checkdigits import one

from agreement.engine import table_of
from conformance.engine.local import run_table
from conformance.engine.model import Request, Tally
from conformance.standard.load import load
from conformance.standard.model import Party, Purpose

UNIFIED, OTHER = "91310115MA1K3A7X5P", "91310115MA1K3A7X51"


Records = list[dict[str, str | None]]


def tallies(
    rule: str,
    item: str,
    records: Records,
    purpose: Purpose = "submission",
    applies_from: date | None = None,
    party: Party | None = None,
) -> list[Tally]:
    """Those of a rule on the last of just these columns."""
    full = [{"document_number": f"沪字〔2016〕第{n}号"} | record for n, record in enumerate(records)]
    request = Request(load(), date(2016, 12, 31), purpose, party, applies_from)
    last = list(records[0])[-1]
    every = run_table(table_of(full, item), request).tallies
    return [tally for tally in every if (tally.check.rule, tally.check.field) == (rule, last)]


def judged(*asked: Any, **options: Any) -> int:
    """How many records were judged, asked as ``tallies`` are; of several checks each judged as many."""
    [number] = {tally.checked for tally in tallies(*asked, **options) if tally.status == "run"}
    return number


def unjudged(*asked: Any, **options: Any) -> dict[str, int]:
    """How many could not be judged, by reason."""
    return {tally.reason: tally.unjudged for tally in tallies(*asked, **options) if tally.status == "skipped"}


@pytest.mark.parametrize(
    ("rule", "field", "values", "number", "item"),
    [
        ("number-range", "registered_capital", ["8000", "约8000", "-1", None, "/"], 3, "legal-person-base"),
        ("number-form", "registered_capital", ["8000", "８０００", "约8000", None, "/"], 2, "legal-person-base"),
        ("date", "decision_date", ["2016/05/09", "2016-5-9", "2016/13/45", None, "无"], 3, "admin-licence"),
        ("date-form", "decision_date", ["2016/05/09", "2016-5-9", "2016/13/45", None, "无"], 2, "admin-licence"),
        ("not-in-future", "decision_date", ["2016/05/09", "2017/01/01", "2016/13/45", None], 2, "admin-licence"),
        ("code-list", "approval_category", ["普通", "训诫", "1", None, "/"], 3, "admin-licence"),
        ("code-scheme-doubtful", "approval_category", ["普通", "训诫", "1", None, "/"], 3, "admin-licence"),
        ("label-for-code", "current_status", ["0", "正常", "9", None], 3, "admin-licence"),
        ("max-length", "licence_content", ["字", "字" * 5000, None, "/"], 2, "admin-licence"),
        ("max-length", "approval_category", ["普通", "其他（说明）", "训诫（说明）", None], 1, "admin-licence"),
        ("surrounding-blanks", "subject_name", ["某公司", " 某公司", None, "  "], 2, "admin-licence"),
        ("lost-character", "subject_name", ["某公司", "某?公司", None, "  "], 2, "admin-licence"),
        ("control-character", "subject_name", ["某公司", "某\x01公司", None, "  "], 2, "admin-licence"),
        ("excel-mangled-value", "division_code", ["310115", "310115.0", None, "  "], 2, "admin-licence"),
        ("masked-value", "subject_name", ["某公司", "张*", None, "  "], 2, "admin-licence"),
        ("uscc-check-digit", "subject_uscc", [UNIFIED, OTHER, "12345", None, "/"], 2, "admin-licence"),
        ("pattern", "subject_uscc", [UNIFIED, OTHER, "12345", None, "/"], 3, "admin-licence"),
        ("value-of-item", "grade", ["A", "AA", None, "/"], 2, "tax-credit-rating"),
        ("issuing-organ-unknown", "authority", ["上海市统计局", "市地税局", None, "/"], 2, "tax-credit-rating"),
    ],
)
def test_a_blank_a_placeholder_and_what_another_rule_speaks_of_are_not_judged(
    rule: str, field: str, values: list[str | None], number: int, item: str
) -> None:
    assert judged(rule, item, [{field: value} for value in values]) == number


def test_an_order_is_judged_where_there_are_two_days() -> None:
    pairs = [("2016/05/09", "2016/05/08"), ("2016/05/09", "2016/05/10"), ("2016/05/09", None), (None, "2016/05/09")]
    records = [{"decision_date": decided, "data_timestamp": sent} for decided, sent in pairs]
    assert judged("date-order", "admin-licence", records) == 2


def test_an_order_is_judged_where_a_day_may_lie_in_the_future_and_not_where_it_may_not() -> None:
    """A licence holds for years; of a decision of next year another rule speaks."""
    days = [("2016/05/09", "2020/05/08"), ("2016/12/31", "2016/12/31"), ("2017/01/01", "2020/05/08")]
    records: Records = [{"decision_date": decided, "valid_until": until} for decided, until in days]
    assert judged("date-order", "admin-licence", records) == 2


def test_a_deadline_is_judged_where_there_are_two_days_in_order() -> None:
    pairs = [
        ("2016/05/09", "2016/05/10"),
        ("2016/05/09", "2016/12/01"),
        ("2016/05/09", "2016/05/08"),
        (None, "2016/05/09"),
    ]
    records = [{"decision_date": decided, "publication_date": published} for decided, published in pairs]
    assert judged("publish-within-7-working-days", "admin-licence", records) == 2


DECIDED_AND_PUBLISHED = [
    ("2016/05/09", "2016/05/09"),
    ("2016/05/03", "2016/05/04"),
    ("2016/04/29", "2016/05/03"),
    ("1999/01/04", "1999/01/05"),
    ("1999/01/04", None),
    ("2016/05/09", "2016/05/06"),
]


@pytest.mark.parametrize(
    ("applies_from", "number", "left_out"),
    [
        (None, 3, {"outside-calendar": 1}),
        (date(2016, 5, 3), 2, {"before-applies-from": 2}),
        (date(2016, 5, 4), 1, {"before-applies-from": 3}),
    ],
    ids=["always", "from-the-day-of-the-second", "from-the-day-behind"],
)
def test_a_deadline_that_cannot_be_judged_is_counted_by_its_reason(
    applies_from: date | None, number: int, left_out: dict[str, int]
) -> None:
    """A decision that was published on its own day is in time; one of the first day is no longer before it."""
    records = [
        {"decision_date": decided, "publication_date": published} for decided, published in DECIDED_AND_PUBLISHED
    ]
    rule = "publish-within-7-working-days"
    assert judged(rule, "admin-licence", records, applies_from=applies_from) == number
    assert unjudged(rule, "admin-licence", records, applies_from=applies_from) == left_out


def test_a_time_stamp_is_judged_by_where_no_publication_date_says_more() -> None:
    """And where the status is normal, or nobody says that it is not."""
    records = [
        {"current_status": status, "publication_date": published, "decision_date": "2016/05/09", "data_timestamp": sent}
        for status, published, sent in [
            ("0", None, "2016/05/10"),
            ("正常", None, "2016/05/10"),
            (None, None, "2016/05/10"),
            ("1", None, "2016/05/10"),
            ('="0"', None, "2016/05/10"),
            ("0", "2016/05/10", "2016/05/10"),
            ("0", None, "2016/05/06"),
        ]
    ]
    assert judged("publish-within-7-working-days", "admin-licence", records) == 3


PERSON, FIRM = "310109198103050310", "91310115MA1K3A7X5P"


def of_subjects(*subjects: tuple[str | None, str | None, str | None]) -> Records:
    """Records of subjects by their name, unified code and citizen id."""
    return [{"subject_name": n, "subject_uscc": code, "subject_citizen_id": own} for n, code, own in subjects]


def test_a_subject_of_which_nobody_can_tell_what_it_is_is_counted() -> None:
    """One that has a person's number and no code of an organisation, and a name that says nothing."""
    records = of_subjects(
        ("砚沁", None, PERSON),
        ("砚沁", FIRM, PERSON),
        ("砚沁", FIRM, None),
        ("砚沁", None, None),
        ("上海砚沁食品有限公司", None, PERSON),
        (None, None, PERSON),
    )
    assert unjudged("subject-identifier-kind", "admin-licence", records) == {"unknown-kind": 2}


def test_a_subject_is_judged_where_it_has_a_code_and_can_be_told() -> None:
    records = of_subjects(
        ("上海砚沁食品有限公司", FIRM, None),
        ("上海砚沁食品有限公司", None, PERSON),
        ("砚沁", None, PERSON),
        ("砚沁", None, None),
    )
    assert judged("subject-identifier-kind", "admin-licence", records) == 2


def test_whom_an_item_is_about_is_judged_where_there_is_a_code() -> None:
    records = [
        {"subject_uscc": code, "subject_citizen_id": own} for code, own in [(FIRM, None), (None, PERSON), (None, None)]
    ]
    assert judged("subject-identifier-kind", "director-duty", records) == 2


def test_two_codes_are_compared_where_each_is_right_in_itself() -> None:
    """The unified code has check characters of its own and, within, of the organisation code."""
    body, code = "91310115MA1K3A7X5", "MA1K3A7X5"
    within = body[:16] + "6"
    right, wrong_within = (f"{text}{one('gb32100', text + '0')}" for text in (body, within))
    pairs = [
        (code, right),
        ("MA2EL6266", right),
        ("MA1K3A7X6", right),
        (code, f"{body}{'0' if right[-1] != '0' else '1'}"),
        (code, wrong_within),
        (code, None),
        (None, right),
    ]
    records = [{"subject_uscc": unified, "subject_organisation_code": own} for own, unified in pairs]
    assert judged("organisation-code-matches-uscc", "admin-licence", records) == 2


@pytest.mark.parametrize(
    ("rule", "number"), [("pattern", 3), ("citizen-id-check-digit", 4), ("citizen-id-birth-date", 2)]
)
def test_the_shape_of_a_citizen_id_is_judged_where_no_other_document_is_noted(rule: str, number: int) -> None:
    """Check digit and birth date of all that have it."""
    numbers = ["31010119810305031X", "310101198103050310", "3101011981030503", None]
    records: Records = [{"remarks": note, "subject_citizen_id": text} for note in ("护照", None) for text in numbers]
    assert judged(rule, "admin-licence", records) == number


def test_a_jurisdiction_is_judged_of_every_code_that_there_is() -> None:
    """And of one in a province whose counties are not listed here, and of those that gather several counties."""
    codes = ["310115", "310101", "310100", "320501", "440106", "310199", "990000", "浦东新区", None]
    party = load().parties["district:310115"]
    records: Records = [{"division_code": code} for code in codes]
    assert judged("division-in-jurisdiction", "admin-licence", records, party=party) == 5


@pytest.mark.parametrize(("decided", "number"), [("2016/05/09", 4), (None, 2)], ids=["on-a-day", "on-no-day"])
def test_a_division_is_judged_where_its_counties_are_listed(decided: str | None, number: int) -> None:
    """Of a record without a day only a code that no list ever held."""
    codes = ["310115", "310230", "310100", "440106", "310199", "990000", None]
    records: Records = [{"decision_date": decided, "division_code": code} for code in codes]
    assert judged("division-in-force", "admin-licence", records) == number


def test_a_publication_is_judged_where_something_is_written() -> None:
    records = [{"remarks": text} for text in ("身份证31010119810305031X", "无事项", None)]
    assert judged("personal-data-unmasked", "admin-licence", records, "publication") == 2
