"""What a reader found in a batch, as far as it changes what is judged there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from conformance.engine.outcome import Outcome
from conformance.engine.places import Mask, Positions
from conformance.sources.model import Batch, Column, Notice


def is_of_lost_text(notice: Notice) -> bool:
    """Whether it tells of bytes within a text that are none: what a footer lacks is no fault of it, but what could not be read
    may have been anything. Half a line end at the end of a file is no text."""
    return notice.rule == "encoding" and bool((notice.value or "").strip("\ufffd"))


def rows_with_surplus(batch: Batch) -> Mask:
    """Rows with text beyond the last column: whatever their cells look like, they are no empty rows and no footers."""
    mask = np.zeros(batch.frame.height, dtype=np.bool_)
    for notice in batch.notices:
        if notice.index is not None and any(str(cell).strip() for cell in notice.details.get("surplus", ())):
            mask[notice.index] = True
    return mask


def spoiled_cells(batch: Batch, columns: Sequence[Column], origin: Positions) -> dict[str, Positions]:
    """Column → positions of the records that stand at ``origin`` whose cell the reader has found fault with."""
    spoiled: dict[str, list[int]] = {}
    for notice in batch.notices:
        if notice.column is not None and notice.index is not None:
            spoiled.setdefault(columns[notice.column].key, []).append(notice.index)
    return {key: np.flatnonzero(np.isin(origin, indices)) for key, indices in spoiled.items()}


def without(outcome: Outcome, spoiled: Mapping[str, Positions]) -> Outcome:
    """The outcome less failures in cells that the reader has already found fault with: one cause, one finding."""
    check = outcome.planned.check
    if check.field not in spoiled or not len(outcome.failed):
        return outcome
    kept = outcome.failed[~np.isin(outcome.failed, spoiled[check.field])]
    return Outcome(outcome.planned, outcome.checked, kept, outcome.unjudged)
