"""Small tables that look like a piece of the file: the cell in question among those by which its record is known."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from conformance.report.groups import EXAMPLES, Group, same
from conformance.report.html.parts import CELL, SENTENCE, Cell, Head, Row, SmallTable, shown
from conformance.report.html.words import grouped, word
from conformance.report.mending import RANKED_FIXES, comparison, correction
from conformance.report.model import CellReport, DueRecord, Finding, InputReport
from conformance.report.places import TABULAR
from conformance.report.view import View

COLUMNS = 4
"""Columns of which a problem shows a table each; the others are named."""
_ADDRESS = re.compile(r"([A-Z]+)[0-9]+")

_Key = tuple[str | None, str]
"""Letters (where the file has them) and header of a column."""


def problem_tables(group: Group, entry: InputReport, view: View) -> tuple[list[SmallTable], list[str]]:
    """The tables of a problem, its most frequent columns first, and the headers of columns that have none."""
    placed = sorted((f for f in group.findings if _has_cell(f)), key=lambda f: _order(_key(f.cell, f.column)))
    by_column = [(key, list(some)) for key, some in groupby(placed, key=lambda f: _key(f.cell, f.column))]
    counts = {failure.field: failure.failed for failure in group.failures}
    by_column.sort(key=lambda one: -counts.get(one[1][0].field, 0))
    alone = {field for field in counts if sum(one[1][0].field == field for one in by_column) == 1}
    tables = []
    for _, some in by_column[:COLUMNS]:
        count = counts.get(some[0].field) if some[0].field in alone else None
        for part in _by_certainty(some):
            # How many there are of each kind is not known beyond those that the report holds.
            known = count if len(part) == len(some) else None
            tables.append(_table(part[:EXAMPLES], known, group, entry, view))
    return tables, [shown(header, CELL, view.lang) for (_, header), _ in by_column[COLUMNS:]]


def _by_certainty(findings: Sequence[Finding]) -> Iterator[list[Finding]]:
    """The findings of a column parted by how surely they can be mended, the surest first."""
    for fix in RANKED_FIXES:
        if some := [finding for finding in findings if finding.fix == fix]:
            yield some


def placeless(group: Group) -> list[Finding]:
    """Findings that have no cell of their own: of the file, its header, or rows that are no records."""
    return [finding for finding in group.findings if not _has_cell(finding)]


def _has_cell(finding: Finding) -> bool:
    return finding.column is not None and finding.record is not None


def _table(some: Sequence[Finding], count: int | None, group: Group, entry: InputReport, view: View) -> SmallTable:
    bad = _key(some[0].cell, some[0].column)
    keys = _neighbours((finding.around for finding in some), bad)
    nameless = not any(finding.around for finding in some) and any(f.key and f.key != f.value for f in some)
    messages = [finding.message for finding in some]
    alike = same([finding.message for finding in group.findings]) is not None
    shared = None if alike or len(some) == 1 else same(messages)
    tabular = entry.format in TABULAR
    places = sorted([*keys, bad], key=_order) if tabular else [*keys, bad]
    heads = [Head(key[0], shown(key[1], CELL, view.lang), key == bad) for key in places]
    if nameless and view.key_title(entry.item):
        heads.insert(0, Head(None, view.key_title(entry.item)))
    rows = []
    for finding in some:
        known = {_key(cell.cell, cell.column): cell.value for cell in finding.around}
        cells = [_bad_cell(finding, view) if key == bad else _cell(known.get(key), view) for key in places]
        if len(heads) > len(places):
            cells.insert(0, _cell(finding.key, view))
        rows.append(
            Row(
                *_place(finding, entry, view),
                cells,
                None if (text := _should_be(finding, view)) is None else shown(text, 3 * CELL, view.lang),
                None if alike or shared else shown(finding.message, SENTENCE, view.lang),
            )
        )
    sentence = None if shared is None else shown(shared, SENTENCE, view.lang)
    return SmallTable(_caption(heads, count, len(rows), view), tabular, heads, rows, sentence, some[0].fix)


def _caption(heads: Sequence[Head], count: int | None, number: int, view: View) -> str:
    column = next((head.title for head in heads if head.bad), "")
    if count is None:
        return word("table-known", view.lang, column=column, shown=number)
    key = "table-all" if count <= number else "table-of"
    return word(key, view.lang, column=column, number=grouped(count), shown=number)


def due_table(records: Sequence[DueRecord], decided: str, entry: InputReport, view: View) -> SmallTable:
    """The records that fall due today, with the date of their decision."""
    bad = _key(records[0].cell, decided)
    tabular = entry.format in TABULAR
    keys = _neighbours((record.around for record in records), bad)
    places = sorted([*keys, bad], key=_order) if tabular else [*keys, bad]
    heads = [Head(key[0], shown(key[1], CELL, view.lang)) for key in places]
    rows = []
    for record in records:
        known = {_key(cell.cell, cell.column): cell.value for cell in record.around} | {bad: record.decided}
        rows.append(Row(*_place(record, entry, view), [_cell(known.get(key), view) for key in places]))
    return SmallTable(word("due-heading", view.lang), tabular, heads, rows)


def _neighbours(around: Iterable[Sequence[CellReport]], bad: _Key) -> list[_Key]:
    """The columns that are quoted beside the bad one, in the order in which they come first."""
    keys = dict.fromkeys(_key(cell.cell, cell.column) for cells in around for cell in cells)
    return [key for key in keys if key != bad]


def _key(address: str | None, header: str | None) -> _Key:
    return letters_of(address), header or ""


def letters_of(address: str | None) -> str | None:
    """Letters of the column in an address like ``B17``."""
    found = _ADDRESS.fullmatch(address or "")
    return None if found is None else found[1]


def _order(key: _Key) -> tuple[int, str, str]:
    """Columns in the order of a sheet: A, Z, AA."""
    letters = key[0] or ""
    return len(letters), letters, key[1]


def _place(one: Finding | DueRecord, entry: InputReport, view: View) -> tuple[str, str | None]:
    """Number of the row or record, and the line of the file where that is another."""
    line = None
    if one.line is not None and one.line != one.row:
        line = word("file-line", view.lang, line=one.line)
    if entry.format in TABULAR and one.row is not None:
        return str(one.row), line
    return word("nth-record", view.lang, record=one.record), line


def _should_be(finding: Finding, view: View) -> str | None:
    return comparison(finding, view) if finding.fix == "none" else correction(finding, view.lang)


def _cell(value: str | None, view: View) -> Cell:
    return Cell(shown(value, CELL, view.lang) if value else None)


def _bad_cell(finding: Finding, view: View) -> Cell:
    address = finding.cell or finding.pointer
    text = shown(finding.value, CELL, view.lang) if finding.value else None
    return Cell(text, bad=True, address=None if address is None else shown(address, 2 * CELL, view.lang))
