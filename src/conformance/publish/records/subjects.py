"""The subject of a record: which identifiers fit its kind."""

from __future__ import annotations

from collections.abc import Iterable

from conformance.publish.records import codelists, texts
from conformance.publish.records.identifiers import PASSPORT, WITHIN, tolerant
from conformance.publish.records.model import About, Schema, Told, both, either, filled, has, never, tells
from conformance.publish.records.words import CODES, SUBJECTS
from conformance.standard.model import Check

_SURELY_ORGANISATION = {
    "type": "string",
    "pattern": (
        "(?:公司|集团|合作社|委员会|居委会|村委会|大学|学院|银行|医院|协会|学会|商会|基金会|合伙）|合伙\\)|分行|支行|"
        f"人民政府|公安局|管理局|管理所|派出所|研究院|研究所){texts.BLANK}*$"
    ),
}
"""Endings that a natural person's or an individual business's name does not have."""


@tells("subject_identifier_kind")
def subject_identifier_kind(about: About, check: Check) -> Told:
    """An organisation has one of codes 1 to 4, a natural person has none of them, where the kind is certain."""
    citizen, name, *rest = check.fields
    codes, category = rest[:4], rest[4]
    coded = either(filled(about, code) for code in codes)
    stated = has(category, about.value(category))
    called = both([has(name, _SURELY_ORGANISATION), never(stated)])
    organisation = either([_is(about, category, _labels(about, category, "organisation")), called])
    shape = {"pattern": texts.whole(tolerant(f"[0-9]{{17}}[0-9X]|{PASSPORT}"))}
    person = either(
        [
            has(citizen, {"allOf": [about.value(citizen), shape]}),
            has(citizen, {"type": "string", "pattern": texts.MASK}),
        ]
    )
    lacking = both(_schemas([organisation, person, never(coded)]))
    surplus = both(_schemas([_is(about, category, _labels(about, category, "natural_person")), coded]))
    within = {
        category: codelists.WITHIN,
        citizen: texts.spared("citizen_id") + WITHIN.replace("0-9A-Z", "*＊0-9A-Z", 1),
    }
    bounded = never(either(_schemas([lacking, surplus])))
    return Told({"if": _within(within), "then": bounded}, within, SUBJECTS)


@tells("item_subject")
def item_subject(about: About, check: Check) -> Told:
    """The subject is of the kind that the item is about, told by the codes that are filled and by the category."""
    citizen, *codes, category, name = check.fields
    subjects, assigned = check.params["subjects"], check.params["assigned"]
    filled_code = either(filled(about, code) for code in codes)
    stated = {kind: _is(about, category, _labels(about, category, kind, code=True)) for kind in _KINDS}
    certain = never(stated["individual_business"])
    alone = both(_schemas([filled(about, citizen), never(filled_code)]))
    person = both(_schemas([certain, either(_schemas([alone, stated["natural_person"]]))]))
    if assigned:
        person = both([person, never(has(name, _SURELY_ORGANISATION))])
    coded = both(_schemas([certain, either(_schemas([filled_code, stated["organisation"]]))]))
    wrong = [person] if "natural_person" not in subjects else []
    wrong += [coded] if "legal_person" not in subjects else []
    within = {category: codelists.WITHIN}
    return Told({"if": _within(within), "then": never(either(wrong))}, within, CODES)


_KINDS = ("organisation", "natural_person", "individual_business")


def _labels(about: About, category: str, kind: str, code: bool = False) -> list[str]:
    """What practice writes for one code of the list of subject categories; the code itself only where it counts."""
    entries = about.standard.code_lists[about.field(category).code_list or ""].codes
    return [
        word
        for entry in entries
        if entry.code == kind
        for word in (*([entry.code] if code else []), entry.label, *entry.aliases)
    ]


def _is(about: About, name: str, words: Iterable[str]) -> Schema:
    """The field's value is one of the words."""
    return has(name, {"allOf": [about.value(name), {"pattern": texts.whole(texts.any_of(words))}]})


def _within(within: dict[str, str]) -> Schema:
    """The texts of these fields, where they are there, stay within the bounds."""
    return {"properties": {name: {"pattern": pattern} for name, pattern in within.items()}}


def _schemas(parts: Iterable[Schema | bool]) -> list[Schema]:
    """Schemas that are objects; what nothing fits is the negation of what everything fits."""
    return [part if isinstance(part, dict) else {"not": {}} for part in parts]
