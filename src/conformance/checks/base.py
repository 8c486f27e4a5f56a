"""What every check kind has in common: its context, its judgement, and the registry it enters."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import Any, Literal, TypeVar

import numpy.typing as npt
import polars as pl
from msgspec import Struct, field

from conformance.standard.model import Field, Party, Purpose, RecordType, Standard, Text
from conformance.standard.reasons import Reason

FACET = "#"
"""Separates a field's name from the name of a column derived from it (``decision_date#date``)."""


AT_COLUMN = "@column"
"""A detail that is no placeholder: the name of the column where this one finding is shown."""


GRADE = "@fix"
"""A detail that is no placeholder: how surely this one finding can be mended (``Fix``), where that is less than its rule
says. What it is mended to is the detail ``expected``; an empty text there empties the cell."""


T = TypeVar("T")


class Later(Mapping[str, T]):
    """A mapping that is made when it is first looked at: details are for failing rows, and most checks fail nowhere.

    What makes it asks for no facet that was not asked for before: by then it is settled which columns are derived.
    """

    def __init__(self, make: Callable[[], Mapping[str, T]]) -> None:
        self._make = make

    @cached_property
    def _made(self) -> Mapping[str, T]:
        return self._make()

    def __getitem__(self, name: str) -> T:
        return self._made[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._made)

    def __len__(self) -> int:
        return len(self._made)


class AtLeast(Struct, frozen=True):
    """What is so of a record of which at least ``number`` of some derived Boolean columns hold."""

    number: int
    columns: tuple[str, ...]


def at_least(number: int, tests: Sequence[pl.Expr]) -> AtLeast:
    """At least so many of these tests hold, each of which is a derived Boolean column. ValueError for one that is named twice."""
    columns = tuple(test.meta.output_name() for test in tests)
    if len(set(columns)) < len(columns):
        raise ValueError(f"a column is named twice among {', '.join(columns)}")
    return AtLeast(number, columns)


class Judgement(Struct, frozen=True):
    """Expressions over a batch: where a check applies and where it fails.

    A null counts as "no" in each of them. ``details`` are the placeholders of the rule's sentence, evaluated for
    failing rows only; a detail named in ``cases`` holds the key of a text that depends on the language.
    """

    applies: pl.Expr
    fails: pl.Expr
    unjudged: Mapping[Reason, pl.Expr] = field(default_factory=dict)
    """Reason → rows that the check should have judged and could not."""
    details: Mapping[str, pl.Expr] = field(default_factory=dict)
    cases: Mapping[str, Text] = field(default_factory=dict)
    only_where: pl.Expr | None = None
    """Holds wherever the check can fail: a check that reads several fields is evaluated on these rows only."""
    applies_within: pl.Expr | None = None
    """Holds wherever the check can apply: where it does is then worked out for these rows only."""
    among: tuple[AtLeast, ...] = ()
    """One of these is so wherever the check can fail. Where that is so in few rows of a batch, or in none, the check is evaluated
    on these only; nothing is known beforehand where there are none of them."""
    at: str | None = None
    """Field where a finding is shown, if not the check's first: the input may have no column for that one."""


class Skip(Struct, frozen=True):
    """A check that cannot run on this input at all, and why."""

    reason: Reason


OfPlain = Literal["constant", "same", "computed"]
"""What a derived column holds for a cell that is plainly right (``checks.plain``): the same for every such cell, the
text as written, or what its expression says."""


Swift = Callable[[pl.Series], npt.NDArray[Any]]
"""What an expression that reads one column says of it, sooner than a query does."""


class Derived(Struct, frozen=True):
    """A column derived from one field. ``depth`` is 0 where it reads no other derived column."""

    name: str
    expression: pl.Expr
    reads: tuple[str, ...]
    depth: int
    of_plain: OfPlain
    swift: Swift | None = None
    """The same of many cells, where it reads one column only."""


class Context(Struct):
    """What a check kind may look at while it builds its expressions, and the derived columns it asks for."""

    standard: Standard
    record_type: RecordType
    present: frozenset[str]
    """Fields that the input has a column for."""
    as_of: date
    purpose: Purpose
    party: Party | None = None
    applies_from: date | None = None
    columns: tuple[str, ...] = ()
    """Every column of the batch in the order of the source, those without a field too (``@3``)."""
    numbering: frozenset[str] = frozenset()
    """Columns that only number the rows (序号) or that the mapping leaves out."""
    derived: dict[str, Derived] = field(default_factory=dict)
    """Derived columns by name, each after those that it reads."""

    def field(self, name: str) -> Field:
        """The field's declaration; KeyError for a field that the record type does not have."""
        return self.record_type.field(name)

    def has(self, *names: str) -> bool:
        """Whether the input has a column for every one of these fields."""
        return all(name in self.present for name in names)

    def facet(self, name: str, facet: str) -> pl.Expr:
        """Column derived from a field, computed once for all checks that ask for it.

        Raises KeyError for an unknown facet.
        """
        if f"{name}{FACET}{facet}" in self.derived:
            return pl.col(f"{name}{FACET}{facet}")
        function, of_plain = FACETS[facet]
        return self.derive(name, facet, function(self, name), of_plain)

    def derive(
        self,
        name: str,
        label: str,
        expression: pl.Expr,
        of_plain: OfPlain = "computed",
        swift: Swift | None = None,
    ) -> pl.Expr:
        """Column derived from a field for one check kind. The same label has to stand for the same expression; ``swift``
        says of many cells what it does.

        Raises ValueError for an expression that reads another field: what depends on one cell is worked out once for
        every distinct text of the column; and for one with a ``swift`` that reads more than one column.
        """
        column = f"{name}{FACET}{label}"
        if column not in self.derived:
            reads = tuple(dict.fromkeys(expression.meta.root_names()))
            if foreign := [read for read in reads if field_of(read) != name]:
                raise ValueError(f"{column} reads other fields: {', '.join(foreign)}")
            if swift is not None and len(reads) != 1:
                raise ValueError(f"{column} is told of one column, and reads {len(reads)}")
            depth = max((self.derived[read].depth + 1 for read in reads if read in self.derived), default=0)
            self.derived[column] = Derived(column, expression.alias(column), reads, depth, of_plain, swift)
        return pl.col(column)


def field_of(column: str) -> str:
    """The field that a column holds or is derived from."""
    return column.partition(FACET)[0]


Kind = Callable[..., Judgement | Skip]
FacetFunction = Callable[[Context, str], pl.Expr]

Needs = Literal["first", "all", "none"]
KINDS: dict[str, tuple[Kind, Needs]] = {}
FACETS: dict[str, tuple[FacetFunction, OfPlain]] = {}


def kind(name: str, needs: Needs = "first") -> Callable[[Kind], Kind]:
    """Enter a check kind into the closed vocabulary under the name that the rule book uses.

    ``needs`` says which of its fields the input must have a column for: the first, all, or none that can be told
    beforehand. Without them the check is skipped and the function is not called.
    """

    def enter(function: Kind) -> Kind:
        if name in KINDS:
            raise ValueError(f"two check kinds are named {name}")
        KINDS[name] = (function, needs)
        return function

    return enter


def facet(name: str, of_plain: OfPlain = "computed") -> Callable[[FacetFunction], FacetFunction]:
    """Enter a derived column under its name, with what it holds for a cell that is plainly right."""

    def enter(function: FacetFunction) -> FacetFunction:
        if name in FACETS:
            raise ValueError(f"two facets are named {name}")
        FACETS[name] = function, of_plain
        return function

    return enter


def build(context: Context, kind_name: str, fields: Sequence[str], params: Mapping[str, Any]) -> Judgement | Skip:
    """Judgement of one check.

    Raises ValueError for an unknown kind and TypeError for parameters that the kind does not have.
    """
    try:
        function, needs = KINDS[kind_name]
    except KeyError:
        raise ValueError(f"unknown check kind {kind_name!r}; known: {', '.join(sorted(KINDS))}") from None
    needed = {"first": fields[:1], "all": fields, "none": ()}[needs]
    if not context.has(*needed):
        return Skip("column-absent")
    return function(context, tuple(fields), **params)
