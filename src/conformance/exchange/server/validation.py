"""Rows through the rule engine: a line for each, and the fields of those that are taken."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from conformance.api import Options, check_many
from conformance.exchange.rowlines import EVERY, Line, Problem, Torn, findings_of, lines_of, party_of_provider
from conformance.report.model import Finding
from conformance.standard.model import ROW_KINDS, Standard


class Verdicts(Struct, frozen=True):
    """What the engine says of some rows."""

    lines: tuple[Line, ...]
    """One for each row, in order; pointers begin at the row."""
    data: tuple[Mapping[str, Any], ...]
    """Of each row the fields by their English names; columns that are none are left out."""


def judge(
    rows: Sequence[Mapping[str, Any]], item: str, provider: str | None, standard: Standard, as_of: date
) -> Verdicts:
    """What becomes of rows of a data item by the standard; raises Torn where the report does not bear out its own counts."""
    if not rows:
        return Verdicts((), ())
    party = None if provider is None else party_of_provider(provider, standard)
    options = Options(item=item, party=None if party is None else party.id, as_of=as_of, examples=EVERY)
    report = check_many([list(rows)], options, standard=standard)
    table = report.inputs[0]
    findings = findings_of(report, table)
    rules = {one.rule: one for one in standard.record_type_of(item, party).checks if one.kind in ROW_KINDS}
    aside = _aside([one for one in findings if one.rule in rules])
    if table.problem is not None:  # nothing of the whole batch could be read as records
        aside = {at: aside.get(at, _unreadable(row, table.problem, standard)) for at, row in enumerate(rows)}
    records = [at for at in range(len(rows)) if at not in aside]
    if len(records) != table.rows:
        raise Torn(f"{len(rows)} rows were given, {len(aside)} are no records, the report counts {table.rows}")
    lines = [Line(at + 1, "rejected", (aside[at],)) if at in aside else None for at in range(len(rows))]
    for line, at in zip(lines_of(table, findings), records, strict=True):
        lines[at] = replace(line, row=at + 1)
    whole = tuple(line for line in lines if line is not None)
    names = {column.header: column.field for column in table.columns if column.field is not None}
    return Verdicts(whole, tuple({names[key]: row[key] for key in row if key in names} for row in rows))


def _aside(findings: Sequence[Finding]) -> dict[int, Problem]:
    """Rows that are no records (empty, a total, the headers again), by their place: nothing can be made of them."""
    return {
        one.row - 2: Problem(one.rule, "error", one.clause, "", one.message) for one in findings if one.row is not None
    }


def _unreadable(row: Mapping[str, Any], why: str, standard: Standard) -> Problem:
    """Why a row is no record where none of the batch is one."""
    rule = standard.rules["file-form" if row else "empty-row"]
    return Problem(rule.id, "error", rule.clause, "", why)
