"""What a record refers to in other records, and by what it is known again: keys, put into one form.

The kinds here say which records have a key; whether it is found is looked up in other files, by ``engine.references`` and
``engine.history``.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from operator import or_

import polars as pl

from conformance.checks.base import Context, Judgement, Skip, kind
from conformance.checks.identifiers import ORGANISATION, REGISTRATION, USCC
from conformance.checks.odd import on_odd_values

SEPARATOR = "\x1f"
"""Between the parts of a key: a control character, which no cell that is judged contains."""

_BRACKETS = {
    "[": "〔",
    "]": "〕",
    "(": "〔",
    ")": "〕",
    "【": "〔",
    "】": "〕",
    "{": "〔",
    "}": "〕",
    "<": "〔",
    ">": "〕",
}
_NO_NUMBER = "空"
"""The form's own word for a decision without a number: no key."""
_NO_TEXT = pl.lit(None, dtype=pl.String)


@kind("reference", needs="none")
def reference(
    context: Context,
    fields: tuple[str, ...],
    *,
    referred_type: str,
    referred_fields: Sequence[str],
    matching: str,
    when_filled: Sequence[str] = (),
    unless_filled: Sequence[str] = (),
    by_registrar: bool = False,
) -> Judgement | Skip:
    """The record that the fields name is among those of ``referred_type``; ``applies`` tells which records name one.

    ``matching`` is ``any`` where one of the fields is enough and ``all`` where they are one key. Only records with one of
    ``when_filled`` refer to anything; ``unless_filled`` and ``referred_fields`` are about the other side, ``by_registrar``
    about what it can hold.
    """
    needed = fields if matching == "all" else ()
    if not context.has(*needed) or not any(map(context.has, fields)):
        return Skip("column-absent")
    if when_filled and not any(map(context.has, when_filled)):
        return Skip("column-absent")
    named = reduce(or_, (key.is_not_null() for key in reference_keys(context, fields, matching)))
    applies = named & filled(context, when_filled) if when_filled else named
    shown = [context.facet(name, "text") for name in fields if context.has(name)]
    record_type = context.standard.record_types[referred_type]
    return Judgement(
        applies=applies,
        fails=applies,
        details={
            "missing": pl.concat_str(shown, separator=" ", ignore_nulls=True),
            "referred": pl.lit(referred_type),
        },
        cases={referred_type: record_type.title},
        at=next(name for name in fields if context.has(name)),
    )


@kind("history")
def history(context: Context, fields: tuple[str, ...], *, fixed: Sequence[str]) -> Judgement:
    """A record whose key (``fields``) was submitted before has the same values in the ``fixed`` fields.

    ``applies`` tells which records have a key: one whose first field is empty, or says that there is no number, has none.
    """
    key = whole_key(context, fields)
    return Judgement(
        applies=key.is_not_null(), fails=key.is_not_null(), details={"before": _NO_TEXT, "previous": _NO_TEXT}
    )


@kind("late_record")
def late_record(context: Context, fields: tuple[str, ...]) -> Judgement:
    """A record of an earlier period was sent with it. ``applies``: those whose day can be told."""
    day = context.facet(fields[0], "date")
    return Judgement(applies=day.is_not_null(), fails=day.is_not_null(), details={"until": _NO_TEXT})


@kind("within_period")
def within_period(context: Context, fields: tuple[str, ...]) -> Judgement:
    """The day lies within the period of the submission. ``applies``: those whose day can be told.

    Fields: the day, and the one on which the record was last changed.
    """
    day = context.facet(fields[0], "date")
    return Judgement(applies=day.is_not_null(), fails=day.is_not_null(), details={"period": _NO_TEXT})


def filled(context: Context, fields: Sequence[str]) -> pl.Expr:
    """Whether one of the fields has a value."""
    there = [~context.facet(name, "empty") for name in fields if context.has(name)]
    return reduce(or_, there, pl.lit(value=False)).fill_null(value=False)


def reference_keys(context: Context, fields: Sequence[str], matching: str) -> list[pl.Expr]:
    """The keys by which a record can be found or referred to; null where there is none.

    One for all fields together (``all``), or one for each of them and one more for the organisation code within a unified
    code (``any``). An identifier that is wrong in itself is no key: other rules speak of it.
    """
    if matching == "all":
        return [whole_key(context, fields)]
    keys = []
    for name in fields:
        if not context.has(name):
            continue
        kind_of = context.field(name).type
        key = _key(context, name)
        keys.append(_tagged(kind_of, key))
        if kind_of == "uscc":
            keys.append(_tagged("organisation_code", key.str.slice(8, 9)))
    return keys


def whole_key(context: Context, fields: Sequence[str]) -> pl.Expr:
    """The fields as one key; null where the first of them is none. A field without a column counts as empty."""
    first, *others = (_key(context, name) if context.has(name) else _NO_TEXT for name in fields)
    joined = pl.concat_str(first, *(part.fill_null("") for part in others), separator=SEPARATOR)
    return pl.when(first.is_not_null()).then(joined)


def registrar(context: Context, fields: Sequence[str]) -> pl.Expr:
    """The registering authority of a record's subject: the first character of its unified code, 9 for one that is known
    by a number of the business register only; null where it cannot be told."""
    signs = []
    for name in fields:
        kind_of = context.field(name).type
        if context.has(name) and kind_of == "uscc":
            signs.append(_key(context, name).str.slice(0, 1))
        elif context.has(name) and kind_of == "registration_number":
            signs.append(pl.when(_key(context, name).is_not_null()).then(pl.lit("9")))
    return pl.coalesce(*signs, _NO_TEXT)


def same_text(context: Context, name: str) -> pl.Expr:
    """A value as it is compared with that of another submission: an identifier, number or day that is written otherwise
    is the same, a text is not."""
    if context.field(name).type in ("text", "person_name"):
        return context.facet(name, "text")
    return _key(context, name)


def _key(context: Context, name: str) -> pl.Expr:
    """One field's part of a key."""
    type_of = context.field(name).type
    if type_of == "uscc":
        value = context.facet(name, "id")
        right = value.str.slice(17, 1) == context.facet(name, "expected:gb32100")
        return pl.when(value.str.contains(USCC) & right).then(value)
    if type_of == "organisation_code":
        value = context.facet(name, "id")
        right = value.str.slice(8, 1) == context.facet(name, "expected:gb11714")
        return pl.when(value.str.contains(ORGANISATION) & right).then(value)
    if type_of == "registration_number":
        value = context.facet(name, "id")
        wrong = value.str.contains(REGISTRATION) & (value.str.slice(14, 1) != context.facet(name, "expected:gs15"))
        return pl.when(~wrong.fill_null(value=False)).then(value)
    if type_of in ("tax_number", "citizen_id", "division_code"):
        return context.facet(name, "id")
    if type_of == "code":
        return context.facet(name, "code")
    if type_of in ("amount", "score", "year", "count"):
        return pl.coalesce(context.facet(name, "number"), context.facet(name, "text"))
    if type_of in ("date", "timestamp"):
        return pl.coalesce(context.facet(name, "date").dt.strftime("%Y/%m/%d"), context.facet(name, "text"))
    return _text_key(context, name, type_of)


def _text_key(context: Context, name: str, type_of: str) -> pl.Expr:
    """Text without blanks, half-width; a document number with one kind of brackets as well."""
    fold = _folded_number if type_of == "document_number" else _folded
    text = context.facet(name, "text").map_batches(fold, return_dtype=pl.String)
    there = ~context.facet(name, "empty")
    if type_of == "document_number":
        there = there & (text != _NO_NUMBER)
    return pl.when(there).then(text)


_REGULAR = r"^[0-9A-Za-z\u4e00-\u9fff〔〕、。·《》-]*$"
"""Texts that folding leaves as they are."""


def _folded(values: pl.Series) -> pl.Series:
    return on_odd_values(values, values.str.contains(_REGULAR), values, _fold)


def _folded_number(values: pl.Series) -> pl.Series:
    def fold(odd: pl.Series) -> pl.Series:
        return _fold(odd).str.replace_many(list(_BRACKETS), list(_BRACKETS.values()))

    return on_odd_values(values, values.str.contains(_REGULAR), values, fold)


def _fold(values: pl.Series) -> pl.Series:
    return values.str.normalize("NFKC").str.replace_all(r"\s", "")


def _tagged(kind_of: str, key: pl.Expr) -> pl.Expr:
    return pl.concat_str(pl.lit(kind_of), key, separator=SEPARATOR)
