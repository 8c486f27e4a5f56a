"""Division codes on the day of the decision."""

from datetime import date

import pytest
from cells import rules, told
from test_severity import severities

from conformance.standard.load import load


@pytest.mark.parametrize(
    ("code", "decided", "expected"),
    [
        ("310230", "2016/05/09", set()),
        ("310151", "2016/05/09", {"division-in-force"}),
        ("310151", "2016/09/01", set()),
        ("310230", "2016/12/01", {"division-in-force"}),
        ("310108", "2015/09/01", set()),
        ("310108", "2016/05/09", {"division-in-force"}),
        ("310199", "2016/05/09", {"division-in-force"}),
        ("310100", "2016/05/09", {"unknown-region"}),
        ("320501", "2016/05/09", {"unknown-region"}),
        ("440106", "2016/05/09", {"unknown-region"}),
        ("990000", "2016/05/09", {"division-in-force"}),
        ("310108", "2016/13/45", set()),
    ],
)
def test_a_code_holds_while_it_is_listed(code: str, decided: str, expected: set[str]) -> None:
    found = rules(division_code=code, decision_date=decided)
    assert {rule for rule, field in found if field == "division_code"} == expected


def test_a_time_stamp_after_the_change_makes_the_new_code_right() -> None:
    found = rules(division_code="310151", decision_date="2016/05/09", data_timestamp="2016/09/01")
    assert {rule for rule, field in found if field == "division_code"} == set()


def test_within_two_months_of_a_change_the_finding_is_mild() -> None:
    assert severities(division_code="310151", decision_date="2016/06/20") == {("division-in-force", "info")}
    assert severities(division_code="310151", decision_date="2016/05/09") == {("division-in-force", "error")}


def test_every_code_of_may_2016_holds_then() -> None:
    listed = [d.code for d in load().divisions if d.first <= "2016-05" and (d.last is None or d.last >= "2016-05")]
    assert len(listed) > 350
    assert all(not rules(division_code=c, decision_date="2016/05/09", as_of=date(2016, 5, 9)) for c in listed[::17])


@pytest.mark.parametrize(
    ("code", "decided", "severity"),
    [
        ("310151", "2016/05/31", "error"),
        ("310151", "2016/06/01", "info"),
        ("310151", "2016/07/31", "info"),
        ("310151", "2016/08/01", None),
        ("310230", "2016/07/31", None),
        ("310230", "2016/08/01", "info"),
        ("310230", "2016/09/30", "info"),
        ("310230", "2016/10/01", "error"),
    ],
)
def test_a_code_holds_to_the_day_and_two_months_around_are_grace(code: str, decided: str, severity: str | None) -> None:
    """崇明区 is listed from August 2016, 崇明县 up to July."""
    found = severities(division_code=code, decision_date=decided)
    assert found == ({("division-in-force", severity)} if severity else set())


@pytest.mark.parametrize(
    ("code", "what", "expected"),
    [
        ("310151", "当时尚未启用", "310230 崇明县"),
        ("310108", "当时已经停用", "310106 静安区"),
        ("310199", "不在行政区划代码表中", None),
    ],
)
def test_what_held_in_its_stead_is_said(code: str, what: str, expected: str | None) -> None:
    said = told("division-in-force", "division_code", code, decision_date="2016/05/09")
    assert (said["what"], said["expected"]) == (what, expected)


def test_a_code_is_not_yet_in_force_where_every_day_is_before_it() -> None:
    first = told(
        "division-in-force", "division_code", "310151", decision_date="2016/05/09", data_timestamp="2016/05/31"
    )
    assert first["what"] == "当时尚未启用"
    later = told(
        "division-in-force", "division_code", "310108", decision_date="1979/05/09", data_timestamp="2016/05/31"
    )
    assert later["what"] == "当时已经停用"
