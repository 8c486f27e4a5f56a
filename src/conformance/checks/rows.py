"""Rows that are no records: footers under the table and rows without any value."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

import polars as pl

from conformance.checks.base import AT_COLUMN, Context, Judgement, kind
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


@kind("empty_row", needs="none")
def empty_row(context: Context, fields: tuple[str, ...]) -> Judgement:
    """No cell of the row holds anything; a number in a column that only numbers the rows is nothing."""
    cells = _filled(context, (name for name in context.columns if name not in context.numbering))
    numbers = _filled(context, (name for name in context.columns if name in context.numbering))
    nothing = [cell.is_null() for cell in cells]
    only_numbered = [cell.is_null() | cell.str.contains(r"^[0-9]+(?:\.0)?$") for cell in numbers]
    return Judgement(applies=pl.lit(value=True), fails=pl.all_horizontal(nothing + only_numbered))


@kind("footer_row", needs="none")
def footer_row(context: Context, fields: tuple[str, ...], *, starts: Sequence[str]) -> Judgement:
    """The row is an explanation, a signature line or a total below the table, or the header once more.

    Few cells and a word that such rows begin with; a single cell that is no document number; or cells that hold the
    names of their own columns.
    """
    cells = _filled(context, context.columns)
    first = pl.coalesce(cells)
    count = pl.sum_horizontal([cell.is_not_null().cast(pl.UInt16) for cell in cells])
    words = "|".join(map(re.escape, starts))
    explains = (count <= _FOOTER_CELLS) & first.str.contains(rf"^[\s*※●（(【\[]*(?:{words})")
    wide_enough = len(context.columns) > _FOOTER_CELLS
    alone = pl.lit(wide_enough) & (count == 1) & ~first.str.contains(_DOCUMENT_NUMBER)
    return Judgement(
        applies=pl.lit(value=True),
        fails=explains | alone | (_own_names(context) >= _FOOTER_CELLS),
        details={"text": first, AT_COLUMN: pl.coalesce(_where(context, cells))},
    )


_DOCUMENT_NUMBER = r"[〔\[（(【][0-9]{4}[〕\]）)】]|号$|^[0-9A-Za-z-]+$"


def _where(context: Context, cells: list[pl.Expr]) -> list[pl.Expr]:
    return [pl.when(cell.is_not_null()).then(pl.lit(n)) for cell, n in zip(cells, context.columns, strict=True)]


def _own_names(context: Context) -> pl.Expr:
    """How many cells of the row hold a name of their own field."""
    named = []
    for name in sorted(context.present):
        field = context.field(name)
        names = [n for n in (field.title, field.code, field.name, *field.aliases) if n]
        named.append(context.facet(name, "text").is_in(names).fill_null(value=False).cast(pl.UInt16))
    return pl.sum_horizontal(named) if named else pl.lit(0)
