"""Columns derived from a field once, for every check that needs them.

From the text as written to the value that is judged::

    (raw) → text → empty? mangled? masked? → value → id | date | code

``text`` has the blanks around it taken off; ``value`` is null where the cell is empty (a placeholder counts as empty),
mangled by a spreadsheet program, or masked: each of these has its own rule, and one cause gives one finding.
"""

from __future__ import annotations

import re
import unicodedata

import polars as pl

from conformance.checks import checkdigits, dateforms, scars
from conformance.checks.base import Context, facet
from conformance.checks.odd import of_each

BLANKS = " \t\r\n\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u200b\u202f\u205f\u3000\ufeff"
"""What may stand around a value without being part of it."""

IDENTIFIER_TYPES = frozenset({"uscc", "organisation_code", "registration_number", "tax_number", "citizen_id"})

IDENTIFIER_PLACEHOLDERS = ("0", "1", "000000000000000000", "00000000000000000X")
"""Numbers that practice writes for "has none" in a code column; the last is the form's stand-in for an individual
business without a unified code (it fails the check digit and means nothing)."""

_DASHES = r"^[-—–－―_/／\\＼.。…]+$"


def lawful_placeholders(context: Context, name: str) -> tuple[str, ...]:
    """Placeholder words that are lawful in this field (空 as a document number)."""
    for check in context.record_type.checks:
        if check.kind in ("required", "placeholder") and check.fields[0] == name:
            return tuple(check.params.get("lawful", ()))
    return ()


@facet("text", of_plain="same")
def text(context: Context, name: str) -> pl.Expr:
    """The cell's text without blanks around it; null where nothing is left."""
    stripped = pl.col(name).str.strip_chars(BLANKS)
    return pl.when(stripped != "").then(stripped)


@facet("filled", of_plain="constant")
def filled(context: Context, name: str) -> pl.Expr:
    """Whether anything but blanks is written in the cell."""
    return context.facet(name, "text").is_not_null()


@facet("unfilled", of_plain="constant")
def unfilled(context: Context, name: str) -> pl.Expr:
    """Whether nothing or only blanks are written in the cell."""
    return context.facet(name, "text").is_null()


@facet("valued", of_plain="constant")
def valued(context: Context, name: str) -> pl.Expr:
    """Whether there is a value that content rules can judge."""
    return context.facet(name, "value").is_not_null()


@facet("placeholder", of_plain="constant")
def placeholder(context: Context, name: str) -> pl.Expr:
    """Whether the cell holds a word that people write for an empty cell."""
    lawful = lawful_placeholders(context, name)
    words = [word for word in context.standard.placeholders if word not in lawful]
    if context.field(name).type in IDENTIFIER_TYPES:
        words.extend(IDENTIFIER_PLACEHOLDERS)
    value = context.facet(name, "text")
    # The longest word bounds the costly tests: almost every cell is longer.
    longest = max(map(len, words), default=0)
    short = value.str.len_bytes() <= longest * 4
    return (short & (value.is_in(words) | value.str.contains(_DASHES))).fill_null(value=False)


@facet("empty", of_plain="constant")
def empty(context: Context, name: str) -> pl.Expr:
    """Whether the cell holds no value: nothing, blanks only, or a placeholder."""
    return context.facet(name, "text").is_null() | context.facet(name, "placeholder")


@facet("odd", of_plain="constant")
def odd(context: Context, name: str) -> pl.Expr:
    """The raw text where anything about it is odd, else an empty one: one scan of the column for every check on how a text
    is written, which then look at the odd ones only."""
    # Not a null: beneath it the whole text would stay, and every pattern would still go through it.
    odd = pl.col(name).str.contains(scars.suspicious(*_scars(context, name)))
    return pl.when(odd).then(pl.col(name)).otherwise(pl.lit(""))


def _scars(context: Context, name: str) -> tuple[str, bool, bool]:
    """The field's type, and whether its values are numbers or document numbers, as the rule book has it."""
    for check in context.record_type.checks:
        if check.kind == "excel_mangled" and check.fields[0] == name:
            params = check.params
            return context.field(name).type, params.get("numeric", False), params.get("document_number", False)
    return context.field(name).type, False, False


@facet("mangled", of_plain="constant")
def mangled(context: Context, name: str) -> pl.Expr:
    """Whether the text was damaged on its way: by a spreadsheet program, or by control characters in it."""
    pattern = f"{scars.pattern(*_scars(context, name))}|{scars.CONTROL}"
    odd = context.facet(name, "odd")
    return (odd.str.contains(pattern) | context.facet(name, "lost-digits")).fill_null(value=False)


@facet("lost-digits", of_plain="constant")
def lost_digits(context: Context, name: str) -> pl.Expr:
    """Whether the last digits of a code were lost to zeros while it was a number."""
    algorithm = {"uscc": checkdigits.gb32100, "citizen_id": checkdigits.gb11643}.get(context.field(name).type)
    if algorithm is None:
        return pl.lit(value=False)
    odd = context.facet(name, "odd")
    zeros = pl.when(odd.str.contains(scars.LOST_DIGITS)).then(odd.str.strip_chars(BLANKS))
    return (zeros.map_batches(algorithm, return_dtype=pl.String) != "0").fill_null(value=False)


@facet("masked", of_plain="constant")
def masked(context: Context, name: str) -> pl.Expr:
    """Whether part of an identifier or of a person's name is hidden by asterisks."""
    if context.field(name).personal == "none" and context.field(name).type not in IDENTIFIER_TYPES:
        return pl.lit(value=False)
    return context.facet(name, "odd").str.contains(scars.MASK).fill_null(value=False)


@facet("value", of_plain="same")
def value(context: Context, name: str) -> pl.Expr:
    """The value that content rules judge."""
    unfit = context.facet(name, "placeholder") | context.facet(name, "mangled") | context.facet(name, "masked")
    return pl.when(~unfit.fill_null(False)).then(context.facet(name, "text"))


@facet("id", of_plain="same")
def identifier(context: Context, name: str) -> pl.Expr:
    """An identifier in its standard form: half-width, upper case, without blanks, hyphens or a pasted label."""
    return context.facet(name, "value").map_batches(normalised_identifiers, return_dtype=pl.String)


def normalised_identifiers(values: pl.Series) -> pl.Series:
    """Identifiers in standard form; Series of String in and out, same length."""
    return of_each(values, _normalise, unless=_REGULAR_IDENTIFIER)


_LABELS = (
    r"[(\[【〔]?(?:统一社会信用代码|社会信用代码|信用代码|组织机构代码|工商登记码|工商注册号|注册号|税务登记号|纳税人识别号|"
    r"(?:居民)?身份证号码?|公民身份号码|地方编码|行政区划代码)[)\]】〕]?:?"
)
"""Names of columns that people paste into the cell together with the code."""


_REGULAR_IDENTIFIER = re.compile(r"[0-9A-Z]*")
_LABEL, _JOINTS = re.compile(_LABELS), re.compile(r"[\s\-—–]")


def _normalise(value: str) -> str:
    return _JOINTS.sub("", _LABEL.sub("", unicodedata.normalize("NFKC", value).upper()))


@facet("date")
def date(context: Context, name: str) -> pl.Expr:
    """The day that the cell names in any form that practice uses; null where it names none."""
    return context.facet(name, "value").map_batches(
        lambda values: dateforms.parse(values, long_term=dateforms.allows_long_term(context, name)),
        return_dtype=pl.Date,
    )


@facet("code", of_plain="same")
def code(context: Context, name: str) -> pl.Expr:
    """The text of a code field, half-width, for looking it up in its list."""
    return context.facet(name, "value").map_batches(_half_width, return_dtype=pl.String)


def _half_width(values: pl.Series) -> pl.Series:
    return of_each(values, lambda value: unicodedata.normalize("NFKC", value), unless=_REGULAR_CODE)


_REGULAR_CODE = re.compile("[0-9A-Z\u4e00-\u9fff、（）]*")
