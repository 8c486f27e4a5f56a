"""How a text is written: length, blanks, lost and control characters, scars of spreadsheet programs."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import polars as pl

from conformance.checks import scars
from conformance.checks.base import GRADE, Context, Judgement, Later, kind
from conformance.checks.facets import BLANKS


@kind("max_length")
def max_length(context: Context, fields: tuple[str, ...], *, limit: int) -> Judgement:
    """No more than ``limit`` characters (bytes of GB18030 where the party profile counts so).

    The length of a code field is its list's affair: only a note behind 其他 can make a code too long.
    """
    name = fields[0]
    value = context.facet(name, "value")
    length = value.str.len_chars()
    if context.party is not None and context.party.length_unit == "bytes":
        length = value.map_batches(_bytes_in_gb18030, return_dtype=pl.UInt32)
    applies = value.is_not_null()
    if context.field(name).code_list is not None:
        applies = context.facet(name, "in-list") & value.str.contains(r"[（(：:，,；;]")
    return Judgement(
        applies=applies,
        fails=applies & (length > limit),
        details={"length": length.cast(pl.String), "limit": pl.lit(str(limit))},
    )


def _bytes_in_gb18030(texts: pl.Series) -> pl.Series:
    lengths = [None if text is None else len(text.encode("gb18030", "replace")) for text in texts]
    return pl.Series(texts.name, lengths, dtype=pl.UInt32)


@kind("surrounding_blanks")
def surrounding_blanks(context: Context, fields: tuple[str, ...]) -> Judgement:
    """No blanks in front or behind; a tab is a spreadsheet's doing and named so."""
    name = fields[0]
    raw, stripped = pl.col(name), context.facet(name, "text")
    around = (raw.str.len_bytes() != stripped.str.len_bytes()) & ~context.facet(name, "mangled")
    return Judgement(
        applies=stripped.is_not_null(),
        fails=around & ~context.facet(name, "placeholder"),
        details={"expected": raw.str.strip_chars(BLANKS)},
    )


@kind("lost_character")
def lost_character(context: Context, fields: tuple[str, ...]) -> Judgement:
    """No ``?`` between Han characters and no U+FFFD: both stand for a character that a conversion lost."""
    name = fields[0]
    return Judgement(
        applies=context.facet(name, "text").is_not_null(),
        fails=context.facet(name, "odd").str.contains(scars.LOST),
    )


@kind("control_character")
def control_character(context: Context, fields: tuple[str, ...]) -> Judgement:
    """No control characters inside a cell (NUL and the like)."""
    name = fields[0]
    return Judgement(
        applies=context.facet(name, "text").is_not_null(),
        fails=context.facet(name, "odd").str.contains(scars.CONTROL),
        details={"expected": pl.col(name).str.replace_all(scars.CONTROL, "")},
    )


@kind("excel_mangled")
def excel_mangled(
    context: Context, fields: tuple[str, ...], *, numeric: bool = False, document_number: bool = False
) -> Judgement:
    """The text is what was meant, not what a spreadsheet program made of it."""
    name = fields[0]
    odd, lost_digits = context.facet(name, "odd"), context.facet(name, "lost-digits")
    looked_for = context.field(name).type, numeric, document_number
    known = scars.scars_of(*looked_for)
    written = context.facet(name, "text").is_not_null()
    return Judgement(
        applies=written,
        fails=written & (odd.str.contains(scars.pattern(*looked_for)) | lost_digits),
        details=Later(partial(_what_happened, odd, lost_digits, known)),
        cases={scar.key: scar.words for scar in known} | {scars.LOST_DIGITS_KEY: scars.LOST_DIGITS_WORDS},
    )


def _what_happened(odd: pl.Expr, lost_digits: pl.Expr, known: Sequence[scars.Scar]) -> dict[str, pl.Expr]:
    """Which of the known scars a text has, and what it was before."""
    named = [pl.when(odd.str.contains(scar.pattern)).then(pl.lit(scar.key)) for scar in known]
    what = pl.coalesce(*named, pl.when(lost_digits).then(pl.lit(scars.LOST_DIGITS_KEY)))
    return {
        "what": what,
        "expected": scars.mended(odd, what),
        GRADE: pl.when(what.is_in(scars.UNSURE)).then(pl.lit("confirm")),
    }
