"""Rules about identifiers, one at a time."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container
from datetime import date

from conformance.standard.model import Division, Field, Standard
from reference import numbers
from reference.case import PATTERNS, Case, Found
from reference.cells import canonical

CATEGORIES = "11 12 13 19 21 29 31 32 33 34 35 39 41 49 51 52 53 59 61 62 69 71 72 79 81 89 91 92 93 A1 A9 N1 N2 N3 N9 Y1".split()
_GAP = r"[\s\u00ad\u2010-\u2015\u200b-\u200f\u2060\ufeff-]{0,2}"
_CITIZEN_IN_TEXT = re.compile(rf"(?<![0-9])[1-9][0-9]{{5}}{_GAP}[0-9]{{8}}{_GAP}[0-9]{{3}}[0-9X](?![0-9])")
PASSPORT = re.compile(r"[A-Z]{1,3}[0-9]{6,9}|[HM][0-9]{10}|[0-9]{8,9}|[A-Z]{1,2}[0-9]{6}\([0-9A]\)")


def is_citizen_id(text: str) -> bool:
    return birth_date(text) is not None and numbers.citizen_check(text) == text[17].upper()


def citizen_ids(text: str) -> list[str]:
    """What stands in a text like a citizen id, region, birth date and number together or apart; without what is between."""
    found = _CITIZEN_IN_TEXT.findall(unicodedata.normalize("NFKC", text).upper())
    return [re.sub("[^0-9X]", "", one) for one in found]


def birth_date(text: str) -> date | None:
    try:
        return date(int(text[6:10]), int(text[10:12]), int(text[12:14]))
    except ValueError:
        return None


def judge_identifier(case: Case, field: Field) -> Found:
    name = field.name
    text = case.value(name) or ""
    code = canonical(text, field)
    return judge_shape(case, field, text, code) | misplaced_citizen_id(case, field, code)


def judge_shape(case: Case, field: Field, text: str, code: str) -> Found:
    name = field.name
    found: Found = set()
    if code != text:
        found.add(("identifier-form", name))
    pattern = PATTERNS.get(field.type)
    if pattern is not None and not re.fullmatch(pattern, code):
        if field.type != "citizen_id":
            return {("pattern", name)}
        if any(word in case.cell("remarks").text for word in ("护照", "通行证", "居留", "台胞证")):
            badly_written = bool(found) and bool(PASSPORT.fullmatch(code))
            return (found if badly_written else set()) | unmasked_old_id(case, name, code)
        if PASSPORT.fullmatch(code):
            return {("identifier-form", name)}
        return unmasked_old_id(case, name, code) or {("pattern", name)}
    if field.type == "uscc":
        if not right_uscc(code):
            return found | {("uscc-check-digit", name)}
        if code[:2] not in CATEGORIES:
            found.add(("category-and-type", name))
        if not region_known(case.standard, code[2:8]):
            found.add(("unknown-region", name))
    if field.type == "organisation_code" and code[-1] != numbers.organisation_check(code[:8]):
        found.add(("organisation-code-check-digit", name))
    if field.type == "citizen_id":
        found |= judge_citizen_id(case, name, code)
    if field.type == "registration_number":
        if not re.fullmatch(r"[0-9]{15}", code):
            return {("identifier-form", name)}
        if code[14] != numbers.registration_check(code):
            found.add(("registration-number-check-digit", name))
    if field.type == "tax_number" and not re.fullmatch(r"[0-9A-Z]{15}|[0-9A-Z]{17}|[0-9A-Z]{18}|[0-9A-Z]{20}", code):
        return {("identifier-form", name)}
    return found


def unmasked_old_id(case: Case, name: str, code: str) -> Found:
    """An id of 15 digits, as given before 1999, is no less personal."""
    old = case.purpose == "publication" and re.fullmatch(r"[0-9]{15}", code)
    return {("personal-data-unmasked", name)} if old else set()


def judge_citizen_id(case: Case, name: str, code: str) -> Found:
    found: Found = set()
    born = birth_date(code)
    if code[17] != numbers.citizen_check(code):
        found.add(("citizen-id-check-digit", name))
    elif born is None or born > case.as_of:
        found.add(("citizen-id-birth-date", name))
    if case.purpose == "publication":
        found.add(("personal-data-unmasked", name))
    return found


def misplaced_citizen_id(case: Case, field: Field, code: str) -> Found:
    """A citizen id in the column of another number is published all the same."""
    if case.purpose != "publication" or field.type in ("citizen_id", "division_code"):
        return set()
    ids = [text for text in (code, *citizen_ids(case.value(field.name) or "")) if len(text) == 18]
    if not any(re.fullmatch(r"[0-9]{17}[0-9Xx]", text) and is_citizen_id(text) for text in ids):
        return set()
    genuine = field.type == "uscc" and re.fullmatch(PATTERNS["uscc"], code) and right_uscc(code)
    return set() if genuine else {("personal-data-unmasked", field.name)}


def right_uscc(code: str) -> bool:
    return code[17] == numbers.uscc_check(code) and code[16] == numbers.organisation_check(code[8:16])


def region_known(standard: Standard, region: str) -> bool:
    """Listed at any time, or the urban area (01) of a listed city; elsewhere it is enough that the province exists.

    10 stands for the central registration authorities.
    """
    codes = listed(standard)
    if region in codes or region[:2] == "10" or rolled_up(region, codes):
        return True
    return region[:2] + "0000" in codes and not has_counties(standard, region)


def listed(standard: Standard) -> dict[str, list[Division]]:
    """The divisions by code, each at all times that it was listed."""
    for divisions, known in _LISTED:
        if divisions is standard.divisions:
            return known
    by_code: dict[str, list[Division]] = {}
    for division in standard.divisions:
        by_code.setdefault(division.code, []).append(division)
    _LISTED.append((standard.divisions, by_code))
    return by_code


_LISTED: list[tuple[tuple[Division, ...], dict[str, list[Division]]]] = []
"""Of each table of divisions that was asked for: thousands of rows, which every record would go through again."""


def rolled_up(code: str, listed: Container[str]) -> bool:
    """The urban area of a listed city (01), or the districts or counties of a municipality: statistics have such codes."""
    if code in listed:
        return False
    city = code[:4] + "00"
    of_a_city = code.endswith("01") and not city.endswith("0000") and city in listed
    return of_a_city or (code[:2] in ("11", "12", "31", "50") and code[2:] in ("0100", "0200"))


def has_counties(standard: Standard, code: str) -> bool:
    return any(known[:2] == code[:2] and not known.endswith("0000") for known in listed(standard))
