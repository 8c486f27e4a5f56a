"""A batch of records with what must be found in them, the part of it that concerns some kinds, and asking the engine.

Nothing here imports ``conformance.checks`` before the engine is asked, so that a mutant can be put in the place of a module of it.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from msgspec import Struct
from msgspec.structs import replace

from conformance.standard.model import Party, Purpose, Standard

Record = dict[str, str | None]
Findings = frozenset[tuple[str, str | None, str]]
ROW_KINDS = ("footer_row", "empty_row")
"""Kinds that tell which rows are records; a finding of theirs has no field."""


class Batch(Struct, frozen=True):
    """Records that are judged together, and rule, field and severity of all that is to be found in each."""

    name: str
    item: str
    purpose: Purpose
    party: Party | None
    as_of: date
    applies_from: date | None
    records: tuple[Record, ...]
    expected: tuple[Findings, ...]
    changed: tuple[frozenset[str], ...]
    """The fields of each record that are the point of it; none where all are."""
    about: tuple[str, ...] = ()
    """The rule that each record is a vector of; none for other records."""
    silent: frozenset[str] = frozenset()
    """Rules that are not looked at: told once per input, or met by chance in records of different vectors."""
    only: frozenset[tuple[str, str | None]] | None = None
    """Rules and fields that are looked at; None for all."""


def concerning(batch: Batch, kinds: Iterable[str], standard: Standard) -> Batch | None:
    """The part of a batch that some kinds of checks decide; None if there is none. All checks stay: some mind others."""
    wanted = set(kinds)
    record_type = standard.record_type_of(batch.item, batch.party)
    checks = [check for check in record_type.checks if standard.rules[check.rule].scope != "submission"]
    ours = [check for check in checks if check.kind in wanted]
    pairs = {(check.rule, check.field) for check in ours}
    pairs |= {(check.rule, None) for check in ours if check.kind in ROW_KINDS}
    fields = {name for check in ours for name in check.fields}
    if not ours:
        return None
    rules = {check.rule for check in ours}
    hits = [any((rule, field) in pairs for rule, field, _ in found) for found in batch.expected]
    if batch.about:
        close = [rule in rules for rule in batch.about]
    else:
        # What breaks nothing of ours comes often enough: every third will do.
        close = [n % 3 == 0 and (not names or bool(names & fields)) for n, names in enumerate(batch.changed)]
    kept = [n for n, (hit, near) in enumerate(zip(hits, close, strict=True)) if hit or near]
    if kept and any(standard.rules[rule].scope == "dataset" for rule in rules):
        kept = list(range(len(batch.records)))  # a record is repeated only where the first one is there
    if not kept:
        return None
    return replace(
        batch,
        records=tuple(batch.records[n] for n in kept),
        changed=tuple(batch.changed[n] for n in kept),
        about=tuple(batch.about[n] for n in kept) if batch.about else (),
        expected=tuple(frozenset(f for f in batch.expected[n] if (f[0], f[1]) in pairs) for n in kept),
        only=frozenset(pairs),
    )


def disagrees(batch: Batch, standard: Standard) -> str | None:
    """The first record in which the engine finds something else; None if there is none."""
    from agreement.engine import ROW_RULES, table_of
    from conformance.engine.local import run_table
    from conformance.engine.model import Request, Violation

    request = Request(standard, batch.as_of, batch.purpose, batch.party, batch.applies_from, examples=10**6)
    violations: list[Violation] = []
    run_table(table_of(batch.records, batch.item), request, sink=violations.extend)
    found: list[set[tuple[str, str | None, str]]] = [set() for _ in batch.records]
    for violation in violations:
        rule = violation.check.rule
        if rule not in batch.silent:
            field = None if rule in ROW_RULES else violation.check.field
            if batch.only is None or (rule, field) in batch.only:
                found[(violation.row or 0) - 2].add((rule, field, violation.severity))
    for record, expected, answer in zip(batch.records, batch.expected, found, strict=True):
        if answer != expected:
            return f"{batch.name}: {sorted(map(str, answer ^ expected))} in {record}"
    return None
