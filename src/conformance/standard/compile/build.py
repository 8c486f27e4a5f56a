"""From the sources of the standard to one edition, compiled."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from conformance.standard.compile import canonical, lint
from conformance.standard.compile.catalogue import catalogue
from conformance.standard.compile.codelists import code_lists
from conformance.standard.compile.conditions import conditions
from conformance.standard.compile.declarations import Declared, check
from conformance.standard.compile.derive import derived
from conformance.standard.compile.fields import record_type
from conformance.standard.compile.problems import Faulty, Problem
from conformance.standard.compile.rulebook import Source, rule_book, sourced, worded
from conformance.standard.compile.schema import Schema
from conformance.standard.compile.sources import Sources
from conformance.standard.compile.yamlfile import Shapes
from conformance.standard.model import Check, CodeList, Origin, RecordType, Standard

SCHEMA = Path("schemas") / "credit.yaml"
RULES = Path("schemas") / "rules"
CATALOGUES = Path("catalogs")
COMPILED = Path("src") / "conformance" / "standard" / "compiled"


def build(root: Path, edition: str) -> Standard:
    """One edition, compiled from the sources below ``root``. Raises Faulty with everything that is wrong."""
    sources = read(root, edition)
    problems = list(lint.problems(sources))
    if problems:
        raise Faulty(problems)
    standard = assemble(sources)
    return replace(standard, digest=canonical.digest(standard))


def read(root: Path, edition: str, schema: Schema | None = None, shapes: Shapes | None = None) -> Sources:
    """The sources, each held to its LinkML class. Raises Faulty.

    ``schema`` and ``shapes`` may be given where they are known already; reading them takes most of the time.
    """
    schema, shapes = schema or Schema(root / SCHEMA), shapes or Shapes(root / SCHEMA)
    problems = list(lint.schema_problems(schema))
    if problems:
        # Nothing can be derived from a schema that is not sound.
        raise Faulty(problems)
    lists = code_lists(schema)
    entries = rule_book(root / RULES, root, shapes)
    wanted = frozenset(rule for rule, entry in entries.items() if entry.derived)
    records = {name: record_type(name, cls, schema) for name, cls in schema.record_classes()}
    declared = [
        *sourced(worded(derived(schema, lists, wanted), entries), entries, _source(records, lists)),
        *conditions(schema),
        *(check for entry in entries.values() for check in entry.checks),
    ]
    return Sources(
        root=root,
        schema=schema,
        lists=lists,
        record_types=records,
        entries=entries,
        declared=tuple(_held_to_class(declared, shapes)),
        catalogue=catalogue(root / CATALOGUES / edition, root, shapes, lists),
    )


def _source(records: Mapping[str, RecordType], lists: Mapping[str, CodeList]) -> Source:
    def source(one: Declared) -> tuple[Origin, str]:
        field = records[one.data["records"][0]].field(one.data["fields"][0])
        if field.origin == "profile" and "code_list" in one.data:
            # The column is an addition; its values are somebody's all the same.
            return field.origin, lists[one.data["code_list"]].source
        return field.origin, field.clause

    return source


def _held_to_class(declared: Iterable[Declared], shapes: Shapes) -> list[Declared]:
    found = list(declared)
    problems = [
        Problem(one.place, f"check of {one.rule}: {message}")
        for one in found
        for _, message in shapes.errors(one.data, str(one.data["kind"]))
    ]
    if problems:
        raise Faulty(problems)
    return found


def assemble(sources: Sources) -> Standard:
    """The edition; its digest is still empty."""
    data = sources.catalogue
    return Standard(
        edition=data.edition,
        digest="",
        documents=data.documents,
        code_lists=sources.lists,
        record_types={name: _with_checks(record, sources) for name, record in sources.record_types.items()},
        items=data.items,
        rules={rule: entry.rule for rule, entry in sources.entries.items()},
        calendar=data.calendar,
        divisions=data.divisions,
        parties=data.parties,
        placeholders=data.placeholders,
    )


def _with_checks(record: RecordType, sources: Sources) -> RecordType:
    """The record type with its checks, by the field they are shown at and then by rule."""
    form = tuple(field.name for field in record.fields if field.origin == "national")
    order = {field.name: position for position, field in enumerate(record.fields)}
    checks = [
        check(one, form, sources.schema, sources.entries[one.rule].purposes) for one in sources.of_record(record.name)
    ]

    def place(one: Check) -> tuple[bool, int, str, str, tuple[str, ...], bool]:
        rows = len(one.fields) == len(form)
        return rows, order.get(one.field, -1), one.rule, one.kind, one.fields, one.severity is not None

    return replace(record, checks=tuple(sorted(checks, key=place)))
