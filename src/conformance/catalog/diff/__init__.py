"""Comparing two editions: what has changed, and whom it breaks.

``compare`` is all that most callers need; ``conformance catalog diff`` adds waivers and the verdict of the gate.
"""

from conformance.catalog.diff.compare import Comparison, compare, compared
from conformance.catalog.diff.model import Change, Level
from conformance.catalog.diff.sides import Side

__all__ = ["Change", "Comparison", "Level", "Side", "compare", "compared"]
