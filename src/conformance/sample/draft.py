"""What all records have in common: the subject, the deciding body and its division, the days, the status, the remarks."""

from __future__ import annotations

import numpy as np
import polars as pl
from msgspec import Struct

from conformance.sample.brief import Brief
from conformance.sample.columns import choose, day, join, number, take, words
from conformance.sample.dice import Bools, Dice, Ints
from conformance.sample.subjects import renamed, subjects
from conformance.sample.words import REMARKS
from conformance.sample.world import World

LONG_TERM = "2099/12/31"
REVOKED, OBJECTED = 2, 3
"""Positions of the statuses 1 and 2 in ``Draft.status``."""
_STATUSES = ("0", "", "1", "2", "3")
_STATUS_WEIGHTS = (84, 12, 2, 1, 1)


class Draft(Struct, frozen=True):
    """One batch of records in the making."""

    dice: Dice
    world: World
    brief: Brief
    topic: Ints
    decided: Ints
    """Positions in ``World.days``."""
    touched: Ints
    """The same of the last change."""
    status: Ints
    place: Ints
    """Positions in ``World.districts``."""
    office: Ints
    """Positions in ``Bodies.names``."""
    amount: Ints | None
    """The number that topics of licences and penalties have."""
    columns: dict[str, pl.Series]

    def told(self, name: str) -> pl.Series:
        """A text of each row's topic."""
        return self.brief.about.told(name, self.topic, self.dice)

    def verbatim(self, name: str) -> pl.Series:
        """A column of the topics as it is, for each row's topic."""
        return take(self.brief.about.columns[name], self.topic)

    def sometimes(self, name: str, share: float) -> Bools:
        """In which rows an optional field is filled: all where the item requires it."""
        drawn = self.dice.chance(share)
        return np.ones(self.dice.rows, dtype=np.bool_) if self.brief.wanted.requires(name) else drawn

    def maybe(self, name: str, values: pl.Series, share: float) -> pl.Series:
        """The values in about ``share`` of the rows."""
        return choose(self.sometimes(name, share), values, None)

    def after(self, days: int) -> pl.Series:
        """Some working day, up to ``days`` of them after the decision; they may lie beyond the calendar."""
        return day(self.world.days[self.decided] + 1 + self.dice.below(days))

    def between(self) -> pl.Series:
        """A working day from the decision to the last change."""
        return day(self.world.days[self.decided + self.dice.below(self.touched - self.decided + 1)])

    def term(self, name: str, share: float, years: int = 5) -> pl.Series:
        """The end of a term of whole years; sometimes there is no end, often none is told."""
        until = day(self.world.days[self.decided] + 365 * (1 + self.dice.below(years)))
        return self.maybe(name, choose(self.dice.chance(0.2), LONG_TERM, until), share)

    def serial(self) -> Ints:
        """A running number that no other record of the sample has."""
        return np.arange(self.dice.first + 1, self.dice.first + self.dice.rows + 1, dtype=np.int64)

    def numbered(self, kind: str) -> pl.Series:
        """Numbers of documents, in the ways that offices write them."""
        prefix = take(self.brief.bodies.prefixes, self.office)
        year = self.columns["decision_date"].str.slice(0, 4)
        style = self.dice.weighted((70, 20, 6, 4))
        left = take(("〔", "〔", "[", "（"), style)
        right = take(("〕第", "〕", "]第", "）"), style)
        return join(prefix, kind, left, year, right, number(self.serial(), 5), "号")


def draft(dice: Dice, world: World, brief: Brief, days: int) -> Draft:
    """A batch with its common columns; ``days`` is how many working days a record in force may be touched after it.

    The order of the draws is what makes samples of licences and penalties the same from one version to the next.
    """
    about = brief.about
    kinds = dice.weighted(brief.kind_weights)
    topic = about.fitting(dice, kinds)
    amount = _amount(dice, brief, topic)
    decided = dice.below(world.decisions)
    # Position 0 is the city itself; a third of the decisions are its own.
    district = world.districts_on[decided, dice.below(world.districts_count[decided])]
    place = np.where(dice.chance(0.35), 0, district)
    body = brief.body[topic]
    place = np.where(brief.bodies.local[body], place, 0)
    if brief.places is not None:
        place = brief.places[dice.below(len(brief.places))]
    # Where an item is about organisations only, no shop is known by its owner's id alone.
    anybody = brief.wanted.item.subject_types != ("legal_person",)
    columns = subjects(dice, kinds, world, place, brief.wanted.item.required, bare_shops=anybody)
    if about.has("ending"):
        columns["subject_name"] = renamed(dice, kinds, columns["subject_name"], take(about.columns["ending"], topic))

    office = body * brief.bodies.places + place
    columns["authority"] = take(brief.bodies.names, office)
    columns["division_code"] = take(words([bytes(code).decode() for code in world.districts]), place)
    columns["decision_date"] = day(world.days[decided])

    status = dice.weighted(_STATUS_WEIGHTS)
    columns["current_status"] = take(words(_STATUSES), status).replace("", None)
    # A decision in force is online within seven working days; a revoked or disputed one was touched again later.
    touched = decided + np.where(status >= REVOKED, dice.below(36), dice.below(days))
    stamp = day(world.days[touched])
    clock = join(" ", number(8 + dice.below(10), 2), ":", number(dice.below(60), 2), ":", number(dice.below(60), 2))
    columns["data_timestamp"] = choose(dice.chance(0.1), join(stamp, clock), stamp)

    general = choose(dice.chance(0.12), take(REMARKS, dice.below(len(REMARKS))), None)
    general = choose(status == 4, "状态说明：正在办理变更", general)
    columns["remarks"] = choose(columns["remarks"].is_not_null().to_numpy(), columns["remarks"], general)
    return Draft(dice, world, brief, topic, decided, touched, status, place, office, amount, columns)


def _amount(dice: Dice, brief: Brief, topic: Ints) -> Ints | None:
    """The number between ``before`` and ``after`` in topics of licences and penalties."""
    if not brief.about.has("low"):
        return None
    low, high = brief.about.numbers("low")[topic], brief.about.numbers("high")[topic]
    return low + dice.below(high - low)
