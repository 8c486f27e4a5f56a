"""Waivers: dated, with reason and name; those that have run out count no more, those that nothing needs are told."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import edition_edits as e
import pytest

from conformance.catalog.diff.compare import compared
from conformance.catalog.diff.gate import Outcome, judge
from conformance.catalog.diff.waivers import read_waivers
from conformance.catalog.store import NoCatalogue

WAIVER = """\
waivers:
  - change: item-removed
    list: data
    entry: tax-credit-rating
    reason: 已并入另一事项
    until: 2017-06-30
    by: 市征信办
"""


def _judged(text: str, tmp_path: Path, today: date = date(2017, 1, 1), entry: str = "tax-credit-rating") -> Outcome:
    path = tmp_path / "waivers.yaml"
    path.write_text(text, encoding="utf-8")
    return judge(compared(e.lists(), e.removed("data", entry)), read_waivers(path), today=today)


def test_a_waived_change_breaks_nothing_and_stays_visible(tmp_path: Path) -> None:
    outcome = _judged(WAIVER, tmp_path)
    assert (outcome.breaking, outcome.exit_code) == (0, 0)
    assert [change.id for _, change in outcome.listed()] == ["item-removed"]
    assert next(iter(outcome.waived.by_change.values())).reason == "已并入另一事项"


def test_on_its_last_day_a_waiver_holds_and_on_the_next_it_does_not(tmp_path: Path) -> None:
    assert _judged(WAIVER, tmp_path, date(2017, 6, 30)).exit_code == 0
    outcome = _judged(WAIVER, tmp_path, date(2017, 7, 1))
    assert (outcome.breaking, outcome.exit_code) == (1, 1)
    assert [one for one in outcome.notices() if "到期" in one.zh and "item-removed" in one.en]


def test_a_waiver_that_nothing_needs_is_told(tmp_path: Path) -> None:
    outcome = _judged(WAIVER, tmp_path, entry="port-credit")
    assert outcome.exit_code == 1
    assert [one for one in outcome.notices() if "没有用到" in one.zh]


def test_a_waiver_of_one_path_leaves_the_others(tmp_path: Path) -> None:
    path = tmp_path / "waivers.yaml"
    path.write_text(
        WAIVER.replace("item-removed", "item-values-narrowed").replace(
            "    reason", "    path: narrowing.grade\n    reason"
        ),
        encoding="utf-8",
    )
    narrowing = [
        one | {"values": one["values"][:-1]} if one["kind"] == "values" else one
        for one in e.entry("data", "tax-credit-rating")["narrowing"]
    ]
    found = compared(e.lists(), e.edited("data", "tax-credit-rating", narrowing=narrowing))
    outcome = judge(found, read_waivers(path), today=date(2017, 1, 1))
    assert len(found.changes) == 2
    assert outcome.breaking == 1


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("item-removed", "item-vanished", "item-vanished"),
        ("    list: data", "    list: dates", "dates"),
        ("2017-06-30", "next year", "until"),
        ("    by: 市征信办\n", "", "by"),
        ("waivers:", "waiver:", "waivers"),
        ("    reason: 已并入另一事项", "    reason: [", "waivers.yaml"),
        ("    by:", "    bye: x\n    by:", "path"),
    ],
)
def test_a_faulty_waiver_is_refused_and_says_why(old: str, new: str, said: str, tmp_path: Path) -> None:
    with pytest.raises(NoCatalogue) as refused:
        _judged(WAIVER.replace(old, new), tmp_path)
    assert said in refused.value.zh
    assert said in refused.value.en
