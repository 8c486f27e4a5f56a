"""Places within a group: by exact shares, equal ones sharing a place."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
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


def places(units: Mapping[str, tuple[Group, Figures]]) -> dict[str, Place]:
    """The place of each of some parties in its group."""
    scores = {party: score_of(figures) for party, (_, figures) in units.items()}
    of_group: dict[Group, list[Fraction]] = defaultdict(list)
    for party, (group, _) in units.items():
        of_group[group].append(scores[party].value or Fraction())
    first: dict[Group, dict[Fraction, int]] = {}
    """Group → score → how many are better, and one."""
    for group, several in of_group.items():
        first[group] = {}
        for place, score in enumerate(sorted(several, reverse=True), 1):
            first[group].setdefault(score, place)
    numbers = {group: Counter(several) for group, several in of_group.items()}
    found: dict[str, Place] = {}
    for party, (group, _) in units.items():
        mine = scores[party].value or Fraction()
        found[party] = Place(
            group=group,
            rank=first[group][mine],
            of=len(of_group[group]),
            tied=numbers[group][mine] > 1,
            score=scores[party],
        )
    return found
