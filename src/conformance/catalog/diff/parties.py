"""Comparing who submits: jurisdiction, severities, numberings, lengths, fields asked for.

The compiled standard knows every party; the lists as written know only what differs from what follows from the units.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from msgspec import Struct, field

from conformance.catalog.diff.checks import RANK
from conformance.catalog.diff.collect import Found, Subject
from conformance.catalog.diff.rows import Row
from conformance.catalog.diff.words import called, from_table, of_slot
from conformance.standard.model import Party, Severity, Standard, Text
from conformance.standard.shapes import Shapes
from conformance.standard.words import SEVERITIES


class Complete(Struct, frozen=True):
    """What is known where all parties are compared."""

    units: frozenset[str]
    """Units that came or went themselves."""
    rules: Mapping[str, Severity]
    """How grave rules are for everybody."""


class Profile(Struct, frozen=True):
    """A party as far as a comparison looks at it."""

    title: Text | None = None
    jurisdiction: tuple[str, ...] = ()
    severities: Mapping[str, Severity] = field(default_factory=dict)
    numbers: Mapping[str, str] = field(default_factory=dict)
    """``list:number`` → label."""
    bytes: bool = False
    asked: frozenset[str] = frozenset()
    """``record-type.field``."""
    unit: str = ""
    place: str = ""


def compiled(standard: Standard) -> dict[str, Profile]:
    """The parties of a compiled standard."""
    return {name: _of_party(party) for name, party in standard.parties.items()}


def written(rows: Mapping[str, Row]) -> dict[str, Profile]:
    """The profiles as written."""
    return {name: _of_row(row) for name, row in rows.items()}


def compare_parties(
    old: Mapping[str, Profile], new: Mapping[str, Profile], found: Found, complete: Complete | None = None
) -> None:
    """Every party. Without ``complete`` a missing profile is an empty one."""
    for name in dict.fromkeys([*old, *new]):
        was, now = old.get(name), new.get(name)
        known = now or was or Profile()
        subject = Subject("party", name, called("party", name, known.title), known.place)
        if complete is not None and (was is None or now is None):
            if known.unit not in complete.units:
                found.add("party-added" if was is None else "party-removed", subject)
            continue
        _compare(was or Profile(), now or Profile(), subject, found, complete.rules if complete else {})


def compare_writing(
    old: Mapping[str, Row],
    new: Mapping[str, Row],
    found: Found,
    shapes: Shapes,
    titles: Mapping[str, Mapping[str, Text]],
) -> None:
    """What is written otherwise in a profile and changes nothing that holds: remarks, sources, fields not required."""
    slots = {slot.key: slot for slot in shapes.entry("parties").slots}
    for name in dict.fromkeys([*old, *new]):
        was, now = (rows[name].data if name in rows else {} for rows in (old, new))
        subject = Subject("party", name, called("party", name, None), (new.get(name) or old[name]).place)
        told = {change.path.partition(".")[0] for change in found.changes if change.entry == name}
        for key in dict.fromkeys([*was, *now]):
            if key != "id" and key not in told and was.get(key) != now.get(key):
                kind = "note-changed" if key == "note" else "entry-changed"
                slot = slots.get(key)
                title = Text(slot.title if slot else key, key.replace("_", " "))
                say = None if slot is None else of_slot(slot, shapes, titles)
                found.add(kind, subject, key, was.get(key), now.get(key), name=title, say=say)


def _compare(old: Profile, new: Profile, subject: Subject, found: Found, rules: Mapping[str, Severity]) -> None:
    _jurisdiction(old.jurisdiction, new.jurisdiction, subject, found)
    for rule in dict.fromkeys([*old.severities, *new.severities]):
        was, now = old.severities.get(rule), new.severities.get(rule)
        if was != now:
            # Without the party's own word the rule's holds; where that is not known, an own word counts as tighter.
            held = rules.get(rule, "info")
            raised = RANK[now or held] > RANK[was or held]
            kind = "party-severity-raised" if raised else "party-severity-lowered"
            found.add(kind, subject, f"severities.{rule}", was, now, name=found.names.rule(rule), say=_grade)
    for number in dict.fromkeys([*old.numbers, *new.numbers]):
        before, after = old.numbers.get(number), new.numbers.get(number)
        if before != after:
            kind = "added" if before is None else "removed" if after is None else "changed"
            found.add(
                f"party-number-{kind}", subject, f"numberings.{number}", before, after, name=_number(number, found)
            )
    if old.bytes != new.bytes:
        kind = "party-length-in-bytes" if new.bytes else "party-length-in-characters"
        found.add(kind, subject, "length_unit")
    for gone in sorted(old.asked - new.asked):
        found.add("party-field-not-asked", subject, f"asked_fields.{gone}", gone, None, name=found.names.dotted(gone))
    for come in sorted(new.asked - old.asked):
        found.add("party-field-asked", subject, f"asked_fields.{come}", None, come, name=found.names.dotted(come))


def _grade(severity: Any) -> Text:
    """A severity; without the party's own word the rule's holds."""
    return Text("规则本身的级别", "what the rule says") if severity is None else from_table(SEVERITIES)(severity)


def _number(number: str, found: Found) -> Text:
    """A number of a code list as a party writes it."""
    name, _, digits = number.partition(":")
    title = found.names.code_list(name) or Text(name, name)
    return Text(f"{title.zh}：{digits}", f"{title.en}: {digits}")


def _jurisdiction(old: tuple[str, ...], new: tuple[str, ...], subject: Subject, found: Found) -> None:
    """An empty jurisdiction is no restriction at all; a beginning of a code holds for all that begin with it."""
    lost = [one for one in old if new and not one.startswith(new)] if old else list(new)
    won = [one for one in new if not one.startswith(old)] if old and new else list(old) if old and not new else []
    if lost:
        shown = lost if old else Text("其余各地", "everywhere else")
        found.add("party-jurisdiction-narrowed", subject, "jurisdiction", shown, None)
    if won:
        shown = won if new else Text("其余各地", "everywhere else")
        found.add("party-jurisdiction-widened", subject, "jurisdiction", None, shown)


def _of_party(party: Party) -> Profile:
    return Profile(
        title=party.title,
        jurisdiction=party.jurisdiction,
        severities=party.severities,
        numbers={f"{name}:{n}": label for name, table in party.code_numbering.items() for n, label in table.items()},
        bytes=party.length_unit == "bytes",
        asked=frozenset(f"{record}.{check.field}" for record, checks in party.checks.items() for check in checks),
        unit=party.units[0] if party.units else "",
    )


def _of_row(row: Row) -> Profile:
    data: dict[str, Any] = row.data
    return Profile(
        severities={one["changed_rule"]: one["changed_severity"] for one in data.get("severities", ())},
        numbers={
            f"{table['numbered_list']}:{one['number_used']}": one["label"]
            for table in data.get("numberings", ())
            for one in table["numbers"]
        },
        bytes=data.get("length_unit") == "bytes",
        asked=frozenset(
            f"{one['record_type']}.{one['field']}" for one in data.get("asked_fields", ()) if one["required"] == "yes"
        ),
        place=row.place,
    )
