"""Where a table is judged: in this process, unless a runner is named that has it judged elsewhere with the same result."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from msgspec import Struct

from conformance.engine.along import ALONE, Along
from conformance.engine.beside import Companions
from conformance.engine.local import run_table
from conformance.engine.model import Progress, Request, RowsSink, Sink, TableResult
from conformance.engine.uniqueness import Uniqueness
from conformance.sources.model import Column, Table
from conformance.sources.raw import ReadOptions
from conformance.sources.source import Stored


class Again(Struct, frozen=True):
    """How the file of a table is opened once more, also by another process: the table is the same, its rows are to be read."""

    path: str | Path | Stored
    reading: ReadOptions
    number: int
    """Place among the tables of the file."""


class Delimited(Struct, frozen=True):
    """How a table is written that is a delimited text."""

    delimiter: str
    encoding: str


def delimited_as(table: Table) -> Delimited | None:
    """How a table is written; None for what is no delimited text."""
    if table.delimiter is None or table.encoding is None:
        return None
    return Delimited(table.delimiter, table.encoding)


class Coming(Struct, frozen=True):
    """A table whose turn it will be, which a runner may have judged before that."""

    again: Again | None
    """None for what can be read once only, or goes along with something that has to be at hand. Who judges it elsewhere
    gathers what other tables refer to as well."""
    item: str
    columns: tuple[Column, ...]
    along: Along = ALONE
    written: Delimited | None = None


class Turn(Struct, frozen=True):
    """A table whose turn it is to be judged, with all that goes along."""

    table: Table
    request: Request
    uniqueness: Uniqueness
    """The keys of the tables that were judged with it before."""
    sink: Sink | None = None
    rows_sink: RowsSink | None = None
    companions: Companions | None = None
    again: Again | None = None
    """None for what can be read once only, or must be read here: something else looks at its rows on the way."""
    coming: Sequence[Coming] = ()
    """This table and those after it, in the order of their turns."""
    on_progress: Progress | None = None
    """Told by the table's own batches; for a runner that reads them elsewhere."""


Runner = Callable[[Turn], TableResult]
"""Judges a table; reading may raise ``Unusable``. What is answered never depends on which runner it was."""


def run_here(turn: Turn) -> TableResult:
    """Judge a table batch by batch in this process."""
    return run_table(turn.table, turn.request, turn.sink, turn.rows_sink, turn.companions, turn.uniqueness)
