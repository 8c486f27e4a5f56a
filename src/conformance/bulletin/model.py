"""A bulletin as plain data: numbers, ids and days. What it says in words is made when it is shown."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from typing import Literal

from msgspec import Struct

from conformance.history.model import Withheld
from conformance.standard.model import Text

Group = Literal["departments", "districts", "lines"]
GROUPS: tuple[Group, ...] = ("departments", "districts", "lines")
"""委办局、区县、条线, in the order in which they are told."""
State = Literal["on-time", "late", "returned", "missing", "not-due", "undated"]
RateName = Literal["submitted", "timely", "passed", "complete", "taken"]
RATES: tuple[RateName, ...] = ("submitted", "timely", "passed", "complete", "taken")
"""报送率、及时率、合格率、完整率、入库率."""
REASONS = 10
"""How many reasons for rejection a unit's page has."""


class Period(Struct, frozen=True):
    """Days from the first to the last, both among them."""

    first: date
    last: date

    def covers(self, other: Period) -> bool:
        """Whether the other lies within it."""
        return self.first <= other.first and other.last <= self.last


class Duty(Struct, frozen=True):
    """That a party submits an item, as the reporting plan has it."""

    id: str
    party: str
    item: str
    due: str
    due_day: int
    through: str | None = None
    """The group that the plan binds, where the party is bound as a member of it."""


class Rate(Struct, frozen=True):
    """A share as two whole numbers; it is nothing where there was nothing to count."""

    numerator: int
    denominator: int

    @property
    def value(self) -> Fraction | None:
        """The exact share; None without anything to count."""
        return Fraction(self.numerator, self.denominator) if self.denominator else None


class Publication(Struct, frozen=True):
    """Decisions to be published, published and withheld, as the manifests of what counts say."""

    to_publish: int = 0
    published: int = 0
    withheld: tuple[Withheld, ...] = ()
    files: int = 0
    """Files of manifests that say it."""


class Figures(Struct, frozen=True):
    """What is counted of some duties that fell due."""

    due: int = 0
    """应报: those whose last day has come."""
    submitted: int = 0
    on_time: int = 0
    late: int = 0
    returned: int = 0
    """Only submissions of which nothing could be taken."""
    missing: int = 0
    nil: int = 0
    """零报告: submitted, without records."""
    not_due: int = 0
    undated: int = 0
    submissions: int = 0
    """Official submissions that came for them."""
    displaced: int = 0
    """Accepted ones that a later one took the place of."""
    refused: int = 0
    """Ones of which nothing could be taken."""
    files: int = 0
    """Duties that what counts brought records for."""
    files_passed: int = 0
    rows: int = 0
    accepted: int = 0
    rejected: int = 0
    late_rows: int = 0
    cells: int = 0
    """Cells of required columns."""
    filled: int = 0
    publication: Publication = Publication()

    @property
    def rates(self) -> dict[RateName, Rate]:
        """The five rates."""
        return {
            "submitted": Rate(self.submitted, self.due),
            "timely": Rate(self.on_time, self.due),
            "passed": Rate(self.files_passed, self.files),
            "complete": Rate(self.filled, self.cells),
            "taken": Rate(self.accepted, self.rows),
        }


class DutyResult(Struct, frozen=True):
    """What became of one duty in one period."""

    duty: Duty
    period: Period
    last_day: date | None
    """None where the calendar does not reach."""
    state: State
    received: date | None
    """The day that decides on its being in time."""
    derived: bool
    """Whether the period was derived for anything that counts, as no manifest named it."""
    nil: bool
    figures: Figures
    errors: tuple[tuple[str, int], ...] = ()
    """Rule → errors, in all official submissions that came for it."""
    increments: int = 0
    """How many of those that count are increments."""
    recorded: tuple[tuple[date, date], ...] = ()
    """Of the official submissions that came for it and were recorded on another day than they were judged by: both days."""
    repeated: int = 0
    """Increments that came for it once more, with the same contents under another number; they count once."""
    overstated: tuple[tuple[int, int], ...] = ()
    """Of what counts and says that more decisions were published than there were to publish: to be published, and published."""

    @property
    def told(self) -> date:
        """The day by which it belongs to a month."""
        return self.period.last + timedelta(days=1) if self.last_day is None else self.last_day


class Reason(Struct, frozen=True):
    """A rule for which records were sent back, and how often."""

    rule: str
    errors: int


class Outside(Struct, frozen=True):
    """An item that a party submitted without a duty, and how many official submissions it was."""

    item: str
    submissions: int


class Unreached(Struct, frozen=True):
    """A unit of the plan that is no party, so that nobody can be told to submit for it, and how many duties it has."""

    title: Text
    duties: int


class Use(Struct, frozen=True):
    """An application item, and the data that it looks up."""

    application: str
    title: Text
    items: tuple[str, ...]
    through: str | None = None
    """The group that is named as its user, where the unit is a member of it."""
    basis: str = "named_in_text"
    """How it is known that the unit, or the group, uses it: a code of ``UnitBasis``."""


class Place(Struct, frozen=True):
    """Where a unit stands in its group."""

    group: Group
    rank: int
    of: int
    tied: bool
    score: Rate
    """The mean of the rates that there are, as an exact share."""
    before: int | None = None
    """Its place in the bulletin before."""


class MonthFigures(Struct, frozen=True):
    """One month of a yearly report."""

    month: str
    figures: Figures


class UnitPage(Struct, frozen=True):
    """What a bulletin says of one unit."""

    party: str
    title: Text
    group: Group
    figures: Figures
    previous: Figures | None
    """Those of the bulletin before; None where nobody at all submitted anything for it."""
    place: Place | None
    unranked: str | None
    """Why it has no place: ``no-duty``, ``nothing-due``, ``few``, ``none-sent``; None where it has one."""
    duties: tuple[DutyResult, ...]
    outside: tuple[Outside, ...] = ()
    """What it submitted without a duty."""
    self_checks: int = 0
    reasons: tuple[Reason, ...] = ()
    uses: tuple[Use, ...] = ()
    months: tuple[MonthFigures, ...] = ()


class Precedent(Struct, frozen=True):
    """A place of the source document that has something of the kind, for a unit of its own."""

    clause: str
    terms: tuple[str, ...]
    """The document's words."""
    about: Text
    """What the place is about, in ours."""
    units: tuple[Text, ...]
    """Whom it is about, where it names somebody."""
    like: Text
    """What of a bulletin is made likewise, in ours."""


class Bulletin(Struct, frozen=True):
    """The bulletin of a month, or the report of a year."""

    kind: Literal["month", "year"]
    span: str
    """2016-06, or 2016."""
    first: date
    last: date
    as_of: date
    previous: str
    previous_as_of: date
    minimum: int
    """Records that a unit needs for a place."""
    edition: str
    standard_version: str
    standard_digest: str
    tool_version: str
    only: tuple[str, ...]
    """The parties that it was asked for; empty for all."""
    total: Figures
    before: Figures | None
    """Those of the bulletin before; None where nobody at all submitted anything for it."""
    groups: dict[Group, Figures]
    units: tuple[UnitPage, ...]
    """Those with a duty, or with a submission; by group, place and id."""
    without_duty: tuple[Text, ...]
    """Parties that the plan asks nothing of and that sent nothing."""
    unreached: tuple[Unreached, ...]
    """Units of the plan, and members of its groups, that nobody can be told from, with the number of their duties."""
    notes: tuple[Text, ...]
    precedents: tuple[Precedent, ...]
    months: tuple[MonthFigures, ...] = ()
    reasons: tuple[Reason, ...] = ()
    recorded_before: date | None = None
    """Runs recorded on this day or later are left out, where one was asked for."""
    origin: Literal["profile"] = "profile"
    later: int = 0
    """How many runs lie after the days that were asked for. No part of what is published: it grows, and the bulletin stays."""
