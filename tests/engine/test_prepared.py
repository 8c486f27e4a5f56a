"""Plans are kept: for the same columns, and for records whatever the order of their keys."""

from __future__ import annotations

from datetime import date

from msgspec.structs import replace

from conformance import check
from conformance.engine.model import Request
from conformance.engine.prepared import prepare
from conformance.sources.model import Table
from conformance.sources.records import from_records
from conformance.standard.load import load

RECORD = {
    "行政许可决定书文号": "沪浦许可〔2016〕1号",
    "行政相对人名称": "上海某某有限公司",
    "许可决定日期": "2016/05/09",
}
BACKWARDS = dict(reversed(RECORD.items()))


def table(record: dict[str, str]) -> Table:
    return from_records([record], load())


def request(as_of: date = date(2016, 12, 31)) -> Request:
    return Request(load(), as_of)


def test_the_same_columns_have_one_plan() -> None:
    assert prepare(table(RECORD), request()) is prepare(table(RECORD), request())


def test_another_day_has_another_plan() -> None:
    one, other = prepare(table(RECORD), request()), prepare(table(RECORD), request(date(2016, 1, 1)))
    assert one.memory is not other.memory


def test_keys_in_another_order_share_plan_and_memory() -> None:
    one, other = prepare(table(RECORD), request()), prepare(table(BACKWARDS), request())
    assert one.memory is other.memory
    assert one.plan.context.columns != other.plan.context.columns


def test_columns_of_a_file_keep_their_order() -> None:
    one, other = (replace(table(record), format="csv") for record in (RECORD, BACKWARDS))
    assert prepare(one, request()).memory is not prepare(other, request()).memory


def test_findings_stand_where_they_are_whatever_the_order_of_keys() -> None:
    for record in (RECORD, BACKWARDS):
        report = check([record | {"许可决定日期": "2016/13/09"}], item="admin-licence", as_of="2016-12-31")
        (found,) = [finding for finding in report.findings if finding.rule == "date"]
        assert (found.column, found.value) == ("许可决定日期", "2016/13/09")
