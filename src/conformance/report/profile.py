"""What an input looks like as a whole, as the report has it: its columns, the stretches of its rows, what falls due."""

from __future__ import annotations

from conformance.engine.model import TableResult
from conformance.report.model import ColumnReport, DueReport, StretchReport
from conformance.report.places import header_cell
from conformance.report.wording import Wording


def columns_of(result: TableResult, wording: Wording) -> list[ColumnReport]:
    """Every column with what it was taken for, and how complete it is where that was counted."""
    fillings = [None] * len(result.columns) if result.profile is None else result.profile.fillings
    return [
        ColumnReport(
            wording.quote(column.header),
            column.field,
            column.how,
            column.near,
            header_cell(result, column),
            filled=None if filling is None else filling.filled,
            blank=None if filling is None else filling.blank,
            placeholder=None if filling is None else filling.placeholder,
        )
        for column, filling in zip(result.columns, fillings, strict=True)
    ]


def stretches_of(result: TableResult) -> list[StretchReport]:
    """Where in the input the trouble lies."""
    if result.profile is None:
        return []
    return [
        StretchReport(one.first_row, one.last_row, one.records, one.errors, one.warnings, one.repeats)
        for one in result.profile.stretches
    ]


def due_of(result: TableResult, wording: Wording) -> DueReport | None:
    """What falls due on the day as of which is judged."""
    due = None if result.profile is None else result.profile.due
    if due is None:
        return None
    return DueReport(due.limit, due.records, due.reason or None, [wording.due(result, one) for one in due.examples])
