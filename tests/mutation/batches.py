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
    once = {rule.id for rule in standard.rules.values() if rule.once_per_input}
    groups: dict[object, list[Case]] = {}
    for case in load_cases():
        told_once = any(e.rule in once or e.record is None for e in case.expect)
        alone = case.id if len(case.records) > 1 or told_once else tuple(case.records[0])
        groups.setdefault((case.item, case.as_of, case.purpose, case.party, case.applies_from, alone), []).append(case)
    for cases in groups.values():
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
            silent=frozenset({"unique-key"} | once) if len(cases) > 1 else frozenset(),
        )


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
