"""What became of each duty: which submissions answer it, which of them count, and whether they came in time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, TypeAlias

from msgspec import Struct

from conformance.bulletin.ledger import Ledger, Submission
from conformance.bulletin.model import Duty, DutyResult, Figures, Period, Publication, State
from conformance.bulletin.periods import due_within, ended_before, period_at
from conformance.history.model import Withheld
from conformance.standard.model import WorkCalendar

_NUMBERS = tuple(name for name in Figures.__struct_fields__ if name != "publication")


class _Answer(Struct, frozen=True):
    """A submission and the days that it is about."""

    of: Submission
    place: int
    """Its place in the order in which they came."""
    period: Period
    derived: bool
    whole: bool
    """Whether its days begin where a period of the duty does, so that it answers for each that it holds."""


class Answers(Struct, frozen=True):
    """What came of one duty, found by the period that it is about: a year asks for each of twelve."""

    by_end: Mapping[date, Sequence[_Answer]]
    """First day of a period → those whose last day lies in it."""
    long: Sequence[_Answer]
    """Those that may answer for earlier periods as well."""

    def of(self, period: Period) -> list[_Answer]:
        """Those that answer for a period of the duty, in the order in which they came."""
        ends = self.by_end.get(period.first, ())
        others = [one for one in self.long if one.period.covers(period) and not period.covers(_end(one))]
        return sorted([*ends, *others], key=lambda one: one.place)


Answered: TypeAlias = Mapping[tuple[str, str], Answers]
"""Party and item → what came of that duty."""
_NONE = Answers({}, ())


def answered(duties: Iterable[Duty], ledger: Ledger) -> Answered:
    """What came of each duty."""
    return {
        (duty.party, duty.item): _answers(duty, several)
        for duty in duties
        if (several := ledger.submissions.get((duty.party, duty.item)))
    }


def _answers(duty: Duty, several: Sequence[Submission]) -> Answers:
    by_end: dict[date, list[_Answer]] = defaultdict(list)
    long = []
    for place, one in enumerate(several):
        period, derived = (one.stated, False) if one.stated is not None else (ended_before(duty, one.received), True)
        begins, ends = period_at(duty, period.first), period_at(duty, period.last)
        answer = _Answer(one, place, period, derived, begins.first == period.first)
        by_end[ends.first].append(answer)
        if answer.whole and begins != ends:
            long.append(answer)
    return Answers(by_end, long)


def results_of(
    duties: Iterable[Duty], span: Period, as_of: date, answers: Answered, calendar: WorkCalendar
) -> list[DutyResult]:
    """The duties whose last day lies in a span, and what became of each by a day."""
    return [
        _result(duty, period, day, as_of, answers.get((duty.party, duty.item), _NONE))
        for duty in duties
        for period, day in due_within(duty, span, calendar)
    ]


def elsewhere(results: Iterable[DutyResult], span: Period, as_of: date, answers: Answered) -> int:
    """Official submissions that came in a span for periods whose last day lies in another."""
    told: dict[tuple[str, str], list[Period]] = defaultdict(list)
    for result in results:
        told[result.duty.party, result.duty.item].append(result.period)
    return sum(
        not any(_is_for(one, period) for period in told[whose])
        for whose, known in answers.items()
        for several in known.by_end.values()
        for one in several
        if span.first <= one.of.received <= min(span.last, as_of)
    )


def summed(figures: Iterable[Figures]) -> Figures:
    """The figures of several together."""
    several = list(figures)
    numbers: Any = {name: sum(getattr(each, name) for each in several) for name in _NUMBERS}
    return Figures(**numbers, publication=_together([each.publication for each in several]))


def _result(duty: Duty, period: Period, day: date | None, as_of: date, answers: Answers) -> DutyResult:
    came = [one for one in answers.of(period) if one.of.received <= as_of]
    counts: list[_Answer] = []
    counted: set[tuple[str, str]] = set()
    displaced = repeated = 0
    for answer in came:
        sent = _sent(answer)
        if answer.of.increment and sent in counted:
            repeated += 1
        elif answer.of.taken:
            stay = [one for one in counts if not _replaces(answer, one)]
            displaced += len(counts) - len(stay)
            counts = [*stay, answer]
            # Also of what is displaced later: a whole submission holds what was added before it, which does not come anew.
            counted |= set() if sent is None else {sent}
    decides = max((_first(one, came) for one in counts), default=None)
    nil = bool(counts) and all(one.of.nil for one in counts)
    state = _state(duty, day, as_of, came, counts, decides)
    here = [one.of for one in counts if period.covers(_end(one))]
    figures = _figures(state, nil, came, displaced, here)
    derived = any(one.derived for one in counts)
    increments = sum(one.of.increment for one in counts)
    errors: dict[str, int] = defaultdict(int)
    for answer in came:
        for rule, number in answer.of.errors:
            errors[rule] += number
    reasons = tuple(sorted(errors.items()))
    recorded = tuple((one.of.received, one.of.recorded) for one in came if one.of.recorded != one.of.received)
    overstated = _overstated(here) if figures.publication.files else ()
    return DutyResult(
        duty, period, day, state, decides, derived, nil, figures, reasons, increments, recorded, repeated, overstated
    )


def _replaces(answer: _Answer, other: _Answer) -> bool:
    """Whether it takes the place of an earlier one; an increment never does, it stands beside what it adds to."""
    return not answer.of.increment and other.of.party == answer.of.party and answer.period.covers(other.period)


def _sent(answer: _Answer) -> tuple[str, str] | None:
    """Who sent which contents; None where nobody knows whether contents are the same."""
    return None if answer.of.contents is None else (answer.of.party, answer.of.contents)


def _end(answer: _Answer) -> Period:
    return Period(answer.period.last, answer.period.last)


def _is_for(answer: _Answer, period: Period) -> bool:
    """Whether a submission answers for a period: it lies in it, or holds it; else where its last day lies."""
    return period.covers(_end(answer)) or (answer.whole and answer.period.covers(period))


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


def _overstated(counts: Iterable[Submission]) -> tuple[tuple[int, int], ...]:
    """What manifests say that cannot be so: more decisions published than there were to publish."""
    said = [(one.to_publish or 0, one.published or 0) for submission in counts for one in submission.said]
    return tuple((due, done) for due, done in said if done > due)


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
