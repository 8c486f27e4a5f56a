"""Exact numbers: how often each rule failed, per input and over all, and what was not judged."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain

from conformance.engine.model import Request, TableResult
from conformance.report.model import Failure, RuleReport
from conformance.standard.model import FOUND_READING, RANKED, ROW_KINDS, Check, Severity, Standard

Key = tuple[str, str | None, str | None, str, str | None]
"""What entries have in common that are said as one: rule, field, item, status, and why it was skipped."""


def field_of(check: Check, standard: Standard) -> str | None:
    """The field that a check is about; None where it is about rows or files."""
    rule = standard.rules[check.rule]
    return None if rule.scope in FOUND_READING or check.kind in ROW_KINDS else check.field or None


def failures_of(result: TableResult, request: Request) -> list[Failure]:
    """What failed in one input, worst first, most frequent first."""
    request = request.of(result.party)
    numbers: dict[tuple[Severity, str, str | None], int] = {}
    for tally in result.tallies:
        if tally.failed:
            key = (request.severity(tally.check), tally.check.rule, field_of(tally.check, request.standard))
            numbers[key] = numbers.get(key, 0) + tally.failed
    found = [Failure(rule, field, severity, failed) for (severity, rule, field), failed in numbers.items()]
    return sorted(found, key=lambda failure: (RANKED.index(failure.severity), -failure.failed, failure.rule))


def counts_of(results: Iterable[TableResult], request: Request, *, known: bool = False) -> dict[Severity, int]:
    """Number of findings by severity: of those that are shown, or of those ``known`` from an earlier run."""
    counts = dict.fromkeys(RANKED, 0)
    for result in results:
        mine = request.of(result.party)
        for tally in result.tallies:
            if number := tally.known if known else tally.failed:
                counts[mine.severity(tally.check)] += number
    return counts


def severities_of(result: TableResult, request: Request) -> set[Severity]:
    """The severities of everything that was found and weighs, shown or not."""
    request = request.of(result.party)
    return {request.severity(tally.check) for tally in result.tallies if tally.failed or tally.known}


def rules_of(result: TableResult, standard: Standard) -> list[RuleReport]:
    """How every rule went on one input, one entry per rule and field, in the order of the standard."""
    entries: dict[Key, RuleReport] = {}
    item = result.item or None
    for tally in result.tallies:
        entry = RuleReport(
            tally.check.rule,
            field_of(tally.check, standard),
            tally.status,
            tally.reason or None,
            tally.checked,
            tally.failed,
            tally.unjudged,
            item,
            tally.known,
            tally.suppressed,
        )
        key = _key(entry)
        entries[key] = _same_records(entries[key], entry) if key in entries else entry
    return _ordered(entries.values(), standard)


def summed(inputs: Iterable[Iterable[RuleReport]], standard: Standard) -> list[RuleReport]:
    """How every rule went over all inputs, one entry per rule, field and item.

    Where one input had the column and another of the same item had not, both are said.
    """
    every = list(inputs)
    if len(every) == 1:
        return list(every[0])  # as ``rules_of`` has them: one entry for each, in order
    merged: dict[Key, RuleReport] = {}
    for entry in chain.from_iterable(every):
        key = _key(entry)
        merged[key] = _sum(merged[key], entry) if key in merged else entry
    return _ordered(merged.values(), standard)


def _key(entry: RuleReport) -> Key:
    return entry.id, entry.field, entry.item, entry.status, entry.reason if entry.status == "skipped" else None


def _ordered(entries: Iterable[RuleReport], standard: Standard) -> list[RuleReport]:
    order = {rule: position for position, rule in enumerate(standard.rules)}
    return sorted(entries, key=lambda entry: (entry.item or "", order[entry.id]))


def _same_records(one: RuleReport, other: RuleReport) -> RuleReport:
    """Two checks of one rule over the same records: failures add up, the records do not."""
    return RuleReport(
        one.id,
        one.field,
        one.status,
        one.reason or other.reason,
        max(one.checked, other.checked),
        one.failed + other.failed,
        max(one.unjudged, other.unjudged),
        one.item,
        one.known + other.known,
        one.suppressed + other.suppressed,
    )


def _sum(one: RuleReport, other: RuleReport) -> RuleReport:
    """The same rule over two inputs."""
    return RuleReport(
        one.id,
        one.field,
        one.status,
        one.reason or other.reason,
        one.checked + other.checked,
        one.failed + other.failed,
        one.unjudged + other.unjudged,
        one.item,
        one.known + other.known,
        one.suppressed + other.suppressed,
    )
