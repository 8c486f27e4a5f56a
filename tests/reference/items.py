"""What one data item asks beyond its record type, read from the catalogue as it is written, not as it is compiled."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from conformance.standard.model import Severity
from reference.case import CODES, Case, Found
from reference.codelists import find_code
from reference.identifiers import listed
from reference.subjects import ORGANISATIONS

CATALOGUE = Path(__file__).resolve().parents[2] / "catalogs/2016"
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The quick one, where it was built: the lists are long."""
_QUOTES = re.compile(r"[\s“”\"'‘’「」《》〈〉（）()\[\]【】·]")


@cache
def entries(folder: str, key: str) -> dict[str, Any]:
    """Entries of a list by id."""
    found = {}
    for path in sorted((CATALOGUE / folder).glob("*.yaml")):
        for entry in yaml.load(path.read_text(encoding="utf-8"), Loader=_LOADER)[key]:
            found[entry["id"]] = entry
    return found


@cache
def constraints(item: str, kind: str) -> list[dict[str, Any]]:
    """Constraints of one kind; none for an item that only a test has."""
    return [c for c in entries("data", "items").get(item, {}).get("narrowing", []) if c["kind"] == kind]


def judge_item(case: Case, item: str) -> Found:
    """(rule, field) of what only this item minds."""
    found: Found = set()
    for constraint in constraints(item, "values"):
        if not right_value(case, constraint):
            found.add(("value-of-item", constraint["field"]))
    for constraint in constraints(item, "issuers"):
        body = case.value(constraint["field"])
        if body is not None and plain(body) not in names(tuple(constraint["units"]), districts(case)):
            found.add(("issuing-organ-unknown", constraint["field"]))
    found |= judge_subject(case, item) | judge_sender(case, item)
    return found


def settled_elsewhere(found: Found, item: str) -> Found:
    """Without what an item's own demand has already said, or has no use for."""
    subjects = subject_types(item)
    drop: set[str] = set()
    if subjects:
        drop.add("subject-identifier-kind")
    if ["product"] in subjects or any(c["field"] in CODES for c in constraints(item, "required")):
        drop.add("one-of-required")
    nameless = {("required", "subject_name")} if ["product"] in subjects else set()
    return {(rule, field) for rule, field in found if rule not in drop} - nameless


def right_value(case: Case, constraint: dict[str, Any]) -> bool:
    field, text = case.record_type.field(constraint["field"]), case.value(constraint["field"])
    if text is None:
        return True
    if field.code_list is None:
        return plain(text) in {plain(value) for value in constraint["values"]}
    codes = case.standard.code_lists[field.code_list]
    numbers = case.party.code_numbering.get(codes.id, {}) if case.party else {}
    entry = find_code(codes, numbers.get(unicodedata.normalize("NFKC", text), text))
    # Of what the list does not have, the list's own rule has spoken.
    return entry is None or entry[0].code in constraint["values"]


def value_severity(case: Case, item: str, field: str | None) -> Severity:
    """A code, or a value that the document states, is firm; a name may be written in many ways."""
    for constraint in constraints(item, "values"):
        if constraint["field"] == field:
            firm = case.record_type.field(field).code_list is not None or constraint["origin"] == "document"
            return "error" if firm else "warning"
    raise KeyError(field)


def limited(item: str) -> list[list[str]]:
    """Who the item may be about by a constraint of its own."""
    return [constraint["subject_types"] for constraint in constraints(item, "subject")]


@cache
def assigned(item: str) -> list[list[str]]:
    """The one kind of subject that an item without such a constraint is about."""
    types = entries("data", "items").get(item, {}).get("subject_types", [])
    coded = any(c["field"] in CODES[:4] for c in constraints(item, "required"))
    return [types] if len(types) == 1 and types != ["product"] and not limited(item) and not coded else []


@cache
def subject_types(item: str) -> list[list[str]]:
    """Who the item is about; an organisation's code that has to be there says as much."""
    limits = limited(item)
    coded = any(c["field"] in CODES[:4] for c in constraints(item, "required"))
    return [limit for limit in limits if not (coded and limit == ["legal_person"])]


def judge_subject(case: Case, item: str) -> Found:
    for limit in (*subject_types(item), *assigned(item)):
        coded = any(case.cell(code).filled for code in CODES[:4])
        person = case.cell(CODES[4]).filled and not coded
        stated = case.value("subject_category")
        if stated in ("individual_business", "个体工商户", "个体户", "个体"):
            continue
        person = person or stated in ("natural_person", "自然人", "个人", "公民")
        coded = coded or stated in (
            *("organisation", "法人及非法人组织", "法人和非法人组织", "法人及其他组织", "法人和其他组织"),
            *("法人", "非法人组织", "其他组织"),
        )
        if assigned(item) and (case.value("subject_name") or case.cell("subject_name").text).endswith(ORGANISATIONS):
            person = False  # the rule of every record has said so
        if limit == ["natural_person"] and coded:
            return {("subject-identifier-kind", CODES[4])}
        if limit == ["legal_person"] and person:
            return {("subject-identifier-kind", CODES[4])}
    return set()


def judge_sender(case: Case, item: str) -> Found:
    entry = entries("data", "items").get(item)
    if entry is None or case.party is None or case.party.kind == "province":
        return set()
    providers = [link["unit"] for link in entry["providers"]]
    units = entries("units", "units")
    if any(units[one]["naming"] == "implied" for one in providers):
        return set()
    if any(units[one]["naming"] == "group" and not units[one].get("members") for one in providers):
        return set()
    sender = [case.party.id.partition(":")[2]]
    sender += [u["id"] for u in units.values() if u["kind"] == "district" and u.get("division") == sender[0]]
    above = [units[one].get("parent") for one in sender if one in units]
    groups = [u["id"] for u in units.values() if set(sender) & set(u.get("members", ()))]
    return set() if {*sender, *above, *groups} & set(providers) else {("provider-registered", "authority")}


def districts(case: Case) -> tuple[str, ...]:
    """Every district that Shanghai ever had."""
    shanghai = [found for code, found in listed(case.standard).items() if code[:2] == "31" and code[-2:] != "00"]
    return tuple(division.name for divisions in shanghai for division in divisions)


@cache
def names(wanted: tuple[str, ...], places: tuple[str, ...]) -> set[str]:
    """Every name of the units, and of their offices in these districts, as ``plain`` has them."""
    found = set()
    for unit in (entries("units", "units")[one] for one in wanted):
        found |= {unit["name"], unit["title"]["zh"], *unit.get("aliases", ())}
        for pattern in unit.get("district_offices", ()):
            for place in places:
                short = place.removesuffix("新区").removesuffix("区").removesuffix("县")
                found.add(pattern.replace("{d}", place).replace("{s}", short))
    return {plain(name) for name in found}


def plain(name: str) -> str:
    return _QUOTES.sub("", unicodedata.normalize("NFKC", name)).removeprefix("上海市")
