"""Rows to be removed that may yet turn out to stand in the middle of a sheet: on disk until that is known."""

from __future__ import annotations

from collections.abc import Sequence

from conformance.repair.model import Stretch, Tally
from conformance.repair.settle import Removal
from conformance.repair.spool import Spool


class Trailing:
    """The rows at the end of what was read so far: a sheet of empty rows may have a million of them."""

    def __init__(self) -> None:
        self._spool = Spool()
        self._tally = Tally()

    def add(self, removals: Sequence[Removal]) -> None:
        """Hold back some more."""
        if not removals:
            return
        for removal in removals:
            count_removal(self._tally, removal)
        self._spool.add(Stretch(None, tuple(removal.change for removal in removals)))

    def drop(self) -> int:
        """Something follows that stays, so that they stay as well; answers how many there were."""
        number = self._tally.removed
        if number:
            self._spool.clear()
            self._tally = Tally()
        return number

    def move(self, spool: Spool, tally: Tally) -> None:
        """Nothing follows: they go away."""
        for stretch in self._spool if self._tally.removed else ():
            spool.add(stretch)
        tally.removed += self._tally.removed
        tally.records_lost += self._tally.records_lost
        tally.gone += self._tally.gone
        tally.by_rule += self._tally.by_rule
        self.drop()

    def close(self) -> None:
        """Let them go."""
        self._spool.close()


def count_removal(tally: Tally, removal: Removal) -> None:
    """Enter a row that goes away."""
    tally.removed += 1
    tally.records_lost += removal.was_record
    if removal.key is not None:
        tally.gone[removal.key] += 1
    tally.by_rule[removal.change.rules[-1], removal.change.fix] += 1
