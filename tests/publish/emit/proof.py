"""What all emitters are proved by: the same bytes again, and verdicts that agree with ours as the matrix declares.

An artefact is judged by five steps. L0: made again it has the same bytes (``test_regenerated``, for all emitters at once). L1: a
parser that is not ours reads it. L2: the compiler or engine that it is meant for takes it. L3: records go through it and come
back. L4: it says of records what we say, as far as the matrix declares (:func:`disagreements`). Each emitter has L1 to
L4 in a test module of its own, and both the shipped and the nasty edition go through L1 and L2.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import cache
from pathlib import Path

import pytest
from msgspec import Struct

from agreement.engine import ROW_RULES
from conformance.artefacts import emitters
from conformance.publish.emit import made
from conformance.publish.matrix import Cell, Sort, construct_of, declared, sort_of
from conformance.publish.model import EditionModel
from conformance.publish.modelling import shipped_model
from conformance.publish.names import NameTable, name_table
from conformance.standard.model import Check
from publish.emit.nasty import nasty_model, nasty_names
from recordschema.cases import STANDARD, Batch, mutant_batches, noted_batch, vector_batches
from vectors.plain import plain_item

Record = dict[str, str | None]
EDITIONS = ("shipped", "nasty")
"""Both go through every emitter."""
_PLAIN = {plain_item(name): name for name in STANDARD.record_types}
_FIELDS = {
    (record.id, field.name): field
    for record in (*shipped_model().records, *shipped_model().items)
    for field in record.fields
}


def edition_of(which: str, item: str | None = None) -> EditionModel:
    """The shipped edition or the nasty one."""
    return shipped_model(item=item) if which == "shipped" else nasty_model(item)


def names_of(which: str) -> NameTable:
    """The names that go with it."""
    return name_table() if which == "shipped" else nasty_names()


@cache
def artefact(target: str, which: str = "shipped", item: str | None = None) -> dict[str, bytes]:
    """The files of a target by path."""
    return made(emitters()[target], edition_of(which, item), names_of(which))


def write(files: dict[str, bytes], folder: Path) -> Path:
    """The files as they lie in a folder, for compilers."""
    for path, content in files.items():
        place = folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)
    return folder


def needs(*programs: str, install: str) -> None:
    """Skip the test where a program is missing, saying what to install; in CI that is a failure."""
    missing = [program for program in programs if shutil.which(program) is None]
    if missing:
        missing_tool(f"{', '.join(missing)} not found: {install}")


def missing_tool(why: str) -> None:
    """What becomes of a test whose tool is not there: left out, and in CI a failure."""
    if os.environ.get("CI") == "true":
        pytest.fail(why)
    pytest.skip(why)


class Judged(Struct, frozen=True):
    """A record, and what our engine finds in it."""

    name: str
    record_type: str
    item: str | None
    """None where it is judged as a record of its type, without the narrowing of an item."""
    record: Record
    found: frozenset[tuple[str, str, str]]
    """Construct, rule, field."""
    as_of: date
    """The day by which it was judged."""

    @property
    def constructs(self) -> frozenset[str]:
        """What is broken."""
        return frozenset(construct for construct, _, _ in self.found)


@cache
def judged_records(items: bool = False) -> tuple[Judged, ...]:
    """The records of the vectors, and mutants of valid records for every check: of record types, or of items.

    Each is judged alone: whether it is unique among others is for the test of a target that can say so.
    """
    batches = [*vector_batches(), *mutant_batches(), *map(noted_batch, ("admin-licence", "admin-penalty"))]
    wanted = [b for b in batches if b.party is None and b.purpose == "submission" and (b.item not in _PLAIN) == items]
    return tuple(one for batch in wanted for one in _judged(batch))


def _judged(batch: Batch) -> Iterable[Judged]:
    record_type = STANDARD.record_type_of(batch.item)
    checks: dict[tuple[str, str], list[Check]] = {}
    for check in record_type.checks:
        checks.setdefault((check.rule, check.field), []).append(check)
    for name, record, found in zip(batch.names, batch.records, batch.found, strict=True):
        if any(rule in ROW_RULES for rule, _ in found):
            continue
        told = frozenset(
            (_construct(check, record), rule, str(field))
            for rule, field in found
            if STANDARD.rules[rule].scope == "record"
            for check in checks[rule, str(field)][:1]
        )
        yield Judged(name, record_type.name, None if batch.item in _PLAIN else batch.item, record, told, batch.as_of)


def _construct(check: Check, record: Record) -> str:
    """Of a number that lies within its range, it is the decimals that are wrong."""
    if check.kind != "number_range":
        return construct_of(check)
    try:
        number = Decimal(re.sub("[,，元万分年度条个次份件¥ ]", "", record[check.field] or ""))
    except InvalidOperation:
        return "number-range"
    low, high = check.params.get("minimum"), check.params.get("maximum")
    outside = (low is not None and number < low) or (high is not None and number > high)
    return "number-range" if outside else "decimals"


def disagreements(
    target: str, records: Sequence[Judged], accepted: Sequence[bool], cells: Mapping[str, Cell] | None = None
) -> list[str]:
    """Where verdicts depart from what the matrix declares, in either direction.

    A record is refused if and only if something is wrong in it that the target declares to enforce there: a construct, or of one that
    it enforces partly the rule, the sort of the field, and the records that are named one by one. And for every construct that
    it enforces somewhere, something was refused for nothing else. ``cells`` takes the place of what the target declares.
    """
    wrong, caught, owed = [], set[str](), set[str]()
    for one, taken in zip(records, accepted, strict=True):
        must = refused_for(target, one, cells)
        owed |= must
        if must and taken:
            wrong.append(f"accepted although it breaks {sorted(one.found)}: {one.name} {_shown(one)}")
        if not must and not taken:
            wrong.append(f"refused although nothing is broken but {sorted(one.found)}: {one.name} {_shown(one)}")
        if not taken and len(must) == 1:
            caught |= must
    wrong += [f"never refused for {name} alone, which it declares" for name in sorted(owed - caught)]
    return wrong


def refused_for(target: str, one: Judged, cells: Mapping[str, Cell] | None = None) -> set[str]:
    """The constructs for which a record is refused according to the declaration."""
    declares = declared(target) if cells is None else cells
    return {name for name, rule, field in one.found if declares[name].refuses(rule, _sort(one, field), one.name)}


def _sort(one: Judged, name: str) -> Sort:
    field = _FIELDS[one.item or one.record_type, name]
    return sort_of(field, field.code_list is not None and STANDARD.code_lists[field.code_list].several)


def _shown(one: Judged) -> dict[str, str | None]:
    return {field: one.record.get(field) for _, _, field in sorted(one.found)}
