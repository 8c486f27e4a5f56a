"""In which rows of a batch a check can fail at all, by what is known of single cells: no query is begun for the others."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from conformance.checks.base import AtLeast
from conformance.engine.cells import Cells
from conformance.engine.places import Positions

_MANY = 0.25
"""Share of a batch from which rows are not worth being asked about by themselves."""


def candidates(among: Sequence[AtLeast], cells: Cells) -> Positions | None:
    """The rows of which one of these is so, in their order; None where they are many or codes do not tell."""
    found = [_rows(one, cells) for one in among]
    told = [rows for rows in found if rows is not None]
    if not told or len(told) < len(found):
        return None
    return told[0] if len(told) == 1 else np.unique(np.concatenate(told))


def _rows(one: AtLeast, cells: Cells) -> Positions | None:
    """The rows of which this is so, and perhaps others where codes do not tell of every column."""
    if one.number < 1:
        return None  # that is so of every row
    counts = {name: cells.how_many(name) for name in one.columns}
    # The rarest first, and those last of which nobody knows; what never holds is no help.
    possible = sorted(
        (n for n, count in counts.items() if count != 0), key=lambda n: (counts[n] is None, counts[n] or 0)
    )
    spare = len(possible) - one.number
    """So many of them may fail to hold."""
    decisive = possible[: max(0, spare + 1)]  # of one more than may fail, one holds
    known = [count for name in decisive if (count := counts[name]) is not None]
    if len(known) < len(decisive) or sum(known) > cells.height * _MANY:
        return None
    if not decisive:
        return np.empty(0, dtype=np.int64)
    rows = np.unique(np.concatenate([cells.where(name) for name in decisive]))
    missing = np.zeros(len(rows), dtype=np.int64)
    for name in possible:
        if counts[name] is not None and len(rows):
            missing += ~cells.holds(name, rows)
            rows, missing = rows[missing <= spare], missing[missing <= spare]
    return rows
