"""Identifiers: their shape and how they are written."""

from __future__ import annotations

import re

from conformance.publish.records import codelists, texts
from conformance.publish.records.model import About, Schema, Told, either, has, judged, never, tells
from conformance.publish.records.words import DIGITS, IDENTIFIERS
from conformance.standard.model import Check

_HYPHEN = "[-－—–]"
WITHIN = rf"{texts.BLANK}*[0-9A-Za-z０-９Ａ-Ｚａ-ｚ\-－—–]*{texts.BLANK}*$"
"""Texts that are read alike with and without NFKC, but for what ``tolerant`` allows for; to be bound to the beginning."""
_PASSPORT_NOTE = {"type": "string", "pattern": "护照|通行证|居留|回乡证|台胞证|[Pp]assport"}
_CITIZEN = "[0-9]{17}[0-9X]"
PASSPORT = "[A-Z]{1,3}[0-9]{6,9}|[0-9]{8}|[0-9]{9}|[HM][0-9]{8,10}"
"""Numbers of passports and travel permits, but for those with brackets, which are beyond the bounds."""
_FIFTEEN = "[0-9]{15}"
_CANONICAL = {
    "uscc": "[0-9A-HJ-NPQRTUWXY]{18}",
    "organisation_code": "[0-9A-Z]{8}[0-9X]",
    "citizen_id": f"{_CITIZEN}|{PASSPORT}",
    "registration_number": _FIFTEEN,
    "tax_number": "[0-9A-Z]{15}|[0-9A-Z]{17,18}|[0-9A-Z]{20}",
    "division_code": "[0-9]{6}",
}
_TOKEN = re.compile(r"\[([^\]^]+)\](\{[0-9,]+\})?")


def tolerant(shape: str) -> str:
    """The shape in upper or lower case, half or full width, with hyphens anywhere.

    A shape is made of character classes, repetitions, groups and alternatives. Raises ValueError for anything else.
    """
    bare = shape.replace("-?", "")
    if set(_TOKEN.sub("", bare)) - set("^$()|"):
        raise ValueError(f"no shape of an identifier: {shape}")
    grouped = bare.replace("^", "").replace("$", "").replace("(", "(?:")
    loose = _TOKEN.sub(lambda token: f"(?:[{_widened(token[1])}]{_HYPHEN}*){token[2] or ''}", grouped)
    return f"{_HYPHEN}*(?:{loose})"


def _widened(members: str) -> str:
    """Members of a character class with their lower-case and full-width forms."""
    plain = re.sub("[A-Z]", lambda letter: letter[0].lower(), re.sub("[0-9](?:-[0-9])?", "", members))
    forms = members + plain
    return forms + "".join(c if c == "-" else chr(ord(c) + 0xFEE0) for c in forms)


@tells("pattern")
def pattern(about: About, check: Check) -> Told:
    """An identifier or code has its shape."""
    right = {"pattern": texts.whole(tolerant(check.params["pattern"]))}
    within = f"^{WITHIN}"
    return Told(judged(about, check.field, within, right), {check.field: within}, IDENTIFIERS)


@tells("citizen_id_shape")
def citizen_id_shape(about: About, check: Check) -> Told:
    """A citizen id has its shape; a passport, or what the remarks call one, is none."""
    lawful = [_CITIZEN, PASSPORT] + ([_FIFTEEN] if about.purpose == "publication" else [])
    return _unless_noted(about, check, {"pattern": texts.whole(tolerant("|".join(lawful)))})


@tells("identifier_kind")
def identifier_kind(about: About, check: Check) -> Told:
    """A number of the kind that the column is for."""
    shapes = "|".join(shape["pattern"] for shape in check.params["accepted"])
    right: Schema = {"pattern": texts.whole(tolerant(shapes))}
    if about.field(check.field).type == "citizen_id":
        right = {"anyOf": [right, never({"pattern": texts.whole(tolerant(PASSPORT))})]}
    return _unless_noted(about, check, right)


def _unless_noted(about: About, check: Check, right: Schema) -> Told:
    """The demand, unless a further field notes the kind of another document."""
    name, *notes = check.fields
    within = texts.spared(about.field(name).type) + WITHIN
    demand = judged(about, name, within, right)
    noted = either(has(note, _PASSPORT_NOTE) for note in notes)
    return Told({"anyOf": [noted, demand]} if notes else demand, {name: within}, IDENTIFIERS)


@tells("identifier_form")
def identifier_form(about: About, check: Check) -> Told:
    """An identifier of the right shape is written half-width, in upper case, without hyphens."""
    name = check.field
    kind = about.field(name).type
    if kind == "code":
        return _code_form(about, name)
    written = "[0-9A-Z]{8}-[0-9A-Z]|[0-9A-Z]*" if kind == "organisation_code" else "[0-9A-Z]*"
    right = {"pattern": texts.whole(tolerant(_CANONICAL[kind]))}
    within = texts.spared(kind) + WITHIN
    demand = {"if": right, "then": {"pattern": texts.whole(written)}}
    return Told(judged(about, name, within, demand), {name: within}, IDENTIFIERS)


def _code_form(about: About, name: str) -> Told:
    """A code of one or two digits is written half-width."""
    entries = about.standard.code_lists[about.field(name).code_list or ""]
    listed = [code.code for code in entries.codes if re.fullmatch("[0-9]{1,2}", code.code)]
    either_width = "|".join("".join(f"[{d}{chr(ord(d) + 0xFEE0)}]" for d in code) for code in listed)
    within = f"^{texts.BLANK}*[0-9{codelists.FULL_WIDTH}]*{texts.BLANK}*$"
    demand = {"if": {"pattern": texts.whole(either_width)}, "then": {"pattern": texts.whole("[0-9]*")}}
    return Told(judged(about, name, within, demand), {name: within}, DIGITS)
