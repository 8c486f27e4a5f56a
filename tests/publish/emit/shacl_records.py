"""Shapes of a few records of the shipped edition, and what an engine of SHACL finds by them; each made once."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cache

from msgspec.structs import replace

from conformance.artefacts import emitters
from conformance.publish.emit import made
from conformance.publish.model import EditionModel
from publish.emit.proof import Judged, edition_of, judged_records, names_of
from publish.emit.rdf_records import found_by_pyshacl, found_by_rudof, judged_quads, node, rule_of
from recordschema.validators import by_jsonschema_rs

TARGET = "shacl"
Files = dict[str, bytes]
Told = set[tuple[str, str]]
"""Rules and the fields that they are told at."""


@cache
def of_records(*names: str) -> EditionModel:
    """The shipped edition with these record types and items only: what is not asked for need not be read."""
    edition = edition_of("shipped")
    return replace(
        edition,
        records=tuple(one for one in edition.records if one.id in names),
        items=tuple(one for one in edition.items if one.id in names),
    )


@cache
def made_of(target: str, *names: str) -> Files:
    return made(emitters()[target], of_records(*names), names_of("shipped"))


def shapes_of(*names: str) -> Files:
    return made_of(TARGET, *names)


@cache
def every_record() -> tuple[Judged, ...]:
    return (*judged_records(), *judged_records(items=True))


@cache
def names_of_all() -> tuple[str, ...]:
    return tuple(sorted({name for one in every_record() for name in (one.record_type, one.item) if name}))


def one_of_each(records: Iterable[Judged]) -> list[Judged]:
    """The first record in which the same rules are broken, as a record of its type and of its item."""
    chosen: dict[object, Judged] = {}
    for one in records:
        chosen.setdefault((one.record_type, one.item, *sorted({rule for _, rule, _ in one.found})), one)
    return list(chosen.values())


def found_in(records: Sequence[Judged], files: Files) -> list[set[str]]:
    """What rudof finds, which is fast; but where it finds a text too long, pyshacl: rudof counts bytes."""
    found = found_by_rudof(judged_quads(records, edition_of("shipped")), files)
    told = [found.get(node(number), set()) for number in range(len(records))]
    doubtful = [place for place, one in enumerate(told) if any(rule_of(shape)[0] == "max-length" for shape in one)]
    if doubtful:
        again = found_by_pyshacl(judged_quads([records[one] for one in doubtful], edition_of("shipped")), files)
        for number, place in enumerate(doubtful):
            told[place] = again.get(node(number), set())
    return told


@cache
def found_in_all() -> list[set[str]]:
    return found_in(every_record(), shapes_of(*names_of_all()))


def told_by_json_schema(records: Sequence[Judged]) -> list[Told]:
    """What the strict JSON Schemas tell, whose verdicts have a proof of their own."""
    places: dict[str, list[int]] = defaultdict(list)
    for place, one in enumerate(records):
        places[f"strict/items/{one.item}.json" if one.item else f"strict/{one.record_type}.json"].append(place)
    files, told = made_of("json-schema", *names_of_all()), [Told() for _ in records]
    for path, mine in places.items():
        schema = json.loads(files[path])
        broken = by_jsonschema_rs(schema, [records[place].record for place in mine])
        for place, parts in zip(mine, broken, strict=True):
            told[place] = {(schema["allOf"][part]["x-rule"], schema["allOf"][part]["x-field"]) for part in parts}
    return told


def departures(records: Sequence[Judged], found: Sequence[set[str]]) -> list[str]:
    """Where the shapes that a record does not fit are not what JSON Schema tells of it, and the order of days.

    The matrix asks of what is enforced in part that it be refused somewhere. This asks it of every record.
    """
    said = []
    for one, shapes, told in zip(records, found, told_by_json_schema(records), strict=True):
        ours = {(rule, field) for _, rule, field in one.found}
        wanted = told | {(rule, field) for rule, field in ours if rule == "date-order"}
        got = {rule_of(shape) for shape in shapes}
        # Of days in the wrong order where the earlier is yet to come, we only tell the latter.
        more = {told for told in got - wanted if not (told[0] == "date-order" and "today" in one.constructs)}
        said += [f"missed {rule} of {field}: {one.name}" for rule, field in sorted(wanted - got)]
        said += [f"found {rule} of {field}: {one.name}" for rule, field in sorted(more)]
    return said
