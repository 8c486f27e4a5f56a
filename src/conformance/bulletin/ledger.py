"""Official submissions out of recorded runs: whose they are, of which item, and what they brought."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import TypeAlias

from msgspec import Struct, field
from msgspec.structs import replace

from conformance.bulletin.model import Period
from conformance.history.made import contents_of
from conformance.history.model import ManifestFigures, Run, RunInput
from conformance.report.days import beijing_day
from conformance.standard.model import Standard
from conformance.standard.parties import find_party

_Order: TypeAlias = tuple[date, datetime, str]
"""The order in which submissions came: by the day judged by, then as they were recorded."""
_PASSED = ("conforming", "conforming-with-warnings")


class Submission(Struct, frozen=True):
    """What one run brought of one item."""

    party: str
    """Who sent it: the party itself, or an office of it."""
    item: str
    received: date
    """The day that the platform judged it by."""
    recorded: date
    """The day on which it was recorded, in Beijing."""
    stated: Period | None
    """What its manifest says that it is about."""
    rows: int
    accepted: int
    rejected: int
    late: int
    cells: int
    filled: int
    passed: bool
    increment: bool
    """Whether its manifest says that it adds to what was sent before."""
    unread: bool
    """Whether a part of it could not be checked, or its records are not there."""
    contents: str | None = None
    """Digest of what was sent; None where that of a part is not known."""
    errors: tuple[tuple[str, int], ...] = ()
    said: tuple[ManifestFigures, ...] = ()

    @property
    def nil(self) -> bool:
        """Whether it is a nil return (零报告)."""
        return self.rows == 0

    @property
    def taken(self) -> bool:
        """Whether it is accepted, in whole or in part: records that can be taken, or a nil return without an error."""
        return not self.unread and (self.accepted > 0 if self.rows else not self.errors)


class Ledger(Struct):
    """What there is of a history, for one day."""

    submissions: dict[tuple[str, str], list[Submission]] = field(default_factory=dict)
    """Party and item → its official submissions, in the order in which they came."""
    self_checks: dict[str, list[date]] = field(default_factory=lambda: defaultdict(list))
    self_checks_of_nobody: int = 0
    """Those without a party that the standard knows."""
    unknown: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    """Party that the standard does not know → its official submissions."""
    renamed: dict[tuple[str, str], int] = field(default_factory=lambda: defaultdict(int))
    """Party as it was called then, and as it is called now."""
    runs: int = 0
    later: int = 0
    """Runs judged by a later day than that of the bulletin."""
    unseen: int = 0
    """Runs that were recorded later than is asked for."""
    unread: set[tuple[str, str | None]] = field(default_factory=set)
    """Party and number of official batches in which no item could be told, however often they were sent."""
    unread_files: int = 0
    """Inputs of other official runs of which none could be told."""
    other_editions: int = 0
    other_versions: int = 0
    recorded_otherwise: int = 0
    """Official runs that were recorded on another day than the one they were judged by, by the clock of Beijing."""


def ledger_of(runs: Iterable[Run], standard: Standard, as_of: date, recorded_before: date | None = None) -> Ledger:
    """The submissions of the runs that are known on a day; of those only that were recorded before another, where one is given."""
    ledger = Ledger()
    found: dict[tuple[str, str], list[tuple[_Order, Submission]]] = defaultdict(list)
    for run in runs:
        ledger.runs += 1
        if recorded_before is not None and beijing_day(run.recorded) >= recorded_before:
            ledger.unseen += 1
        elif run.as_of > as_of:
            ledger.later += 1
        elif run.edition != standard.edition.id:
            ledger.other_editions += 1
        else:
            for party, one in _entered(run, ledger, standard):
                found[party, one.item].append(((run.as_of, run.recorded, run.id), one))
    # Runs are many and large: what is kept of them are their submissions, put in order at the end.
    for whose, several in found.items():
        ledger.submissions[whose] = [one for _, one in sorted(several, key=lambda each: each[0])]
    return ledger


def _entered(run: Run, ledger: Ledger, standard: Standard) -> Iterator[tuple[str, Submission]]:
    """What a run brought, and for whom it counts; what is told of it besides goes into the ledger."""
    party = None if run.party is None else find_party(run.party, standard)
    if run.kind == "self-check":
        if party is None:
            ledger.self_checks_of_nobody += 1
        else:
            ledger.self_checks[owner_of(party.id)].append(run.as_of)
        return
    if party is None:
        ledger.unknown[run.party or ""] += 1
        return
    if party.id != run.party:
        ledger.renamed[run.party or "", party.id] += 1
    ledger.other_versions += (run.standard_version, run.standard_digest) != (standard.edition.version, standard.digest)
    ledger.recorded_otherwise += beijing_day(run.recorded) != run.as_of
    inputs: dict[str, list[RunInput]] = defaultdict(list)
    for one in run.inputs:
        if one.item in standard.items:
            inputs[str(one.item)].append(one)
    if inputs:
        ledger.unread_files += len(run.inputs) - sum(map(len, inputs.values()))
    else:
        ledger.unread.add((party.id, run.batch))
    contents = contents_of(run)
    for item, parts in inputs.items():
        known = contents[item] if all(one.digest for one in parts) else None
        yield owner_of(party.id), replace(_submission(run, party.id, item, parts, standard), contents=known)


def owner_of(party: str) -> str:
    """The party that a submission counts for: an office of a district submits for the district."""
    return party.partition("/")[0]


def _submission(run: Run, party: str, item: str, parts: list[RunInput], standard: Standard) -> Submission:
    needed = [one.name for one in standard.record_type_of(item).fields if one.requirement == "required"]
    rows = sum(one.rows for one in parts)
    errors: dict[str, int] = defaultdict(int)
    for one in parts:
        for rule in one.rules:
            errors[rule.rule] += rule.errors
    passed = all(one.verdict in _PASSED for one in parts if not one.nil)
    if run.verdict not in _PASSED and all(one.verdict in _PASSED for one in run.inputs):
        passed = False  # it is the submission as a whole that did not pass
    if any(one.item not in standard.items for one in run.inputs):
        passed = False  # a file beside it could not be read, and may have been of any of its items
    return Submission(
        party=party,
        item=item,
        received=run.as_of,
        recorded=beijing_day(run.recorded),
        stated=_stated(run),
        rows=rows,
        accepted=sum(one.accepted for one in parts),
        rejected=sum(one.rejected for one in parts),
        late=sum(one.late for one in parts),
        cells=rows * len(needed),
        filled=sum(column.filled for one in parts for column in one.fields if column.field in needed),
        passed=passed,
        increment=run.sending == "increment",
        unread=any(one.verdict == "not-checked" and not one.nil for one in parts) or _broken_nil(run, item, rows),
        errors=tuple(sorted((rule, number) for rule, number in errors.items() if number)),
        said=tuple(one for one in run.figures if one.item == item and one.to_publish is not None),
    )


def _broken_nil(run: Run, item: str, rows: int) -> bool:
    """Whether nothing came where the manifest says that something did. That there are no records is no verdict of a check."""
    return not rows and any(one.records for one in run.figures if one.item == item)


def _stated(run: Run) -> Period | None:
    if run.period_from is None or run.period_to is None or run.period_to < run.period_from:
        return None
    return Period(run.period_from, run.period_to)
