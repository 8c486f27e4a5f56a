"""Rows that are no records: what makes them so, in tables of any width."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from conformance.engine.kernel import row_masks
from conformance.engine.memory import Memory
from conformance.engine.model import Request
from conformance.engine.plan import make_plan
from conformance.sources.model import Column
from conformance.standard.load import load

FOOTER = "表格说明：本表由业务处室填写"
Row = list[str | None]


def kinds_of(rows: list[Row], headers: list[str], times: int = 1) -> list[str | None]:
    """The kind of each row that is no record. Headers that begin with @ are columns of no field, @0 one that numbers the
    rows; ``times`` repeats all of them: many rows go other ways than few."""
    columns = tuple(
        Column(
            i,
            name,
            None if name.startswith("@") else name,
            "ignored" if name == "@0" else "unknown" if name.startswith("@") else "name",
        )
        for i, name in enumerate(headers)
    )
    plan = make_plan("admin-licence", columns, Request(load(), date(2016, 12, 31)))
    frame = pl.DataFrame(rows * times, schema=dict.fromkeys(headers, pl.String), orient="row")
    told: list[str | None] = [None] * frame.height
    for planned, mask in row_masks(plan, Memory(plan).read(frame)):
        for at in mask.nonzero()[0].tolist():
            told[at] = planned.check.kind
    assert told == told[: len(rows)] * times
    return told[: len(rows)]


HEADERS = ["@0", "document_number", "project_name", "subject_name", "authority", "remarks"]


@pytest.mark.parametrize("times", [1, 300])
@pytest.mark.parametrize(
    ("row", "kind"),
    [
        (["1", "沪〔2016〕1号", "许可", "某公司", "某局", None], None),
        ([None, None, None, None, None, None], "empty_row"),
        (["2", None, None, None, None, None], "empty_row"),
        (["2", None, " ", None, None, None], "empty_row"),
        (["2.0", None, None, None, None, None], "empty_row"),
        (["2.5", None, None, None, None, None], "footer_row"),
        (["2.0", None, None, "某公司", None, None], None),
        (["说明", None, None, None, None, None], "footer_row"),
        ([None, "沪规土许〔201", None, None, None, None], None),
        ([None, "沪规土许（2016\ufffd", None, None, None, None], None),
        ([None, "（2016年度", None, None, None, None], "footer_row"),
        ([None, FOOTER, None, None, None, None], "footer_row"),
        ([None, FOOTER, "许可", "某公司", None, None], "footer_row"),
        ([None, FOOTER, "许可", "某公司", "某局", None], None),
        ([None, "沪〔2016〕1号", None, None, None, None], None),
        ([None, None, None, None, None, "张三"], "footer_row"),
        (["序号", "行政许可决定书文号", "项目名称", "行政相对人名称", "许可机关", "备注"], "footer_row"),
        (["4", "行政许可决定书文号", "项目名称", "行政相对人名称", "某局", "无"], "footer_row"),
        (["4", "行政许可决定书文号", "项目名称", "某公司", "某局", "无"], None),
    ],
)
def test_a_row_is_a_record_unless_it_is_blank_or_a_footer_or_the_header_again(
    row: Row, kind: str | None, times: int
) -> None:
    record: Row = ["1", "沪〔2016〕1号", "许可", "某公司", "某局", None]
    assert kinds_of([record, row, record], HEADERS, times) == [None, kind, None]


@pytest.mark.parametrize("times", [1, 300])
def test_in_a_narrow_table_a_footer_may_fill_every_cell(times: int) -> None:
    rows: list[Row] = [["沪〔2016〕1号", "许可", "某公司"], [FOOTER, "许可", "某公司"]]
    assert kinds_of(rows, ["document_number", "project_name", "subject_name"], times) == [None, "footer_row"]


@pytest.mark.parametrize("filled", [255, 256, 257, 300])
def test_a_wide_row_is_not_taken_for_a_footer(filled: int) -> None:
    headers = ["document_number", *(f"@{n}" for n in range(1, 300))]
    row: Row = [FOOTER, *["x"] * (filled - 1), *[None] * (300 - filled)]
    assert kinds_of([row], headers) == [None]
