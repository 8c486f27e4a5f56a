"""What a rule is and where it applies, for ``explain``, ``rules`` and reports."""

from __future__ import annotations

import re
from typing import Any

from msgspec import Struct

from conformance.report.errors import unknown
from conformance.standard.model import FOUND_READING, Check, Lang, Origin, Purpose, Rule, Standard, Text
from conformance.standard.words import both, pick


class Applies(Struct, frozen=True):
    """Where a rule applies in one record type."""

    record_type: str
    fields: tuple[str, ...]
    """The fields that it is about; empty for rules about rows and files."""
    purposes: tuple[Purpose, ...]


def rule_of(rule: str, standard: Standard) -> Rule:
    """The rule of that id. Raises UsageError with near matches for one that does not exist."""
    if rule not in standard.rules:
        raise unknown("规则", "rule", rule, standard.rules)
    return standard.rules[rule]


def places_of(rule: str, standard: Standard) -> list[Applies]:
    """Where a rule applies, one entry per record type. Rules without checks on records apply to every input."""
    found = []
    for record_type in standard.record_types.values():
        checks = [check for check in record_type.checks if check.rule == rule]
        if checks:
            fields = dict.fromkeys(name for check in checks for name in _about(check))
            purposes = dict.fromkeys(purpose for check in checks for purpose in check.purposes)
            found.append(Applies(record_type.name, tuple(fields), tuple(purposes)))
        elif standard.rules[rule].scope in (*FOUND_READING, "submission") and not _declared(rule, standard):
            found.append(Applies(record_type.name, (), ("submission", "publication")))
    return found


def _declared(rule: str, standard: Standard) -> bool:
    """Whether a rule has checks on records; one that has none applies to every input."""
    return any(check.rule == rule for record_type in standard.record_types.values() for check in record_type.checks)


def _about(check: Check) -> tuple[str, ...]:
    # A rule over many fields (a whole row, a key) is shown at the first; the others are what it reads.
    return check.fields[:1] if len(check.fields) <= 3 else check.fields


def citation(clause: str, standard: Standard, lang: Lang, *, with_note: bool = True) -> str:
    """A clause in words: the document's title and number, the place in it, and what is to be known about the document."""
    identifier, _, place = clause.partition("#")
    document = standard.documents.get(identifier)
    if document is None:
        return clause
    number = f" {document.number}" if document.number else ""
    title = f"《{document.title}》" if lang == "zh" else document.title
    cited = f"{title}{number}{' ' + place if place else ''}"
    note = document.note_zh if lang == "zh" else document.note
    if note is None or not with_note:
        return cited
    return f"{cited}（说明：{note.rstrip('。')}）" if lang == "zh" else f"{cited} (note: {note})"


class Basis(Struct, frozen=True):
    """On whose word a rule holds, and for which fields of which record types."""

    origin: Origin
    clause: str
    where: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """Record type and fields; empty for the rule as a whole."""


def bases_of(rule: Rule, standard: Standard) -> list[Basis]:
    """What a rule rests on: first its own clause, then the clauses of checks that rest on something else."""
    found: dict[tuple[Origin, str], dict[str, dict[str, None]]] = {}
    for record_type in standard.record_types.values():
        for check in record_type.checks:
            if check.rule != rule.id or (check.origin is None and check.clause is None):
                continue
            key = (check.origin or rule.origin, _cited(check.clause or rule.clause, standard))
            found.setdefault(key, {}).setdefault(record_type.name, {})[check.field] = None
    others = [
        Basis(origin, clause, tuple((record, tuple(fields)) for record, fields in where.items()))
        for (origin, clause), where in found.items()
    ]
    return [Basis(rule.origin, rule.clause), *others]


def _cited(clause: str, standard: Standard) -> str:
    """The clause; of this standard's own decisions, which have no text to look a place up in, the document alone."""
    document = standard.documents.get(clause.partition("#")[0])
    return document.id if document is not None and document.standing == "own" else clause


def items_of(rule: str, standard: Standard) -> list[str]:
    """Ids of the data items that ask it beyond their record type."""
    return [item.id for item in standard.items.values() if any(check.rule == rule for check in item.checks)]


_OPEN = {
    "title": Text("〔数据项〕", "[field]"),
    "value": Text("〔原值〕", "[value]"),
    "expected": Text("〔规范写法〕", "[expected]"),
}


def open_sentence(text: Text, lang: Lang) -> str:
    """A sentence for findings without its finding: open places are shown as such."""

    def shown(match: re.Match[str]) -> str:
        name = match.group(1)
        return pick(_OPEN[name], lang) if name in _OPEN else "…"

    return re.sub(r"\{([a-z_0-9]+)[^{}]*\}", shown, pick(text, lang))


_MEANT = {
    "title": Text("数据项的规范名称", "the title of the field"),
    "value": Text("原值", "the value"),
    "expected": Text("规范写法", "the form that is asked for"),
}


def general_sentence(text: Text, lang: Lang) -> str:
    """A sentence for several findings at once, for reports: its places say what stands there, without quotation marks.

    Nobody who reads a report knows of places that are open.
    """

    def meant(match: re.Match[str]) -> str:
        words = _MEANT.get(match.group(1))
        return "…" if words is None else pick(words, lang)

    return re.sub(r"“?\{([a-z_0-9]+)[^{}]*\}”?", meant, pick(text, lang))


def plain(rule: Rule, standard: Standard) -> dict[str, Any]:
    """A rule for programs, with where it holds."""
    texts = {
        name: both(text)
        for name, text in (
            ("title", rule.title),
            ("message", rule.message),
            ("remedy", rule.remedy),
            ("why", rule.why),
        )
    }
    return {
        "id": rule.id,
        "severity": rule.severity,
        "scope": rule.scope,
        "origin": rule.origin,
        "clause": rule.clause,
        "fix": rule.fix,
        **texts,
        "applies_to": [
            {"record_type": place.record_type, "fields": list(place.fields), "purposes": list(place.purposes)}
            for place in places_of(rule.id, standard)
        ],
        "items": items_of(rule.id, standard),
    }
