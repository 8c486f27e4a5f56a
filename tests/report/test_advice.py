"""What is said of records that fall due today."""

from __future__ import annotations

import pytest
from handmade import REQUEST, STANDARD, a_result
from msgspec.structs import replace

from conformance.report.advice import due_sentence
from conformance.report.build import build_report
from conformance.report.model import DueRecord, DueReport
from conformance.report.view import View

REPORT = build_report([a_result()], REQUEST)


def said(number: int, rows: list[int], format_: str = "csv") -> str | None:
    examples = [DueRecord(row - 1, row, None, f"F{row}", None, None, "2016/04/27") for row in rows]
    entry = replace(REPORT.inputs[0], format=format_, due_today=DueReport(7, number, examples=examples))
    return due_sentence(entry, REPORT, View(STANDARD))


@pytest.mark.parametrize(
    ("number", "rows", "format_", "end"),
    [
        (2, [3, 9], "csv", "即为迟报：第 3、9 行"),
        (8, [2, 3, 4, 5, 6, 7], "xlsx", "即为迟报，先列第 2、3、4、5、6 行"),
        (2, [3, 9], "json", "即为迟报：第 2、8 条记录"),
        (3, [], "csv", "即为迟报"),
    ],
)
def test_the_first_records_that_fall_due_are_named(number, rows, format_, end):
    text = str(said(number, rows, format_))
    assert text.startswith(f"{number} 条今天（2016-05-09）到期")
    assert text.endswith(end)


def test_where_none_falls_due_nothing_is_said():
    assert said(0, []) is None
