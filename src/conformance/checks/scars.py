"""What spreadsheet programs do to text, and how to recognise it afterwards.

Numbers that lost digits, codes that became ``="0012"``, document numbers that became a day in March. Each scar is
named, so that the clerk learns what happened and not only that a value is wrong.
"""

from __future__ import annotations

import polars as pl
from msgspec import Struct

from conformance.standard.model import Text


class Scar(Struct, frozen=True):
    """A recognisable change: ``pattern`` is a Rust regular expression over the raw text of the cell."""

    key: str
    pattern: str
    words: Text


_ALWAYS = (
    Scar("formula-text", r'^\s*="', Text('被写成公式形式（="…"）', 'is written as a formula (="…")')),
    # A second quote makes it a quotation: '互联网+'政务服务.
    Scar("apostrophe", r"^\s*'[^'’]*$", Text("前面多了一个单引号", "has an apostrophe in front")),
    Scar("tab", r"\t+ *$|^\t", Text("带有制表符", "carries a tab character")),
    Scar(
        "error",
        r"^\s*#(?:N/A|REF!|VALUE!|DIV/0!|NAME\?|NUM!|NULL!|SPILL!|CALC!)\s*$|^\s*#{4,}\s*$",
        Text("是表格软件的错误值", "is an error value of the spreadsheet program"),
    ),
)
_NUMERIC = (
    Scar(
        "scientific",
        r"^\s*[+-]?[0-9](?:\.[0-9]+)?[Ee]\+?[0-9]{1,3}\s*$",
        Text("被改成科学记数法，末尾数字已丢失", "was turned into scientific notation and lost its last digits"),
    ),
    Scar(
        "decimal", r"^\s*[0-9]+\.0+\s*$", Text("被当作数字，多了小数部分", "was treated as a number and got decimals")
    ),
)
_DOCUMENT_NUMBER = (
    Scar(
        "day",
        r"^\s*(?:[0-9]{1,2}月[0-9]{1,2}日|[A-Z][a-z]{2}-[0-9]{1,2}|[0-9]{1,2}-[A-Z][a-z]{2})\s*$",
        Text("被改成了日期", "was turned into a date"),
    ),
)
_DATE = (
    # 36526 to 73050: 2000-01-01 to 2099-12-31 as days since 1899-12-30.
    Scar(
        "serial",
        r"^\s*(?:3652[6-9]|365[3-9][0-9]|36[6-9][0-9]{2}|3[7-9][0-9]{3}|[4-6][0-9]{4}|7[0-2][0-9]{3}|730[0-4][0-9]|73050)"
        r"(?:\.[0-9]+)?\s*$",
        Text("是表格软件的日期序号", "is a spreadsheet program's date serial number"),
    ),
)


DECIMAL_TYPES = frozenset({"amount", "score"})

CONTROL = r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]"
"""Control characters other than tab and line ends (a NUL byte, say)."""

MASK = r"[*＊]"
"""What hides part of a number or a name."""

LOST = r"\x{FFFD}|\p{Han}\?+[\p{Han}〔（《“]|[〕）》”]\?+\p{Han}"
"""What a conversion leaves of a character that it could not express."""


LOST_DIGITS = r"^\s*[1-9][0-9]{14}000\s*$"
"""An 18-digit code that was a number for a while: fifteen digits are kept, the rest become zeros. Only where the check digit
does not fit, for a lawful code may end so."""
LOST_DIGITS_KEY = "digits"
LOST_DIGITS_WORDS = Text("被当作数字，末三位已变成0", "was treated as a number, and its last three digits became zeros")


UNSURE = ("decimal", "serial")
"""Keys of scars whose text was a number for a while: what it was before is fairly certain, no more than that."""


def scars_of(field_type: str, numeric: bool, document_number: bool) -> tuple[Scar, ...]:
    """The scars to look for in a field of this type."""
    found: tuple[Scar, ...] = _ALWAYS
    if numeric:
        # In a column of numbers that may have decimals they are no scar.
        found += tuple(scar for scar in _NUMERIC if scar.key != "decimal" or field_type not in DECIMAL_TYPES)
    if document_number:
        found += _DOCUMENT_NUMBER
    if field_type in ("date", "timestamp"):
        found += _DATE
    return found


def suspicious(field_type: str, numeric: bool, document_number: bool) -> str:
    """One pattern that matches every text with a scar, a control character, a mask or a sign of a lost character."""
    digits = f"|{LOST_DIGITS}" if field_type in ("uscc", "citizen_id") else ""
    return f"{pattern(field_type, numeric, document_number)}|{CONTROL}|{MASK}|[?\\x{{FFFD}}]{digits}"


def pattern(field_type: str, numeric: bool, document_number: bool) -> str:
    """One pattern that matches any scar of a field."""
    scars = scars_of(field_type, numeric, document_number)
    return "|".join(f"(?:{scar.pattern})" for scar in scars)


def mended(text: pl.Expr, what: pl.Expr) -> pl.Expr:
    """What the cell held before, where the scar (its key in ``what``) tells; else null.

    A formula of several parts tells nothing, nor does a number of more digits than a spreadsheet keeps.
    """
    inner = text.str.strip_chars()
    day = pl.lit("1899-12-30").str.to_date() + pl.duration(
        days=inner.str.extract(r"^([0-9]+)").cast(pl.Int64, strict=False)
    )
    return (
        pl.when(what == "formula-text")
        .then(inner.str.extract(r'^="([^"]*)"?$'))
        .when(what == "apostrophe")
        .then(inner.str.strip_chars_start("'"))
        .when(what == "tab")
        .then(inner)
        .when(what == "decimal")
        .then(inner.str.extract(r"^([0-9]{1,15})\."))
        .when(what == "serial")
        .then(day.dt.strftime("%Y/%m/%d"))
    )
