"""Places within a group: by exact shares, equal ones sharing a place."""

from __future__ import annotations

from fractions import Fraction

from conformance.bulletin.model import Figures, Group, Place, Rate

MINIMUM = 10
"""Records that a unit needs for a place, where nobody says otherwise."""


def score_of(figures: Figures) -> Rate:
    """The mean of the rates that there are."""
    shares = [rate.value for rate in figures.rates.values() if rate.value is not None]
    if not shares:
        return Rate(0, 0)
    mean = sum(shares, Fraction()) / len(shares)
    return Rate(mean.numerator, mean.denominator)


def unranked(figures: Figures, has_duty: bool, minimum: int) -> str | None:
    """Why a unit has no place; None where it has one. Nobody leaves the ranking by sending nothing."""
    if not has_duty:
        return "no-duty"
    if not figures.due:
        return "nothing-due"
    if figures.submitted == figures.due and figures.rows < minimum:
        return "few"
    return None


def places(units: dict[str, tuple[Group, Figures]]) -> dict[str, Place]:
    """The place of each of some parties in its group."""
    found: dict[str, Place] = {}
    scores = {party: score_of(figures) for party, (_, figures) in units.items()}
    for party, (group, _) in units.items():
        mine = scores[party].value or Fraction()
        others = [
            scores[one].value or Fraction() for one, (theirs, _) in units.items() if theirs == group and one != party
        ]
        found[party] = Place(
            group=group,
            rank=1 + sum(one > mine for one in others),
            of=len(others) + 1,
            tied=mine in others,
            score=scores[party],
        )
    return found
