"""Repeated keys, found a share of the hashes at a time."""

import pytest
from tables import LICENCE, judge

from conformance.engine import keys, local


@pytest.fixture
def many() -> list[dict[str, str | None]]:
    """Two hundred records, of which every tenth repeats the one five before it."""
    records = [LICENCE | {"document_number": f"沪〔2016〕{i}号"} for i in range(200)]
    for place in range(9, 200, 10):
        records[place] = records[place - 5]
    return records


@pytest.mark.parametrize("few", [0, 20, 10_000])
@pytest.mark.parametrize("slots", [1 << 5, 1 << 22])
@pytest.mark.parametrize("share", [7, 50, 1_000_000])
@pytest.mark.parametrize("batch_rows", [13, 1000])
def test_no_bound_makes_a_difference(
    many: list[dict[str, str | None]],
    share: int,
    batch_rows: int,
    slots: int,
    few: int,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(keys, "_SHARE", share)
    monkeypatch.setattr(keys, "_SLOTS", slots)
    monkeypatch.setattr(keys, "_FEW", few)
    repeats = judge(many, batch_rows=batch_rows, examples=1000).violations
    assert {(v.row, v.details["first_row"]) for v in repeats} == {(i + 2, i - 3) for i in range(9, 200, 10)}


@pytest.mark.parametrize("share", [7, 1_000_000])
def test_the_examples_are_the_first_in_order_of_the_source(
    many: list[dict[str, str | None]], share: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keys, "_SHARE", share)
    assert [v.row for v in judge(many, batch_rows=13, examples=3).violations] == [11, 21, 31]


def test_a_key_that_every_record_has() -> None:
    assert len(judge([LICENCE] * 300, batch_rows=40, examples=1000).violations) == 299


def test_a_sink_receives_every_repeat_slice_by_slice(
    many: list[dict[str, str | None]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(local, "_SLICE", 3)
    sizes: list[int] = []
    judge(many, sink=lambda found: sizes.append(len(found)))
    assert sum(sizes) == 20
    assert max(sizes) <= 3


def test_fields_that_change_places_are_another_key() -> None:
    one = LICENCE | {"project_name": "甲", "licence_content": "乙"}
    other = LICENCE | {"project_name": "乙", "licence_content": "甲"}
    assert judge([one, other]).violations == []


def test_a_third_record_names_the_first_as_well() -> None:
    assert [v.details["first_row"] for v in judge([LICENCE] * 3).violations] == [2, 2]
