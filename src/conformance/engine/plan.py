"""From a record type, a table's columns and a request to expressions that are ready to run.

A plan holds no data and is the same for every batch, so that it is built once and can be sent to another process.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import polars as pl

from conformance.checks import Context, Judgement, Skip, build
from conformance.engine.model import Request, Tally
from conformance.sources.model import Column
from conformance.standard.model import Check, RecordType, Severity


@dataclass(frozen=True, slots=True)
class Planned:
    """One check with its expressions. ``number`` is its place among all checks of the record type."""

    number: int
    check: Check
    severity: Severity
    judgement: Judgement
    scope: int
    """Place in ``Plan.scopes`` of the expression that tells which records the check judges."""

    @property
    def gate(self) -> str | None:
        """Name of the derived column without which the check cannot fail."""
        only_where = self.judgement.only_where
        return only_where.meta.output_name() if only_where is not None else None


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything that is judged about one table.

    ``layers`` are the derived columns, each layer reading only earlier ones; ``rows`` tell rows that are no records;
    ``records`` are decided within a record; ``dataset`` need all records. ``skipped`` cannot run on these columns.
    """

    context: Context
    record_type: RecordType
    layers: tuple[tuple[pl.Expr, ...], ...]
    rows: tuple[Planned, ...]
    records: tuple[Planned, ...]
    dataset: tuple[Planned, ...]
    scopes: tuple[pl.Expr, ...]
    """Which records are judged; most checks of a field share one."""
    skipped: tuple[Tally, ...]


_ROW_KINDS = ("footer_row", "empty_row")
"""Kinds of rows that are no records; a row that several name is of the first kind."""


def _judgement(context: Context, check: Check) -> Judgement | Skip:
    if context.purpose not in check.purposes:
        return Skip("other-purpose")
    return build(context, check.kind, check.fields, check.params)


def _shown_at(check: Check, field: str | None) -> Check:
    """The check with the field where its findings are shown in the first place."""
    if field is None or field == check.field:
        return check
    return replace(check, fields=(field, *(name for name in check.fields if name != field)))


def make_plan(item: str, columns: tuple[Column, ...], request: Request) -> Plan:
    """Plan for a table with these columns. KeyError for an unknown item."""
    record_type = request.standard.record_type_of(item, request.party)
    context = Context(
        standard=request.standard,
        record_type=record_type,
        present=frozenset(c.key for c in columns if not c.key.startswith("@")),
        as_of=request.as_of,
        purpose=request.purpose,
        party=request.party,
        applies_from=request.applies_from,
        columns=tuple(c.key for c in columns),
        numbering=frozenset(c.key for c in columns if c.how == "ignored"),
    )
    rows: list[Planned] = []
    records: list[Planned] = []
    dataset: list[Planned] = []
    skipped: list[Tally] = []
    scopes: list[pl.Expr] = []
    for number, check in enumerate(record_type.checks):
        verdict = _judgement(context, check)
        if isinstance(verdict, Skip):
            skipped.append(Tally(check, status="skipped", reason=verdict.reason))  # type: ignore[arg-type]
            continue
        planned = Planned(
            number, _shown_at(check, verdict.at), request.severity(check), verdict, _place(scopes, verdict.applies)
        )
        if check.kind in _ROW_KINDS:
            rows.append(planned)
        elif request.standard.rules[check.rule].scope == "dataset":
            dataset.append(planned)
        else:
            records.append(planned)
    rows.sort(key=lambda planned: _ROW_KINDS.index(planned.check.kind))
    if record_type.key_field in context.present:
        context.facet(record_type.key_field, "text")
    layers = tuple(tuple(layer.values()) for layer in context.layers)
    return Plan(
        context, record_type, layers, tuple(rows), tuple(records), tuple(dataset), tuple(scopes), tuple(skipped)
    )


def _place(known: list[pl.Expr], expression: pl.Expr) -> int:
    """Place of an expression among the known ones, to which it is added if it is new."""
    for place, other in enumerate(known):
        if other.meta.eq(expression):
            return place
    known.append(expression)
    return len(known) - 1
