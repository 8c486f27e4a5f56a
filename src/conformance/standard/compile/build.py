"""From the sources of the standard to one edition, compiled."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from msgspec.structs import replace

from conformance.standard.compile import canonical, lint
from conformance.standard.compile.catalogue import catalogue
from conformance.standard.compile.codelists import code_lists
from conformance.standard.compile.conditions import conditions
from conformance.standard.compile.declarations import Declared, check, everywhere
from conformance.standard.compile.definitions import Definitions
from conformance.standard.compile.derive import derived
from conformance.standard.compile.fields import record_type
from conformance.standard.compile.narrowing import Ground, narrowing
from conformance.standard.compile.rulebook import Source, rule_book, sourced, worded
from conformance.standard.compile.schema import Schema
from conformance.standard.compile.shape import shapes as shapes_of
from conformance.standard.compile.sources import Sources
from conformance.standard.compile.units import asked_of, parties
from conformance.standard.entries import Entry
from conformance.standard.model import Check, CodeList, DataItem, Field, Origin, RecordType, Standard, Text
from conformance.standard.problems import Faulty, Problem
from conformance.standard.shapes import Shapes

SCHEMA = Path("schemas") / "credit.yaml"
RULES = Path("schemas") / "rules"
CATALOGUES = Path("catalogs")
COMPILED = Path("src") / "conformance" / "standard" / "compiled"
SHAPES = Path("src") / "conformance" / "standard" / "shapes.json"


def build(root: Path, edition: str) -> Standard:
    """One edition, compiled from the sources below ``root``. Raises Faulty with everything that is wrong."""
    return outputs(root, edition)[0]


def outputs(root: Path, edition: str) -> tuple[Standard, Shapes]:
    """One edition and the shape of its entries. Raises Faulty with everything that is wrong."""
    sources = read(root, edition)
    problems = list(lint.problems(sources))
    if problems:
        raise Faulty(problems)
    standard = assemble(sources)
    return replace(standard, digest=canonical.digest(standard)), sources.shapes


def read(root: Path, edition: str, schema: Schema | None = None, definitions: Definitions | None = None) -> Sources:
    """The sources, each held to its LinkML class. Raises Faulty.

    ``schema`` and ``definitions`` may be given where they are known already; reading them takes most of the time.
    """
    schema, definitions = schema or Schema(root / SCHEMA), definitions or Definitions(root / SCHEMA)
    problems = list(lint.schema_problems(schema))
    if problems:
        # Nothing can be derived from a schema that is not sound.
        raise Faulty(problems)
    lists = code_lists(schema)
    entries = rule_book(root / RULES, root, definitions)
    wanted = frozenset(rule for rule, entry in entries.items() if entry.derived)
    records = {name: record_type(name, cls, schema) for name, cls in schema.record_classes()}
    shapes = shapes_of(schema, definitions.schemas)
    data = catalogue(root / CATALOGUES / edition, root, definitions, shapes)
    ground = Ground(schema, records, lists, data.units, wanted)
    narrowed = {item.id: narrowing(item, ground) for item in data.entries.of("items")}
    own = {field.name: field for parts in narrowed.values() for field in parts.fields}
    source = _source(records, lists, own)
    for parts in narrowed.values():
        parts.derived = _held_to_class(sourced(worded(parts.derived, entries), entries, source), definitions)
        parts.declared = _held_to_class(parts.declared, definitions)
    asked = {profile.id: asked_of(profile) for profile in data.entries.of("parties")}
    written = [
        *sourced(worded(derived(schema, lists, wanted), entries), entries, source),
        *conditions(schema),
        *(check for entry in entries.values() for check in entry.checks),
    ]
    declared = everywhere(written, records)
    return Sources(
        root=root,
        schema=schema,
        lists=lists,
        record_types=records,
        entries=entries,
        declared=tuple(_held_to_class(declared, definitions)),
        catalogue=data,
        shapes=shapes,
        narrowed=narrowed,
        asked=asked,
    )


def _source(records: Mapping[str, RecordType], lists: Mapping[str, CodeList], own: Mapping[str, Field]) -> Source:
    def source(one: Declared) -> tuple[Origin, str]:
        name = one.data["fields"][0]
        field = own[name] if name in own else records[one.data["records"][0]].field(name)
        if field.origin == "profile" and "code_list" in one.data:
            # The column is an addition; its values are somebody's all the same.
            return field.origin, lists[one.data["code_list"]].source
        return field.origin, field.clause

    return source


def _held_to_class(declared: Iterable[Declared], definitions: Definitions) -> list[Declared]:
    found = list(declared)
    problems = [
        Problem(one.place, f"check of {one.rule}: {message}")
        for one in found
        for _, message in definitions.errors(one.data, str(one.data["kind"]))
    ]
    if problems:
        raise Faulty(problems)
    return found


def assemble(sources: Sources) -> Standard:
    """The edition; its digest is still empty."""
    data = sources.catalogue
    asked = {
        party: {record: _checks(declared, sources, record) for record, declared in by_record.items()}
        for party, by_record in sources.asked.items()
    }
    return Standard(
        edition=data.edition,
        digest="",
        documents=data.documents,
        code_lists=sources.lists,
        record_types={name: _with_checks(record, sources) for name, record in sources.record_types.items()},
        items={entry.id: _item(entry, sources) for entry in data.entries.of("items")},
        rules={rule: entry.rule for rule, entry in sources.entries.items()},
        calendar=data.calendar,
        divisions=data.divisions,
        parties=parties(data.units, data.entries.of("parties"), sources.lists, asked, data.divisions),
        placeholders=data.placeholders,
        units=data.units,
    )


def _item(entry: Entry, sources: Sources) -> DataItem:
    data, parts = entry.data, sources.narrowed[entry.id]
    return DataItem(
        id=entry.id,
        title=Text(**data["title"]),
        record_type=data["record_type"],
        clause=sources.catalogue.clause(data["provenance"]["clauses"][0]),
        basis=data["provenance"]["basis"],
        providers=tuple(link["unit"] for link in data["providers"]),
        general=data.get("general", False),
        subject_types=tuple(data["subject_types"]),
        required=tuple(parts.required),
        fields=tuple(parts.fields),
        checks=_checks([*parts.derived, *parts.declared], sources, data["record_type"]),
        without=tuple(parts.without),
    )


def _checks(declared: Iterable[Declared], sources: Sources, record: str) -> tuple[Check, ...]:
    """Checks outside a record type, in the order in which they are declared."""
    form = _form(sources.record_types[record])
    return tuple(check(one, form, sources.schema, sources.entries[one.rule].purposes) for one in declared)


def _form(record: RecordType) -> tuple[str, ...]:
    return tuple(field.name for field in record.fields if not field.addition)


def _with_checks(record: RecordType, sources: Sources) -> RecordType:
    """The record type with its checks, by the field they are shown at and then by rule."""
    form = _form(record)
    order = {field.name: position for position, field in enumerate(record.fields)}
    checks = [
        check(one, form, sources.schema, sources.entries[one.rule].purposes) for one in sources.of_record(record.name)
    ]

    def place(one: Check) -> tuple[bool, int, str, str, tuple[str, ...], bool]:
        rows = len(one.fields) == len(form)
        return rows, order.get(one.field, -1), one.rule, one.kind, one.fields, one.severity is not None

    return replace(record, checks=tuple(sorted(checks, key=place)))
