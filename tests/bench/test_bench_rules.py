"""Rules of single cells, taken from the compiled standard."""

import itertools
import re

import jsonschema
from bench.jsonschemas import json_schema
from bench.picked import with_checks
from bench.rules import cell_rules, number_of_checks

from conformance.standard.load import load

ITEM = "admin-licence"
HEADERS = ["行政许可决定书文号", "审批类别", "许可决定日期", "当前状态"]


def test_only_columns_that_the_file_has() -> None:
    assert {rule.header for rule in cell_rules(ITEM, HEADERS)} == set(HEADERS)


def test_every_kind_is_taken() -> None:
    every = [field.title for field in load().record_type_of(ITEM).fields]
    assert {rule.kind for rule in cell_rules(ITEM, every)} == {"required", "pattern", "values", "date", "length"}


def test_a_list_with_notes_is_a_pattern() -> None:
    category = next(r for r in cell_rules(ITEM, HEADERS) if (r.kind, r.header) == ("values", "审批类别"))
    assert category.pattern is not None
    assert [bool(re.search(category.pattern, word)) for word in ("普通", "其他（专项审批）", "特批")] == [
        True,
        True,
        False,
    ]


def test_the_schema_made_of_them_judges_records() -> None:
    judge = jsonschema.Draft202012Validator(json_schema(cell_rules(ITEM, HEADERS)))
    good = {"行政许可决定书文号": "沪许〔2016〕1号", "审批类别": "普通", "许可决定日期": "2016/06/08", "当前状态": "0"}
    assert judge.is_valid(good)
    for change in ({"审批类别": "特批"}, {"许可决定日期": "2016-06-08"}, {"行政许可决定书文号": "号" * 129}):
        assert not judge.is_valid(good | change), change
    assert not judge.is_valid({key: value for key, value in good.items() if key != "许可决定日期"})


def test_a_share_of_the_checks_is_picked_from_all_over() -> None:
    standard = load()
    plain = standard.record_type_of(ITEM).checks
    half = with_checks(standard, ITEM, 0.5).record_type_of(ITEM).checks
    places = [plain.index(check) for check in half]
    assert abs(len(half) * 2 - len(plain)) <= 2
    assert max(after - before for before, after in itertools.pairwise(places)) <= 3


def test_the_checks_that_run_are_those_of_the_columns() -> None:
    assert 0 < number_of_checks(ITEM, HEADERS[:1]) < number_of_checks(ITEM, HEADERS)
