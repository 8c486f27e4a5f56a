"""From runs to a bulletin: a pure function of the runs, the plan, the standard and what is asked for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from conformance.bulletin.ledger import Ledger, Submission, ledger_of
from conformance.bulletin.model import (
    GROUPS,
    REASONS,
    Bulletin,
    Duty,
    DutyResult,
    Figures,
    MonthFigures,
    Outside,
    Period,
    Place,
    Reason,
    UnitPage,
)
from conformance.bulletin.notes import notes_of
from conformance.bulletin.periods import before, span_of
from conformance.bulletin.plan import Plan, group_of
from conformance.bulletin.ranking import MINIMUM, places, unranked
from conformance.bulletin.results import answered, elsewhere, results_of, summed
from conformance.history.model import Run
from conformance.standard.model import Standard
from conformance.version import __version__


class Asked(Struct, frozen=True):
    """Which bulletin is wanted."""

    kind: Literal["month", "year"]
    span: Period
    as_of: date | None = None
    """What came later is left out; the last day of the month or year where nobody says otherwise."""
    only: tuple[str, ...] = ()
    """Parties; all where it is empty."""
    minimum: int = MINIMUM
    recorded_before: date | None = None
    """What was recorded on this day of Beijing or later is left out: so a bulletin that was made before can be made again."""

    @property
    def day(self) -> date:
        """The day as of which it is made."""
        return self.span.last if self.as_of is None else self.as_of

    @property
    def previous(self) -> Asked:
        """The one before, as of the day that lies as far from its end as this one's."""
        earlier = before(self.span, self.months)
        return replace(self, span=earlier, as_of=earlier.last + (self.day - self.span.last))

    @property
    def months(self) -> int:
        """How many months it is about."""
        return 1 if self.kind == "month" else 12

    @property
    def name(self) -> str:
        """2016-06, or 2016."""
        return f"{self.span.first:%Y-%m}" if self.kind == "month" else f"{self.span.first.year:04}"


def bulletin_of(runs: Iterable[Run], plan: Plan, standard: Standard, asked: Asked) -> Bulletin:
    """The bulletin that is asked for."""
    ledger = ledger_of(runs, standard, asked.day, asked.recorded_before)
    chosen = set(asked.only) or set(standard.parties)
    answers = answered(plan.duties, ledger)
    of_all = results_of(plan.duties, asked.span, asked.day, answers, standard.calendar)
    earlier = asked.previous
    of_all_before = results_of(plan.duties, earlier.span, earlier.day, answers, standard.calendar)
    # A place is one among all of a group, whichever parties are shown.
    compared = any(one.figures.submissions for one in of_all_before)  # else the history does not go back so far
    everyone = _pages(of_all, of_all_before if compared else None, ledger, plan, standard, asked)
    pages = [page for page in everyone if page.party in chosen]
    silent = [one for one in standard.parties.values() if one.id in chosen - {page.party for page in pages}]
    results = [result for result in of_all if result.duty.party in chosen]
    results_before = [result for result in of_all_before if result.duty.party in chosen]
    total = summed(result.figures for result in results)
    shown = {whose: known for whose, known in answers.items() if whose[0] in chosen}
    other = elsewhere(results, asked.span, asked.day, shown)
    return Bulletin(
        kind=asked.kind,
        span=asked.name,
        first=asked.span.first,
        last=asked.span.last,
        as_of=asked.day,
        previous=earlier.name,
        previous_as_of=earlier.day,
        minimum=asked.minimum,
        edition=standard.edition.id,
        standard_version=standard.edition.version,
        standard_digest=standard.digest,
        tool_version=__version__,
        only=tuple(sorted(asked.only)),
        total=total,
        before=summed(result.figures for result in results_before) if compared else None,
        groups={group: summed(page.figures for page in pages if page.group == group) for group in GROUPS},
        units=tuple(pages),
        without_duty=tuple(one.title for one in sorted(silent, key=lambda one: one.id)),
        unreached=() if asked.only else plan.unreached,
        recorded_before=asked.recorded_before,
        notes=tuple(
            notes_of(ledger, results, asked, standard, other, any(one.figures.submissions for one in of_all), compared)
        ),
        precedents=plan.precedents,
        months=_course(results, asked),
        reasons=_reasons(results),
        later=ledger.later + ledger.unseen,
    )


def _pages(
    results: list[DutyResult],
    results_before: list[DutyResult] | None,
    ledger: Ledger,
    plan: Plan,
    standard: Standard,
    asked: Asked,
) -> list[UnitPage]:
    """The pages of all parties that have a duty or sent something."""
    mine, earlier = _by_party(results), _by_party(results_before or ())
    bound = {duty.party for duty in plan.duties}
    sent = {party for (party, _), several in ledger.submissions.items() if any(_in_span(one, asked) for one in several)}
    parties = sorted(bound | sent)
    figures = {party: summed(one.figures for one in mine[party]) for party in parties}
    figures_before = {party: summed(one.figures for one in earlier[party]) for party in parties}
    why = _why(figures, bound, asked, standard)
    placed = _placed(figures, why, standard)
    placed_before = _placed(figures_before, _why(figures_before, bound, asked, standard), standard)
    outside = _outside(plan.duties, ledger, asked)
    pages = [
        UnitPage(
            party=party,
            title=standard.parties[party].title,
            group=group_of(party, standard),
            figures=figures[party],
            previous=None if results_before is None else figures_before[party],
            place=_with_before(placed.get(party), placed_before.get(party)),
            unranked=why[party],
            duties=tuple(mine[party]),
            outside=outside.get(party, ()),
            self_checks=sum(asked.span.first <= day <= asked.span.last for day in ledger.self_checks.get(party, ())),
            reasons=_reasons(mine[party]),
            uses=plan.uses.get(party, ()),
            months=_course(mine[party], asked),
        )
        for party in parties
    ]
    return sorted(pages, key=_order)


def _order(page: UnitPage) -> tuple[int, int, str]:
    return GROUPS.index(page.group), 1_000_000 if page.place is None else page.place.rank, page.party


def _by_party(results: Iterable[DutyResult]) -> Mapping[str, list[DutyResult]]:
    found: dict[str, list[DutyResult]] = defaultdict(list)
    for result in results:
        found[result.duty.party].append(result)
    return found


def _placed(figures: Mapping[str, Figures], why: Mapping[str, str | None], standard: Standard) -> dict[str, Place]:
    return places({party: (group_of(party, standard), figures[party]) for party in figures if why[party] is None})


def _why(figures: Mapping[str, Figures], bound: set[str], asked: Asked, standard: Standard) -> dict[str, str | None]:
    """Why each party has no place; in a group of which nobody sent anything nobody has."""
    sent = {group_of(party, standard) for party, one in figures.items() if one.submitted}
    why = {party: unranked(one, party in bound, asked.minimum) for party, one in figures.items()}
    return {
        party: "none-sent" if reason is None and group_of(party, standard) not in sent else reason
        for party, reason in why.items()
    }


def _with_before(place: Place | None, earlier: Place | None) -> Place | None:
    return place if place is None or earlier is None else replace(place, before=earlier.rank)


def _outside(duties: Iterable[Duty], ledger: Ledger, asked: Asked) -> dict[str, tuple[Outside, ...]]:
    """What parties submitted in the span without a duty."""
    bound = {(duty.party, duty.item) for duty in duties}
    found: dict[str, list[Outside]] = defaultdict(list)
    for (party, item), several in sorted(ledger.submissions.items()):
        number = sum(_in_span(one, asked) for one in several) if (party, item) not in bound else 0
        if number:
            found[party].append(Outside(item, number))
    return {party: tuple(several) for party, several in found.items()}


def _in_span(one: Submission, asked: Asked) -> bool:
    return asked.span.first <= one.received <= min(asked.span.last, asked.day)


def _reasons(results: Iterable[DutyResult]) -> tuple[Reason, ...]:
    """The commonest reasons for which records were sent back, in whatever official submission."""
    errors: dict[str, int] = defaultdict(int)
    for result in results:
        for rule, number in result.errors:
            errors[rule] += number
    return tuple(Reason(rule, number) for rule, number in sorted(errors.items(), key=lambda one: (-one[1], one[0])))[
        :REASONS
    ]


def _course(results: Iterable[DutyResult], asked: Asked) -> tuple[MonthFigures, ...]:
    """The months of a year, by the last days of duties."""
    if asked.kind == "month":
        return ()
    months = [span_of(asked.span.first.year, month, 1) for month in range(1, 13)]
    told = [(one.told, one.figures) for one in results]
    return tuple(
        MonthFigures(
            f"{month.first:%Y-%m}", summed(figures for day, figures in told if month.first <= day <= month.last)
        )
        for month in months
    )
