"""Finding entries, and following links both ways."""

from __future__ import annotations

import pytest

from conformance.catalog.columns import cut, table, width
from conformance.catalog.lookup import Criteria, NotFound, clause_of, find, near, ref_of, unit_of
from conformance.catalog.store import THREE, open_catalogue
from conformance.standard.links import Index, Ref, index

RATING = Ref("data", "tax-credit-rating")


@pytest.fixture(scope="module")
def known() -> Index:
    city = open_catalogue(checked=False)
    return index(city.entries, city.source_document)


def ids(found) -> list[str]:
    return [str(one.ref) for one in found]


def test_an_item_feeds_behaviours_which_feed_applications(known: Index):
    assert Ref("behaviour", "tax-rated") in known.linked(RATING, "behaviour")
    assert Ref("application", "sme-finance") in known.linked(Ref("behaviour", "tax-rated"), "application")
    assert RATING in known.named(Ref("behaviour", "tax-rated"), "data")


def test_links_lead_back_from_units_and_clauses(known: Index):
    assert RATING in known.linked(Ref("unit", "sh-tax"), "data", "provider")
    assert RATING in known.linked(Ref("clause", "T28.4"), "data")
    assert Ref("system", "tax-rating") in known.linked(RATING, "system")
    assert Ref("obligation", "tax-grades") in known.linked(RATING, "obligation")


def test_several_words_have_to_be_there_all(known: Index):
    both = ids(find(Criteria(THREE, words=("税", "黑名单")), known))
    assert "data:tax-blacklist" in both
    assert set(both) < set(ids(find(Criteria(THREE, words=("黑名单",)), known)))


@pytest.mark.parametrize("word", ["TAX-CREDIT", "ｔａｘ-credit", "纳税信用等级", "市地方税务局"])
def test_words_are_found_in_ids_titles_and_names_of_units_in_any_width_and_case(word: str, known: Index):
    assert str(RATING) in ids(find(Criteria(("data",), words=(word,)), known))


def test_a_unit_is_found_with_what_it_does_as_a_member_of_a_group(known: Index):
    found = {str(one.ref): one.through for one in find(Criteria(THREE, unit="sh-tax"), known)}
    assert [by.unit for by in found["application:tax-rating-reference"]] == ["grp-tax-authorities"]
    assert {by.role for by in found[str(RATING)]} == {"provider", "issuer"}


def test_a_task_covers_its_parts_and_no_other_task(known: Index):
    parts = ids(find(Criteria(THREE, clause="T2"), known))
    assert parts
    assert "data:env-rating" not in parts
    assert "data:env-rating" in ids(find(Criteria(THREE, clause="T21"), known))


def test_record_type_and_state_narrow_what_is_found(known: Index):
    ratings = find(Criteria(("data",), record_type="rating", state="published"), known)
    assert ratings
    assert {one.entry.data["record_type"] for one in ratings} == {"rating"}
    assert find(Criteria(("data",), state="draft"), known) == []


@pytest.mark.parametrize("name", ["sh-tax", "unit:sh-tax", "市地税局", "上海市地方税务局", " 上海市“地方税务局” "])
def test_a_unit_may_be_called_by_any_of_its_names(name: str, known: Index):
    assert unit_of(name, known) == "sh-tax"


def test_a_name_that_several_units_have_is_refused_with_their_ids(known: Index):
    with pytest.raises(NotFound) as refused:
        unit_of("税务", known)
    assert "unit:sh-tax" in refused.value.zh


def test_an_unknown_id_is_refused_with_those_near_it(known: Index):
    with pytest.raises(NotFound) as refused:
        ref_of("data:tax-credit-ratin", known)
    assert "tax-credit-rating" in refused.value.zh
    assert "tax-credit-rating" in refused.value.en


def test_an_id_of_one_list_needs_no_list(known: Index):
    assert ref_of("tax-credit-rating", known) == RATING
    assert ref_of("rating", known, [Ref("record-type", "rating")]) == Ref("record-type", "rating")


def test_an_id_of_several_lists_needs_one(known: Index):
    several = next(
        ref.id
        for ref in known.entries
        if ref.list == "behaviour" and any(Ref(name, ref.id) in known.entries for name in ("application", "system"))
    )
    with pytest.raises(NotFound) as refused:
        ref_of(several, known)
    assert f"behaviour:{several}" in refused.value.zh


@pytest.mark.parametrize(("given", "clause"), [("t21.2", "T21.2"), ("clause:T21", "T21"), ("Ｓ４．５", "S4.5")])
def test_a_clause_may_be_written_carelessly(given: str, clause: str):
    assert clause_of(given) == clause


def test_what_is_no_clause_is_refused():
    with pytest.raises(NotFound):
        clause_of("第三条")


def test_near_titles_are_shown(known: Index):
    assert RATING in near("纳税信用级别", known.entries, known)


def test_a_han_character_is_two_places_wide():
    assert width("税tax") == 5
    assert cut("纳税信用等级", 8) == "纳税信…"
    lines = table([["编号", "x"], ["a", "税"]])
    assert lines == ["编号  x", "a     税"]
