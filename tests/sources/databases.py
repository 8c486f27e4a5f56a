"""Tables for the tests: the same records as a CSV file, as texts in a table, and in columns of the types that databases have."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import polars as pl

from conformance.report.model import Report
from conformance.sample.api import frames
from conformance.sample.plant import Log
from conformance.standard.load import load

Rows = list[list[str | None]]
ITEM = "admin-licence"
DAY = "2016-12-31"
MOMENTS = ("许可决定日期", "许可截止期", "数据更新时间戳")


def records(rows: int = 120, defects: float = 0.4) -> tuple[list[str], Rows]:
    """Headers and records with defects of every kind; a last column numbers them."""
    frame = pl.concat(frames(ITEM, rows, 5, load(), defects, Log(None)))
    headers = [*frame.columns, "序号"]
    found: Rows = [[cell or None for cell in row] for row in frame.rows()]
    return headers, [[*row, str(number)] for number, row in enumerate(found, 1)]


def only_native(headers: Sequence[str], rows: Rows) -> Rows:
    """The same records without what columns with types do not hold: dates and codes that are none are left blank."""

    def kept(header: str, cell: str | None) -> str | None:
        if header in MOMENTS:
            moment = moment_of(cell)
            return None if moment is None else written(moment)
        if header == "地方编码":
            return (cell or "").strip(" ")[:6] or None
        return cell

    return [[kept(header, cell) for header, cell in zip(headers, row, strict=True)] for row in rows]


def moment_of(cell: str | None) -> datetime | None:
    """A moment as the form writes it."""
    for form in ("%Y/%m/%d", "%Y/%m/%d %H:%M:%S"):
        try:
            return datetime.strptime(cell or "", form)  # noqa: DTZ007 - databases have such moments
        except ValueError:
            pass
    return None


def written(moment: datetime) -> str:
    """The text of a moment; midnight is a day."""
    day = f"{moment:%Y/%m/%d}"
    return day if moment.time() == datetime.min.time() else f"{day} {moment:%H:%M:%S}"


def typed(header: str, cell: str | None) -> Any:
    """The value that a column with a type holds."""
    if cell is None:
        return None
    if header == "数据更新时间戳":
        return moment_of(cell)
    if header in MOMENTS:
        moment = moment_of(cell)
        return None if moment is None else date(moment.year, moment.month, moment.day)
    return int(cell) if header == "序号" else cell


def without_time(headers: Sequence[str], rows: Rows) -> Rows:
    """Dates without a time of day, as a column of dates has them."""
    days = [place for place, header in enumerate(headers) if header in MOMENTS[:2]]
    return [[(cell or "")[:10] or None if place in days else cell for place, cell in enumerate(row)] for row in rows]


def write_csv(path: Path, headers: Sequence[str], rows: Rows) -> Path:
    """The records as a file."""
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        csv.writer(stream).writerows([headers, *([cell or "" for cell in row] for row in rows)])
    return path


def findings(report: Report) -> list[tuple[Any, ...]]:
    """What was found, by record: everything but how a place is called in one format or another."""
    return sorted(
        (one.rule, one.severity, one.record or 0, one.field or "", one.value or "", one.expected or "", one.key or "")
        for one in report.findings
    )


def counts(report: Report) -> tuple[Any, ...]:
    """The figures of the only input."""
    (entry,) = report.inputs
    return entry.rows, entry.accepted_rows, entry.rejected_rows, entry.late_rows, report.counts, report.verdict
