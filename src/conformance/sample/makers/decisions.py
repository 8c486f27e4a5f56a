"""Licences and penalties."""

from __future__ import annotations

import polars as pl

from conformance.sample.columns import choose, day, join, number, take
from conformance.sample.draft import LONG_TERM, Draft
from conformance.sample.words import LICENCE_TAILS, PENALTY_TAILS, TAIL_WEIGHTS


def _tails(made: Draft, endings: tuple[str, ...]) -> pl.Series:
    return take(endings, made.dice.weighted(TAIL_WEIGHTS))


def licence(made: Draft) -> None:
    """What was permitted and for how long."""
    columns, dice = made.columns, made.dice
    assert made.amount is not None  # noqa: S101 - the table of topics has it
    columns["document_number"] = choose(dice.chance(0.01), "空", made.numbered("许"))
    columns["project_name"] = made.verbatim("project_name")
    columns["approval_category"] = made.verbatim("approval_category")
    columns["licence_content"] = join(
        made.verbatim("before"), number(made.amount), made.verbatim("after"), _tails(made, LICENCE_TAILS)
    )
    until = day(made.world.days[made.decided] + 365 * (1 + dice.below(5)))
    kind = dice.weighted((40, 20, 40))
    columns["valid_until"] = choose(kind == 0, until, choose(kind == 1, LONG_TERM, None))


def penalty(made: Draft) -> None:
    """What was done, and what was imposed for it."""
    columns, dice = made.columns, made.dice
    assert made.amount is not None  # noqa: S101 - the table of topics has it
    columns["document_number"] = made.numbered("罚")
    name = made.verbatim("penalty_name")
    columns["penalty_name"] = choose(dice.chance(0.3), join(columns["subject_name"], name), name)
    columns["penalty_category_1"] = made.verbatim("penalty_category_1")
    second = made.verbatim("penalty_category_2").replace("", None)
    columns["penalty_category_2"] = choose(dice.chance(0.7), second, None)
    columns["penalty_facts"] = join(made.verbatim("penalty_facts"), _tails(made, PENALTY_TAILS))
    columns["penalty_basis"] = made.verbatim("penalty_basis")
    amount = number(made.amount * made.brief.about.numbers("step")[made.topic])
    columns["penalty_result"] = join(
        made.verbatim("before"), amount, made.verbatim("after"), _tails(made, PENALTY_TAILS)
    )
