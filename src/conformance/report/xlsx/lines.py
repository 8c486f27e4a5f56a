"""The lines of the list of problems: a finding with the record that it is about and the cell that it leads to."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
from msgspec import Struct

from conformance.report.mending import comparison, correction, grade
from conformance.report.model import Finding, InputReport
from conformance.report.places import TABULAR
from conformance.report.view import View
from conformance.report.words import say as say_shared
from conformance.report.xlsx.kept import ROW, Found, Kept, KeptTable
from conformance.report.xlsx.layout import Layout
from conformance.standard.model import RANKED, Lang

DOCUMENT, SUBJECT = "document_number", "subject_name"


class Line(msgspec.Struct, array_like=True, frozen=True, gc=False):
    """One finding, as a reader needs it."""

    rank: int
    """Position among RANKED."""
    place: str
    """Where it is in the source, in words."""
    sheet: str
    """Sheet of the workbook that has the cell; empty where none has."""
    cell: str
    row: int
    column: str
    value: str
    message: str
    remedy: str
    change: str
    """What the cell is to be changed to, where that is sure."""
    compare: str
    """What else it is to be held against."""
    fix: str
    """How sure the change is."""
    document: str
    subject: str
    rule: str
    clause: str
    source: str
    pointer: str


class Placed(Struct, frozen=True):
    """A finding of which it is known to which group it belongs; without ``line`` where it was only counted."""

    rank: int
    group: str | None
    """The group as written; None for what is about no row, or a table without the column."""
    record: tuple[int, int]
    """Number of its table and row."""
    line: Line | None


def placed(
    kept: Kept, table: KeptTable, number: int, layout: Layout | None, group: str | None, view: View
) -> Iterator[Placed]:
    """The findings of a table in order of rows; ``group`` is the column (of the rows that are kept) to group by."""
    for found in kept.found(table.head):
        yield Placed(found.rank, None, (number, 0), _line(found, table, layout, "", "", view))
    keys = {column.key for column in table.columns}
    wanted = [name for name in dict.fromkeys((DOCUMENT, SUBJECT, group)) if name in keys]
    for block in table.blocks:
        findings = kept.found(block)
        if not findings:
            continue
        rows = kept.rows(block, [ROW, *wanted])
        at = {row: position for position, row in enumerate(rows[ROW])}
        texts = {name: rows[name].to_list() for name in wanted}
        last, record, document, subject = -1, dict[str, str](), "", ""
        for found in findings:
            if found.row != last:
                last = found.row
                position = at.get(last)
                record = {} if position is None else {name: cells[position] or "" for name, cells in texts.items()}
                document = kept.wording.cell(table.item, DOCUMENT, record.get(DOCUMENT, ""))
                subject = kept.wording.cell(table.item, SUBJECT, record.get(SUBJECT, ""))
            line = _line(found, table, layout, document, subject, view)
            yield Placed(found.rank, None if group is None else record.get(group), (number, found.row), line)


def of_report(findings: list[Finding], inputs: list[InputReport], view: View) -> list[Line]:
    """Lines of the findings that a report holds, where nothing else was kept of the run."""
    formats = {(entry.path, entry.sheet): entry.format or "" for entry in inputs}
    return [
        _worded(
            RANKED.index(one.severity),
            one.row or 0,
            one,
            formats.get((one.path, one.sheet), ""),
            ("", ""),
            "",
            "",
            view,
        )
        for one in findings
    ]


def _line(
    found: Found, table: KeptTable, layout: Layout | None, document: str, subject: str, view: View
) -> Line | None:
    said = found.said
    if said is None:
        return None
    target = ("", "") if layout is None else layout.target(found.row, found.column)
    return _worded(found.rank, found.row, said, table.format, target, document, subject, view)


def _worded(
    rank: int,
    row: int,
    said: Finding,
    format_: str,
    target: tuple[str, str],
    document: str,
    subject: str,
    view: View,
) -> Line:
    return Line(
        rank=rank,
        place=_place(said, format_, view.lang),
        sheet=target[0],
        cell=target[1],
        row=row,
        column=said.column or "",
        value=said.value or "",
        message=said.message,
        remedy=said.remedy,
        change=correction(said, view.lang) or "",
        compare=comparison(said, view) or "",
        fix=grade(said, view),
        document=document or (said.key or "" if not subject else ""),
        subject=subject,
        rule=said.rule,
        clause=said.clause,
        source=said.path if said.sheet is None else f"{said.path} [{said.sheet}]",
        pointer=said.pointer or "",
    )


def _place(said: Finding, format_: str, lang: Lang) -> str:
    """The cell, else the row or record, else the whole input."""
    if said.cell is not None:
        return said.cell
    if said.row is not None and format_ in TABULAR:
        return say_shared("row", lang, row=said.row)
    if said.record is not None:
        return say_shared("record", lang, record=said.record)
    return say_shared("whole", lang)
