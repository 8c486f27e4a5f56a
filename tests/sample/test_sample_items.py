"""Samples follow what their item asks: bodies, divisions, subjects, values, days; and the tables of topics are sound."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from msgspec.structs import replace

from conformance.api import Options, check_many
from conformance.sample.api import frames
from conformance.sample.dice import Dice
from conformance.sample.plant import Log
from conformance.sample.topics import KINDS, rows_of, texts
from conformance.standard.load import load
from conformance.standard.model import DataItem

STANDARD = load()


def records(item, rows=600):
    titles = {field.title: field.name for field in STANDARD.record_type_of(item).fields}
    return pl.concat(frames(item, rows, 4, STANDARD, 0.0, Log(None))).rename(titles, strict=False)


def test_a_text_of_several_with_numbers_of_its_own():
    cells = ["甲|乙{3-5}次，丙{10-11}元", ""]
    drawn = texts(cells, np.array([0] * 400 + [1] * 10, dtype=np.int64), Dice(1, 0, 410))
    assert set(drawn[:400]) == {"甲"} | {f"乙{n}次，丙{m}元" for n in (3, 4, 5) for m in (10, 11)}
    assert drawn[400:].null_count() == 10


@pytest.mark.parametrize("name", STANDARD.record_types)
def test_topics_name_items_units_kinds_and_codes_that_exist(name):
    record_type = STANDARD.record_types[name]
    rows = rows_of(name)
    assert rows
    for row in rows:
        assert set(row["for"].split()) <= STANDARD.items.keys() | STANDARD.units.keys()
        assert set(row["kinds"].split()) <= set(KINDS)
        for field in (field for field in record_type.fields if field.code_list and row.get(field.name)):
            codes = STANDARD.code_lists[field.code_list].codes
            assert {text.split("（")[0] for text in row[field.name].split("|")} <= {code.label for code in codes}
    if name not in ("licence", "penalty"):
        # Whoever an item is about, some topic is for anybody.
        assert {kind for row in rows if not row["for"] for kind in row["kinds"].split() or KINDS} == set(KINDS)


def test_offices_stand_in_their_division():
    frame = records("tax-credit-rating")
    names = {division.code: division.name for division in STANDARD.divisions}
    for code, authority in frame.select("division_code", "authority").unique().iter_rows():
        wanted = "上海市地方税务局" if code == "310000" else f"上海市地方税务局{names[code]}分局"
        assert authority == wanted


def test_a_districts_item_stays_in_the_district():
    frame = records("pudong-blacklist")
    assert set(frame["division_code"]) == {"310115"}
    assert frame["authority"].str.contains("浦东").all()
    assert frame["authority"].n_unique() > 4
    assert set(frame["list_kind"]) == {"黑名单"}


def test_a_body_without_offices_decides_for_the_city():
    assert set(records("internet-credit")["division_code"]) == {"310000"}


@pytest.mark.parametrize("item", ["student-loan", "traffic-violation", "director-duty"])
def test_items_about_persons_have_no_codes_of_organisations(item):
    frame = records(item)
    absent = frame.select("subject_uscc", "subject_organisation_code", "legal_representative").null_count()
    assert absent.row(0) == (600, 600, 600)
    assert frame["subject_citizen_id"].null_count() == 0


def test_items_about_organisations_have_a_code_in_every_row():
    frame = records("abnormal-list")
    codes = ("subject_uscc", "subject_organisation_code", "subject_registration_number", "subject_tax_number")
    assert frame.select(pl.any_horizontal(pl.col(name).is_not_null() for name in codes).all()).item()


def test_what_an_item_requires_is_always_there():
    assert records("uscc")["subject_uscc"].null_count() == 0
    assert records("tax-credit-rating")["rating_year"].null_count() == 0
    assert records("fire-safety-notice").select("notified_units", "publication_date").null_count().row(0) == (0, 0)


@pytest.mark.parametrize("name", ["penalty", "licence", "rating"])
def test_an_item_may_ask_for_whatever_the_profile_knows(name):
    record_type = STANDARD.record_types[name]
    asked = tuple(field.name for field in record_type.fields if field.addition)
    item = DataItem("asks-much", record_type.title, name, record_type.clause, "implied", required=asked)
    standard = replace(STANDARD, items=STANDARD.items | {"asks-much": item})
    frame = pl.concat(frames("asks-much", 200, 4, standard, 0.0, Log(None)))
    assert set(frame.columns) == {field.title for field in record_type.fields}
    report = check_many([frame], Options(item="asks-much", as_of="2016-12-31"), standard=standard)
    assert report.findings == []


def test_columns_are_the_types_own_and_the_items():
    columns = records("traffic-repeat", 5).columns
    assert columns[-4:] == ["publication_date", "violation_kind", "repeat_count", "vehicle_plate"]
    assert "usage_scope" not in columns


def test_events_have_their_day_and_document_between_the_decision_and_the_last_change():
    frame = records("pudong-blacklist", 3000)
    for event in ("objection", "revocation", "repair", "removal"):
        happened = frame.filter(pl.col(f"{event}_date").is_not_null())
        assert 10 < happened.height < 400
        assert happened[f"{event}_document"].null_count() == 0
        assert (happened[f"{event}_date"] >= happened["decision_date"]).all()
        assert (happened[f"{event}_date"] <= happened["data_timestamp"].str.slice(0, 10)).all()
    assert set(frame.filter(pl.col("objection_date").is_not_null())["current_status"]) == {"2"}
    assert set(frame.filter(pl.col("revocation_date").is_not_null())["current_status"]) == {"1"}


def test_the_day_online_lies_between_the_decision_and_the_last_change():
    frame = records("safety-permit")
    assert (frame["publication_date"] >= frame["decision_date"]).all()
    assert (frame["publication_date"] <= frame["data_timestamp"].str.slice(0, 10)).all()
