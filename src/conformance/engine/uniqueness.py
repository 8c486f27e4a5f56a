"""Repeated records of a submission: within a table, and between the tables that hold records of one data item."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from pathlib import PurePath
from types import TracebackType

import polars as pl
from msgspec import Struct

from conformance.engine.keys import Keys, KeySpill
from conformance.engine.model import Violation
from conformance.engine.places import place_of_row
from conformance.engine.plan import Plan, Planned
from conformance.sources.model import Table
from conformance.standard.model import Text


class _Named(Struct, frozen=True):
    """What a table is called by, without its rows."""

    path: str
    sheet: str | None


class Uniqueness:
    """The keys of all tables so far, by item and check. Use it as a context manager."""

    def __init__(self) -> None:
        self._held = ExitStack()
        self._keys: dict[tuple[str, str, tuple[str, ...]], Keys] = {}
        self._tables: list[_Named] = []

    def __enter__(self) -> Uniqueness:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._held.close()

    def enter(self, table: Table) -> int:
        """Enter one more table; answers its number."""
        self._tables.append(_Named(table.path, table.sheet))
        return len(self._tables) - 1

    def spills(self, table: Table, plan: Plan) -> Iterator[KeySpill]:
        """What gathers the keys of one more table, for each of its checks."""
        number = self.enter(table)
        for planned in plan.dataset:
            same = (table.item, planned.check.rule, planned.check.fields)
            if same not in self._keys:
                self._keys[same] = self._held.enter_context(Keys())
            yield KeySpill(planned, plan.digests[planned.number], self._keys[same], number)

    def named(self, table: Table) -> dict[int, Text]:
        """What the tables before this one are called in its findings, by their number."""
        return {number: _name(other, table) for number, other in enumerate(self._tables)}


def _name(other: _Named, table: Table) -> Text:
    """The other table by its sheet, by the name of its file, or by its whole path where the names are the same."""
    sheet = "" if other.sheet is None else f"“{other.sheet}”"
    if other.path == table.path and other.sheet not in (None, table.sheet):
        return Text(f"工作表{sheet}", f"sheet {sheet}")
    name, own = PurePath(other.path).name, PurePath(table.path).name
    shown = other.path if name == own else name
    return Text(f"“{shown}”{sheet}", f'"{shown}"{sheet and " " + sheet}')


def repeated(planned: Planned, again: pl.DataFrame, column: int | None, named: Mapping[int, Text]) -> list[Violation]:
    """Some records that came before. ``named`` as of :meth:`Uniqueness.named`; a table without a name is their own."""
    return [
        Violation(
            check=planned.check,
            severity=planned.severity,
            column=column,
            value=row["value"],
            key=row["key"],
            details={"first_row": row["first_row"], "first": _place(row["first_row"], named.get(row["first_table"]))},
            **place_of_row(row),
        )
        for row in again.to_dicts()
    ]


def _place(row: int, table: Text | None) -> Text:
    if table is None:
        return Text(f"第{row}行", f"row {row}")
    return Text(f"{table.zh}第{row}行", f"row {row} of {table.en}")
