"""What check kinds have in common: columns derived from one field, and what a check needs to run at all."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from conformance.checks import Context, Judgement, Skip, build
from conformance.checks.base import Later, at_least
from conformance.standard.load import load


def context(*present: str) -> Context:
    """Of a licence file with just these columns."""
    standard = load()
    return Context(standard, standard.record_types["licence"], frozenset(present), date(2016, 12, 31), "submission")


def test_a_derived_column_is_one_level_above_the_highest_that_it_reads() -> None:
    here = context("remarks")
    length = here.derive("remarks", "length", pl.col("remarks").str.len_chars())
    long = here.derive("remarks", "long", length > 9)
    here.derive("remarks", "told", pl.when(long).then(length).otherwise(pl.col("remarks").str.len_bytes()))
    assert {one.name: one.depth for one in here.derived.values()} == {
        "remarks#length": 0,
        "remarks#long": 1,
        "remarks#told": 2,
    }


def test_a_derived_column_reads_its_own_field_only() -> None:
    with pytest.raises(ValueError, match=r"remarks#same reads other fields: subject_name$"):
        context("remarks").derive("remarks", "same", pl.col("remarks") == pl.col("subject_name"))


def test_what_is_told_without_a_query_reads_one_column() -> None:
    here = context("remarks")
    length = here.derive(
        "remarks", "length", pl.col("remarks").str.len_chars(), swift=lambda texts: texts.str.len_chars()
    )
    assert here.derived["remarks#length"].swift is not None
    for number, expression in enumerate((length + pl.col("remarks").str.len_bytes(), pl.lit(1))):
        with pytest.raises(ValueError, match=rf"remarks#{number} is told of one column, and reads {2 - 2 * number}$"):
            here.derive("remarks", str(number), expression, swift=lambda texts: texts)


def test_columns_of_which_some_hold_are_each_named_once() -> None:
    with pytest.raises(ValueError, match="named twice among a, b, a"):
        at_least(2, [pl.col("a"), pl.col("b"), pl.col("a")])


def test_the_same_column_is_derived_once() -> None:
    here = context("remarks")
    assert here.facet("remarks", "text").meta.eq(here.facet("remarks", "text"))
    assert list(here.derived) == ["remarks#text"]


@pytest.mark.parametrize(
    ("kind", "fields", "params", "runs"),
    [
        ("within_period", ("decision_date", "data_timestamp"), {}, True),
        ("within_period", ("data_timestamp", "decision_date"), {}, False),
        ("comparison", ("decision_date", "data_timestamp"), {"operator": "<="}, False),
        ("footer_row", ("data_timestamp",), {"starts": ["合计"]}, True),
    ],
    ids=["first-there", "first-absent", "one-of-all-absent", "needs-none"],
)
def test_a_check_runs_where_the_columns_are_that_it_needs(kind: str, fields: tuple[str, ...], params, runs) -> None:
    judgement = build(context("decision_date"), kind, fields, params)
    assert judgement == Skip("column-absent") if not runs else isinstance(judgement, Judgement)


def test_an_unknown_kind_is_refused_with_those_that_there_are() -> None:
    with pytest.raises(ValueError, match=r"unknown check kind 'presense'; known: .*placeholder, .*required"):
        build(context(), "presense", ("remarks",), {})


def test_what_is_wanted_later_is_made_once_and_only_when_it_is_looked_at() -> None:
    made: list[dict[str, int]] = []

    def make() -> dict[str, int]:
        made.append({"one": 1, "two": 2})
        return made[-1]

    later = Later(make)
    assert not made
    assert (later["two"], list(later), len(later), later.get("three")) == (2, ["one", "two"], 2, None)
    assert len(made) == 1
