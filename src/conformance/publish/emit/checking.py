"""The checks of a record as the packages for programming languages carry them: what ``runtime`` judges by, for all languages alike.

A check is asked of each of its ``fields`` by itself; further fields that it looks at are ``others`` among its parameters. Checks
that ask the same of several fields are one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from conformance.publish.model import Demand, EditionModel, RecordModel
from conformance.publish.records.texts import IDENTIFIER_TYPES, NO_CODE
from conformance.standard.model import Text
from conformance.standard.names import plain

_PLAIN = {"required", "control_character", "lost_character", "surrounding_blanks", "masked"}
"""Kinds that ask of a field what they ask of every other."""


class Spec(Struct, frozen=True):
    """A check, with parameters that every language can write."""

    rule: str
    kind: str
    fields: tuple[str, ...]
    severity: str
    title: Text
    params: dict[str, Any]

    @property
    def asked(self) -> str:
        """The same for checks that ask the same, of whatever field."""
        return repr((self.rule, self.kind, self.severity, self.title, self.params))


def specs(record: RecordModel, edition: EditionModel) -> tuple[Spec, ...]:
    """The checks of a record that packages judge."""
    single = [*_emptiness(record), *(one for demand in record.demands for one in _spec(demand, record, edition))]
    return _gathered(single)


def differences(base: tuple[Spec, ...], item: tuple[Spec, ...]) -> tuple[list[tuple[str, str]], tuple[Spec, ...]]:
    """Kind and field of what an item drops of its record type's checks, and the checks that it has of its own."""
    before = {(one.asked, one.fields): one for one in _apart(base)}
    after = {(one.asked, one.fields): one for one in _apart(item)}
    drop = list(dict.fromkeys((one.kind, one.fields[0]) for key, one in before.items() if key not in after))
    add = [one for key, one in after.items() if key not in before or (one.kind, one.fields[0]) in drop]
    return drop, _gathered(add)


def empty_words(edition: EditionModel) -> dict[str, tuple[str, ...]]:
    """What people write for an empty cell, in a column of identifiers and in others."""
    words = edition.standard.placeholders
    return {"EMPTY": words, "EMPTY_IDENTIFIER": (*words, *NO_CODE)}


def _emptiness(record: RecordModel) -> Iterator[Spec]:
    """For every field, how it is told whether it holds a value."""
    own = {(one.kind, one.fields[0]): one for one in record.demands}
    for field in record.fields:
        told = own.get(("placeholder", field.name))
        demand = own.get(("required", field.name)) or told
        yield Spec(
            rule=told.rule if told else "",
            kind="placeholder",
            fields=(field.name,),
            severity=told.severity if told else "",
            title=told.title if told else Text("", ""),
            params={
                "words": "EMPTY_IDENTIFIER" if field.type in IDENTIFIER_TYPES else "EMPTY",
                "lawful": [*demand.params.get("lawful", ())] if demand else [],
                "told": told is not None,
            },
        )


def _spec(demand: Demand, record: RecordModel, edition: EditionModel) -> Iterator[Spec]:
    params = _params(demand, record, edition)
    if params is None:
        return
    kind = {"citizen_id_shape": "identifier_kind"}.get(demand.kind, demand.kind)
    yield Spec(demand.rule, kind, demand.fields[:1], demand.severity, demand.title, params)


def _params(demand: Demand, record: RecordModel, edition: EditionModel) -> dict[str, Any] | None:
    """Parameters of a check that packages judge; None for one that they do not."""
    given, others = demand.params, [*demand.fields[1:]]
    match demand.kind:
        case kind if kind in _PLAIN:
            return {}
        case "one_of" | "same_organisation" | "birth_date":
            return {"others": others}
        case "comparison":
            if given["operator"] != ">=":
                raise ValueError(f"no package knows how {demand.rule} compares: {given['operator']}")
            return {"others": others}
        case "max_length":
            return {"limit": given["limit"]}
        case "pattern":
            return {"pattern": given["pattern"]}
        case "citizen_id_shape":
            return {"patterns": ["^[0-9]{17}[0-9X]$"], "passports": True, "others": others}
        case "identifier_kind":
            return {"patterns": [one["pattern"] for one in given["accepted"]], "passports": False, "others": others}
        case "checksum":
            return {"algorithm": given["algorithm"], "others": others}
        case "code_list":
            return _codes(given["code_list"], edition)
        case "other_needs_note":
            return _codes(given["code_list"], edition) | {"others": others}
        case "value_of_item":
            code_list = record.field(demand.fields[0]).code_list
            listed = _codes(code_list, edition) if code_list and not given["closed"] else {}
            return {"allowed": [*given["allowed"]] if listed else [*map(plain, given["allowed"])], **listed}
        case "date":
            words = record.field(demand.fields[0]).words if given["long_term"] else ()
            return {"words": [*words], "time": bool(given["time"])}
        case "date_form":
            return {"words": [*record.field(demand.fields[0]).words]} if given["long_term"] else None
        case "number_range":
            return {"minimum": given.get("minimum"), "maximum": given.get("maximum"), "decimals": given["decimals"]}
        case "condition":
            return {"when": [*given["when"]], "then": [*given["then"]]}
        case _:
            return None


def _codes(code_list: str, edition: EditionModel) -> dict[str, Any]:
    return {"codes": code_list, "several": edition.code_list(code_list).several}


def _apart(checks: Iterable[Spec]) -> Iterator[Spec]:
    for check in checks:
        for name in check.fields:
            yield replace(check, fields=(name,))


def _gathered(checks: Iterable[Spec]) -> tuple[Spec, ...]:
    found: dict[str, tuple[Spec, list[str]]] = {}
    for check in checks:
        found.setdefault(check.asked, (check, []))[1].extend(check.fields)
    return tuple(replace(check, fields=tuple(fields)) for check, fields in found.values())
