"""Places within groups: exact, shared where equal, and for nobody who has nothing to compare."""

from __future__ import annotations

from fractions import Fraction

from bulletin.bulletins import POLICE, items_of, month, official, unit
from conformance.bulletin.definitions import definitions
from conformance.bulletin.parts import Mark
from conformance.bulletin.tables import marks
from conformance.bulletin.words import UNRANKED

ENV, TAX = "unit:sh-env", "unit:sh-tax"


def all_of(party: str, day: str = "2016-06-03", rows: int = 20, rejected: int = 0):
    return [official(party, item, day, rows, rejected) for item in items_of(party)]


def test_equal_shares_share_a_place_and_the_next_is_left_out():
    bulletin = month([*all_of(POLICE, rows=20), *all_of(ENV, rows=200), *all_of(TAX, "2016-06-20")])
    places = [unit(bulletin, party).place for party in (POLICE, ENV, TAX)]
    assert [(place.rank, place.tied) for place in places] == [(1, True), (1, True), (3, False)]
    assert places[0].score.value == 1


def test_scores_are_compared_exactly():
    nearly = [official(POLICE, item, "2016-06-03", 10**15, 1) for item in items_of(POLICE)]
    bulletin = month([*all_of(ENV, rows=10**15), *nearly])
    assert unit(bulletin, ENV).place.rank < unit(bulletin, POLICE).place.rank


def test_the_score_is_the_mean_of_the_rates_that_there_are():
    items = items_of(POLICE)
    one = month([official(POLICE, "fire-safety", "2016-06-20", 20, 5)], minimum=0)
    # submitted 1 of all, nothing in time, not passed, three quarters of cells and records
    assert unit(one, POLICE).place.score.value == (Fraction(1, len(items)) + 0 + 0 + Fraction(3, 4) * 2) / 5


def test_few_records_give_no_place_but_sending_nothing_does():
    bulletin = month([*all_of(POLICE, rows=1), *all_of(ENV)], minimum=len(items_of(POLICE)) + 1)
    assert unit(bulletin, POLICE).unranked == "few"
    assert unit(bulletin, TAX).place.rank == 2


def test_nobody_is_ranked_in_a_group_that_sent_nothing():
    bulletin = month(all_of(POLICE))
    assert {page.unranked for page in bulletin.units if page.group == "districts"} == {"none-sent"}


def test_a_group_of_which_all_was_sent_back_is_not_ranked_and_the_reason_and_the_rule_say_so():
    pudong = unit(
        month([*all_of(POLICE), official("district:310115", "admin-licence", "2016-06-03", 5, 5)]), "district:310115"
    )
    assert (pudong.figures.returned, pudong.unranked) == (1, "none-sent")
    assert UNRANKED["none-sent"].zh == "本组没有一个单位的报送可入库"
    (rule,) = (one.zh for one in definitions(10) if one.zh.startswith("最低限"))
    assert "本组没有一个单位的报送可入库（零报告也算）时，本组不排名" in rule


def test_groups_are_ranked_apart():
    bulletin = month([*all_of(POLICE), *all_of("district:310115"), *all_of("unit:sh-procuratorate")])
    found = {party: unit(bulletin, party) for party in (POLICE, "district:310115", "unit:sh-procuratorate")}
    assert [page.group for page in found.values()] == ["departments", "districts", "lines"]
    assert [page.place.rank for page in found.values()] == [1, 1, 1]


def test_the_place_and_the_rates_of_the_month_before_stand_beside():
    bulletin = month([*all_of(POLICE), *all_of(ENV), *all_of(POLICE, "2016-05-20"), *all_of(ENV, "2016-05-04")])
    page = unit(bulletin, POLICE)
    assert (page.place.rank, page.place.before) == (1, 2)
    assert (page.figures.on_time, page.previous.on_time, page.previous.late) == (len(items_of(POLICE)), 2, 7)


def test_whoever_is_shown_alone_stands_among_all_of_the_group():
    runs = [*all_of(POLICE), *all_of(ENV), *all_of(TAX, "2016-06-20"), *all_of(ENV, "2016-05-04")]
    whole, alone = month(runs), month(runs, only=(TAX,))
    assert alone.units == (unit(whole, TAX),)
    assert unit(alone, TAX).place.rank == 3
    silent = "unit:sh-civil"
    shown = month(runs, only=(silent,))
    assert shown.units == (unit(whole, silent),)
    assert shown.units[0].place is not None
    assert not any(note.zh.startswith("本期没有收到") for note in shown.notes)


def test_nothing_is_compared_with_a_span_of_which_the_history_has_nothing():
    first, second = month(all_of(POLICE)), month([*all_of(POLICE), *all_of(ENV, "2016-05-04")])
    assert first.before is None
    assert unit(first, POLICE).previous is None
    said = [note.zh for note in first.notes if "2016-05" in note.zh]
    assert said == ["历史记录里没有上期（2016-05）的正式报送，无从比较；上期和增减列为“–”。"]
    compared = [cell for row in marks(first.total, first.before, "zh").rows for cell in row[4:]]
    assert {cell.text if isinstance(cell, Mark) else cell for cell in compared} == {"–"}
    assert unit(second, POLICE).previous.submitted == 0
    assert not any("无从比较" in note.zh for note in second.notes)
