"""Values: code lists, numbers, and what one item allows of either."""

from __future__ import annotations

from conformance.publish.records import codelists, numerals, texts
from conformance.publish.records.model import About, Told, judged, never, tells
from conformance.publish.records.words import CODES, NAMES, NUMBERS, NUMERALS, UNADORNED, UNGROUPED
from conformance.standard.model import Check, Field
from conformance.standard.names import CITY, names_of, plain

_HAN = "\u3400-\u4dbf\u4e00-\u9fff"
_NUMBER_WITHIN = f"^{texts.BLANK}*[0-9A-Za-z.,+\\-{_HAN}]*{texts.BLANK}*$"
_UNGROUPED = _NUMBER_WITHIN.replace(",", "")
_NAME_WITHIN = f"^{texts.BLANK}*[0-9A-Za-z、{_HAN}]*{texts.BLANK}*$"
_DECORATION = "\\t-\\r \\u0085\\u00a0\\u1680\\u2000-\\u200b\\u2028\\u2029\\u202f\\u205f\\u3000\\ufeff“”\"'‘’「」《》〈〉（）()\\[\\]【】·"
_UNADORNED = f"^{texts.BLANK}*[^{_DECORATION}]*{texts.BLANK}*$"
_UNITS = {"year": "年度?", "score": "分", "count": "[条个次份件]"}


@tells("code_list")
def code_list(about: About, check: Check) -> Told:
    """A value of the list, by code or by label."""
    entries = about.standard.code_lists[check.params["code_list"]]
    right = about.named(f"of-{entries.id}", {"pattern": texts.whole(codelists.known(entries, about.party))})
    return Told(judged(about, check.field, codelists.WITHIN, right), {check.field: codelists.WITHIN}, CODES)


@tells("label_for_code")
def label_for_code(about: About, check: Check) -> Told:
    """A list that is sent by code is not sent by label."""
    entries = about.standard.code_lists[check.params["code_list"]]
    words = texts.any_of(w for c in entries.codes for w in (c.label, *c.aliases) if w != c.code)
    listed = {"pattern": texts.whole(codelists.value(entries))}
    label = {"pattern": texts.whole(rf"{words}(?:[（(：:].*)?")}
    demand = never({"allOf": [listed, label]})
    return Told(judged(about, check.field, codelists.WITHIN, demand), {check.field: codelists.WITHIN}, CODES)


@tells("code_scheme")
def code_scheme(about: About, check: Check) -> Told:
    """No bare number where vendors number the list differently, unless the party declares its numbering."""
    entries = about.standard.code_lists[check.params["code_list"]]
    if entries.numbering_stable or codelists.numbering(about.party, entries):
        return Told({})
    within = f"^{texts.BLANK}*[{codelists.CHARACTERS}{codelists.FULL_WIDTH}]*{texts.BLANK}*$"
    number = {"pattern": texts.whole(f"[0-9{codelists.FULL_WIDTH}]{{1,2}}")}
    return Told(judged(about, check.field, within, never(number)), {check.field: within}, NUMERALS)


@tells("value_of_item")
def value_of_item(about: About, check: Check) -> Told:
    """One of the values that the item allows; a value that the list does not have is the list's affair."""
    name, allowed = check.field, check.params["allowed"]
    if check.params["closed"]:
        right = {"pattern": _names(allowed)}
        return Told(judged(about, name, _NAME_WITHIN, right), {name: _NAME_WITHIN}, NAMES)
    entries = about.standard.code_lists[about.field(name).code_list or ""]
    numbers = codelists.numbering(about.party, entries)
    own = codelists.value(entries, allowed)
    labels = {label for code in entries.codes if code.code in allowed for label in (code.label, *code.aliases)}
    ours = [number for number, label in numbers.items() if label in labels]
    listed = {"pattern": texts.whole("|".join([codelists.value(entries), *map(texts.literal, numbers)]))}
    right = {"pattern": texts.whole("|".join([own, *map(texts.literal, ours)]))}
    demand = {"if": listed, "then": right}
    return Told(judged(about, name, codelists.WITHIN, demand), {name: codelists.WITHIN}, CODES)


@tells("issuer")
def issuer(about: About, check: Check) -> Told:
    """One of the units, by any of its names, or one of its district offices."""
    right = about.named("issuers", {"pattern": _names(names_of(check.params["units"], about.standard))})
    return Told(judged(about, check.field, _UNADORNED, right), {check.field: _UNADORNED}, UNADORNED)


def _names(words: list[str]) -> str:
    """One of the names, with the city's name in front or without."""
    return texts.whole(f"(?:{CITY})?{texts.any_of(plain(word) for word in words)}")


@tells("number_range")
def number_range(about: About, check: Check) -> Told:
    """A number between the limits, with no more decimals than allowed but zeros."""
    params = check.params
    decimals, low, high = params["decimals"], params.get("minimum"), params.get("maximum")
    fine = rf"(?:\.[0-9]{{1,{decimals}}}0*)?" if decimals else r"(?:\.0+)?"
    right = [rf"\+?0*{numerals.at_least(low or 0)}{fine}"]
    if high is not None:
        right = [rf"\+?0*{numerals.from_to(low or 0, high - 1)}{fine}", rf"\+?0*{high}(?:\.0+)?"]
    if low is None:
        right.append(rf"-[0-9]+{fine}")
    elif low == 0:
        right.append(r"-0+(?:\.0+)?")
    demand = {"pattern": texts.whole(f"(?:{'|'.join(right)})(?:{_unit(about.field(check.field))})?")}
    return Told(judged(about, check.field, _UNGROUPED, demand), {check.field: _UNGROUPED}, UNGROUPED)


@tells("number_form")
def number_form(about: About, check: Check) -> Told:
    """A number is written plainly."""
    unit = _unit(about.field(check.field))
    number = {"pattern": texts.whole(rf"[+-]?(?:[0-9]+|{numerals.GROUPED})(?:\.[0-9]+)?(?:{unit})?")}
    demand = {"if": number, "then": {"pattern": texts.whole(numerals.PLAIN)}}
    return Told(judged(about, check.field, _NUMBER_WITHIN, demand), {check.field: _NUMBER_WITHIN}, NUMBERS)


def _unit(field: Field) -> str:
    """What people write behind a number although the column says it."""
    if field.type == "amount":
        return "万元" if "万元" in field.title else "元"
    return _UNITS.get(field.type, "")
