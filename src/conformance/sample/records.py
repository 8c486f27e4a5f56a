"""Whole records of any data item: a batch of rows in, a frame of text columns out."""

from __future__ import annotations

from collections.abc import Callable

import polars as pl

from conformance.sample.brief import Brief
from conformance.sample.columns import choose, take
from conformance.sample.dice import Dice
from conformance.sample.draft import Draft, draft
from conformance.sample.further import further
from conformance.sample.makers import acts, decisions, events, standing
from conformance.sample.world import World

Maker = Callable[[Draft], None]

MAKERS: dict[str, Maker] = {
    "licence": decisions.licence,
    "penalty": decisions.penalty,
    "registration": standing.registration,
    "qualification": standing.qualification,
    "rating": standing.rating,
    "honour": standing.honour,
    "credit-file": standing.credit_file,
    "annual-report": standing.annual_report,
    "inspection": acts.inspection,
    "conduct": acts.conduct,
    "judicial": acts.judicial,
    "market-credit": acts.market_credit,
    "list-entry": events.list_entry,
    "commitment": events.commitment,
    "arrears": events.arrears,
}
"""Record type → function that adds the type's own columns to a batch."""
_TOUCHED = {"licence": 8, "penalty": 8}
"""Working days within which a record in force was last changed; decisions have to be online within seven."""
_ELSEWHERE = 36


def batch(brief: Brief, dice: Dice, world: World) -> pl.DataFrame:
    """A frame of valid records with the columns of the item in order."""
    record_type = brief.wanted.record_type.name
    made = draft(dice, world, brief, _TOUCHED.get(record_type, _ELSEWHERE))
    MAKERS[record_type](made)
    further(made)
    _narrow(made)
    return pl.DataFrame({field.name: made.columns[field.name] for field in brief.wanted.fields})


def _narrow(made: Draft) -> None:
    """Values that the item does not allow give way to some that it allows."""
    for name, values in made.brief.wanted.values.items():
        column = made.columns[name]
        wrong = (~column.is_in(list(values)) & column.is_not_null()).to_numpy()
        if wrong.any():
            made.columns[name] = choose(wrong, take(values, made.dice.below(len(values))), column)
