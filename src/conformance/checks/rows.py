"""Rows that are no records: footers under the table and rows without any value."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

import polars as pl

from conformance.checks.base import Context, Judgement, kind
from conformance.checks.facets import BLANKS

_FOOTER_CELLS = 3
"""A footer fills few cells; a record whose document number happens to begin with 说明 fills many."""


def _filled(context: Context, names: Iterable[str]) -> list[pl.Expr]:
    cells = []
    for name in names:
        if name in context.present:
            cells.append(context.facet(name, "text"))
        else:
            stripped = pl.col(name).str.strip_chars(BLANKS)
            cells.append(pl.when(stripped != "").then(stripped))
    return cells


@kind("empty_row")
def empty_row(context: Context, fields: tuple[str, ...]) -> Judgement:
    """No cell of the row holds anything; a number in a column that only numbers the rows is nothing."""
    cells = _filled(context, (name for name in context.columns if name not in context.numbering))
    numbers = _filled(context, (name for name in context.columns if name in context.numbering))
    nothing = [cell.is_null() for cell in cells]
    only_numbered = [cell.is_null() | cell.str.contains(r"^[0-9]+(?:\.0)?$") for cell in numbers]
    return Judgement(applies=pl.lit(value=True), fails=pl.all_horizontal(nothing + only_numbered))


@kind("footer_row")
def footer_row(context: Context, fields: tuple[str, ...], *, starts: Sequence[str]) -> Judgement:
    """The row is an explanation, a signature line or a total below the table: few cells, and a word that such rows
    begin with."""
    cells = _filled(context, context.columns)
    first = pl.coalesce(cells)
    count = pl.sum_horizontal([cell.is_not_null().cast(pl.UInt16) for cell in cells])
    words = "|".join(map(re.escape, starts))
    return Judgement(
        applies=pl.lit(True),
        fails=(count <= _FOOTER_CELLS) & first.str.contains(rf"^[\s*※●（(【\[]*(?:{words})"),
        details={"text": first},
    )
