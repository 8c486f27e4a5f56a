"""Which official submissions count for what, and which came in time."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

from msgspec.structs import replace

from bulletin.bulletins import POLICE, PUDONG, STANDARD, duty, month, official, plan, unit
from conformance.bulletin.model import Outside
from conformance.history.model import ManifestFigures, RuleCount, Withheld

ITEM = "fire-safety"
MAY = {"period_from": date(2016, 5, 1), "period_to": date(2016, 5, 31)}


def test_a_later_one_that_is_sent_back_does_not_displace_an_accepted_one():
    runs = [official(POLICE, ITEM, "2016-06-03", 20, 2), official(POLICE, ITEM, "2016-06-05", 30, 30)]
    found = duty(month(runs), POLICE, ITEM)
    assert (found.state, found.figures.rows, found.figures.accepted) == ("on-time", 20, 18)
    assert (found.figures.submissions, found.figures.refused, found.figures.displaced) == (2, 1, 0)


def test_a_corrected_one_displaces_it_and_a_correction_after_the_last_day_is_not_late():
    runs = [official(POLICE, ITEM, "2016-06-03", 20, 2), official(POLICE, ITEM, "2016-06-20", 21)]
    found = duty(month(runs), POLICE, ITEM)
    assert (found.state, found.received) == ("on-time", date(2016, 6, 3))
    assert (found.figures.rows, found.figures.rejected, found.figures.displaced) == (21, 0, 1)


def test_one_that_was_sent_back_in_time_and_accepted_afterwards_is_late():
    runs = [official(POLICE, ITEM, "2016-06-03", 20, 20), official(POLICE, ITEM, "2016-06-20", 20)]
    assert duty(month(runs), POLICE, ITEM).state == "late"


def test_records_after_a_nil_return_are_late_though_the_nil_return_was_not():
    nil, records = official(POLICE, ITEM, "2016-06-03", 0), official(POLICE, ITEM, "2016-06-20", 20)
    assert duty(month([nil]), POLICE, ITEM).state == "on-time"
    assert duty(month([nil, records]), POLICE, ITEM).state == "late"


def test_records_that_are_corrected_to_a_nil_return_were_in_time():
    found = duty(month([official(POLICE, ITEM, "2016-06-05"), official(POLICE, ITEM, "2016-06-20", 0)]), POLICE, ITEM)
    assert (found.state, found.nil, found.received) == ("on-time", True, date(2016, 6, 5))


def test_nil_returns_are_told_apart_and_in_no_rate_of_records():
    bulletin = month([official(POLICE, ITEM, "2016-06-03", 0)])
    figures = unit(bulletin, POLICE).figures
    assert (figures.submitted, figures.nil, figures.rows) == (1, 1, 0)
    assert [figures.rates[name].denominator for name in ("passed", "complete", "taken")] == [0, 0, 0]


def test_an_empty_file_with_a_wrong_header_or_without_its_records_is_no_nil_return():
    header = official(POLICE, ITEM, "2016-06-03", 0, missing=True)
    lost = official(POLICE, ITEM, "2016-06-03", 0, figures=(ManifestFigures(ITEM, 12),))
    nil = official(POLICE, ITEM, "2016-06-03", 0, figures=(ManifestFigures(ITEM, 0),))
    assert [duty(month([run]), POLICE, ITEM).state for run in (header, lost, nil)] == [
        "returned",
        "returned",
        "on-time",
    ]


def test_what_a_manifest_says_of_the_period_goes_before_what_is_derived():
    run = official(POLICE, ITEM, "2016-06-03")
    assert duty(month([run]), POLICE, ITEM).derived
    april = replace(run, period_from=date(2016, 4, 1), period_to=date(2016, 4, 30))
    assert duty(month([april]), POLICE, ITEM).state == "missing"
    told = duty(month([april], "2016-05", as_of=date(2016, 6, 30)), POLICE, ITEM)
    assert (told.state, told.derived) == ("late", False)


def test_parts_of_a_month_stand_beside_each_other_and_the_whole_displaces_them():
    weeks = [
        official(POLICE, ITEM, "2016-05-20", 5, period_from=date(2016, 5, 1), period_to=date(2016, 5, 15)),
        official(POLICE, ITEM, "2016-06-02", 6, period_from=date(2016, 5, 16), period_to=date(2016, 5, 31)),
    ]
    assert duty(month(weeks), POLICE, ITEM).figures.rows == 11
    whole = official(POLICE, ITEM, "2016-06-04", 12, **MAY)
    assert duty(month([*weeks, whole]), POLICE, ITEM).figures.rows == 12


def test_an_increment_is_added_to_what_was_sent_before_and_this_is_said():
    full = official(POLICE, ITEM, "2016-06-03", 300, sending="full", **MAY)
    increment = official(POLICE, ITEM, "2016-06-20", 5, sending="increment", **MAY)
    bulletin = month([full, increment])
    found = duty(bulletin, POLICE, ITEM)
    assert (found.state, found.increments) == ("on-time", 1)
    assert (found.figures.rows, found.figures.displaced) == (305, 0)
    assert any(re.match("Increments among what counts.*: 1[.]$", note.en) for note in bulletin.notes)
    again = official(POLICE, ITEM, "2016-06-25", 304, sending="full", **MAY)
    found = duty(month([full, increment, again]), POLICE, ITEM)
    assert (found.figures.rows, found.figures.displaced, found.increments) == (304, 2, 0)


def test_an_increment_that_is_sent_again_under_another_number_counts_once_and_this_is_said():
    full = official(POLICE, ITEM, "2016-06-03", 300, sending="full", **MAY)
    increment = official(POLICE, ITEM, "2016-06-20", 5, sending="increment", **MAY)
    increments = [increment, replace(increment, id="f" * 32, batch="another")]
    bulletin = month([full, *increments])
    assert duty(bulletin, POLICE, ITEM).figures.rows == 305
    assert any(re.match("Increments that were sent again.*: 1[.]$", note.en) for note in bulletin.notes)
    other = official(POLICE, ITEM, "2016-06-22", 6, sending="increment", **MAY)
    assert duty(month([full, *increments, other]), POLICE, ITEM).figures.rows == 311
    unknown = [replace(one, inputs=(replace(one.inputs[0], digest=None),)) for one in increments]
    assert duty(month([full, *unknown]), POLICE, ITEM).figures.rows == 310, "nobody knows whether they are the same"


def test_an_increment_that_comes_again_after_a_whole_submission_that_displaced_it_counts_once():
    increment = official(POLICE, ITEM, "2016-06-03", 5, sending="increment", **MAY)
    full = official(POLICE, ITEM, "2016-06-10", 300, sending="full", **MAY)
    again = replace(official(POLICE, ITEM, "2016-06-20", 5, sending="increment", **MAY), inputs=increment.inputs)
    found = duty(month([increment, full, again]), POLICE, ITEM)
    assert (found.figures.rows, found.figures.displaced, found.increments, found.repeated) == (300, 1, 0, 1)


def test_an_increment_that_was_sent_back_before_is_no_repetition():
    full = official(POLICE, ITEM, "2016-06-03", 300, sending="full", **MAY)
    back = official(POLICE, ITEM, "2016-06-10", 5, rejected=5, sending="increment", **MAY)
    taken = official(POLICE, ITEM, "2016-06-20", 5, sending="increment", **MAY)
    same = replace(taken, inputs=(replace(taken.inputs[0], digest=back.inputs[0].digest),))
    found = duty(month([full, back, same]), POLICE, ITEM)
    assert (found.figures.rows, found.repeated) == (305, 0)


def test_a_batch_that_cannot_be_read_counts_once_however_often_it_is_sent():
    first = official(POLICE, ITEM, "2016-06-03", inputs=())
    notes = month([first, replace(first, id="f" * 32), official(POLICE, ITEM, "2016-06-04", inputs=())]).notes
    assert any(re.match("Official submissions of which no data item.*: 2[.]$", note.en) for note in notes)


def test_what_is_about_several_months_answers_for_each_and_its_records_count_once():
    run = official(POLICE, ITEM, "2016-06-03", 20, period_from=date(2016, 4, 1), period_to=date(2016, 5, 31))
    june, may = month([run]), month([run], "2016-05", as_of=date(2016, 6, 30))
    assert duty(june, POLICE, ITEM).figures.rows == 20
    assert (duty(may, POLICE, ITEM).state, duty(may, POLICE, ITEM).figures.rows) == ("late", 0)


def test_case_by_case_without_a_manifest_is_late_where_its_records_are():
    def state(**more):
        return duty(month([official(PUDONG, "admin-licence", "2016-06-20", **more)]), PUDONG, "admin-licence").state

    assert (state(), state(late=1)) == ("on-time", "late")
    assert state(**MAY) == "late", "the 7th working day after May is 12 June, a Sunday on which people work"


def test_a_nil_return_case_by_case_without_a_manifest_is_late_after_the_last_day():
    def state(day):
        return duty(month([official(PUDONG, "admin-licence", day, 0)]), PUDONG, "admin-licence").state

    assert (state("2016-06-12"), state("2016-06-30")) == ("on-time", "late")


def test_offices_of_a_district_do_not_displace_each_other():
    runs = [official(f"{PUDONG}/{office}", "admin-licence", "2016-06-03", 7) for office in ("sh-fda", "sh-aic")]
    assert duty(month(runs), PUDONG, "admin-licence").figures.rows == 14


def test_an_earlier_code_of_a_district_counts_for_the_district_and_this_is_said():
    bulletin = month([official("district:310108", "admin-licence", "2016-06-03")])
    assert unit(bulletin, "district:310106").figures.submitted == 1
    assert any("district:310108 → district:310106" in note.zh for note in bulletin.notes)


def test_runs_that_do_not_count_are_told():
    runs = [
        official(POLICE, ITEM, "2016-07-01"),
        official("unit:nobody", ITEM, "2016-06-02"),
        official(POLICE, ITEM, "2016-06-02", edition="2015"),
        official(POLICE, ITEM, "2016-06-02", inputs=()),
        official(POLICE, ITEM, "2016-06-02", kind="self-check", batch=None),
    ]
    bulletin = month(runs)
    assert bulletin.total.submissions == 0
    assert unit(bulletin, POLICE).self_checks == 1
    said = "".join(note.en for note in bulletin.notes)
    assert bulletin.later == 1
    for words in ("unit:nobody", "another edition", "no data item", "No official submission came"):
        assert words in said


def test_self_checks_of_nobody_that_is_known_are_told():
    def check(party):
        return replace(official(POLICE, ITEM, "2016-06-02"), kind="self-check", batch=None, party=party)

    bulletin = month([check(None), check("unit:nobody"), check(POLICE)])
    assert unit(bulletin, POLICE).self_checks == 1
    assert any(re.match("Self-checks.*: 2[.]$", note.en) for note in bulletin.notes)


def test_a_file_that_could_not_be_read_beside_others_is_told_and_the_submission_did_not_pass():
    run = official(POLICE, ITEM, "2016-06-02")
    lost = replace(run.inputs[0], item=None, format=None, verdict="not-checked", rows=0, accepted=0, fields=())
    bulletin = month([replace(run, verdict="not-checked", inputs=(*run.inputs, lost))])
    figures = duty(bulletin, POLICE, ITEM).figures
    assert (figures.submitted, figures.files, figures.files_passed) == (1, 1, 0)
    assert any(re.match("Files of official submissions.*left out: 1[.]", note.en) for note in bulletin.notes)


def test_runs_of_another_version_count():
    bulletin = month([official(POLICE, ITEM, "2016-06-02", standard_digest="sha256:0")])
    assert duty(bulletin, POLICE, ITEM).state == "on-time"
    assert any("another version of the same edition" in note.en for note in bulletin.notes)


def test_what_is_recorded_afterwards_is_named_with_both_days_and_can_be_left_out():
    afterwards = official(POLICE, ITEM, "2016-06-02", recorded=datetime(2016, 8, 19, 16, 30, tzinfo=UTC))
    bulletin = month([afterwards, official(POLICE, "traffic-violation", "2016-06-02")])
    found = duty(bulletin, POLICE, ITEM)
    assert found.state == "on-time"
    assert found.recorded == ((date(2016, 6, 2), date(2016, 8, 20)),)
    (note,) = (note.zh for note in bulletin.notes if "补录" in note.zh)
    assert "上海市公安局" in note
    assert STANDARD.items[ITEM].title.zh in note
    assert "2016-06-02 → 2016-08-20" in note
    closed = month([afterwards], recorded_before=date(2016, 8, 20))
    assert duty(closed, POLICE, ITEM).state == "missing"
    assert any(note.en.startswith("What was recorded on 2016-08-20 or later") for note in closed.notes)
    again = month([afterwards], recorded_before=date(2016, 8, 21))
    assert duty(again, POLICE, ITEM).state == "on-time"


def test_what_falls_due_after_the_day_is_in_no_rate():
    bulletin = month([], as_of=date(2016, 6, 10))
    assert bulletin.total.due == 0
    assert bulletin.total.not_due == len([one for page in bulletin.units for one in page.duties])
    assert any("has not ended" in note.en for note in bulletin.notes)


def test_submissions_for_other_periods_are_told_and_those_without_a_duty_listed():
    early = official(POLICE, ITEM, "2016-06-28", period_from=date(2016, 6, 1), period_to=date(2016, 6, 20))
    bulletin = month([early, official(POLICE, "tax-credit-rating", "2016-06-02")])
    assert any(re.match("Official submissions for periods.*: 1[.]$", note.en) for note in bulletin.notes)
    assert unit(bulletin, POLICE).outside == (Outside("tax-credit-rating", 1),)


def test_a_party_without_a_duty_is_listed_and_not_ranked():
    page = unit(month([official("unit:sh-audit", ITEM, "2016-06-02")]), "unit:sh-audit")
    assert (page.place, page.unranked, page.figures.due) == (None, "no-duty", 0)
    assert any(one.zh == "上海市审计局" for one in month([]).without_duty)


def test_the_units_of_the_plan_that_nobody_can_be_told_from_are_listed():
    unreached = {one.title.zh: one.duties for one in month([]).unreached}
    assert unreached["人民法院"] == 1
    member = STANDARD.units["grp-notice-housing"]  # of 各相关部门, and no party
    through = {one.id for one in plan().duties if one.through == "grp-relevant-depts"}
    assert unreached[member.title.zh] == len(through)


def test_decisions_published_are_those_of_what_counts():
    def said(published):
        grounds = (Withheld("state-secret", 1), Withheld("personal-privacy", 2))
        return (ManifestFigures("admin-licence", 20, 20, published, grounds),)

    runs = [
        official(PUDONG, "admin-licence", "2016-06-02", figures=said(10)),
        official(PUDONG, "admin-licence", "2016-06-04", figures=said(17)),
        official(PUDONG, "admin-penalty", "2016-06-04"),
    ]
    found = month(runs).total.publication
    assert (found.to_publish, found.published, found.files) == (20, 17, 1)
    assert [(one.ground, one.records) for one in found.withheld] == [("personal-privacy", 2), ("state-secret", 1)]


def test_more_decisions_published_than_to_be_published_are_told():
    def said(published):
        figures = (ManifestFigures("admin-licence", 20, 10, published),)
        return month([official(PUDONG, "admin-licence", "2016-06-02", figures=figures)])

    told = [[note.en for note in said(published).notes if "more decisions" in note.en] for published in (10, 12)]
    assert told[0] == []
    assert len(told[1]) == 1
    assert told[1][0].endswith("12 > 10.")
    assert said(12).total.publication.published == 12, "shown as it was said"


def test_reasons_are_those_of_every_official_submission_the_commonest_ten():
    rules = tuple(RuleCount(f"rule-{n:02}", None, checked=20, errors=n) for n in range(1, 13))
    run = official(POLICE, ITEM, "2016-06-03", 20, 20)
    reasons = unit(month([replace(run, inputs=(replace(run.inputs[0], rules=rules),))]), POLICE).reasons
    assert [one.errors for one in reasons] == list(range(12, 2, -1))


def test_an_empty_history_makes_a_bulletin_in_which_everything_is_missing():
    bulletin = month([])
    assert bulletin.total.missing == bulletin.total.due > 200
    assert bulletin.notes[0].zh == "截至 2016-06-30，历史记录里没有任何记录。"
