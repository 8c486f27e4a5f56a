"""Records to judge: those of the vectors, the mutants of every check, and samples of items with planted defects."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from functools import cache, cached_property
from typing import Any

import polars as pl
from msgspec import Struct

from agreement.bases import TYPES, valid_records
from agreement.engine import ROW_RULES, Found, Record, found_by_engine
from agreement.mutations import complete, mutants
from conformance.publish.records.build import NESTED, record_schema
from conformance.sample.api import frames
from conformance.sample.plant import Log
from conformance.standard.model import Party, Purpose
from recordschema.validators import by_jsonschema_rs
from vectors.load import load_cases
from vectors.plain import plain_standard

STANDARD = plain_standard()
AS_OF = date(2016, 12, 30)
Schema = dict[str, Any]


class Batch(Struct, frozen=True, eq=False, dict=True):
    """Records of one item, how they are judged, and what they are called in a failing test."""

    item: str
    purpose: Purpose
    party: Party | None
    as_of: date
    records: tuple[Record, ...]
    names: tuple[str, ...]

    @cached_property
    def schema(self) -> Schema:
        """The schema with everything that warns in it."""
        return record_schema(self.item, STANDARD, self.party, self.purpose, "warning")

    @cached_property
    def broken(self) -> list[frozenset[int]]:
        """What each record breaks in the schema, by one of the validators."""
        return by_jsonschema_rs(self.schema, self.records)

    @cached_property
    def found(self) -> list[Found]:
        """What the engine finds in each record."""
        return found_by_engine(self.records, self.item, self.as_of, self.purpose, self.party, STANDARD)


@cache
def vector_batches() -> tuple[Batch, ...]:
    """The records of the vectors, with every field of their type, those that are judged alike together."""
    groups: dict[tuple[Any, ...], list[tuple[str, Record]]] = defaultdict(list)
    for case in load_cases():
        nothing: Record = {field.name: None for field in STANDARD.record_type_of(case.item).fields}
        for record in case.records:
            groups[case.item, case.purpose, case.party, case.as_of].append((case.id, nothing | record))
    return tuple(
        Batch(
            item,
            purpose,
            STANDARD.parties[party] if party else None,
            as_of,
            tuple(record for _, record in entries),
            tuple(name for name, _ in entries),
        )
        for (item, purpose, party, as_of), entries in groups.items()
    )


@cache
def mutant_batches() -> tuple[Batch, ...]:
    """A complete record of every record type of our own, and a mutant of it for each of its checks."""
    return tuple(_mutants_of(item) for item in TYPES)


def _mutants_of(item: str) -> Batch:
    record_type = STANDARD.record_type_of(item)
    base = complete(valid_records(item)[0], record_type)
    made = [
        ("valid", base),
        *((f"{check.rule} of {check.field}", record) for check, record in mutants(base, record_type)),
    ]
    return Batch(item, "submission", None, AS_OF, tuple(r for _, r in made), tuple(n for n, _ in made))


@cache
def noted_batch(item: str) -> Batch:
    """A note behind 其他 of just as many characters as the field may have, and of one more, in every field that takes one."""
    record_type = STANDARD.record_type_of(item)
    names, records = ["valid"], [dict(valid_records(item)[0])]
    for field in record_type.fields:
        entries = STANDARD.code_lists.get(field.code_list or "")
        if entries and field.max_length and any(code.note_allowed for code in entries.codes):
            for more in (0, 1):
                names.append(f"{field.name} {more:+}")
                note = "字" * (field.max_length + more - len("其他（）"))
                records.append(records[0] | {field.name: f"其他（{note}）"})
    return Batch(item, "submission", None, AS_OF, tuple(records), tuple(names))


@cache
def sample_batch(item: str, rows: int = 40) -> Batch:
    """A sample of an item in which half the records have a defect."""
    frame = pl.concat(frames(item, rows, 17, STANDARD, 0.5, Log(None)))
    titles = {field.title: field.name for field in STANDARD.record_type_of(item).fields}
    records = tuple(frame.rename(titles, strict=False).to_dicts())
    return Batch(item, "submission", None, AS_OF, records, tuple(f"{item} {n}" for n in range(len(records))))


class Verdict(Struct, frozen=True):
    """One rule at one field of one record: what the engine says and what the schema says."""

    record: str
    rule: str
    field: str
    found: bool
    """By the engine."""
    broken: bool
    """By the schema."""
    inside: bool
    """Whether the values stay within the bounds in which the schema judges them."""
    values: tuple[tuple[str, str | None], ...]


def verdicts(batch: Batch) -> Iterator[Verdict]:
    """What either says of every record, but for rows that are no records."""
    entries = batch.schema["allOf"]
    parts: dict[tuple[str, str], list[int]] = defaultdict(list)
    for place, part in enumerate(entries):
        if part["x-rule"] != NESTED:
            parts[part["x-rule"], part["x-field"]].append(place)
    for name, record, found, told in zip(batch.names, batch.records, batch.found, batch.broken, strict=True):
        if any(rule in ROW_RULES for rule, _ in found):
            continue
        for (rule, field), places in parts.items():
            broken = not told.isdisjoint(places)
            if not broken and (rule, field) not in found:
                continue
            within = [pair for place in places for pair in entries[place].get("x-within", {}).items()]
            yield Verdict(
                record=name,
                rule=rule,
                field=field,
                found=(rule, field) in found,
                broken=broken,
                inside=all(record.get(n) is None or re.search(p, record[n] or "") is not None for n, p in within),
                values=tuple((n, record.get(n)) for n in dict.fromkeys([field, *(n for n, _ in within)])),
            )


def without_rows(batch: Batch) -> list[tuple[Record, Found]]:
    """Records with what the engine finds, but for rows that are none."""
    return [
        (r, f) for r, f in zip(batch.records, batch.found, strict=True) if not any(name in ROW_RULES for name, _ in f)
    ]


def wrong(said: Iterator[Verdict]) -> list[Verdict]:
    """Where the schema departs from the engine: it finds what is none, or misses what it says that it enforces."""
    return [v for v in said if v.broken != v.found and (v.broken or v.inside)]
