"""Rows that are no records: footers under the table and rows without any value."""

from __future__ import annotations

import re
from collections.abc import Sequence

import polars as pl

from conformance.checks.base import AT_COLUMN, Context, Judgement, at_least, facet, kind

_FOOTER_CELLS = 3
"""A footer fills few cells; a record whose document number happens to begin with 说明 fills many."""


@kind("empty_row", needs="none")
def empty_row(context: Context, fields: tuple[str, ...]) -> Judgement:
    """No cell of the row holds anything; a number in a column that only numbers the rows is nothing."""
    nothing = [
        _only_numbered(context, name) if name in context.numbering else context.facet(name, "unfilled")
        for name in context.columns
    ]
    return Judgement(
        applies=pl.lit(value=True),
        fails=pl.all_horizontal(nothing),
        among=(at_least(len(nothing), nothing),),
    )


def _only_numbered(context: Context, name: str) -> pl.Expr:
    text = context.facet(name, "text")
    numbered = text.is_null() | text.str.contains(r"^[0-9]+(?:\.0)?$")
    return context.derive(name, "only-numbered", numbered)


@kind("footer_row", needs="none")
def footer_row(context: Context, fields: tuple[str, ...], *, starts: Sequence[str]) -> Judgement:
    """The row is an explanation, a signature line or a total below the table, or the header once more.

    Few cells and a word that such rows begin with; a single cell that is no document number and does not just number the
    row; or cells that hold the names of their own columns.
    """
    cells = [context.facet(name, "text") for name in context.columns]
    first = pl.coalesce(cells)
    count = _how_many([context.facet(name, "filled") for name in context.columns])
    words = "|".join(map(re.escape, starts))
    explains = (count <= _FOOTER_CELLS) & first.str.contains(rf"^[\s*※●（(【\[]*(?:{words})")
    wide_enough = len(context.columns) > _FOOTER_CELLS
    numbered = [context.facet(n, "text").is_not_null() & _only_numbered(context, n) for n in sorted(context.numbering)]
    # Flat: of a thousand columns joined one to the other to plan the query alone would take seconds.
    no_footer = pl.any_horizontal([first.str.contains(_DOCUMENT_NUMBER), *numbered])
    alone = pl.lit(wide_enough) & (count == 1) & ~no_footer
    own_names_in = [context.facet(name, "own-name") for name in sorted(context.present)]
    header_again = _how_many(own_names_in) >= _FOOTER_CELLS
    unfilled = [context.facet(name, "unfilled") for name in context.columns]
    few_filled = at_least(len(unfilled) - _FOOTER_CELLS, unfilled)
    return Judgement(
        applies=pl.lit(value=True),
        fails=explains | alone | header_again,
        details={"text": first, AT_COLUMN: pl.coalesce(_where(context, cells))},
        only_where=(count <= _FOOTER_CELLS) | header_again,
        among=(few_filled, at_least(_FOOTER_CELLS, own_names_in)) if wide_enough else (),
    )


_DOCUMENT_NUMBER = r"[〔\[（(【](?:[0-9]{4}[〕\]）)】]|[0-9]{1,4}\x{FFFD}*$)|号$|^[0-9A-Za-z-]+$"
"""A document number, also one that was cut off within its year: the end of a file that was not copied to its end."""


def _where(context: Context, cells: list[pl.Expr]) -> list[pl.Expr]:
    return [pl.when(cell.is_not_null()).then(pl.lit(n)) for cell, n in zip(cells, context.columns, strict=True)]


def own_names(context: Context, name: str) -> list[str]:
    """What the column of a field may be headed."""
    field = context.field(name)
    return [n for n in (field.title, field.code, field.name, *field.aliases) if n]


@facet("own-name", of_plain="constant")
def _own_name(context: Context, name: str) -> pl.Expr:
    """Whether the cell holds a name of its own field, as in a header that came again."""
    return context.facet(name, "text").is_in(own_names(context, name)).fill_null(value=False)


def _how_many(tests: Sequence[pl.Expr]) -> pl.Expr:
    """How many of the tests a row passes."""
    narrow = pl.UInt8 if len(tests) < 256 else pl.UInt32
    return pl.sum_horizontal([test.cast(narrow) for test in tests]) if tests else pl.lit(0)
