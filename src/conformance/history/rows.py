"""Runs as rows and rows as runs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any, TypeVar

import sqlalchemy as sa
from msgspec.structs import replace

from conformance.history import tables
from conformance.history.made import contents_of
from conformance.history.model import FieldCount, ManifestFigures, RuleCount, Run, RunInput, Withheld

Row = dict[str, Any]
_T = TypeVar("_T", FieldCount, Withheld)
_TABLES = ("inputs", "figures", "rules", "fields", "withheld")


def rows_of(run: Run) -> list[tuple[sa.Table, list[Row]]]:
    """What is written for a run, in the order in which tables refer to each other."""
    here = {"run_id": run.id}
    inputs = [(number, one, here | {"input": number}) for number, one in enumerate(run.inputs, 1)]
    said = [(number, one, here | {"figure": number}) for number, one in enumerate(run.figures, 1)]
    written: list[tuple[sa.Table, list[Row]]] = [
        (tables.runs, [_plain(run)]),
        (tables.inputs, [here | {"number": number} | _plain(one) for number, one, _ in inputs]),
        (tables.rules, [at | _plain(of) | {"field": of.field or ""} for _, one, at in inputs for of in one.rules]),
        (tables.fields, [at | _plain(of) for _, one, at in inputs for of in one.fields]),
        (tables.figures, [here | {"number": number} | _plain(one) for number, one, _ in said]),
        (tables.withheld, [at | _plain(of) for _, one, at in said for of in one.withheld]),
    ]
    if run.batch is not None:
        key = here | {"party": run.party, "batch": run.batch}
        batches = [key | {"item": item, "contents": contents} for item, contents in contents_of(run).items()]
        written.append((tables.batches, batches))
    return [(table, rows) for table, rows in written if rows]


def _plain(one: Any) -> Row:
    return {name: getattr(one, name) for name in _names(type(one))}


def read_runs(connection: sa.Connection, found: Sequence[sa.RowMapping], *, errors_only: bool = False) -> list[Run]:
    """The runs of some rows, in the order of the rows; whole, or of the counts of rules those alone that have errors."""
    ids = [row["id"] for row in found]
    broken = (tables.rules.c.errors > 0,) if errors_only else ()
    rules = _children(connection, tables.rules, RuleCount, ids, "input", *broken)
    filled = _children(connection, tables.fields, FieldCount, ids, "input")
    withheld = _children(connection, tables.withheld, Withheld, ids, "figure")
    inputs = _children(connection, tables.inputs, RunInput, ids, "number")
    figures = _children(connection, tables.figures, ManifestFigures, ids, "number")
    of_run: dict[str, list[RunInput]] = defaultdict(list)
    for (run, number), rows in sorted(inputs.items()):
        counts = tuple(RuleCount(rule, field or None, *rest) for rule, field, *rest in sorted(rules[run, number]))
        of_run[run].append(replace(RunInput(*rows[0]), rules=counts, fields=_made(FieldCount, filled[run, number])))
    said: dict[str, list[ManifestFigures]] = defaultdict(list)
    for (run, number), rows in sorted(figures.items()):
        said[run].append(replace(ManifestFigures(*rows[0]), withheld=_made(Withheld, withheld[run, number])))
    return [
        Run(
            **{name: row[name] for name in _names(Run)}, inputs=tuple(of_run[row["id"]]), figures=tuple(said[row["id"]])
        )
        for row in found
    ]


def _made(kind: type[_T], rows: Sequence[tuple[Any, ...]]) -> tuple[_T, ...]:
    return tuple(kind(*row) for row in sorted(rows))


def _names(kind: type[Any]) -> list[str]:
    """The members of a class that are columns of its table, in their order; others are tables of their own."""
    return [name for name in kind.__struct_fields__ if name not in _TABLES]


def _children(
    connection: sa.Connection,
    table: sa.Table,
    kind: type[Any],
    ids: Sequence[str],
    place: str,
    *conditions: sa.ColumnElement[bool],
) -> dict[tuple[str, int], list[tuple[Any, ...]]]:
    """Rows of some runs by run and place in it. Databases sort texts differently, so none is asked to."""
    grouped: dict[tuple[str, int], list[tuple[Any, ...]]] = defaultdict(list)
    columns = [table.c[name] for name in ("run_id", place, *_names(kind))]
    for run, number, *rest in connection.execute(sa.select(*columns).where(table.c.run_id.in_(ids), *conditions)):
        grouped[run, number].append(tuple(rest))
    return grouped
