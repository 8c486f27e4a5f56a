"""Seven working days from the decision to the publication, with the notices of 2016."""

import pytest
from cells import rules

LATE = "publish-within-7-working-days"


@pytest.mark.parametrize(
    ("decided", "due", "next_day"),
    [
        ("2016/01/04", "2016/01/13", "2016/01/14"),
        ("2016/02/05", "2016/02/19", "2016/02/20"),
        ("2016/02/06", "2016/02/22", "2016/02/23"),
        ("2016/04/29", "2016/05/11", "2016/05/12"),
        ("2016/06/08", "2016/06/20", "2016/06/21"),
        ("2016/09/14", "2016/09/26", "2016/09/27"),
        ("2016/09/30", "2016/10/14", "2016/10/15"),
        ("2016/10/08", "2016/10/17", "2016/10/18"),
    ],
)
@pytest.mark.parametrize("field", ["publication_date", "data_timestamp"])
def test_the_last_day_is_in_time_and_the_next_is_late(decided: str, due: str, next_day: str, field: str) -> None:
    assert rules(decision_date=decided, **{field: due}) == set()
    assert rules(decision_date=decided, **{field: next_day}) == {(LATE, field)}


def test_a_publication_date_counts_before_the_time_stamp() -> None:
    days = {"decision_date": "2016/01/04", "publication_date": "2016/01/13", "data_timestamp": "2016/12/01"}
    assert rules(**days) == set()


def test_an_empty_publication_date_leaves_the_time_stamp_to_judge_by() -> None:
    days = {"decision_date": "2016/01/04", "publication_date": None, "data_timestamp": "2016/12/01"}
    assert rules(**days) == {(LATE, "data_timestamp")}


@pytest.mark.parametrize("status", ["1", "2", "3"])
def test_a_revoked_or_contested_record_is_not_late_by_its_time_stamp(status: str) -> None:
    days = {"decision_date": "2016/01/04", "data_timestamp": "2016/12/01", "current_status": status}
    assert LATE not in {rule for rule, _ in rules(**days)}


def test_a_date_that_another_rule_speaks_of_is_not_late() -> None:
    assert rules(decision_date="2016/05/09", data_timestamp="2016/05/01") == {("date-order", "data_timestamp")}
    assert rules(decision_date="2016/05/09", data_timestamp="2061/05/01") == {("not-in-future", "data_timestamp")}
