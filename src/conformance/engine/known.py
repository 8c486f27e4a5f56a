"""What is known of the texts of a column, so that the exact way is gone once for each distinct text.

Columns of real data repeat: a date, an office, a code comes thousands of times. A text that was judged keeps a number
(its code) under which its verdicts are found again, in later batches and in later tables with the same columns.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import polars as pl

from conformance.checks.few import FEW
from conformance.engine.lookup import UNKNOWN, Codes, HashIndex, hashed
from conformance.engine.verdicts import Verdicts

MOST = 1 << 15
"""Texts of a field that are kept; what comes beyond them is judged anew in each batch."""
MOST_BYTES = 4 << 20
"""Bytes that they may have together."""
_CHUNKS = 32
"""Pieces of a column from which they are put together: each lesson adds one."""
EMPTY = 0
"""The code of an empty cell."""


class Known:
    """The texts of one field that were judged, each under its code; the first is the empty cell."""

    def __init__(self, seed: int) -> None:
        self.verdicts: Verdicts | None = None
        """An entry per code; None before anything was judged."""
        self.repeats: bool | None = None
        """Whether few texts come again and again; None until enough rows were seen to tell."""
        self.specimen: int | None = None
        """Code of a cell that is plainly right. What is the same for all of these is read off it."""
        self._codes: dict[str | None, int] = {None: EMPTY}
        self._bytes = 0
        self._unplaced: dict[str | None, int] = {}
        """Those that found no place in the index."""
        self._index = HashIndex()
        self._seed = seed
        self._to_index = list[pl.Series]()
        """What the index does not have yet, in the order of the codes: of few texts nobody asks it."""

    def find_few(self, texts: Iterable[str | None]) -> list[int]:
        """The code of each text, ``UNKNOWN`` where it has none."""
        return [self._codes.get(text, UNKNOWN) for text in texts]

    def find(self, texts: pl.Series) -> Codes:
        """The code of each text, ``UNKNOWN`` where it has none; a great many are looked up at once."""
        if len(texts) <= FEW:
            return _each(texts, self._codes)
        self._complete_index()
        codes = self._index.find_texts(texts, self._seed, EMPTY)
        if self._unplaced:
            missed = np.flatnonzero(codes == UNKNOWN)
            codes[missed] = _each(texts[missed], self._unplaced)
        return codes

    def unknown_of(self, texts: Iterable[str]) -> list[str]:
        """Those of some texts that are not known yet, each once."""
        return [text for text in dict.fromkeys(texts) if text not in self._codes]

    @property
    def judged(self) -> Verdicts:
        """An entry per code; RuntimeError before the first."""
        if self.verdicts is None:
            raise RuntimeError("nothing was judged yet")
        return self.verdicts

    def learn(self, texts: pl.Series, verdicts: Verdicts) -> None:
        """Take distinct texts that are not known yet (the very first is the empty cell)."""
        first = 0 if self.verdicts is None else self.verdicts.texts
        codes = np.arange(first, first + len(texts), dtype=np.int32)
        self.verdicts = verdicts if self.verdicts is None else (self.verdicts + verdicts).in_one_piece(_CHUNKS)
        self._bytes += _bytes_of(texts)
        self._codes |= dict(zip(texts.to_list(), codes.tolist(), strict=True))
        self._to_index.append(texts if first else texts[1:])  # a missing text is in no index

    def _complete_index(self) -> None:
        """Enter in the index what was learned since it was last asked."""
        if not self._to_index:
            return
        texts = pl.concat(self._to_index)
        self._to_index.clear()
        last = len(self._codes)
        unplaced = self._index.add(
            hashed(texts, self._seed), np.arange(last - len(texts), last, dtype=np.int32)
        ).tolist()
        if unplaced:
            every = list(self._codes)  # in the order of their codes
            self._unplaced |= {every[code]: code for code in unplaced}

    def has_room(self, texts: pl.Series) -> bool:
        """Whether these texts can be kept as well."""
        count = len(self._codes) + len(texts)
        return count <= MOST and self._bytes + _bytes_of(texts) <= MOST_BYTES


def _bytes_of(texts: pl.Series) -> int:
    """The bytes of some texts together; of few of them without a query."""
    if len(texts) > FEW:
        return int(texts.str.len_bytes().sum())
    return sum(len(text.encode()) for text in texts.to_list() if text is not None)


def _each(texts: pl.Series, codes: dict[str | None, int]) -> Codes:
    return np.array([codes.get(text, UNKNOWN) for text in texts.to_list()], dtype=np.int32)
