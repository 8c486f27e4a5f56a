"""Engine and reference find the same in records that were put together at random."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agreement.bases import AS_OF, ITEMS, TYPES, key_of, valid_records
from agreement.engine import found_by_engine, graded_by_engine
from agreement.values import CODES, DATES, IDENTIFIERS, LABELS, MEASURES, TEXTS, likely
from conformance.sample.defect import Record
from conformance.standard.model import Party, Purpose, Text
from reference import days
from reference.judge import duplicates, judge_with_severity
from vectors.plain import plain_standard

STANDARD = plain_standard()
ALL = (*ITEMS, *TYPES)
ANYTHING = [*IDENTIFIERS, *DATES, *CODES, *LABELS, *MEASURES, *TEXTS]
NUMBERING = Party(
    "unit:numbered",
    Text("样例单位", "Example unit"),
    "unit",
    ("31",),
    severities={"date-form": "error", "pattern": "warning"},
    code_numbering={
        "approval_category": {"1": "普通", "2": "特许"},
        "penalty_category": {"0": "警告", "1": "罚款"},
        "list_kind": {"1": "红名单", "2": "黑名单"},
    },
)
PARTIES = {"none": None, "shanghai": STANDARD.parties["unit:sh-fda"], "numbered": NUMBERING}
ONCE = {rule.id for rule in STANDARD.rules.values() if rule.once_per_input}
LETTERS = "0123456789ABMXabmx/张沁空无其他罚款号年月日"
"""For random texts; no blanks, signs and controls, of which the pools above have the combinations that matter."""


def widened(record: Record, item: str) -> Record:
    """The record with the fields that only profiles know, so that they can be filled as well."""
    return {field.name: record.get(field.name) for field in STANDARD.record_type_of(item).fields}


@st.composite
def spoilt_records(draw: st.DrawFn, item: str, wide: bool) -> Record:
    record = draw(st.sampled_from(valid_records(item)))
    if wide:
        record = widened(record, item)
    record_type = STANDARD.record_type_of(item)
    names = draw(st.lists(st.sampled_from(sorted(record)), min_size=1, max_size=4, unique=True))
    return record | {
        name: draw(
            st.one_of(
                st.none(),
                st.sampled_from(likely(record_type.field(name).type)),
                st.sampled_from(ANYTHING),
                st.text(LETTERS, max_size=20).filter(lambda t: set(t) != {"/"}),
            )
        )
        for name in names
    }


def agree(records: list[Record], item: str, purpose: Purpose, party: Party | None) -> None:
    """Engine and reference find the same in each record; what is told once per input is left out of longer lists."""
    answers = graded_by_engine(records, item, AS_OF, purpose, party, STANDARD)
    repeated = set(duplicates(records, item, STANDARD))
    silent = ONCE if len(records) > 1 else set()
    for number, (record, found) in enumerate(zip(records, answers, strict=True)):
        expected = judge_with_severity(record, item, AS_OF, purpose, party, STANDARD)
        if number in repeated:
            expected |= {("unique-key", key_of(item), "warning")}
        assert {f for f in found if f[0] not in silent} == {f for f in expected if f[0] not in silent}, record


@pytest.mark.parametrize("item", ALL)
@settings(max_examples=6, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_a_few_spoilt_records(item, data):
    """Few examples of many records: a plan, which each combination of the three draws asks for, costs more than they do."""
    wide = data.draw(st.booleans())
    records = data.draw(st.lists(spoilt_records(item, wide), min_size=1, max_size=40))
    purpose = data.draw(st.sampled_from(["submission", "publication"]))
    agree(records, item, purpose, PARTIES[data.draw(st.sampled_from(sorted(PARTIES)))])


@pytest.mark.parametrize(
    ("item", "party"),
    [*((item, party) for item in ITEMS for party in sorted(PARTIES)), *((t, "numbered") for t in TYPES)],
)
@pytest.mark.parametrize("purpose", ["submission", "publication"])
def test_many_spoilt_records(item, purpose, party):
    """More combinations than hypothesis has time for, without its help to make them small."""
    chance = Random(f"{item} {purpose} {party}")
    record_type = STANDARD.record_type_of(item)
    records = []
    for _ in range(1500 if item in ITEMS else 400):
        record = widened(chance.choice(valid_records(item)), item)
        for name in chance.sample(sorted(record), chance.randint(1, 4)):
            pool = likely(record_type.field(name).type) if chance.random() < 0.85 else ANYTHING
            record[name] = chance.choice(pool)
        records.append(record)
    agree(records, item, purpose, PARTIES[party])


@pytest.mark.parametrize("item", ITEMS)
def test_the_deadline_of_every_day(item):
    """Two years of decisions, published on the last day and on the day after it."""
    base = next(r for r in valid_records(item) if r["current_status"] == "0" and r["division_code"] == "310000")
    records, late = [], []
    for offset in range(730):
        decision = date(2015, 6, 1) + timedelta(days=offset)
        due = days.due(decision, 7, STANDARD.calendar)
        for published in (due, due + timedelta(days=1)):
            records.append(
                base
                | {
                    "document_number": f"{len(records)}号",
                    "decision_date": f"{decision:%Y/%m/%d}",
                    "data_timestamp": f"{published:%Y/%m/%d}",
                    "valid_until": None,
                }
            )
            late.append(published != due)
    if item == "admin-penalty":
        records = [{name: value for name, value in r.items() if name != "valid_until"} for r in records]
    found = found_by_engine(records, item, date(2018, 1, 1), "submission", None, STANDARD)
    rule = {("publish-within-7-working-days", "data_timestamp")}
    assert found == [rule if is_late else set() for is_late in late]


def test_what_has_been_repeated():
    base = valid_records("admin-licence")
    records = [
        base[0],
        base[1],
        base[0],
        base[2] | {"document_number": "空"},
        base[2] | {"document_number": "空"},
        base[1],
    ]
    found = found_by_engine(records, "admin-licence", AS_OF, "submission", None, STANDARD)
    assert [number for number, rules in enumerate(found) if rules] == [2, 5]
    assert duplicates(records, "admin-licence", STANDARD) == [2, 5]


@pytest.mark.parametrize("item", ALL)
def test_the_months_around_every_change_of_divisions(item):
    """Each division that was abolished or is new, four months before and after: error, hint or nothing."""
    base = valid_records(item)[0]
    changed = [d for d in STANDARD.divisions if d.code.startswith("31") and (d.last or d.first > "2009-12")]
    records = []
    for division in changed:
        for listed in filter(None, (division.first, division.last)):
            year, month = int(listed[:4]), int(listed[5:7])
            for offset in range(-4, 5):
                total = year * 12 + month - 1 + offset
                day = f"{total // 12}/{total % 12 + 1:02}/15"
                if "2000/01/01" <= day <= "2016/12/31":
                    dates = {"decision_date": day, "data_timestamp": day, "document_number": f"{len(records)}号"}
                    records.append(base | dates | {"division_code": division.code})
    agree(records, item, "submission", None)
    severities = {
        severity
        for found in graded_by_engine(records, item, AS_OF, "submission", None, STANDARD)
        for rule, _, severity in found
        if rule == "division-in-force"
    }
    assert severities == {"error", "info"}


@pytest.mark.parametrize("item", ALL)
def test_every_value_in_a_field_of_its_kind(item):
    """No chance: each value of the pools alone in each field that it is likely in, and in the dates of both kinds."""
    base = widened(valid_records(item)[0], item)
    record_type = STANDARD.record_type_of(item)
    values = [(field.name, value) for field in record_type.fields for value in likely(field.type)]
    records = [base | {"document_number": f"{number}号"} | {name: value} for number, (name, value) in enumerate(values)]
    for purpose in ("submission", "publication"):
        agree(records, item, purpose, None)


def test_rows_that_are_no_records():
    """Totals, signatures, notes and the header once more; and records that only look like them."""
    licence = STANDARD.record_types["licence"]
    nothing: Record = dict.fromkeys(valid_records("admin-licence")[0])
    titles = {field.name: field.title for field in licence.fields if field.name in nothing}
    alone = ["合计", "共12条", "填表人：张示例", "沪字〔2016〕12号", "2016-12", "12", "—", "第12号", "说明：空格不填"]
    rows = [
        nothing,
        *(nothing | {name: text} for text in alone for name in ("document_number", "licence_content", "remarks")),
        nothing | {"document_number": "合计", "project_name": "12", "approval_category": "普通"},
        nothing | {"document_number": "合计", "project_name": "13", "approval_category": "普通", "remarks": "x"},
        nothing | titles,
        nothing | {name: titles[name] for name in list(titles)[:3]},
        nothing | {name: titles[name] for name in list(titles)[1:3]},
        valid_records("admin-licence")[0] | {"remarks": "备注"},
    ]
    agree(rows, "admin-licence", "submission", None)
    found = [judge_with_severity(row, "admin-licence", AS_OF, "submission", None, STANDARD) for row in rows]
    assert {rule for rules in found for rule, field, _ in rules if field is None} == {"empty-row", "footer-row"}
