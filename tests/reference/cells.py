"""What one cell holds: nothing, something a spreadsheet spoilt, something masked, or a value to be judged."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from functools import lru_cache

from msgspec import Struct

from conformance.standard.model import Field, Standard
from reference import numbers

IDENTIFIERS = ("uscc", "organisation_code", "registration_number", "tax_number", "citizen_id", "division_code")
"""Types whose spelling is judged."""
MASKABLE = ("uscc", "organisation_code", "registration_number", "tax_number", "citizen_id", "person_name")
DIGITAL = (*IDENTIFIERS, "code", "document_number", "year", "count")
"""Types that hold numbers, which spreadsheets rewrite."""
WITH_DECIMALS = ("amount", "score")
DATES = ("date", "timestamp")
NOT_A_CODE = ("0", "1")
"""What some systems write where a subject has no code."""

_SCIENTIFIC = re.compile(r"[0-9](\.[0-9]+)?[Ee]\+?[0-9]+")
_WITH_FRACTION = re.compile(r"[0-9]+\.0+")
_SERIAL = re.compile(r"[0-9]{5}(\.[0-9]+)?")
_AS_DATE = re.compile(r"[0-9]{1,2}月[0-9]{1,2}日|[0-9]{1,2}-[A-Z][a-z]{2}|[A-Z][a-z]{2}-[0-9]{2}")
FIRST_SERIAL, LAST_SERIAL = ((day - date(1899, 12, 30)).days for day in (date(2000, 1, 1), date(2099, 12, 31)))
_ERROR_VALUE = re.compile(r"#(N/A|REF!|NAME\?|VALUE!|DIV/0!|NULL!|NUM!)|#{4,}")
LABELS = (
    "统一社会信用代码 社会信用代码 信用代码 组织机构代码 工商登记码 工商注册号 注册号 税务登记号 纳税人识别号 "
    "居民身份证号码 居民身份证号 身份证号码 身份证号 公民身份号码 地方编码 行政区划代码"
).split()
"""What people paste into the cell together with the code, longest first."""


class Cell(Struct, frozen=True):
    """``kind``: empty, placeholder, mangled, masked, or value. ``text`` is the value without blanks around it."""

    kind: str
    raw: str
    text: str

    @property
    def filled(self) -> bool:
        return self.kind not in ("empty", "placeholder")


def strip(value: str) -> str:
    return value.strip(" \t\r\n\u3000\u00a0\ufeff\u200b\x0b\x0c")


def classify(value: str | None, field: Field, standard: Standard, lawful: tuple[str, ...]) -> Cell:
    return _classified(value or "", field, standard.placeholders, lawful)


@lru_cache(maxsize=1 << 16)
def _classified(raw: str, field: Field, placeholders: tuple[str, ...], lawful: tuple[str, ...]) -> Cell:
    text = strip(raw)
    if text == "":
        return Cell("empty", raw, "")
    if text in placeholders and text not in lawful:
        return Cell("placeholder", raw, text)
    if text in NOT_A_CODE and field.type in IDENTIFIERS and field.requirement == "one-of":
        return Cell("placeholder", raw, text)
    if mangled(raw, text, field):
        return Cell("mangled", raw, text)
    if "*" in text and (field.type in MASKABLE or field.personal == "name"):
        return Cell("masked", raw, text)
    return Cell("value", raw, text)


def mangled(raw: str, text: str, field: Field) -> bool:
    if raw.endswith("\t") or raw.startswith("\t"):
        return True
    if text.startswith("'") and not re.search("['’]", text[1:]):  # a second one makes it a quotation
        return True
    if text.startswith('="'):
        return True
    if _ERROR_VALUE.fullmatch(text):
        return True
    if lost_digits(text, field):
        return True
    numeric = field.type in DIGITAL or field.name == "power_list_code"
    if (numeric or field.type in DATES) and _SCIENTIFIC.fullmatch(text):
        return True
    if field.type in WITH_DECIMALS:
        return bool(_SCIENTIFIC.fullmatch(text))
    if (numeric or field.type in DATES) and _WITH_FRACTION.fullmatch(text):
        return True
    if field.type in DATES and _SERIAL.fullmatch(text) and FIRST_SERIAL <= int(text[:5]) <= LAST_SERIAL:
        return True
    return field.type == "document_number" and bool(_AS_DATE.fullmatch(text))


def lost_digits(text: str, field: Field) -> bool:
    """Whether a code of 18 digits was a number of 15 for a while: the rest is zeros, and the check digit does not fit."""
    if field.type not in ("uscc", "citizen_id") or not re.fullmatch(r"[1-9][0-9]{14}000", text):
        return False
    expected = numbers.uscc_check(text) if field.type == "uscc" else numbers.citizen_check(text)
    return expected != "0"


def canonical(text: str, field: Field) -> str:
    """An identifier as it should be written: half-width capitals, no blanks, no label.

    Only an organisation code is printed with a hyphen.
    """
    return _canonical(text, field.type)


@lru_cache(maxsize=4096)
def _canonical(text: str, kind: str) -> str:
    plain = re.sub(r"\s", "", unicodedata.normalize("NFKC", text)).upper()
    bare = plain
    for label in LABELS:
        for written in (f"({label})", f"【{label}】", f"[{label}]", label):
            bare = bare.replace(f"{written}:", "").replace(written, "")
    dashes = "[—–]" if kind == "organisation_code" else "[-—–]"
    return re.sub(dashes, "", bare) or bare
