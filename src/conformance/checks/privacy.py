"""Personal data: whole in a submission, hidden in a publication."""

from __future__ import annotations

import polars as pl

from conformance.checks import checkdigits, scars
from conformance.checks.base import Context, Judgement, Skip, facet, kind
from conformance.checks.odd import on_odd_values

_BETWEEN = r"[\s\p{Pd}\p{Cf}]"
"""What may stand between region, birth date and number: blanks, a line break, a dash, signs that nobody sees."""
CANDIDATE = (
    rf"[1-9１-９][0-9０-９]{{5}}{_BETWEEN}{{0,2}}(?:19|20|１９|２０)[0-9０-９]{{2}}(?:0[1-9]|1[0-2]|０[１-９]|１[０-２])[0-9０-９]{{2}}"
    rf"{_BETWEEN}{{0,2}}[0-9０-９]{{3}}[0-9０-９XxＸｘ]"
)
"""Whatever may be a citizen id, its region, birth date and number together or apart."""
_APART = "[^0-9A-Z]"
_JOINT = "(?:  ){0,2}"
_LONE = (
    rf"(?:^|[^0-9])([1-9][0-9]{{5}}{_JOINT}(?:19|20)[0-9]{{2}}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01]){_JOINT}[0-9]{{3}}[0-9X])"
    r"(?:[^0-9]|$)"
)
"""A citizen id with what stands before and behind it, in a text with all but digits and letters doubled: the sign between
two ids stands behind the one and before the other. A longer number is none, letters may stand around it."""
_WHOLE = r"^(?:[0-9]{17}[0-9X]|[0-9]{15})$"


@kind("masked")
def masked(context: Context, fields: tuple[str, ...], *, kind: str) -> Judgement | Skip:
    """A submission carries identifiers and names whole: the platform links records by them."""
    name = fields[0]
    if context.purpose != "submission":
        return Skip("other-purpose")
    value = context.facet(name, "text")
    return Judgement(
        applies=value.is_not_null(),
        fails=context.facet(name, "odd").str.contains(scars.MASK)
        & ~context.facet(name, "placeholder")
        & ~context.facet(name, "mangled"),
    )


@facet("citizen-in-text")
def _citizen_in_text(context: Context, name: str) -> pl.Expr:
    return context.facet(name, "text").map_batches(holds_citizen_id, return_dtype=pl.Boolean)


def holds_citizen_id(texts: pl.Series) -> pl.Series:
    """Whether a text holds a whole citizen id (18 characters with a birth date and the right check digit)."""
    candidate = texts.str.contains(CANDIDATE)
    none = pl.Series(texts.name, [False], dtype=pl.Boolean).new_from_index(0, len(texts))
    return on_odd_values(texts, ~candidate, none, _verified)


def _verified(texts: pl.Series) -> pl.Series:
    found = (
        pl.DataFrame({"text": texts})
        .with_row_index("place")
        .with_columns(pl.col("text").str.normalize("NFKC").str.to_uppercase().str.replace_all(_BETWEEN, " "))
        .with_columns(pl.col("text").str.replace_all(_APART, "${0}${0}"))
        .with_columns(pl.col("text").str.extract_all(_LONE).alias("id"))
        .explode("id")
        .with_columns(pl.col("id").str.extract(_LONE).str.replace_all(" ", "", literal=True))
    )
    expected = checkdigits.gb11643(found["id"])
    right = (found["id"].str.slice(17, 1) == expected).fill_null(False)
    places = found["place"].filter(right).unique()
    return pl.Series(range(len(texts)), dtype=found["place"].dtype).is_in(places.implode())


@kind("unmasked")
def unmasked(context: Context, fields: tuple[str, ...], *, whole: bool) -> Judgement | Skip:
    """A publication shows no whole citizen id: neither as the value (``whole``) nor inside a text."""
    name = fields[0]
    if context.purpose != "publication":
        return Skip("other-purpose")
    if whole:
        value = context.facet(name, "id")
        return Judgement(applies=value.is_not_null(), fails=value.str.contains(_WHOLE))
    fails = context.facet(name, "citizen-in-text")
    if context.field(name).type == "uscc":
        # A right unified code may have the shape of a citizen id by chance.
        fails = fails & context.facet(name, "region").is_null()
    return Judgement(applies=context.facet(name, "text").is_not_null(), fails=fails)
