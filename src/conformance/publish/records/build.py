"""The JSON Schema of one record of a data item."""

from __future__ import annotations

from typing import Any, Literal

from conformance.publish.records import dates, identifiers, presence, subjects, untold, values, writing
from conformance.publish.records.model import About, Schema, Told, Untold, tell
from conformance.standard.model import Check, Field, Party, Purpose, RecordType, Severity, Standard, Text

DIALECT = "https://json-schema.org/draft/2020-12/schema"
ANNOTATIONS = (
    "x-rule",
    "x-field",
    "x-severity",
    "x-clause",
    "x-within",
    "x-code",
    "x-not-expressed",
    "x-standard",
)
"""Keywords of our own, for validators that refuse what they do not know."""
NESTED = "nested-value"
"""The rule about values that are no single text or number: what ``type`` says of every field."""
_KINDS_FROM = (dates, identifiers, presence, subjects, untold, values, writing)


def record_schema(
    item: str,
    standard: Standard,
    party: Party | None = None,
    purpose: Purpose = "submission",
    fail_on: Literal["error", "warning"] = "error",
) -> dict[str, Any]:
    """JSON Schema (2020-12) of one record: an object with English field names, an empty cell absent, null or empty.

    Every part of ``allOf`` is one check of one rule (``x-rule``, ``x-field``); it holds exactly where the rule finds nothing,
    in records whose texts stay within ``x-within``. ``x-not-expressed`` names what the schema leaves out, with the reason.
    With ``fail_on`` warning, rules that only warn are enforced as well. Raises KeyError for an unknown item.
    """
    about = About(standard, standard.record_type_of(item, party), purpose, party)
    sender = [] if party is None else ["party", party.id]
    return _whole(about, standard.items[item].title, ["record", item, purpose, fail_on, *sender], fail_on)


def type_schema(
    record_type: RecordType, standard: Standard, fail_on: Literal["error", "warning"] = "error"
) -> dict[str, Any]:
    """The same for a record type as such, without what any item or party asks beyond it, in a submission."""
    about = About(standard, record_type, "submission")
    return _whole(about, record_type.title, ["record-type", record_type.name, "submission", fail_on], fail_on)


def _whole(about: About, title: Text, identity: list[str], fail_on: Literal["error", "warning"]) -> dict[str, Any]:
    enforced, left_out = _told(about, fail_on)
    standard = about.standard
    return {
        "$schema": DIALECT,
        "$id": ":".join(["urn:three-list-conformance", standard.edition.id, *identity]),
        "title": title.zh,
        "description": title.en,
        "x-standard": {"edition": standard.edition.id, "version": standard.edition.version, "digest": standard.digest},
        **_object(about.record_type, enforced),
        "x-not-expressed": _once(left_out),
        "$defs": dict(sorted(about.definitions.items())),
    }


def record_type_schemas(standard: Standard) -> tuple[dict[str, Schema], dict[str, Schema]]:
    """Schemas of records of every type in a submission, and the definitions that all of them share, each by name.

    What an item or a party asks beyond its record type is not in them; :func:`record_schema` has that.
    """
    shared: dict[str, Schema] = {}
    found: dict[str, Schema] = {}
    for name, record_type in standard.record_types.items():
        enforced, _ = _told(About(standard, record_type, "submission", None, shared), "error")
        words = {"title": record_type.title.zh, "description": record_type.title.en, "x-clause": record_type.clause}
        found[name] = words | _object(record_type, enforced)
    return found, dict(sorted(shared.items()))


def checks_told(record_type: RecordType, standard: Standard, shared: dict[str, Schema]) -> list[Schema]:
    """What the checks of a record type come to in a submission, each a schema of the record, those that warn among them.

    For targets that say the same in another language: the definitions that they refer to are entered in ``shared``.
    """
    enforced, _ = _told(About(standard, record_type, "submission", None, shared), "warning")
    return [part for part in enforced if part["x-rule"] != NESTED]


def _told(about: About, fail_on: Literal["error", "warning"]) -> tuple[list[Schema], list[Schema]]:
    """What is enforced, check by check, and what the schema leaves out."""
    enforced, left_out = [_nested(about)], []
    for check in about.record_type.checks:
        severity = severity_of(check, about.standard, about.party)
        if about.purpose not in check.purposes:
            continue
        said = tell(about, check)
        if isinstance(said, Untold):
            left_out.append(_left_out(check, said.reason.zh, said.reason.en))
        elif said.demand == {} or severity == "info" or (severity == "warning" and fail_on == "error"):
            continue
        else:
            enforced.append(_enforced(check, said, severity, about.standard))
    return enforced, left_out


def _object(record_type: RecordType, enforced: list[Schema]) -> Schema:
    return {
        "type": "object",
        "properties": {field.name: _property(field) for field in record_type.fields},
        "allOf": enforced,
    }


def severity_of(check: Check, standard: Standard, party: Party | None) -> Severity:
    """The party's word, then the check's own, then the rule's."""
    if party is not None and check.rule in party.severities:
        return party.severities[check.rule]
    return check.severity or standard.rules[check.rule].severity


def _property(field: Field) -> Schema:
    described = {"description": field.description} if field.description else {}
    coded = {"x-code": field.code} if field.code else {}
    return {"title": field.title, **described, **coded}


def _nested(about: About) -> Schema:
    plain = about.named("plain-value", {"type": ["string", "number", "boolean", "null"]})
    properties = {field.name: plain for field in about.record_type.fields}
    return {"x-rule": NESTED, "x-severity": "error", "properties": properties}


def _enforced(check: Check, said: Told, severity: Severity, standard: Standard) -> Schema:
    bounded = {"x-within": dict(said.within)} if said.within else {}
    return {
        "x-rule": check.rule,
        "x-field": check.field,
        "x-severity": severity,
        "x-clause": check.clause or standard.rules[check.rule].clause,
        **bounded,
        **said.demand,
    }


def _left_out(check: Check, zh: str, en: str) -> dict[str, Any]:
    return {"x-rule": check.rule, "x-field": check.field, "reason": {"zh": zh, "en": en}}


def _once(entries: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Each entry once; one field may have several checks of a rule."""
    found: list[dict[str, Any]] = []
    for entry in entries:
        if entry not in found:
            found.append(entry)
    return found
