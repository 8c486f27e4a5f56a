"""Whole records of the two items: a batch of rows in, a frame of text columns out."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from conformance.sample.authorities import DEPARTMENTS, POSITION
from conformance.sample.columns import choose, day, join, number, take, words
from conformance.sample.dice import Dice, Ints
from conformance.sample.subjects import KIND_WEIGHTS, subjects
from conformance.sample.topics import Topics, topics
from conformance.sample.words import LICENCE_TAILS, PENALTY_TAILS, REMARKS, TAIL_WEIGHTS
from conformance.sample.world import World

LONG_TERM = "2099/12/31"


@dataclass(frozen=True, slots=True)
class _Frame:
    """What licences and penalties have in common in one batch."""

    dice: Dice
    world: World
    about: Topics
    topic: Ints
    amount: Ints
    decided: Ints
    """Positions in ``World.days``."""
    body: Ints
    """Positions in ``World.authorities``."""
    columns: dict[str, pl.Series]

    def told(self, name: str) -> pl.Series:
        """A column of the topics, for each row's topic."""
        return take(self.about.columns[name], self.topic)


def _common(dice: Dice, world: World, about: Topics) -> _Frame:
    kinds = dice.weighted(KIND_WEIGHTS)
    topic = about.fitting(dice, kinds)
    low, high = about.numbers("low")[topic], about.numbers("high")[topic]
    amount = low + dice.below(high - low)
    decided = dice.below(world.decisions)
    # Position 0 is the city itself; a third of the decisions are its own.
    district = world.districts_on[decided, dice.below(world.districts_count[decided])]
    place = np.where(dice.chance(0.35), 0, district)
    columns = subjects(dice, kinds, world, place)

    bodies = len(world.authorities) // len(DEPARTMENTS)
    department = np.array([POSITION[key] for key in about.columns["department"]], dtype=np.int64)[topic]
    body = department * bodies + place
    columns["authority"] = take(world.authorities, body)
    columns["division_code"] = take(words([bytes(code).decode() for code in world.districts]), place)
    columns["decision_date"] = day(world.days[decided])

    status = dice.weighted((84, 12, 2, 1, 1))
    columns["current_status"] = take(words(["0", "", "1", "2", "3"]), status).replace("", None)
    # A decision in force is online within seven working days; a revoked or disputed one was touched again later.
    later = np.where(status >= 2, dice.below(36), dice.below(8))
    stamp = day(world.days[decided + later])
    clock = join(" ", number(8 + dice.below(10), 2), ":", number(dice.below(60), 2), ":", number(dice.below(60), 2))
    columns["data_timestamp"] = choose(dice.chance(0.1), join(stamp, clock), stamp)

    general = choose(dice.chance(0.12), take(REMARKS, dice.below(len(REMARKS))), None)
    general = choose(status == 4, "状态说明：正在办理变更", general)
    columns["remarks"] = choose(columns["remarks"].is_not_null().to_numpy(), columns["remarks"], general)
    return _Frame(dice, world, about, topic, amount, decided, body, columns)


def _document_number(frame: _Frame, kind: str) -> pl.Series:
    """A running number that no other record of the sample has, in the ways offices write it."""
    dice = frame.dice
    prefix = take(frame.world.number_prefixes, frame.body)
    serial = np.arange(dice.first + 1, dice.first + dice.rows + 1, dtype=np.int64)
    year = frame.columns["decision_date"].str.slice(0, 4)
    style = dice.weighted((70, 20, 6, 4))
    left = take(("〔", "〔", "[", "（"), style)
    right = take(("〕第", "〕", "]第", "）"), style)
    return join(prefix, kind, left, year, right, number(serial, 5), "号")


def _tails(dice: Dice, endings: tuple[str, ...]) -> pl.Series:
    return take(endings, dice.weighted(TAIL_WEIGHTS))


def licences(dice: Dice, world: World) -> dict[str, pl.Series]:
    """Licences that keep every rule."""
    frame = _common(dice, world, topics("licence"))
    columns = frame.columns
    columns["document_number"] = choose(dice.chance(0.01), "空", _document_number(frame, "许"))
    columns["project_name"] = frame.told("project_name")
    columns["approval_category"] = frame.told("approval_category")
    columns["licence_content"] = join(
        frame.told("before"), number(frame.amount), frame.told("after"), _tails(dice, LICENCE_TAILS)
    )
    until = day(world.days[frame.decided] + 365 * (1 + dice.below(5)))
    kind = dice.weighted((40, 20, 40))
    columns["valid_until"] = choose(kind == 0, until, choose(kind == 1, LONG_TERM, None))
    return columns


def penalties(dice: Dice, world: World) -> dict[str, pl.Series]:
    """Penalties that keep every rule."""
    frame = _common(dice, world, topics("penalty"))
    columns = frame.columns
    columns["document_number"] = _document_number(frame, "罚")
    name = frame.told("penalty_name")
    columns["penalty_name"] = choose(dice.chance(0.3), join(columns["subject_name"], name), name)
    columns["penalty_category_1"] = frame.told("penalty_category_1")
    second = frame.told("penalty_category_2").replace("", None)
    columns["penalty_category_2"] = choose(dice.chance(0.7), second, None)
    columns["penalty_facts"] = join(frame.told("penalty_facts"), _tails(dice, PENALTY_TAILS))
    columns["penalty_basis"] = frame.told("penalty_basis")
    amount = number(frame.amount * frame.about.numbers("step")[frame.topic])
    columns["penalty_result"] = join(frame.told("before"), amount, frame.told("after"), _tails(dice, PENALTY_TAILS))
    return columns


MAKERS = {"licence": licences, "penalty": penalties}
"""Record type → function that makes a batch of valid records."""


def batch(record_type: str, fields: tuple[str, ...], dice: Dice, world: World) -> pl.DataFrame:
    """A frame of valid records with these fields in this order."""
    columns = MAKERS[record_type](dice, world)
    return pl.DataFrame({name: columns[name] for name in fields})
