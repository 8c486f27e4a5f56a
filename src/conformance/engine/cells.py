"""The cells of a batch by what is known of them: a code for each cell, under which its verdicts stand.

A column is derived for a whole batch from these codes; only where cells are plainly right and yet differ (their dates,
say) is anything worked out for each row. Of few cells, as in a payload, lists are made: a query costs more to begin.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import polars as pl

from conformance.checks.base import Derived, field_of
from conformance.checks.few import FEW
from conformance.engine.byvalues import ByValues, rows_of
from conformance.engine.column import Column
from conformance.engine.places import Mask, Positions
from conformance.engine.plan import ALIVE


class Cells:
    """The columns of a batch, or of some of its rows. What is derived or taken is worked out when first asked for."""

    def __init__(
        self,
        columns: Callable[[str], Column],
        derived: Mapping[str, Derived],
        values: dict[str, ByValues],
        height: int,
        above: tuple[Cells, Positions] | None = None,
    ) -> None:
        self.height = height
        self._above = above
        """The cells of which these are some, and where among them they stand."""
        self._values = values
        self._derived = derived
        self._column = columns
        self._columns: dict[str, Column] = {}
        self._found: dict[str, pl.Series] = {}
        self._listed: dict[str, list[Any]] = {}
        self._rows: dict[tuple[str, ...], list[Hashable]] = {}

    def of(self, field: str) -> Column:
        """The cells of a column of the table."""
        if field not in self._columns:
            self._columns[field] = self._column(field)
        return self._columns[field]

    def at(self, positions: Positions) -> Cells:
        """These rows only, in the order given."""
        if len(positions) == self.height:
            return self
        return Cells(
            lambda field: self.of(field).at(positions), self._derived, self._values, len(positions), (self, positions)
        )

    def how_many(self, name: str) -> int | None:
        """In how many rows a derived Boolean column holds, where that follows from the codes alone; else None."""
        column, derived = self.of(field_of(name)), self._derived.get(name)
        if derived is None or not (column.plain is False or derived.of_plain == "constant"):
            return None
        return column.holds(name)

    def where(self, name: str) -> Positions:
        """In which rows a derived Boolean column holds. Raises ValueError where ``how_many`` does not know in how many."""
        return self.of(field_of(name)).where(self._flags(name))

    def holds(self, name: str, positions: Positions) -> Mask:
        """At which of some positions a derived Boolean column holds. Raises ValueError as ``where`` does."""
        return self.of(field_of(name)).named(self._flags(name), positions)

    def _flags(self, name: str) -> Mask:
        flags = self.of(field_of(name)).verdicts.flags(name)
        if flags is None:
            raise ValueError(f"codes do not tell where {name} holds")
        return flags

    def select(self, *expressions: pl.Expr, **named: pl.Expr) -> pl.DataFrame:
        """Evaluate expressions over raw and derived columns; a constant is spread over the rows."""
        every = [*expressions, *(expression.alias(name) for name, expression in named.items())]
        return self.frame([n for e in every for n in e.meta.root_names()]).select_seq(every)

    def frame(self, names: Iterable[str]) -> pl.DataFrame:
        """These columns, and ``ALIVE``."""
        wanted = [name for name in dict.fromkeys(names) if name != ALIVE]
        self._work_out(wanted)
        found = [self.column(name).alias(name) for name in wanted]
        return pl.DataFrame([*found, _TRUE.new_from_index(0, self.height).alias(ALIVE)])

    def _work_out(self, names: Sequence[str]) -> None:
        """Work out together, a layer upon the other, what has to be computed for each row."""
        layers: dict[int, dict[str, pl.Expr]] = {}
        reads: dict[str, None] = {}
        waiting = list(names)
        while waiting:
            name = waiting.pop()
            if not self._is_computed(name):
                continue
            derived = self._derived[name]
            if derived.swift is not None and self.height > FEW:
                self._work_out(derived.reads)
                self._found[name] = pl.Series(derived.swift(self.column(derived.reads[0])))
                continue
            layers.setdefault(derived.depth, {})[name] = derived.expression
            reads |= dict.fromkeys(derived.reads)
            waiting += derived.reads
        if not layers:
            return
        if not any(name in layer for layer in layers.values() for name in reads):  # none reads another
            layers = {0: {name: expression for layer in layers.values() for name, expression in layer.items()}}
        computed = [name for layer in layers.values() for name in layer]
        given = [self.column(name).alias(name) for name in reads if name not in computed]
        frame = pl.DataFrame(given)
        for depth in sorted(layers):
            frame = frame.with_columns_seq(layers[depth].values())
        self._found |= {name: frame[name] for name in computed}

    def foresee(self, names: Sequence[str]) -> None:
        """Work out together what will be asked for, where the beginning of a query is what costs."""
        if self.height <= FEW:
            new = [name for name in names if self._is_computed(name) and not self._tell(name)]
            self._work_out(new)
            for name in new:
                self._values[name].learn(self.rows(self._derived[name].reads), self.listed(name))

    def _tell(self, name: str) -> bool:
        """Have a column that has to be computed told by the values that it reads, and keep it; False where they do not tell."""
        reads = self._derived[name].reads
        if any(self._is_computed(read) and not self._tell(read) for read in reads):
            return False
        told = self._values[name].told(self.rows(reads))
        if told is not None:
            self._listed[name] = told
        return told is not None

    def _is_computed(self, name: str) -> bool:
        """Whether a column is not known yet and neither the verdicts nor a certificate have it for every row."""
        if name in self._found or self._have_list(name) or name not in self._derived:
            return False
        derived, column = self._derived[name], self.of(field_of(name))
        if name in column.given or column.plain is False:
            return False
        if column.plain is True:
            return derived.of_plain == "computed" and name not in column.quick
        if self.height > FEW:  # what the expression says is right for every cell, and for most of them it is needed
            return derived.of_plain == "computed" and name not in column.quick and column.mostly_plain
        return derived.of_plain == "computed" if name not in column.quick else self._plainly(column, name) is None

    def column(self, name: str) -> pl.Series:
        """A raw or derived column. KeyError for one that the plan does not know."""
        if name not in self._found:
            column = self.of(field_of(name))
            if name in self._derived and self._have_list(name):
                self._found[name] = pl.Series(self._listed[name], dtype=column.verdicts.columns[name].dtype)
            else:
                self._found[name] = column.raw if name == field_of(name) else self._derive(column, self._derived[name])
        return self._found[name]

    def rows(self, names: Sequence[str]) -> list[Hashable]:
        """Some columns, row by row."""
        key = tuple(names)
        if key not in self._rows:
            self._rows[key] = rows_of(map(self.listed, names), self.height)
        return self._rows[key]

    def listed(self, name: str) -> list[Any]:
        """The same as a list, which of few cells is had without making the column where the verdicts have it."""
        if not self._have_list(name):
            told = None if name in self._found or name not in self._derived else self._of_few(name)
            self._listed[name] = self.column(name).to_list() if told is None else told
        return self._listed[name]

    def _have_list(self, name: str) -> bool:
        """Take a list that is known, here or in the cells of which these are some, among those here; False for none."""
        if name not in self._listed and self._above is not None:
            whole, places = self._above
            if whole._have_list(name):
                told = whole._listed[name]
                self._listed[name] = [told[place] for place in places.tolist()]
        return name in self._listed

    def _of_few(self, name: str) -> list[Any] | None:
        """A derived column of few cells from verdicts and certificates alone; None where they do not have it."""
        column, derived = self.of(field_of(name)), self._derived[name]
        if self.height > FEW or not column.verdicts.are_few:
            return None
        if column.plain is False or (derived.of_plain == "constant" and name not in column.quick):
            return column.by_code(name)
        plainly = self._plainly(column, name)
        if plainly is None or column.plain is True:
            return plainly
        told = column.by_code(name)
        for place, value in zip(np.flatnonzero(column.plain).tolist(), plainly, strict=True):
            told[place] = value
        return told

    def _plainly(self, column: Column, name: str) -> list[Any] | None:
        """A derived column of the plain cells of a column: as given with these, or by what is quick to tell from the texts as
        written, if not just these; None where it takes a query."""
        if name in column.given:
            return column.given[name].to_list()
        quick = column.quick.get(name)
        if quick is None and self._derived[name].of_plain == "computed":
            return None
        texts = column.raw.to_list()
        if column.plain is not True:
            texts = [texts[place] for place in np.flatnonzero(column.plain).tolist()]
        if quick is None:
            return texts
        key = f"{name} of plain cells"
        values = self._values.get(key) or self._values.setdefault(key, ByValues(quick, [field_of(name)]))
        return values.told([(text,) for text in texts])

    def _derive(self, column: Column, derived: Derived) -> pl.Series:
        if column.verdicts.columns[derived.name].dtype in _QUICKLY_MADE and self.height <= FEW:
            told = self._of_few(derived.name)
            if told is not None:
                self._listed[derived.name] = told
                return pl.Series(told, dtype=column.verdicts.columns[derived.name].dtype)
        if column.plain is False or (derived.of_plain == "constant" and derived.name not in column.quick):
            return _by_code(column, derived.name)
        if isinstance(column.plain, bool):
            return self._of_plain(column, derived)
        if derived.of_plain == "same" and derived.name not in column.quick:
            others = np.flatnonzero(np.asarray(column.codes) * ~column.plain)
            if not len(others):
                return column.raw  # the others are empty cells, and stand there as such
            if column.mostly_plain:
                return column.raw.clone().scatter(others, _by_code(column.at(others), derived.name))
        places = np.flatnonzero(column.plain)
        given = column.given.get(derived.name)
        plain = self.at(places).column(derived.name) if given is None else given
        return _by_code(column, derived.name).clone().scatter(places, plain)

    def _of_plain(self, column: Column, derived: Derived) -> pl.Series:
        """The derived column where every cell is plain."""
        if derived.name in column.given:
            return column.given[derived.name]
        if derived.name in column.quick:
            return column.raw.to_frame().select_seq(column.quick[derived.name]).to_series()
        if derived.of_plain == "same":
            return column.raw
        return self.select(derived.expression).to_series()


_TRUE = pl.Series([True])
_QUICKLY_MADE = frozenset({pl.Boolean, pl.String, pl.Date, pl.UInt64})
"""Types of columns that a list becomes in less time than a query takes."""


def _by_code(column: Column, name: str) -> pl.Series:
    """The derived column from the verdicts alone."""
    known = column.verdicts.columns[name]
    if isinstance(column.codes, int):
        return known[column.codes : column.codes + 1].new_from_index(0, column.height)
    if known.dtype == pl.Boolean and not known.null_count():
        if known.all() or not known.any():
            return known[:1].new_from_index(0, column.height)
        return pl.Series(known.to_numpy().take(column.codes))
    return known[column.codes]
