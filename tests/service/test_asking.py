"""What is asked of a check: days as Beijing has them, and no official submission of a day that its sender chose."""

from __future__ import annotations

import time
from datetime import UTC, date, datetime

import pytest

from conformance.report.days import beijing_day, beijing_today
from conformance.service.asking import asked_of
from conformance.service.outputs import OUTPUTS, download_name
from conformance.service.problems import Refusal
from conformance.standard.load import load

TODAY = date(2016, 7, 1)


def test_today_is_the_day_in_beijing_wherever_the_machine_stands(monkeypatch):
    monkeypatch.setenv("TZ", "Pacific/Honolulu")  # 18 hours behind: its day is an earlier one for most of the day
    time.tzset()
    try:
        assert beijing_day(datetime(2016, 6, 30, 16, 0, tzinfo=UTC)) == TODAY
        before = beijing_today()
        assert asked_of({}, load()).as_of in (before, beijing_today())
    finally:
        monkeypatch.undo()
        time.tzset()


@pytest.mark.parametrize("day", [None, "2016-07-01"])
def test_an_official_submission_is_of_the_day_on_which_it_comes(day):
    asked = asked_of({"official": "2016-06", "as_of": day}, load(), lambda: TODAY)
    assert (asked.official, asked.as_of) == ("2016-06", TODAY)


@pytest.mark.parametrize("day", ["2016-06-30", "2016-07-02"])
def test_an_official_submission_of_another_day_is_refused_with_the_two_ways_out(day):
    with pytest.raises(Refusal) as refused:
        asked_of({"official": "2016-06", "as_of": day}, load(), lambda: TODAY)
    said = refused.value.problem.detail
    assert "正式报送以收到当天（北京时间2016-07-01）为校验日" in said
    assert f"to judge by {day}, make it a self-check" in said
    assert asked_of({"as_of": day}, load(), lambda: TODAY).as_of == date.fromisoformat(day)


def test_every_result_of_an_upload_is_loaded_down_under_a_name_of_its_own():
    for lang in ("zh", "en"):
        asked = asked_of({"lang": lang}, load())
        called = [download_name(name, "许可.csv", asked) for name in OUTPUTS]
        assert len(set(called)) == len(called), called
