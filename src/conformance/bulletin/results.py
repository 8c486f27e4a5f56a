"""What became of each duty: which submissions answer it, which of them count, and whether they came in time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from conformance.bulletin.ledger import Ledger, Submission
from conformance.bulletin.model import Duty, DutyResult, Figures, Period, Publication, State
from conformance.bulletin.periods import due_within, ended_before, period_at
from conformance.history.model import Withheld
from conformance.standard.model import WorkCalendar

_NUMBERS = tuple(one.name for one in fields(Figures) if one.name != "publication")


@dataclass(frozen=True, slots=True)
class _Answer:
    """A submission and the days that it is about."""

    of: Submission
    period: Period
    derived: bool


def results_of(
    duties: Iterable[Duty], span: Period, as_of: date, ledger: Ledger, calendar: WorkCalendar
) -> list[DutyResult]:
    """The duties whose last day lies in a span, and what became of each by a day."""
    return [
        _result(duty, period, day, as_of, ledger) for duty in duties for period, day in due_within(duty, span, calendar)
    ]


def elsewhere(duties: Iterable[Duty], results: Iterable[DutyResult], span: Period, as_of: date, ledger: Ledger) -> int:
    """Official submissions that came in a span for periods whose last day lies in another."""
    told: dict[tuple[str, str], list[Period]] = defaultdict(list)
    for result in results:
        told[result.duty.party, result.duty.item].append(result.period)
    return sum(
        not any(_is_for(_answer(one, duty), period, duty) for period in told[duty.party, duty.item])
        for duty in duties
        for one in ledger.submissions.get((duty.party, duty.item), ())
        if span.first <= one.received <= min(span.last, as_of)
    )


def summed(figures: Iterable[Figures]) -> Figures:
    """The figures of several together."""
    several = list(figures)
    numbers: Any = {name: sum(getattr(each, name) for each in several) for name in _NUMBERS}
    return Figures(**numbers, publication=_together([each.publication for each in several]))


def _result(duty: Duty, period: Period, day: date | None, as_of: date, ledger: Ledger) -> DutyResult:
    came = [
        answer
        for one in ledger.submissions.get((duty.party, duty.item), ())
        if one.received <= as_of and _is_for(answer := _answer(one, duty), period, duty)
    ]
    counts: list[_Answer] = []
    displaced = 0
    for answer in came:
        if answer.of.taken:
            stay = [one for one in counts if not _replaces(answer, one)]
            displaced += len(counts) - len(stay)
            counts = [*stay, answer]
    decides = max((_first(one, came) for one in counts), default=None)
    nil = bool(counts) and all(one.of.nil for one in counts)
    state = _state(duty, day, as_of, came, counts, decides)
    figures = _figures(state, nil, came, displaced, [one.of for one in counts if period.covers(_end(one))])
    derived = any(one.derived for one in counts)
    increments = sum(one.of.increment for one in counts)
    errors: dict[str, int] = defaultdict(int)
    for answer in came:
        for rule, number in answer.of.errors:
            errors[rule] += number
    reasons = tuple(sorted(errors.items()))
    recorded = tuple((one.of.received, one.of.recorded) for one in came if one.of.recorded != one.of.received)
    return DutyResult(duty, period, day, state, decides, derived, nil, figures, reasons, increments, recorded)


def _replaces(answer: _Answer, other: _Answer) -> bool:
    """Whether it takes the place of an earlier one; an increment never does, it stands beside what it adds to."""
    return not answer.of.increment and other.of.party == answer.of.party and answer.period.covers(other.period)


def _answer(one: Submission, duty: Duty) -> _Answer:
    if one.stated is not None:
        return _Answer(one, one.stated, False)
    return _Answer(one, ended_before(duty, one.received), True)


def _end(answer: _Answer) -> Period:
    return Period(answer.period.last, answer.period.last)


def _is_for(answer: _Answer, period: Period, duty: Duty) -> bool:
    """Whether a submission answers for a period: it lies in it, or holds it; else where its last day lies."""
    whole = period_at(duty, answer.period.first).first == answer.period.first
    return period.covers(_end(answer)) or (whole and answer.period.covers(period))


def _first(answer: _Answer, came: Sequence[_Answer]) -> date:
    """The day of the first accepted submission that this one stands for.

    What is corrected after the last day was in time all the same, to a nil return too; records in place of a nil return were not.
    """
    return min(
        one.of.received
        for one in came
        if one.of.taken
        and one.of.party == answer.of.party
        and (answer.of.nil or not one.of.nil)
        and answer.period.covers(one.period)
    )


def _state(
    duty: Duty, day: date | None, as_of: date, came: list[_Answer], counts: list[_Answer], decides: date | None
) -> State:
    if day is None:
        return "undated"
    if day > as_of:
        return "not-due"
    if decides is None:
        return "returned" if came else "missing"
    return "late" if any(_is_late(one, came, duty, day) for one in counts) else "on-time"


def _is_late(answer: _Answer, came: Sequence[_Answer], duty: Duty, day: date) -> bool:
    if duty.due == "working_days_after_decision" and answer.derived and not answer.of.nil:
        # Of which days it is nobody said: each of its records was judged by the days that stand in it.
        return answer.of.late > 0
    return _first(answer, came) > day


def _figures(state: State, nil: bool, came: list[_Answer], displaced: int, counts: list[Submission]) -> Figures:
    if state in ("not-due", "undated"):
        return Figures(not_due=int(state == "not-due"), undated=int(state == "undated"), submissions=len(came))
    records = [one for one in counts if not one.nil]
    submitted = state in ("on-time", "late")
    return Figures(
        due=1,
        submitted=int(submitted),
        on_time=int(state == "on-time"),
        late=int(state == "late"),
        returned=int(state == "returned"),
        missing=int(state == "missing"),
        nil=int(nil),
        submissions=len(came),
        displaced=displaced,
        refused=sum(not one.of.taken for one in came),
        files=int(bool(records)),
        files_passed=int(bool(records) and all(one.passed for one in records)),
        rows=sum(one.rows for one in records),
        accepted=sum(one.accepted for one in records),
        rejected=sum(one.rejected for one in records),
        late_rows=sum(one.late for one in records),
        cells=sum(one.cells for one in records),
        filled=sum(one.filled for one in records),
        publication=_published(counts),
    )


def _published(counts: Iterable[Submission]) -> Publication:
    said = [one for submission in counts for one in submission.said]
    return _together([Publication(one.to_publish or 0, one.published or 0, one.withheld, 1) for one in said])


def _together(several: Sequence[Publication]) -> Publication:
    withheld: dict[str, int] = defaultdict(int)
    for one in several:
        for ground in one.withheld:
            withheld[ground.ground] += ground.records
    return Publication(
        sum(one.to_publish for one in several),
        sum(one.published for one in several),
        tuple(Withheld(ground, records) for ground, records in sorted(withheld.items())),
        sum(one.files for one in several),
    )
