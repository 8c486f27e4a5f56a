"""What a table looks like as a whole: how complete its columns are, where in it the trouble lies, what falls due today.

Everything is counted batch by batch from what is known anyway: the codes of the cells, the positions of failures. Memory
does not depend on the length of the table.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import Protocol

import numpy as np
import numpy.typing as npt
import polars as pl
from msgspec import Struct
from msgspec.structs import replace

from conformance.checks.base import Skip
from conformance.checks.deadline import FallsDue, falls_due
from conformance.checks.few import FEW
from conformance.engine.around import around
from conformance.engine.cells import Cells
from conformance.engine.column import Column
from conformance.engine.describe import keys_of, names_of
from conformance.engine.exact import decide
from conformance.engine.model import Due, DueToday, Filling, Profile, Stretch
from conformance.engine.places import Mask, Places, Positions
from conformance.engine.plan import Plan, reads
from conformance.engine.written import written_in
from conformance.sources.model import Batch

_EPOCH = date(1970, 1, 1)
STRETCHES = 60
"""Stretches into which a table is divided at the most; they grow as it turns out to be longer."""
EXAMPLES = 10
"""Records that fall due today of which the places are kept."""


class Watched(Struct, frozen=True):
    """The derived columns that are counted, by column of the table, and the deadline."""

    columns: tuple[tuple[str, str, str | None], ...]
    """Column, its ``unfilled`` and, where it holds a field, its ``placeholder``."""
    limit: int | None
    """Working days; None where the record type has no deadline."""
    due: FallsDue | Skip | None

    def in_order_of(self, names: Sequence[str]) -> Watched:
        """The same for the columns in another order."""
        by_name = {column[0]: column for column in self.columns}
        return replace(self, columns=tuple(by_name[name] for name in names))


def watch(plan: Plan) -> Watched:
    """What is to be counted for a plan; asks its context for the derived columns that it needs."""
    context = plan.context
    columns = []
    for name in context.columns:
        context.facet(name, "unfilled")
        if name in context.present:
            context.facet(name, "placeholder")
        columns.append((name, f"{name}#unfilled", f"{name}#placeholder" if name in context.present else None))
    declared = [check for check in plan.record_type.checks if check.kind == "deadline"]
    if not declared:
        return Watched(tuple(columns), None, None)
    # The check that names status and publication date knows most about a record.
    check = max(declared, key=lambda check: len(check.fields))
    return Watched(tuple(columns), check.params["limit"], falls_due(context, check.fields, **check.params))


class Marks(Protocol):
    """Takes note of where in a table the trouble lies."""

    def add(self, rows: Positions, errors: Mask, warnings: Mask) -> None:
        """Go on to the next records: their rows, and which of them have an error or else a warning of their own."""


class Profiled(Struct, frozen=True):
    """What was counted of one part of a table, but for where the trouble lies."""

    judged: int
    unfilled: list[int]
    placeholder: list[int]
    due_records: int
    due_examples: list[Due]


class Profiler:
    """What was counted so far of one table."""

    def __init__(self, plan: Plan, watched: Watched, marks: Marks | None = None) -> None:
        self._plan = plan
        self._watched = watched
        self._judged = 0
        self._unfilled = [0] * len(watched.columns)
        self._placeholder = [0] * len(watched.columns)
        self._due_records = 0
        self._due_examples: list[Due] = []
        self._stretches = Stretches()
        self._marks = marks if marks is not None else self._stretches

    def records(self, batch: Batch, cells: Cells, places: Places, origin: Positions) -> None:
        """Count the records of a batch that stand at ``origin``."""
        self._judged += cells.height
        for place, (name, unfilled, placeholder) in enumerate(self._watched.columns):
            column = cells.of(name)
            self._unfilled[place] += _how_many(column, unfilled)
            if placeholder is not None:
                self._placeholder[place] += _how_many(column, placeholder)
        if isinstance(self._watched.due, FallsDue):
            self._fall_due(self._watched.due, batch, cells, places, origin)

    def _fall_due(self, due: FallsDue, batch: Batch, cells: Cells, places: Places, origin: Positions) -> None:
        found = _between(cells, due)
        if len(found):
            still_open = decide(cells.at(found).frame(reads([due.open])), {"open": due.open})["open"]
            found = found[still_open.to_numpy()]
        self._due_records += len(found)
        shown = found[: EXAMPLES - len(self._due_examples)]
        if len(shown):
            self._due_examples += self._described(due, batch, cells.at(shown), places, origin[shown])

    def _described(self, due: FallsDue, batch: Batch, cells: Cells, places: Places, origin: Positions) -> Iterator[Due]:
        written = written_in(batch)
        column = self._plan.context.columns.index(due.decided)
        keys = keys_of(self._plan, cells)
        cells_around = around(self._plan, (), due.decided, written, origin)
        names = names_of(self._plan, written, origin)
        for place, at in enumerate(origin.tolist()):
            yield Due(
                column=column,
                value=written[due.decided][at],
                key=keys[place],
                names=names[place],
                around=cells_around[place],
                **places.of(at),
            )

    def trouble(self, places: Places, errors: Mask, warnings: Mask) -> None:
        """Take note of the rows of a batch that have an error or a warning of their own."""
        records = places.is_record
        self._marks.add(places.row[records], errors[records], (warnings & ~errors)[records])

    def repeats(self, records: pl.Series) -> None:
        """Take note of records (their numbers) that came before."""
        self._stretches.repeat(records.to_numpy() - 1)

    def profiled(self) -> Profiled:
        """What was counted so far, of a part that is joined with others later."""
        return Profiled(self._judged, self._unfilled, self._placeholder, self._due_records, self._due_examples)

    def absorb(self, part: Profiled, before: int) -> None:
        """Go on with what was counted of the next part of the table, which ``before`` records come before."""
        self._judged += part.judged
        self._unfilled = [one + more for one, more in zip(self._unfilled, part.unfilled, strict=True)]
        self._placeholder = [one + more for one, more in zip(self._placeholder, part.placeholder, strict=True)]
        self._due_records += part.due_records
        shown = part.due_examples[: EXAMPLES - len(self._due_examples)]
        self._due_examples += [one if one.record is None else replace(one, record=one.record + before) for one in shown]

    def mark(self, rows: Positions, errors: Mask, warnings: Mask) -> None:
        """Take note of the next records of such a part: their rows, and which have an error or else a warning."""
        self._stretches.add(rows, errors, warnings)

    def result(self) -> Profile:
        """Everything that was counted."""
        fillings = [
            Filling(self._judged - unfilled - placeholder, unfilled, placeholder)
            for unfilled, placeholder in zip(self._unfilled, self._placeholder, strict=True)
        ]
        return Profile(tuple(fillings), self._stretches.result(), self._due())

    def _due(self) -> DueToday | None:
        watched = self._watched
        if watched.limit is None:
            return None
        if isinstance(watched.due, Skip):
            return DueToday(watched.limit, 0, reason=watched.due.reason)
        return DueToday(watched.limit, self._due_records, tuple(self._due_examples))


class Stretches:
    """Counts for stretches of equally many records; where there are too many stretches two become one."""

    def __init__(self) -> None:
        self._width = 1
        self._records = 0
        self._last_row = 0
        self._first_rows = np.zeros(0, dtype=np.int64)
        self._counts: npt.NDArray[np.int64] = np.zeros((3, 0), dtype=np.int64)
        """Errors, warnings, repeats."""

    def add(self, rows: Positions, errors: Mask, warnings: Mask) -> None:
        """Go on to the next records: their rows, and which of them have an error or else a warning of their own."""
        if not len(rows):
            return
        before = self._records
        self._records += len(rows)
        self._last_row = int(rows[-1])
        self._reach(self._records, rows, before)
        for kind, mask in enumerate((errors, warnings)):
            self._count(kind, np.flatnonzero(mask) + before)

    def repeat(self, numbers: Positions) -> None:
        """Count records, by their numbers from 0, that came before."""
        self._count(2, numbers)

    def _count(self, kind: int, numbers: Positions) -> None:
        if len(numbers):
            self._counts[kind] += np.bincount(numbers // self._width, minlength=self._counts.shape[1])

    def _reach(self, records: int, rows: Positions, before: int) -> None:
        """Make room for so many records; ``rows`` are those that follow the first ``before``."""
        while records > self._width * STRETCHES:
            self._width *= 2
            self._first_rows = self._first_rows[::2]
            even = _wider(self._counts, self._counts.shape[1] % 2)
            self._counts = even[:, ::2] + even[:, 1::2]
        many = -(-records // self._width)
        known = self._counts.shape[1]
        self._counts = _wider(self._counts, many - known)
        starts = np.arange(known, many, dtype=np.int64) * self._width - before
        self._first_rows = np.concatenate([self._first_rows, rows[starts]])

    def result(self) -> tuple[Stretch, ...]:
        """The stretches that there are records for."""
        if not self._records:
            return ()
        first = self._first_rows.tolist()
        last = [*(after - 1 for after in first[1:]), self._last_row]
        starts = [*range(0, self._records, self._width), self._records]
        sizes = [after - start for start, after in pairwise(starts)]
        return tuple(
            Stretch(a, b, size, *counts)
            for a, b, size, counts in zip(first, last, sizes, self._counts.T.tolist(), strict=True)
        )


def _between(cells: Cells, due: FallsDue) -> Positions:
    """Where the day of the decision is one that falls due."""
    column = cells.of(due.decided)
    if cells.height <= FEW:
        first, last = _EPOCH + timedelta(due.first), _EPOCH + timedelta(due.last)
        return np.flatnonzero([day is not None and first <= day <= last for day in cells.listed(due.day)])
    if column.plain is False:  # one look at every distinct text
        return column.where(_is_due(column.verdicts.columns[due.day], due).to_numpy())
    found: Positions = np.flatnonzero(_is_due(cells.column(due.day), due).to_numpy())
    return found


def _is_due(days: pl.Series, due: FallsDue) -> pl.Series:
    numbers = days.to_physical()  # days since 1970: comparing them as numbers is several times quicker
    return ((numbers >= due.first) & (numbers <= due.last)).fill_null(value=False)


def _how_many(column: Column, name: str) -> int:
    """In how many cells a derived Boolean column holds, by what is known of their texts."""
    many = column.holds(name)
    if many is None:
        raise ValueError(f"{name} does not say yes or no of every text")
    return many


def _wider(counts: npt.NDArray[np.int64], columns: int) -> npt.NDArray[np.int64]:
    """The counts with so many columns of zeros behind them."""
    return np.concatenate([counts, np.zeros((len(counts), columns), dtype=np.int64)], axis=1) if columns else counts
