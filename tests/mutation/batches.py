"""What the check kinds are held to: by hand in the vectors, by the reference for single values and for spoilt records."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from agreement import test_items
from agreement.bases import AS_OF, ITEMS, TYPES, key_of, valid_records
from agreement.values import likely
from conformance.standard.model import Party, Purpose
from items.samples import ITEMS as DATA_ITEMS
from items.samples import own_checks
from mutation.batch import Batch, Findings, Record
from reference.judge import duplicates, judge_with_severity
from vectors.load import Case, load_cases
from vectors.plain import plain_standard


def batches() -> Iterator[Batch]:
    """The smallest and most telling ones first."""
    yield from _vectors()
    for item in (*ITEMS, *TYPES):
        yield _values(item, "submission")
    for item in ITEMS:
        yield _values(item, "publication")
        yield _by_reference(f"spoilt {item}", item, "submission", None, _spoilt(item, 400))
    for item in [item for item in DATA_ITEMS if own_checks(item)][::9]:
        yield _of_item(item)


def _vectors() -> Iterator[Batch]:
    standard = plain_standard()
    for cases in _together():
        first = cases[0]
        records = tuple(record for case in cases for record in case.records)
        expected: list[set[tuple[str, str | None, str]]] = [set() for _ in records]
        start = 0
        for case in cases:
            for e in case.expect:
                severity = e.severity or standard.rules[e.rule].severity
                expected[start + e.row - 2].add((e.rule, e.field, severity))
            start += len(case.records)
        yield Batch(
            name=f"vectors of {first.rule}" if len(cases) == 1 else f"vectors of {first.item}",
            item=first.item,
            purpose=first.purpose,  # type: ignore[arg-type]
            party=standard.parties[first.party] if first.party else None,
            as_of=first.as_of,
            applies_from=first.applies_from,
            records=records,
            expected=tuple(map(frozenset, expected)),
            changed=(frozenset(),) * len(records),
            about=tuple(case.rule for case in cases for _ in case.records),
            silent=frozenset({"unique-key"}) if len(cases) > 1 else frozenset(),
        )


def _together() -> Iterator[list[Case]]:
    """Cases that are judged alike, as many at once as can be (a plan costs more than the records that it judges), and those
    of many rules first, as they are the most telling.

    Apart are repeated records, as records of different cases may have the same key, and, of the rules that are told once
    per input, two cases of the same one.
    """
    standard = plain_standard()
    apart: list[list[Case]] = []
    groups: dict[object, list[Case]] = {}
    for case in load_cases():
        once = {e.rule for e in case.expect if e.record is None or standard.rules[e.rule].once_per_input}
        alike = (case.item, case.as_of, case.purpose, case.party, case.applies_from, tuple(case.records[0]))
        if case.rule == "unique-key" or len({tuple(record) for record in case.records}) > 1:
            apart.append([case])
            continue
        # The n-th case of a rule goes into the n-th group; one without such rules into the first.
        number = 0
        while once & {e.rule for other in groups.get((alike, number), ()) for e in other.expect}:
            number += 1
        groups.setdefault((alike, number), []).append(case)
    yield from sorted((*groups.values(), *apart), key=lambda cases: -len({case.rule for case in cases}))


def _by_reference(
    name: str,
    item: str,
    purpose: Purpose,
    party: Party | None,
    records: list[tuple[frozenset[str], Record]],
) -> Batch:
    standard = plain_standard()
    once = frozenset(rule.id for rule in standard.rules.values() if rule.once_per_input)
    rows = [record for _, record in records]
    repeated = set(duplicates(rows, item, standard))
    expected: list[Findings] = []
    for number, record in enumerate(rows):
        found = {f for f in judge_with_severity(record, item, AS_OF, purpose, party, standard) if f[0] not in once}
        if number in repeated:
            found.add(("unique-key", key_of(item), "warning"))
        expected.append(frozenset(found))
    changed = tuple(fields for fields, _ in records)
    return Batch(name, item, purpose, party, AS_OF, None, tuple(rows), tuple(expected), changed, (), once)


def widened(record: Record, item: str) -> Record:
    """The record with every field of its type."""
    return {field.name: record.get(field.name) for field in plain_standard().record_type_of(item).fields}


def _values(item: str, purpose: Purpose) -> Batch:
    """Each value of the pools alone in each field that it is likely in."""
    base = widened(valid_records(item)[0], item)
    records = []
    for field in plain_standard().record_type_of(item).fields:
        for value in likely(field.type):
            number = {"document_number": f"{len(records)}号"} if "document_number" in base else {}
            records.append((frozenset({field.name}), base | number | {field.name: value}))
    return _by_reference(f"values of {item}", item, purpose, None, records)


def _spoilt(item: str, rows: int) -> list[tuple[frozenset[str], Record]]:
    """Valid records, each with one to three fields that hold something else; the same ones every time."""
    chance = Random(item)
    record_type = plain_standard().record_type_of(item)
    made = []
    for number in range(rows):
        record = widened(chance.choice(valid_records(item)), item)
        names = chance.sample(sorted(record), 1 + number % 3)
        for name in names:
            record[name] = chance.choice([*likely(record_type.field(name).type), None])
        made.append((frozenset(names), record))
    return made


def _of_item(item: str) -> Batch:
    """Records spoilt in what an item minds, sent by one who may not submit it."""
    chance = Random(item)
    made: list[tuple[frozenset[str], Record]] = [(frozenset(), test_items.spoilt(item, chance)) for _ in range(60)]
    return _by_reference(f"spoilt {item}", item, "submission", test_items.parties_of(item)[2], made)
