"""Cells that are plainly right, told by one cheap test of the whole column.

Almost every cell of a real submission is in order. A certificate names cells of which it is certain that every check
on the cell alone judges and passes them, and that its derived columns are the plain ones: the text, the value, the
identifier and the code are what is written, nothing is empty, odd or masked. Whatever has no certificate goes the exact
way; so a certificate may know too little, but never too much (``tests/agreement/test_certificates.py`` holds them to it).
"""

from __future__ import annotations

import re
import string
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl
from msgspec import Struct, field
from msgspec.structs import replace

from conformance.checks import checkdigits, dateforms, quickdates
from conformance.checks.base import FACET, Context
from conformance.checks.columnbytes import Bytes, Mask, by_width
from conformance.checks.dates import SETTLED
from conformance.checks.divisions import known_codes
from conformance.checks.facets import BLANKS, IDENTIFIER_PLACEHOLDERS, lawful_placeholders
from conformance.checks.few import FEW
from conformance.checks.patterns import Places, accept_every
from conformance.checks.plaintext import Ordinary
from conformance.checks.privacy import CANDIDATE
from conformance.checks.quickdates import Days
from conformance.checks.rows import own_names
from conformance.native import identifiers, library
from conformance.native.identifiers import Tell
from conformance.standard.model import Check

Tested = npt.NDArray[Any]
"""An entry for each cell: what ``Plain.test`` answers, or a code (``Codes``)."""


class Plain(Struct, frozen=True):
    """A certificate for one field."""

    test: Callable[[pl.Series], Tested]
    """Of the raw column whether each cell is plain, which an empty one never is. With ``gives`` its day (since 1970-01-01)
    instead, ``NO_DAY`` where a cell is not plain. The answer is an array of its own, to be written into."""
    gives: tuple[str, ...] = ()
    """Names of derived columns of days, which plain cells have alike."""
    columns: Mapping[str, pl.Expr] = field(default_factory=dict)
    """Derived columns that these cells have other than by the text as written: name and expression over the raw
    column."""

    def told(self, tested: Tested) -> Mask:
        """Which cells are plain, of the evaluated ``test``."""
        mask: Mask = tested != quickdates.NO_DAY if self.gives else tested
        return mask

    def given(self, tested: Tested, plain: Mask) -> pl.Series | None:
        """The days of the ``plain`` cells, of the evaluated ``test``; None where it gives none."""
        if not self.gives:
            return None
        return pl.Series(tested if plain.all() else tested[plain], dtype=pl.Int32).cast(pl.Date)


Certify = Callable[[Context, str, Sequence[Check]], Plain | None]

_ANY_TEXT = frozenset(
    {"required", "placeholder", "surrounding_blanks", "control_character", "excel_mangled", "masked", "unmasked"}
)
"""Check kinds that every certificate answers for."""


def plain_of(context: Context, name: str, checks: Sequence[Check]) -> Plain | None:
    """The certificate for a column; None where there is none that answers for all its ``checks`` on the cell alone.

    ``name`` may be a column without a field (``@3``), of which only is asked whether its cells are filled.
    """
    if name not in context.present:
        return Plain(_no_blank_around)
    kinds = {check.kind for check in checks}
    answered, certify = _CERTIFICATES.get(context.field(name).type, (frozenset[str](), None))
    shown_whole = any(check.kind == "unmasked" and check.params["whole"] for check in checks)
    if certify is None or shown_whole or not kinds <= _ANY_TEXT | answered:
        return None
    plain = certify(context, name, checks)
    if plain is None or not _certifies_no_name(context, name, plain):
        return None
    if context.purpose == "publication":
        return replace(plain, test=partial(_unsuspicious, plain.test))
    return plain


def _unsuspicious(test: Callable[[pl.Series], Tested], values: pl.Series) -> Tested:
    """What may hold the id of a person has no certificate in a publication."""
    tested = test(values)
    suspicious = values.str.contains(CANDIDATE).fill_null(value=False).to_numpy()
    tested[suspicious] = False if tested.dtype == np.bool_ else quickdates.NO_DAY
    return tested


def _certifies_no_name(context: Context, name: str, plain: Plain) -> bool:
    """Whether a header that came again has no certificate."""
    names = pl.Series(name, own_names(context, name))
    return not plain.told(plain.test(names)).any()


def _no_blank_around(values: pl.Series) -> Mask:
    return _matching(f"(?s:[^{BLANKS}](?:.*[^{BLANKS}])?)", values)


def _matching(pattern: str, values: pl.Series) -> Mask:
    """Which texts are wholly as a pattern says that means the same to Python; of few of them without a query."""
    if len(values) <= FEW:
        fits = re.compile(pattern).fullmatch
        return np.array([text is not None and fits(text) is not None for text in values.to_list()], dtype=np.bool_)
    mask: Mask = values.str.contains(f"^(?:{pattern})$").fill_null(value=False).to_numpy()
    return mask


_SCARS_AND_DASHES = "'‘=#+-—–－―_/／\\＼.。…─"
"""What the scars of any text and the placeholders that consist of dashes begin with."""


_OTHER_BLANKS = "\u0085\u2028\u2029"
"""What a pattern takes for a blank beyond ``BLANKS``: a scar may stand behind it."""


def _text(context: Context, name: str, checks: Sequence[Check]) -> Plain:
    """A text of ordinary characters that is no placeholder and has no scar."""
    lawful = lawful_placeholders(context, name)
    numeric = any(check.params.get("numeric") or check.params.get("document_number") for check in checks)
    limits = [check.params["limit"] for check in checks if check.kind == "max_length"]
    # No character has more bytes in GB18030 than twice what it has in UTF-8.
    in_bytes = context.party is not None and context.party.length_unit == "bytes"
    ordinary = Ordinary(
        not_first=BLANKS + _OTHER_BLANKS + _SCARS_AND_DASHES,
        not_last=BLANKS + _OTHER_BLANKS,
        words=frozenset({*context.standard.placeholders, *own_names(context, name)} - set(lawful)),
        longest=min(limits) // (8 if in_bytes else 1) if limits else None,
        doubtful_first=string.digits + string.ascii_letters if numeric else "",
        # A scar of a number needs an exponent, a point or the name of a month: 1.5E+10, 12月5日, 5-Jan, Jan-05.
        doubtful=r"^(?:[0-9][^.eE月日a-z]*|[A-Z][^a-z]*)$",
    )
    return Plain(ordinary.tell)


def _by_bytes(name: str, right: Mapping[int, Callable[[Bytes], Mask]], compiled: Callable[[], Tell]) -> Tell:
    """Texts that are right by the test for their width in bytes; no placeholder of an identifier passes it.

    ``compiled`` makes what tells the same of a column by the compiled library.
    """
    told = compiled() if library.LIBRARY is not None else partial(_told, right)
    words = pl.Series(IDENTIFIER_PLACEHOLDERS, dtype=pl.String)
    if (passed := told(words)).any():
        raise ValueError(f"a certificate for {name} passes the placeholder {words[int(passed.argmax())]}")
    return told


def _told(right: Mapping[int, Callable[[Bytes], Mask]], values: pl.Series) -> Mask:
    mask = np.zeros(len(values), dtype=np.bool_)
    for width, fits, matrix in by_width(values, tuple(right)):
        mask[fits] = right[width](matrix)
    return mask


def _accepted(checks: Sequence[Check], texts: Places) -> bool:
    """Whether every check of the kind of identifier accepts all of these texts."""
    kinds = [check.params["accepted"] for check in checks if check.kind == "identifier_kind"]
    return all(accept_every([shape["pattern"] for shape in shapes], texts) for shapes in kinds)


_DIGITS, _SIGNS = frozenset(string.digits), frozenset(string.digits + string.ascii_uppercase)
_UNIFIED = _SIGNS - frozenset("IOSVZ")
_CHECK = _DIGITS | {"X"}


def _uscc(context: Context, name: str, checks: Sequence[Check]) -> Plain | None:
    """A unified code that is right in itself, of a known region and a registered category."""
    if not _accepted(checks, [_UNIFIED] * 18):
        return None
    known = np.zeros(10**6, dtype=np.bool_)
    known[[int(code) for code in known_codes(context.standard.divisions)]] = True
    categories = np.ones(1 << 16, dtype=np.bool_)
    for check in checks:
        if check.kind == "known_category":
            registered = np.frombuffer("".join(check.params["categories"]).encode(), dtype=np.uint16)
            categories &= np.isin(np.arange(1 << 16, dtype=np.uint16), registered)

    def right(matrix: Bytes) -> Mask:
        digits = matrix[:, 2:8].astype(np.int32) - ord("0")
        numeric = ((digits >= 0) & (digits <= 9)).all(axis=1)
        region = np.where(numeric, digits @ _PLACES, 0)
        pair = np.ascontiguousarray(matrix[:, :2]).view(np.uint16)[:, 0]
        answer: Mask = checkdigits.right_gb32100(matrix) & known[region] & categories[pair]
        return answer

    return Plain(_by_bytes(name, {18: right}, partial(checkdigits.tell_gb32100, known, categories)))


_PLACES = np.array([100000, 10000, 1000, 100, 10, 1], dtype=np.int32)


def _organisation_code(context: Context, name: str, checks: Sequence[Check]) -> Plain | None:
    """An organisation code with its check character, with or without the hyphen of its printed form."""

    def printed(matrix: Bytes) -> Mask:
        right: Mask = (matrix[:, 8] == ord("-")) & checkdigits.right_gb11714(matrix[:, [*range(8), 9]])
        return right

    if not _accepted(checks, [*[_SIGNS] * 8, _CHECK]):
        return None
    test = _by_bytes(name, {9: checkdigits.right_gb11714, 10: printed}, checkdigits.tell_gb11714)
    return Plain(test, columns={f"{name}{FACET}id": pl.col(name).str.replace("-", "", literal=True)})


def _registration_number(context: Context, name: str, checks: Sequence[Check]) -> Plain | None:
    """A number of 15 digits with the right check digit."""
    if not _accepted(checks, [_DIGITS] * 15):
        return None
    return Plain(_by_bytes(name, {15: checkdigits.right_gs15}, identifiers.registration))


def _tax_number(context: Context, name: str, checks: Sequence[Check]) -> Plain | None:
    """Fifteen capitals and digits or more, of an accepted width."""
    widths = [width for width in range(15, 31) if _accepted(checks, [_SIGNS] * width)]
    if not widths:
        return None
    return Plain(_by_bytes(name, dict.fromkeys(widths, _capitals_and_digits), partial(identifiers.capitals, widths)))


def _capitals_and_digits(matrix: Bytes) -> Mask:
    """Whether each row is capitals and digits, not hardly anything but zeros (as placeholders are)."""
    digits = (matrix >= ord("0")) & (matrix <= ord("9"))
    capitals = (matrix >= ord("A")) & (matrix <= ord("Z"))
    right: Mask = (digits | capitals).all(axis=1) & (matrix[:, :10] != ord("0")).any(axis=1)
    return right


def _citizen_id(context: Context, name: str, checks: Sequence[Check]) -> Plain | None:
    """A citizen id with the right check character and a birth date within the last 149 years."""
    if not _accepted(checks, [*[_DIGITS] * 17, _CHECK]):
        return None
    as_of = int((np.datetime64(context.as_of) - np.datetime64(0, "D")).astype(np.int32))
    years = (context.as_of.year - 149, context.as_of.year)

    def right(matrix: Bytes) -> Mask:
        born = quickdates.compact_days(matrix[:, 6:14], *years)
        answer: Mask = checkdigits.right_gb11643(matrix) & (born != quickdates.NO_DAY) & (born <= as_of)
        return answer

    def compiled() -> Tell:
        return checkdigits.tell_gb11643(quickdates.calendar(*years), as_of)

    return Plain(_by_bytes(name, {18: right}, compiled))


def _date(context: Context, name: str, checks: Sequence[Check]) -> Plain:
    """A day as the form writes it (a time stamp with the time of day), not after the day of judgement."""
    time = any(check.params.get("time") for check in checks)
    as_of = (np.datetime64(context.as_of) - np.datetime64(0, "D")).astype(int)
    latest = as_of if any(check.kind == "not_in_future" for check in checks) else None

    def days(values: pl.Series) -> Days:
        found = quickdates.days(values, dateforms.OLDEST, dateforms.LATEST, time=time)
        if latest is not None:
            found[found > latest] = quickdates.NO_DAY
        return found

    # A day that is judged not to lie in the future is a settled one.
    facets = ["date"] if latest is None else ["date", SETTLED]
    return Plain(days, gives=tuple(f"{name}{FACET}{facet}" for facet in facets))


def _amount(context: Context, name: str, checks: Sequence[Check]) -> Plain | None:
    """A number without separators, of no more decimals than wanted, that cannot be too large."""
    ranges = [check.params for check in checks if check.kind == "number_range"]
    if any(params.get("minimum") or 0 for params in ranges) or not ranges:
        return None
    decimals = min(params["decimals"] for params in ranges)
    maximum = min((params["maximum"] for params in ranges if params.get("maximum") is not None), default=10**15)
    fraction = rf"(?:\.[0-9]{{1,{decimals}}})?" if decimals else ""
    digits = len(str(maximum)) - 2
    return Plain(partial(_matching, rf"(?:0|[1-9][0-9]{{0,{digits}}}){fraction}")) if digits >= 0 else None


_TEXTS = frozenset({"max_length", "lost_character"})
_IDENTIFIERS = frozenset({"pattern", "identifier_form", "identifier_kind", "checksum"})
_DATES = frozenset({"date", "date_form", "not_in_future"})
_NUMBERS = frozenset({"number_range", "number_form"})

_CERTIFICATES: dict[str, tuple[frozenset[str], Certify]] = {
    "text": (_TEXTS, _text),
    "document_number": (_TEXTS, _text),
    "person_name": (_TEXTS, _text),
    "uscc": (_IDENTIFIERS | {"known_region", "known_category"}, _uscc),
    "organisation_code": (_IDENTIFIERS, _organisation_code),
    "registration_number": (_IDENTIFIERS, _registration_number),
    "tax_number": (_IDENTIFIERS - {"checksum"}, _tax_number),
    "citizen_id": (_IDENTIFIERS | {"citizen_id_shape", "birth_date"}, _citizen_id),
    "date": (_DATES, _date),
    "timestamp": (_DATES, _date),
    "amount": (_NUMBERS, _amount),
    "score": (_NUMBERS, _amount),
}
"""Field type → the check kinds that its certificate answers for beside those on any text, and the certificate."""
