"""What an expression says of the values of one row: remembered from rows that were met, or worked out without a query.

To begin a query costs more than to answer it for ten rows. An expression of which every step is known here is taken apart,
once, into functions over single values; any other is asked of Polars, and its answers are remembered. What the steps say is
what Polars says of them, nulls included: ``tests/engine/test_byvalues.py`` holds each to it.
"""

from __future__ import annotations

import json
import operator
import re
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

import polars as pl

Value = Callable[[Sequence[Any]], Any]
"""Of the values that an expression reads, in their order, what it says."""

_KEPT = 4_096
"""Rows of values of which it is remembered what an expression says of them."""
_EPOCH = date(1970, 1, 1).toordinal()
_KNOWN_TYPES = frozenset({bool, str, date, type(None)})
"""Values that Polars and Python compare alike."""
_WORDS_AT_THE_END = re.compile(r"\(\?:((?:[^\\.^$*+?{}\[\]()]|\\[()])+)\)\$")
"""A pattern of words, one of which a text ends with."""


class ByValues:
    """One expression over the columns that it ``reads``."""

    def __init__(self, expression: pl.Expr, reads: Sequence[str]) -> None:
        self._expression = expression
        self.reads = reads
        self._known: dict[Hashable, Any] = {}
        self._work_out: Value | None = None
        self._taken_apart = False

    def told(self, rows: Sequence[Hashable]) -> list[Any] | None:
        """What it says of rows (each the tuple of what is read); None where that is not known of all of them."""
        known = self._known
        try:
            return [known[row] for row in rows]
        except KeyError:
            return self._worked_out(rows)

    def learn(self, rows: Sequence[Hashable], says: Sequence[Any]) -> None:
        """Remember what was found of some rows."""
        if len(self._known) + len(rows) > _KEPT:
            self._known.clear()
        self._known.update(zip(rows, says, strict=True))

    def _worked_out(self, rows: Sequence[Any]) -> list[Any] | None:
        if not self._taken_apart:
            self._work_out, self._taken_apart = taken_apart(self._expression, self.reads), True
        if self._work_out is None or not all(type(value) in _KNOWN_TYPES for row in rows for value in row):
            return None
        says = [self._work_out(row) for row in rows]
        self.learn(rows, says)
        return says


def taken_apart(expression: pl.Expr, reads: Sequence[str]) -> Value | None:
    """The expression as a function over single values; None where one of its steps is not known here."""
    try:
        return _function(
            json.loads(expression.meta.serialize(format="json")), {name: at for at, name in enumerate(reads)}
        )
    except (pl.exceptions.PolarsError, ImportError, LookupError, TypeError, ValueError):
        return None


def _function(node: Mapping[str, Any], places: Mapping[str, int]) -> Value:
    """The function for a step. LookupError, TypeError or ValueError for a step that is not known."""
    ((step, what),) = node.items()
    match step:
        case "Alias":
            return _function(what[0], places)
        case "Column":
            return operator.itemgetter(places[what])
        case "Literal":
            return _constant(_literal(what))
        case "BinaryExpr":
            return _BINARY[what["op"]](_function(what["left"], places), _function(what["right"], places))
        case "Ternary":
            return _ternary(*(_function(what[part], places) for part in ("predicate", "truthy", "falsy")))
        case "Function":
            inputs = [_function(one, places) for one in what["input"]]
            return _FUNCTIONS[json.dumps(what["function"])](*inputs)
    raise ValueError(step)


def _literal(what: Mapping[str, Any]) -> Any:
    ((form, value),) = what.items()
    ((kind, content),) = value.items()
    match form, kind:
        case ("Scalar", "Boolean" | "String") | ("Dyn", "Int"):
            return content
        case "Scalar", "Date":
            return date.fromordinal(_EPOCH + content)
        case "Scalar", "Null":
            return None
    raise ValueError(kind)


def _constant(value: Any) -> Value:
    return lambda row: value


def _decided_by(decisive: bool) -> Callable[[Value, Value], Value]:
    """And, or: one side that is ``decisive`` (False, True) decides, whatever the other may be; else a null leaves it open."""

    def make(left: Value, right: Value) -> Value:
        def joined(row: Sequence[Any]) -> bool | None:
            one: bool | None = left(row)
            if one is decisive:
                return decisive
            other: bool | None = right(row)
            return None if one is None and other is not decisive else other

        return joined

    return make


def _compared(compare: Callable[[Any, Any], bool]) -> Callable[[Value, Value], Value]:
    def make(left: Value, right: Value) -> Value:
        def compared(row: Sequence[Any]) -> bool | None:
            one, other = left(row), right(row)
            return None if one is None or other is None else compare(one, other)

        return compared

    return make


def _not(inner: Value) -> Value:
    def negated(row: Sequence[Any]) -> bool | None:
        value = inner(row)
        return None if value is None else not value

    return negated


def _is_null(inner: Value) -> Value:
    return lambda row: inner(row) is None


def _is_not_null(inner: Value) -> Value:
    return lambda row: inner(row) is not None


def _fill_null(inner: Value, instead: Value) -> Value:
    def filled(row: Sequence[Any]) -> Any:
        value = inner(row)
        return instead(row) if value is None else value

    return filled


def _slice(inner: Value, start: Value, length: Value) -> Value:
    """Characters from a place on; a start from behind is not known here."""

    def sliced(row: Sequence[Any]) -> str | None:
        text, first = inner(row), start(row)
        return None if text is None else text[first : first + length(row)]

    if (at := start(())) is None or at < 0 or (length(()) or -1) < 0:
        raise ValueError("not from the front")
    return sliced


def _replace(inner: Value, old: Value, new: Value) -> Value:
    """The first place where a text has another one."""

    def replaced(row: Sequence[Any]) -> str | None:
        text: str | None = inner(row)
        return None if text is None else text.replace(old(row), new(row), 1)

    return replaced


def _contains(inner: Value, pattern: Value) -> Value:
    """A pattern that says no more than how a text ends; any other is not known here."""
    words = _WORDS_AT_THE_END.fullmatch(pattern(()))
    if words is None:
        raise ValueError("not the end of a text")
    ends = tuple(words[1].replace("\\", "").split("|"))

    def ended(row: Sequence[Any]) -> bool | None:
        text: str | None = inner(row)
        return None if text is None else text.endswith(ends)

    return ended


def _ternary(predicate: Value, truthy: Value, falsy: Value) -> Value:
    return lambda row: truthy(row) if predicate(row) else falsy(row)


_BINARY: Mapping[str, Callable[[Value, Value], Value]] = {
    "And": _decided_by(False),
    "Or": _decided_by(True),
    "Eq": _compared(operator.eq),
    "NotEq": _compared(operator.ne),
    "Lt": _compared(operator.lt),
    "LtEq": _compared(operator.le),
    "Gt": _compared(operator.gt),
    "GtEq": _compared(operator.ge),
}
_FUNCTIONS: Mapping[str, Callable[..., Value]] = {
    json.dumps({"Boolean": "Not"}): _not,
    json.dumps({"Boolean": "IsNull"}): _is_null,
    json.dumps({"Boolean": "IsNotNull"}): _is_not_null,
    json.dumps("FillNull"): _fill_null,
    json.dumps({"StringExpr": "Slice"}): _slice,
    json.dumps({"StringExpr": {"Replace": {"n": 1, "literal": True}}}): _replace,
    json.dumps({"StringExpr": {"Contains": {"literal": False, "strict": True}}}): _contains,
}


def rows_of(columns: Iterable[Sequence[Any]], height: int) -> list[Hashable]:
    """The values of some columns, row by row."""
    given = list(columns)
    return list(zip(*given, strict=True)) if given else [()] * height
