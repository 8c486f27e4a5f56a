"""Cells of which nothing is known but where derived columns hold."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from conformance.engine.cells import Cells
from conformance.engine.places import Mask, Positions


class Told(Cells):
    """Answers what narrowing asks of a batch. Of the ``untold`` columns nobody knows where they hold."""

    def __init__(self, holding: Mapping[str, Mask], untold: frozenset[str] = frozenset()) -> None:
        self.height = len(next(iter(holding.values())))
        self._holding = holding
        self._untold = untold

    def how_many(self, name: str) -> int | None:
        return None if name in self._untold else int(self._holding[name].sum())

    def where(self, name: str) -> Positions:
        if name in self._untold:
            raise ValueError(name)
        return np.flatnonzero(self._holding[name])

    def holds(self, name: str, positions: Positions) -> Mask:
        if name in self._untold:
            raise ValueError(name)
        return self._holding[name][positions]
