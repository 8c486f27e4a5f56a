"""From a record type, a table's columns and a request to expressions that are ready to run.

A plan is the same for every batch and every table with these columns, so that it is built once and kept.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

import polars as pl
from msgspec import Struct, field
from msgspec.structs import replace

from conformance.checks import Context, Judgement, Skip, build
from conformance.checks.base import Later, field_of
from conformance.checks.keys import key_digest
from conformance.engine.byvalues import ByValues
from conformance.engine.model import Request, Tally
from conformance.sources.model import Column
from conformance.standard.model import ROW_KINDS, Check, RecordType, Severity


class Planned(Struct, frozen=True):
    """One check with its expressions. ``number`` is its place among all checks of the record type."""

    number: int
    check: Check
    severity: Severity
    judgement: Judgement
    scope: int
    """Place in ``Plan.scopes`` of the expression that tells which records the check judges."""
    details: Mapping[str, ByValues] = field(default_factory=dict)
    """Those of the judgement, for few failures."""


ALIVE = "#"
"""A column that is true in every row: a constant expression is spread over the frame by it."""


class Asked(Struct, frozen=True):
    """An expression over records that is asked for in every batch, with what is known of it beforehand."""

    decided: pl.Expr
    """The same with a null as false, a constant spread over the rows, under its name among what is asked."""
    reads: tuple[str, ...]
    column: str | None
    """The column, if it is nothing else."""
    everywhere: bool
    """Whether it holds in every row."""
    values: ByValues
    """The same of few rows."""


class Plan(Struct, frozen=True):
    """Everything that is judged about one table.

    ``rows`` tell rows that are no records; ``cells`` are decided by one cell, by field, and so once for each distinct
    text; ``records`` are decided by several cells of a record; ``dataset`` need all records. ``skipped`` cannot run on
    these columns.
    """

    context: Context
    record_type: RecordType
    rows: tuple[Planned, ...]
    cells: dict[str, tuple[Planned, ...]]
    records: tuple[Planned, ...]
    dataset: tuple[Planned, ...]
    scopes: tuple[pl.Expr, ...]
    """Which records are judged; most checks of a field share one."""
    skipped: tuple[Tally, ...]
    asked: Mapping[str, Asked]
    """What is asked about the rows and records of every batch, by name: the scopes of their checks by place (``scope:1``;
    ``within:1``, where alone it can hold), and by the number of a check ``fails:1``, ``where:1`` (where alone it can fail)
    and ``unjudged:1:reason``."""
    digests: Mapping[int, tuple[pl.Expr, pl.Expr]]
    """The keys of the records, by the number of the check of ``dataset`` that compares them."""
    foreseen: tuple[str, ...]
    """The columns that are read where records are judged, and that may differ between cells that are plainly right."""


def context_of(item: str, columns: tuple[Column, ...], request: Request) -> Context:
    """What checks of a table with these columns may look at. KeyError for an unknown item."""
    return Context(
        standard=request.standard,
        record_type=request.standard.record_type_of(item, request.party),
        present=frozenset(c.key for c in columns if not c.key.startswith("@")),
        as_of=request.as_of,
        purpose=request.purpose,
        party=request.party,
        applies_from=request.applies_from,
        columns=tuple(c.key for c in columns),
        numbering=frozenset(c.key for c in columns if c.how == "ignored"),
    )


def make_plan(item: str, columns: tuple[Column, ...], request: Request) -> Plan:
    """Plan for a table with these columns. KeyError for an unknown item."""
    context = context_of(item, columns, request)
    record_type = context.record_type
    rows: list[Planned] = []
    cells: dict[str, list[Planned]] = {}
    records: list[Planned] = []
    dataset: list[Planned] = []
    skipped: list[Tally] = []
    scopes = _Scopes()
    digests: dict[int, tuple[pl.Expr, pl.Expr]] = {}
    for number, check in enumerate(record_type.checks):
        if request.standard.rules[check.rule].scope == "submission":
            continue  # judged beside the plan, where the other files are at hand (engine.beside)
        verdict = _judgement(context, check)
        if isinstance(verdict, Skip):
            skipped.append(Tally(check, status="skipped", reason=verdict.reason))
            continue
        severity, scope = request.severity(check), scopes.place(verdict.applies)
        planned = Planned(number, shown_at(check, verdict.at), severity, verdict, scope, _by_values(verdict))
        fields = {field_of(column) for column in reads(_judging(verdict))}
        if check.kind in ROW_KINDS:
            rows.append(planned)
        elif request.standard.rules[check.rule].scope == "dataset":
            dataset.append(planned)
            digests[number] = key_digest(context, check.fields)
        elif len(fields) == 1:
            cells.setdefault(fields.pop(), []).append(planned)
        else:
            records.append(planned)
    rows.sort(key=lambda planned: ROW_KINDS.index(planned.check.kind))
    if record_type.key_field in context.present:
        context.facet(record_type.key_field, "text")
    return Plan(
        context,
        record_type,
        tuple(rows),
        {name: tuple(checks) for name, checks in cells.items()},
        tuple(records),
        tuple(dataset),
        tuple(scopes.known),
        tuple(skipped),
        {name: _asked(name, expression) for name, expression in _of_rows((*rows, *records), scopes.known)},
        digests,
        tuple(
            name
            for name in reads(
                [
                    *(expression for _, expression in _of_rows(records, scopes.known)),
                    *(expression for planned in dataset for expression in _judging(planned.judgement)),
                ]
            )
            if name in context.derived and context.derived[name].of_plain != "constant"
        ),
    )


def _of_rows(checks: Iterable[Planned], scopes: Sequence[pl.Expr]) -> Iterator[tuple[str, pl.Expr]]:
    """The expressions by which some checks decide about rows or records, by name."""
    for planned in checks:
        judgement = planned.judgement
        yield f"scope:{planned.scope}", scopes[planned.scope]
        if judgement.applies_within is not None:
            yield f"within:{planned.scope}", judgement.applies_within
        yield f"fails:{planned.number}", judgement.fails
        if judgement.only_where is not None:
            yield f"where:{planned.number}", judgement.only_where
        for reason, expression in judgement.unjudged.items():
            yield f"unjudged:{planned.number}:{reason}", expression


def _asked(name: str, expression: pl.Expr) -> Asked:
    sure, read = expression.fill_null(value=False), tuple(reads([expression]))
    column = expression.meta.output_name() if expression.meta.is_column() else None
    decided = (sure & pl.col(ALIVE)).alias(name)
    return Asked(decided, read, column, expression.meta.eq(_EVERYWHERE), ByValues(sure, read))


_EVERYWHERE = pl.lit(value=True)


def reads(expressions: Iterable[pl.Expr]) -> list[str]:
    """Names of the columns that expressions read, each once."""
    return list(dict.fromkeys(name for expression in expressions for name in expression.meta.root_names()))


def _judging(judgement: Judgement) -> Iterator[pl.Expr]:
    """The expressions that decide; details are worked out for failures only."""
    yield judgement.applies
    yield judgement.fails
    yield from judgement.unjudged.values()


def _by_values(judgement: Judgement) -> Mapping[str, ByValues]:
    """The details, for few failures."""
    return Later(lambda: {name: ByValues(one, reads([one])) for name, one in judgement.details.items()})


def _judgement(context: Context, check: Check) -> Judgement | Skip:
    if context.purpose not in check.purposes:
        return Skip("other-purpose")
    return build(context, check.kind, check.fields, check.params)


def shown_at(check: Check, field: str | None) -> Check:
    """The check with the field where its findings are shown in the first place."""
    if field is None or field == check.field:
        return check
    return replace(check, fields=(field, *(name for name in check.fields if name != field)))


class _Scopes:
    """Expressions that tell which records are judged, each once."""

    def __init__(self) -> None:
        self.known: list[pl.Expr] = []
        self._reading: dict[tuple[str, ...], list[int]] = {}
        """Their places by what they read: only those are compared that read the same."""

    def place(self, expression: pl.Expr) -> int:
        """Place of an expression among the known ones, to which it is added if it is new."""
        alike = self._reading.setdefault(tuple(reads([expression])), [])
        for place in alike:
            if self.known[place].meta.eq(expression):
                return place
        alike.append(len(self.known))
        self.known.append(expression)
        return alike[-1]
