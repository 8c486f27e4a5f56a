"""Identifiers: their shape, how they are written, their check digits, and the birth date inside a citizen id."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from operator import or_

import polars as pl

from conformance.checks import checkdigits
from conformance.checks.base import Context, Judgement, at_least, facet, kind
from conformance.standard.model import Text

USCC = r"^[0-9A-HJ-NPQRTUWXY]{18}$"
ORGANISATION = r"^[0-9A-Z]{8}[0-9X]$"
CITIZEN = r"^[0-9]{17}[0-9X]$"
REGISTRATION = r"^[0-9]{15}$"
SHAPES = {"gb32100": USCC, "gb11714": ORGANISATION, "gb11643": CITIZEN, "gs15": REGISTRATION}

_PASSPORT_NOTE = r"护照|通行证|居留|回乡证|台胞证|[Pp]assport"
PASSPORT = r"^(?:[A-Z]{1,3}[0-9]{6,9}|[0-9]{8}|[0-9]{9}|[HM][0-9]{8,10}|[A-Z]{1,2}[0-9]{6}\([0-9A]\))$"


@facet("expected:gb32100")
def _expected_uscc(context: Context, name: str) -> pl.Expr:
    return context.facet(name, "id").map_batches(checkdigits.gb32100, return_dtype=pl.String)


@facet("expected:gb11714")
def _expected_organisation(context: Context, name: str) -> pl.Expr:
    return context.facet(name, "id").map_batches(checkdigits.gb11714, return_dtype=pl.String)


@facet("expected:gb11643")
def _expected_citizen(context: Context, name: str) -> pl.Expr:
    return context.facet(name, "id").map_batches(checkdigits.gb11643, return_dtype=pl.String)


@facet("expected:gs15")
def _expected_registration(context: Context, name: str) -> pl.Expr:
    return context.facet(name, "id").map_batches(checkdigits.gs15, return_dtype=pl.String)


@facet("embedded")
def _embedded(context: Context, name: str) -> pl.Expr:
    """Check character that the organisation code inside a unified code ought to end with (GB 32100-2015, 5.2.4)."""
    return context.facet(name, "id").str.slice(8, 9).map_batches(checkdigits.gb11714, return_dtype=pl.String)


@kind("pattern")
def pattern(context: Context, fields: tuple[str, ...], *, pattern: str) -> Judgement:
    """An identifier or code has the shape that its standard gives it (hyphens and pasted labels left out)."""
    name = fields[0]
    value = context.facet(name, "id")
    # A hyphen is lawful where the written form has one; the standard form that is judged here has none.
    shape = pattern.replace("-?", "")
    return Judgement(applies=value.is_not_null(), fails=~value.str.contains(shape), details=_length(value))


def _length(value: pl.Expr) -> dict[str, pl.Expr]:
    return {"length": value.str.len_chars().cast(pl.String)}


@kind("citizen_id_shape")
def citizen_id_shape(context: Context, fields: tuple[str, ...]) -> Judgement:
    """A citizen id has 17 digits and a check character. A foreigner's document, noted in the remarks, is none."""
    name = fields[0]
    value = context.facet(name, "id")
    judged = value.is_not_null() & ~value.str.contains(PASSPORT)
    if context.purpose == "publication":
        # An id of 15 digits, as given before 1999, is shown whole: that is what has to be said of it here.
        judged = judged & ~value.str.contains(REGISTRATION)
    other_document = _other_document(context, fields)
    misshapen = context.derive(name, "misshapen", judged & ~value.str.contains(CITIZEN), of_plain="constant")
    shape_judged = context.derive(name, "shape-judged", judged, of_plain="constant")
    return Judgement(
        applies=shape_judged & ~other_document,
        fails=misshapen & ~other_document,
        details=_length(value),
        only_where=misshapen,
        applies_within=shape_judged,
    )


def _other_document(context: Context, fields: tuple[str, ...]) -> pl.Expr:
    noted = [
        context.derive(n, "other-document", context.facet(n, "text").str.contains(_PASSPORT_NOTE).fill_null(False))
        for n in fields[1:]
        if context.has(n)
    ]
    return reduce(or_, noted, pl.lit(False))


@kind("identifier_form")
def identifier_form(context: Context, fields: tuple[str, ...]) -> Judgement:
    """An identifier or code is written half-width, in upper case, without blanks or a label in the cell.

    Only a value whose standard form has the right shape is merely badly written; of any other, ``pattern`` or
    ``code_list`` speaks.
    """
    name = fields[0]
    field_type = context.field(name).type
    value = context.facet(name, "value")
    standard_form = context.facet(name, "code" if field_type == "code" else "id")
    right = standard_form.str.contains(_STANDARD_FORMS[field_type])
    if field_type == "code":
        right = right & context.facet(name, "in-list")
    # The printed form of an organisation code has a hyphen before its check character, and nowhere else.
    printed = value.str.replace(r"^(.{8})-(.)$", "$1$2")
    written = printed if field_type == "organisation_code" else value
    return Judgement(
        applies=value.is_not_null(),
        fails=(written != standard_form) & right,
        details={"expected": standard_form},
    )


_STANDARD_FORMS = {
    "uscc": USCC,
    "organisation_code": ORGANISATION,
    "citizen_id": rf"{CITIZEN}|{PASSPORT}",
    "registration_number": REGISTRATION,
    "tax_number": r"^(?:[0-9A-Z]{15}|[0-9A-Z]{17,18}|[0-9A-Z]{20})$",
    "division_code": r"^[0-9]{6}$",
    "code": r"^[0-9]{1,2}$",
}


@kind("identifier_kind")
def identifier_kind(context: Context, fields: tuple[str, ...], *, accepted: Sequence[dict[str, str]]) -> Judgement:
    """A number of another kind than the column is for is named; nothing here makes a row unacceptable.

    ``accepted`` lists the shapes that are right (``pattern``); a value of another shape is named by what it looks like.
    Further fields are texts in which the kind of another document may be noted.
    """
    name = fields[0]
    value = context.facet(name, "id")
    right = reduce(or_, (value.str.contains(shape["pattern"]) for shape in accepted))
    valued = context.facet(name, "valued")
    applies = valued & ~_other_document(context, fields)
    if context.field(name).type == "citizen_id":
        # What looks like neither a citizen id nor a passport is the affair of the shape check.
        right = right | ~value.str.contains(PASSPORT)
    other = (value.is_not_null() & ~right).fill_null(False)
    of_other_kind = context.derive(name, "of-other-kind", other, of_plain="constant")
    return Judgement(
        applies=applies,
        fails=applies & of_other_kind,
        details={"looks_like": _looks_like(value, context.field(name).type)},
        cases={key: words for key, (_, words) in _KINDS.items()} | {"unknown": _UNKNOWN},
        only_where=of_other_kind,
        applies_within=valued,
    )


_KINDS: dict[str, tuple[str, Text]] = {
    "citizen": (
        r"^[1-9][0-9]{5}(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])[0-9]{3}[0-9X]$",
        Text("公民身份号码", "citizen id"),
    ),
    "uscc": (
        r"^[0-9A-HJ-NPQRTUWXY]{2}[0-9]{6}[0-9A-HJ-NPQRTUWXY]{10}$",
        Text("统一社会信用代码", "unified social credit code"),
    ),
    "registration13": (r"^[0-9]{13}$", Text("13位旧注册号", "old 13-digit registration number")),
    "registration15": (REGISTRATION, Text("15位工商登记码", "15-digit registration number")),
    "organisation": (ORGANISATION, Text("组织机构代码", "organisation code")),
    "passport": (PASSPORT, Text("护照或通行证号码", "passport or travel permit number")),
}
_UNKNOWN = Text("其他编号", "another kind of number")


def _looks_like(value: pl.Expr, field_type: str) -> pl.Expr:
    order = (
        ["passport"]
        if field_type == "citizen_id"
        else ["citizen", "uscc", "registration13", "registration15", "organisation"]
    )
    named = [pl.when(value.str.contains(_KINDS[key][0])).then(pl.lit(key)) for key in order]
    return pl.coalesce(*named, pl.lit("unknown"))


@kind("checksum")
def checksum(context: Context, fields: tuple[str, ...], *, algorithm: str) -> Judgement:
    """The check digit is the one that the algorithm gives; in a unified code the organisation code inside it as well.

    An identifier of another shape is the affair of ``pattern``. Raises KeyError for an unknown algorithm.
    """
    name = fields[0]
    _, place = checkdigits.ALGORITHMS[algorithm]
    value = context.facet(name, "id")
    expected = context.facet(name, f"expected:{algorithm}")
    applies = value.str.contains(SHAPES[algorithm])
    wrong = value.str.slice(place, 1) != expected
    # Where the whole is in doubt, the check digit that would fit it is no help.
    shown = value.str.slice(0, place) + expected
    what: pl.Expr = pl.when(wrong).then(pl.lit("check-digit"))
    if algorithm == "gb32100":
        embedded_wrong = value.str.slice(16, 1) != context.facet(name, "embedded")
        citizen = value.str.contains(CITIZEN) & value.str.contains(r"^[1-9][0-9]{5}(?:19|20)")
        what = pl.coalesce(pl.when(citizen).then(pl.lit("citizen")), what, pl.lit("embedded"))
        shown = pl.when(what == "check-digit").then(shown)
        wrong = wrong | embedded_wrong
    return Judgement(
        applies=applies,
        fails=applies & wrong,
        details={"expected": shown, "expected_digit": expected, "what": what},
        cases=_CASES,
    )


_CASES = {
    "check-digit": Text("校验码不符", "the check digit does not fit"),
    "embedded": Text(
        "第9至17位的主体标识码（组织机构代码）校验不符",
        "the organisation code inside it (characters 9 to 17) fails its own check",
    ),
    "citizen": Text("看起来像公民身份号码", "it looks like a citizen id"),
}


@kind("birth_date")
def birth_date(context: Context, fields: tuple[str, ...]) -> Judgement:
    """The birth date inside a citizen id is a day of the calendar, not in the future, and less than 150 years ago."""
    name = fields[0]
    value = context.facet(name, "id")
    applies = value.str.contains(CITIZEN) & (value.str.slice(17, 1) == context.facet(name, "expected:gb11643"))
    born = value.str.slice(6, 8).str.to_date("%Y%m%d", strict=False)
    oldest = context.as_of.year - 150
    return Judgement(
        applies=applies,
        fails=applies & (born.is_null() | (born > pl.lit(context.as_of)) | (born.dt.year() < oldest)),
        details={"birth_date": value.str.slice(6, 8)},
    )


@kind("same_organisation", needs="all")
def same_organisation(context: Context, fields: tuple[str, ...]) -> Judgement:
    """The organisation code is the one inside the unified code, where both are right in themselves."""
    organisation, uscc = fields
    inside = context.facet(uscc, "id").str.slice(8, 9)
    right = [context.facet(organisation, "right"), context.facet(uscc, "right")]
    applies = right[0] & right[1]
    return Judgement(
        applies=applies,
        fails=applies & (context.facet(organisation, "id") != inside),
        details={"expected": inside},
        only_where=applies,
        among=(at_least(len(right), right),),
    )


@facet("right", of_plain="constant")
def _right(context: Context, name: str) -> pl.Expr:
    """Whether an organisation code or a unified code has its shape and the right check digits."""
    code = context.facet(name, "id")
    if context.field(name).type == "organisation_code":
        right = code.str.contains(ORGANISATION) & (code.str.slice(8, 1) == context.facet(name, "expected:gb11714"))
    else:
        right = (
            code.str.contains(USCC)
            & (code.str.slice(17, 1) == context.facet(name, "expected:gb32100"))
            & (code.str.slice(16, 1) == context.facet(name, "embedded"))
        )
    return right.fill_null(value=False)
