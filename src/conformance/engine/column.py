"""The cells of one column of a batch: a code for each, under which the verdicts on its text stand."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl
from msgspec import Struct, field
from msgspec.structs import replace

from conformance.checks.few import FEW
from conformance.engine.lookup import Codes
from conformance.engine.places import Mask, Positions
from conformance.engine.verdicts import Verdicts


class Column(Struct, frozen=True, dict=True):
    """The cells of one column."""

    texts: pl.Series
    """Of the batch as it was read."""
    codes: Codes | int
    """An entry per cell, or one code for all cells alike."""
    verdicts: Verdicts
    plain: Mask | bool
    """Which cells are plainly right; they share the code of one of them."""
    quick: Mapping[str, pl.Expr] = field(default_factory=dict)
    """Derived columns of plain cells, as ``Plain.columns``."""
    given: Mapping[str, pl.Series] = field(default_factory=dict)
    """Derived columns that are worked out already, with an entry for each plain cell."""
    among: Positions | None = None
    """Which of the texts these cells are; all of them where there are none."""

    @cached_property
    def raw(self) -> pl.Series:
        """Their texts. Of some of many they are gathered when they are asked for: mostly their codes say enough."""
        return self.texts if self.among is None else self.texts[self.among]

    @property
    def height(self) -> int:
        """How many cells there are."""
        return len(self.texts if self.among is None else self.among)

    @cached_property
    def mostly_plain(self) -> bool:
        """Whether more cells are plainly right than not."""
        return self.plain if isinstance(self.plain, bool) else 2 * int(np.count_nonzero(self.plain)) > self.height

    @cached_property
    def each(self) -> list[int]:
        """The code of each cell."""
        return [self.codes] * self.height if isinstance(self.codes, int) else self.codes.tolist()

    def by_code(self, name: str) -> list[Any]:
        """A derived column from the verdicts alone."""
        known = self.verdicts.listed(name)
        return [known[code] for code in self.each]

    def how_many(self, flags: Mask) -> int:
        """In how many cells holds what the flags (an entry per code) say."""
        if isinstance(self.codes, int):
            return self.height if flags[self.codes] else 0
        if len(self.codes) <= FEW:
            return int(np.count_nonzero(flags[self.codes]))
        return int(flags @ self.count)

    def holds(self, name: str) -> int | None:
        """In how many cells a derived Boolean column holds, by what is known of their texts; None where it has nulls or is
        none."""
        flags = self.verdicts.flags(name)
        if flags is None:
            return None
        return self.how_many(flags) if self.verdicts.ever(name) else 0

    @property
    def judged(self) -> list[int]:
        """How many cells each check judges, or those of each scope."""
        verdicts = self.verdicts
        return [self.height] * len(verdicts.scopes) if verdicts.judges_all else self._tally(verdicts.scopes)

    @property
    def failed(self) -> list[int]:
        """With how many cells each check fails."""
        verdicts = self.verdicts
        return self._tally(verdicts.fails) if verdicts.ever_fails else [0] * len(verdicts.fails)

    def unjudged(self, place: int, reason: str) -> int:
        """How many cells a check, by its place, cannot judge for a reason."""
        verdicts = self.verdicts
        key = place, reason
        return self.how_many(verdicts.unjudged[key]) if key in verdicts.ever_unjudged else 0

    def _tally(self, masks: Mask) -> list[int]:
        """In how many cells holds what each row of the masks says."""
        if isinstance(self.codes, int):
            counts = masks[:, self.codes] * np.int64(self.height)
        elif len(self.codes) <= FEW:
            counts = np.count_nonzero(masks[:, self.codes], axis=1)
        else:
            counts = masks @ self.count
        told: list[int] = counts.tolist()
        return told

    @cached_property
    def count(self) -> npt.NDArray[np.int64]:
        """How many cells have each code."""
        counts: npt.NDArray[np.int64]
        if isinstance(self.codes, int):
            counts = np.zeros(self.verdicts.texts, dtype=np.int64)
            counts[self.codes] = self.height
        else:
            counts = np.bincount(self.codes, minlength=self.verdicts.texts)
        return counts

    def where(self, mask: Mask) -> Positions:
        """Positions of the cells whose code the mask (an entry per code) names."""
        if isinstance(self.codes, int):
            return np.arange(self.height if mask[self.codes] else 0, dtype=np.int64)
        return np.flatnonzero(mask.take(self.codes)) if mask.any() else np.empty(0, dtype=np.int64)

    def named(self, mask: Mask, positions: Positions) -> Mask:
        """Whether the mask (an entry per code) names the code of each cell at some positions."""
        if isinstance(self.codes, int):
            return np.full(len(positions), mask[self.codes])
        return mask.take(self.codes.take(positions))

    def at(self, positions: Positions) -> Column:
        """These cells only."""
        return replace(
            self,
            among=positions if self.among is None else self.among[positions],
            codes=self.codes if isinstance(self.codes, int) else self.codes[positions],
            plain=self.plain if isinstance(self.plain, bool) else _bool_if_alike(self.plain[positions]),
            given={name: column[self._among_plain(positions)] for name, column in self.given.items()},
        )

    def _among_plain(self, positions: Positions) -> Positions:
        """Which of the plain cells those at the positions are, where they are plain."""
        if isinstance(self.plain, bool):
            return positions
        return (np.cumsum(self.plain) - 1)[positions[self.plain[positions]]]


def _bool_if_alike(mask: Mask) -> Mask | bool:
    """One truth value for all cells, where they share it."""
    return bool(mask.any()) if mask.all() or not mask.any() else mask
