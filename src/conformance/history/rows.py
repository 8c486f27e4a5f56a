"""Runs as rows and rows as runs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import asdict, fields, replace
from typing import Any, TypeVar, cast

import sqlalchemy as sa

from conformance.history import tables
from conformance.history.made import contents_of
from conformance.history.model import FieldCount, ManifestFigures, RuleCount, Run, RunInput, Withheld

Row = dict[str, Any]
_T = TypeVar("_T", RuleCount, FieldCount, RunInput, ManifestFigures, Withheld, Run)


def rows_of(run: Run) -> list[tuple[sa.Table, list[Row]]]:
    """What is written for a run, in the order in which tables refer to each other."""
    here = {"run_id": run.id}
    inputs = [(number, one, here | {"input": number}) for number, one in enumerate(run.inputs, 1)]
    said = [(number, one, here | {"figure": number}) for number, one in enumerate(run.figures, 1)]
    written: list[tuple[sa.Table, list[Row]]] = [
        (tables.runs, [_plain(run, "inputs", "figures")]),
        (tables.inputs, [here | {"number": number} | _plain(one, "rules", "fields") for number, one, _ in inputs]),
        (tables.rules, [at | _plain(of) | {"field": of.field or ""} for _, one, at in inputs for of in one.rules]),
        (tables.fields, [at | _plain(of) for _, one, at in inputs for of in one.fields]),
        (tables.figures, [here | {"number": number} | _plain(one, "withheld") for number, one, _ in said]),
        (tables.withheld, [at | _plain(of) for _, one, at in said for of in one.withheld]),
    ]
    if run.batch is not None:
        key = here | {"party": run.party, "batch": run.batch}
        batches = [key | {"item": item, "contents": contents} for item, contents in contents_of(run).items()]
        written.append((tables.batches, batches))
    return [(table, rows) for table, rows in written if rows]


def _plain(one: Any, *without: str) -> Row:
    return {field.name: getattr(one, field.name) for field in fields(one) if field.name not in without}


def read_runs(connection: sa.Connection, found: Sequence[sa.RowMapping]) -> list[Run]:
    """The runs of some rows, whole, in the order of the rows."""
    ids = [row["id"] for row in found]
    rules = _children(connection, tables.rules, ids, "input")
    filled = _children(connection, tables.fields, ids, "input")
    withheld = _children(connection, tables.withheld, ids, "figure")
    inputs = _children(connection, tables.inputs, ids)
    figures = _children(connection, tables.figures, ids)
    return [
        replace(
            _made(Run, row),
            inputs=tuple(
                replace(
                    _made(RunInput, one),
                    rules=_sorted(RuleCount, rules.get((row["id"], one["number"]), ())),
                    fields=_sorted(FieldCount, filled.get((row["id"], one["number"]), ())),
                )
                for one in sorted(inputs.get((row["id"],), ()), key=_number)
            ),
            figures=tuple(
                replace(
                    _made(ManifestFigures, one),
                    withheld=_sorted(Withheld, withheld.get((row["id"], one["number"]), ())),
                )
                for one in sorted(figures.get((row["id"],), ()), key=_number)
            ),
        )
        for row in found
    ]


def _number(row: sa.RowMapping) -> int:
    return cast(int, row["number"])


def _children(
    connection: sa.Connection, table: sa.Table, ids: Sequence[str], *more: str
) -> dict[tuple[Any, ...], list[sa.RowMapping]]:
    """Rows of some runs by run and, where it is asked for, their place in it. Databases sort texts differently, so none is asked to."""
    grouped: dict[tuple[Any, ...], list[sa.RowMapping]] = defaultdict(list)
    for row in connection.execute(sa.select(table).where(table.c.run_id.in_(ids))).mappings():
        grouped[(row["run_id"], *(row[name] for name in more))].append(row)
    return grouped


def _made(kind: type[_T], row: sa.RowMapping) -> _T:
    given = {field.name: row[field.name] for field in fields(kind) if field.name in row}
    return kind(**given | {"field": given["field"] or None} if kind is RuleCount else given)


def _sorted(kind: type[_T], found: Sequence[sa.RowMapping]) -> tuple[_T, ...]:
    made = [_made(kind, row) for row in found]
    return tuple(sorted(made, key=lambda one: [str(part or "") for part in list(asdict(one).values())[:2]]))
