"""Repeated keys, found a share of the hashes at a time."""

from datetime import date
from functools import partial

import polars as pl
import pytest
from msgspec.structs import replace
from tables import LICENCE, judge, table

from conformance.engine import keys, local
from conformance.engine.cells import Cells
from conformance.engine.keys import KeyReader
from conformance.engine.local import run_table
from conformance.engine.model import Request, Violation
from conformance.engine.seen import SLOTS, Seen
from conformance.engine.uniqueness import Uniqueness
from conformance.sources.model import Table
from conformance.standard.load import load

REQUEST = Request(load(), date(2016, 12, 31), examples=1000)


@pytest.fixture
def many() -> list[dict[str, str | None]]:
    """Two hundred records, of which every tenth repeats the one five before it."""
    records = [LICENCE | {"document_number": f"沪〔2016〕{i}号"} for i in range(200)]
    for place in range(9, 200, 10):
        records[place] = records[place - 5]
    return records


@pytest.mark.parametrize("few", [0, 20, 10_000])
@pytest.mark.parametrize("slots", [1 << 5, SLOTS])
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
    monkeypatch.setattr(keys, "Seen", partial(Seen, slots))
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
    monkeypatch.setattr(local, "SLICE", 3)
    sizes: list[int] = []
    judge(many, sink=lambda found: sizes.append(len(found)))
    assert sum(sizes) == 20
    assert max(sizes) <= 3


def test_keys_of_the_only_few_records_are_compared_as_they_are(monkeypatch: pytest.MonkeyPatch) -> None:
    digested: list[int] = []
    read = KeyReader.read

    def watched(reader: KeyReader, cells: Cells, places: pl.DataFrame) -> pl.DataFrame:
        digested.append(cells.height)
        return read(reader, cells, places)

    monkeypatch.setattr(KeyReader, "read", watched)
    other = LICENCE | {"document_number": "四号"}
    assert judge([LICENCE, other]).violations == []
    assert digested == []
    assert [v.row for v in judge([LICENCE, other, LICENCE]).violations] == [4]
    assert digested == [3]


def test_fields_that_change_places_are_another_key() -> None:
    one = LICENCE | {"project_name": "甲", "licence_content": "乙"}
    other = LICENCE | {"project_name": "乙", "licence_content": "甲"}
    assert judge([one, other]).violations == []


def test_a_third_record_names_the_first_as_well() -> None:
    assert [v.details["first_row"] for v in judge([LICENCE] * 3).violations] == [2, 2]


def unique_keys(first: Table, second: Table) -> list[Violation]:
    """What is found in the second of two tables of one submission."""
    with Uniqueness() as uniqueness:
        run_table(first, REQUEST, uniqueness=uniqueness)
        found = run_table(second, REQUEST, uniqueness=uniqueness).violations
    return [one for one in found if one.check.rule == "unique-key"]


def named(path: str, *records: dict[str, str | None], sheet: str | None = None, item: str = "admin-licence") -> Table:
    return replace(table(records, item=item), path=path, sheet=sheet)


OTHER = LICENCE | {"document_number": "沪〔2016〕2号"}


def test_a_record_of_an_earlier_file_is_named_with_that_file() -> None:
    (repeat,) = unique_keys(named("一月.csv", LICENCE), named("二月.csv", OTHER, LICENCE))
    assert (repeat.row, repeat.details["first"].zh) == (3, "“一月.csv”第2行")


def test_a_record_of_another_sheet_is_named_with_that_sheet() -> None:
    (repeat,) = unique_keys(named("a.xlsx", LICENCE, sheet="一月"), named("a.xlsx", LICENCE, sheet="二月"))
    assert repeat.details["first"].zh == "工作表“一月”第2行"


def test_a_file_is_called_by_its_name_unless_both_have_it() -> None:
    (other,) = unique_keys(named("报送/一月.csv", LICENCE), named("报送/二月.csv", LICENCE))
    (same,) = unique_keys(named("一月/a.csv", LICENCE), named("二月/a.csv", LICENCE))
    assert (other.details["first"].zh, same.details["first"].zh) == ("“一月.csv”第2行", "“一月/a.csv”第2行")


def test_within_a_file_the_row_is_enough() -> None:
    (repeat,) = unique_keys(named("一月.csv", OTHER), named("二月.csv", LICENCE, LICENCE))
    assert repeat.details["first"].zh == "第2行"


def test_a_column_that_one_file_lacks_counts_as_empty() -> None:
    without = {name: value for name, value in LICENCE.items() if name != "subject_citizen_id"}
    assert len(unique_keys(named("一月.csv", LICENCE), named("二月.csv", without))) == 1


def test_files_of_other_items_are_not_compared() -> None:
    assert unique_keys(named("一月.csv", LICENCE), named("二月.csv", LICENCE, item="pollution-permit")) == []


@pytest.mark.parametrize("share", [7, 1_000_000])
def test_bounds_make_no_difference_between_files(
    many: list[dict[str, str | None]], share: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keys, "_SHARE", share)
    assert len(unique_keys(named("一月.csv", *many[:100]), named("二月.csv", *many[100:], *many[:100]))) == 110
