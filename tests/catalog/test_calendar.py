"""Our table of working days against two independent packages, day by day."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from itertools import islice
from pathlib import Path

import chinese_calendar
import holidays
import pytest
from ruamel.yaml import YAML

CALENDAR = Path(__file__).parents[2] / "catalogs/2016/calendar.yaml"


@cache
def table() -> tuple[int, int, frozenset[date], frozenset[date]]:
    data = YAML(typ="safe").load(CALENDAR.read_text(encoding="utf-8"))
    off = {date.fromisoformat(d) for year in data["years"].values() for d in year["off"]}
    on = {date.fromisoformat(d) for year in data["years"].values() for d in year["on"]}
    return data["first_year"], data["last_year"], frozenset(off), frozenset(on)


def days() -> list[date]:
    first, last, _, _ = table()
    start = date(first, 1, 1)
    return [start + timedelta(n) for n in range((date(last, 12, 31) - start).days + 1)]


def is_working(day: date) -> bool:
    _, _, off, on = table()
    return day in on or (day.weekday() < 5 and day not in off)


def test_every_year_is_there_with_its_notice() -> None:
    data = YAML(typ="safe").load(CALENDAR.read_text(encoding="utf-8"))
    assert list(data["years"]) == [str(y) for y in range(data["first_year"], data["last_year"] + 1)]
    for year, entry in data["years"].items():
        assert f"发明电〔{int(year) - 1}〕" in entry["notice"]
        for key in ("off", "on"):
            assert entry[key] == sorted(set(entry[key]))
            assert all(d.startswith(year) for d in entry[key])


def test_off_days_are_weekdays_and_make_up_days_are_weekends() -> None:
    _, _, off, on = table()
    assert {d for d in off if d.weekday() >= 5} == set()
    assert {d for d in on if d.weekday() < 5} == set()


def test_agrees_with_chinesecalendar_on_every_day() -> None:
    assert [d for d in days() if is_working(d) != chinese_calendar.is_workday(d)] == []


def test_agrees_with_holidays_on_every_day() -> None:
    first, last, _, _ = table()
    china = holidays.country_holidays("CN", years=range(first, last + 1))
    assert [d for d in days() if is_working(d) != china.is_working_day(d)] == []


def test_2016_has_250_working_days() -> None:
    assert sum(is_working(d) for d in days() if d.year == 2016) == 250


@pytest.mark.parametrize(
    ("decision", "due"),
    [
        ("2016-01-04", "2016-01-13"),
        ("2016-02-05", "2016-02-19"),
        ("2016-02-06", "2016-02-22"),  # a working Saturday before the Spring Festival
        ("2016-04-29", "2016-05-11"),
        ("2016-06-08", "2016-06-20"),
        ("2016-09-14", "2016-09-26"),
        ("2016-09-30", "2016-10-14"),
        ("2016-10-08", "2016-10-17"),  # a working Saturday: earlier than Monday-to-Friday counting says
        ("2016-12-29", "2017-01-10"),
    ],
)
def test_seventh_working_day_after_a_decision(decision: str, due: str) -> None:
    start = date.fromisoformat(decision)
    later = (start + timedelta(n) for n in range(1, 60))
    assert next(islice((d for d in later if is_working(d)), 6, None)) == date.fromisoformat(due)
