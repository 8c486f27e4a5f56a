"""The catalogue: references between its parts, and tables that contradict themselves."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from typing import Any

from conformance.standard.compile.sources import Sources
from conformance.standard.compile.units import party_id, submits
from conformance.standard.entries import Entry
from conformance.standard.model import Division
from conformance.standard.problems import Problem

_SATURDAY = 5


def problems(sources: Sources) -> Iterator[Problem]:
    """Faults of the catalogue's data."""
    yield from _parties(sources)
    yield from _narrowing(sources)
    yield from _placeholders(sources)
    yield from _calendar(sources)
    yield from _divisions(sources)
    for place, name in sources.catalogue.repeated:
        yield Problem(place, f"{name} is there more than once")


def _parties(sources: Sources) -> Iterator[Problem]:
    known = {party_id(unit) for unit in sources.catalogue.units.values() if submits(unit)}
    for profile in sources.catalogue.entries.of("parties"):
        if profile.id not in known:
            yield Problem(profile.place("id"), f"{profile.id} is no party: no unit has that id")
        for change in profile.data.get("severities", ()):
            if change["changed_rule"] not in sources.entries:
                yield Problem(profile.place("severities"), f"a severity for {change['changed_rule']}, which is no rule")
        for numbering in profile.data.get("numberings", ()):
            yield from _numbering(numbering, profile, sources)
        for asked in profile.data.get("asked_fields", ()):
            record = sources.record_types[asked["record_type"]]
            if all(field.name != asked["field"] for field in record.fields):
                yield Problem(profile.place("asked_fields"), f"{record.name} has no field {asked['field']}")


def _numbering(numbering: dict[str, Any], profile: Entry, sources: Sources) -> Iterator[Problem]:
    place, name = profile.place("numberings"), numbering["numbered_list"]
    if name not in sources.lists:
        yield Problem(place, f"a numbering of {name}, which is no code list")
        return
    labels = {code.label for code in sources.lists[name].codes}
    for label in sorted({number["label"] for number in numbering["numbers"]} - labels):
        yield Problem(place, f"a number for {label}, which {name} does not have")


def _narrowing(sources: Sources) -> Iterator[Problem]:
    for parts in sources.narrowed.values():
        yield from parts.problems
    general = Counter(e.data["record_type"] for e in sources.catalogue.entries.of("items") if e.data.get("general"))
    for record, number in general.items():
        if number > 1:
            yield Problem("data", f"{number} items are the general one of {record}")


def _placeholders(sources: Sources) -> Iterator[Problem]:
    place = "placeholders.yaml"
    words = Counter(sources.catalogue.placeholders)
    for word, number in words.items():
        if number > 1:
            yield Problem(place, f"{word} is there {number} times")
        if word != word.strip() or not word:
            yield Problem(place, f"{word!r}: blanks around are left out before anything is compared")
    for entries in sources.lists.values():
        for code in entries.codes:
            for word in {code.code, code.label, *code.aliases} & words.keys():
                yield Problem(place, f"{word} means {code.label} in {entries.id}")


def _calendar(sources: Sources) -> Iterator[Problem]:
    place, calendar = "calendar.yaml", sources.catalogue.calendar
    years = set(range(calendar.first_year, calendar.last_year + 1))
    if years != set(sources.catalogue.years):
        yield Problem(place, f"the years are not {calendar.first_year} to {calendar.last_year}")
    for days, weekend in ((calendar.off, False), (calendar.on, True)):
        for day in days:
            try:
                found = date.fromisoformat(day)
            except ValueError:
                yield Problem(place, f"{day} is no day")
                continue
            if (found.weekday() >= _SATURDAY) != weekend:
                yield Problem(place, f"{day} is {'no' if weekend else 'a'} day of a weekend")
    for day in sorted(set(calendar.off) & set(calendar.on)):
        yield Problem(place, f"{day} is both off and worked")


def _divisions(sources: Sources) -> Iterator[Problem]:
    place = "regions/divisions.csv"
    rows: dict[str, list[Division]] = defaultdict(list)
    for division in sources.catalogue.divisions:
        rows[division.code].append(division)
        if division.last is not None and division.last < division.first:
            yield Problem(place, f"{division.code} ends before it begins")
    for code, entries in rows.items():
        for earlier, later in pairwise(entries):
            if earlier.last is None or earlier.last >= later.first:
                yield Problem(place, f"{code} is listed twice for {later.first}")
        for entry in entries:
            for successor in entry.successors:
                if successor not in rows:
                    yield Problem(place, f"{code} has the successor {successor}, which is not listed")
