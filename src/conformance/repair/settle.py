"""Mending the cells of one batch until judging them again asks for nothing more."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import polars as pl
from msgspec import Struct, field
from msgspec.structs import replace

from conformance.engine.mending import mended_to
from conformance.engine.model import Violation
from conformance.repair.model import Change, FailureKey
from conformance.sources.model import Batch
from conformance.standard.model import ROW_KINDS, Fix

if TYPE_CHECKING:
    from conformance.repair.decide import Decisions

_MOST_ROUNDS = 8
"""Rounds of judging again; no cell has shown more than three faults one behind the other."""


class _Cell(Struct):
    """A cell that is changed: the finding that began it, what it will hold, and the rules on the way."""

    violation: Violation
    before: str | None
    text: str
    rules: tuple[str, ...]
    fix: Fix


class Removal(Struct, frozen=True):
    """A row that goes away."""

    change: Change
    key: FailureKey | None
    was_record: bool


class Settling(Struct):
    """One batch while it is decided about."""

    decisions: Decisions
    batch: Batch
    found: Sequence[Violation]
    """What was found in it as it is."""
    to_confirm: Counter[str] = field(default_factory=Counter)
    _held: set[tuple[int, int, str]] = field(default_factory=set)
    _cells: dict[tuple[int, int], _Cell] = field(default_factory=dict)
    """By position in the batch and column."""
    _removed: dict[int, tuple[Violation, Fix]] = field(default_factory=dict)
    _after: list[Violation] = field(default_factory=list)
    """What is found in the changed records at last."""

    def settle(self) -> None:
        """Decide. What needs a confirmation that was not given is counted."""
        pending: Sequence[Violation] = self.found
        for _ in range(_MOST_ROUNDS):
            if not self._propose(pending):
                break
            pending = self._after = self._again()
        touched = {position for position, _ in self._cells} | self._removed.keys()
        untouched = (v for v in self.found if self._position(v) not in touched)
        for violation in (*untouched, *self._after):
            if self.decisions.may_confirm(violation):
                self.to_confirm[violation.check.rule] += 1

    @property
    def held_back(self) -> Counter[str]:
        """By reason, changes that the format does not let be made."""
        return Counter(why for _, _, why in self._held)

    def _position(self, violation: Violation) -> int:
        """Its row in the batch. Raises ValueError for a violation of another batch: what it says of a cell must reach no other."""
        position = (violation.ordinal or 0) - int(self.batch.ordinals[0])  # ordinals within a batch follow each other
        if not 0 <= position < self.batch.frame.height:
            raise ValueError(f"row {violation.row} is not among the {self.batch.frame.height} rows of this batch")
        return position

    def _propose(self, violations: Iterable[Violation]) -> bool:
        """Take up what may be mended; one finding for each cell, the others show again. False if there is nothing."""
        taken: set[tuple[int, int]] = set()
        before = len(self._removed)
        for violation in violations:
            position = self._position(violation)
            if position in self._removed:
                continue
            column = violation.column or 0
            of_row = violation.check.kind in ROW_KINDS
            if not of_row and ((position, column) in taken or violation.column is None):
                continue
            fix = self.decisions.offer(violation)
            if fix is None:
                continue
            mapped = not of_row and self._is_mapped(position, column)
            obstacle = "mapped" if mapped else self.decisions.obstacle(violation)
            if obstacle:
                self._held.add((position, -1 if of_row else column, obstacle))
            elif of_row:
                if not (self.decisions.limits.rows and any(place == position for place, _ in self._cells)):
                    self._removed[position] = violation, fix
            elif self._put(position, column, violation, fix):
                taken.add((position, column))
        return bool(taken) or len(self._removed) > before

    def _put(self, position: int, column: int, violation: Violation, fix: Fix) -> bool:
        text = mended_to(violation) or ""
        known = self._cells.get((position, column))
        rule = violation.check.rule
        if known is None:
            before = self._written(position, column)
            if text == (before or ""):
                return False
            self._cells[position, column] = _Cell(violation, before, text, (rule,), fix)
            return True
        if text == known.text:
            return False
        known.text = text
        known.rules = known.rules if rule in known.rules else (*known.rules, rule)
        known.fix = "confirm" if "confirm" in (fix, known.fix) else "safe"
        return True

    def _key(self, column: int) -> str:
        return self.decisions.table.columns[column].key

    def _written(self, position: int, column: int) -> str | None:
        frame = self.batch.written
        text: str | None = frame[self._key(column)][position]
        return text

    def _is_mapped(self, position: int, column: int) -> bool:
        """Whether the cell was judged by a value that a mapping put in its place."""
        if self.batch.as_written is None or (position, column) in self._cells:
            return False
        return bool(self._written(position, column) != self.batch.frame[self._key(column)][position])

    def _again(self) -> list[Violation]:
        """Judge the changed records that stay."""
        places = sorted({position for position, _ in self._cells} - self._removed.keys())
        if not places:
            return []
        chosen = np.array(places, dtype=np.int64)
        of = {position: place for place, position in enumerate(places)}
        batch = self.batch
        frame = batch.written[chosen]
        changed: dict[int, dict[int, str | None]] = {}
        for (position, column), cell in self._cells.items():
            if position in of:
                changed.setdefault(column, {})[of[position]] = cell.text or None
        for column, texts in changed.items():
            texts_put = pl.Series(list(texts.values()), dtype=pl.String)
            values = frame[self._key(column)].scatter(list(texts), texts_put)
            frame = frame.with_columns(values.alias(self._key(column)))
        mapped = batch.as_written is not None
        notices = tuple(replace(n, index=of[n.index]) for n in batch.notices if n.index is not None and n.index in of)
        return self.decisions.again(
            Batch(
                frame=self.decisions.mapped(frame) if mapped else frame,
                rows=batch.rows[chosen],
                ordinals=batch.ordinals[chosen],
                lines=None if batch.lines is None else batch.lines[chosen],
                broken=None if batch.broken is None else batch.broken[chosen],
                notices=notices,
                as_written=frame if mapped else None,
            )
        )

    def changes(self) -> list[Change]:
        """The changed cells of the rows that stay."""
        batch = self.batch
        return [
            Change(
                "replace",
                cell.violation,
                cell.rules,
                cell.fix,
                int(batch.ordinals[position]),
                int(batch.rows[position]),
                column,
                cell.before,
                cell.text,
            )
            for (position, column), cell in self._cells.items()
            if position not in self._removed and cell.text != (cell.before or "")
        ]

    def removals(self, is_record: npt.NDArray[np.bool_]) -> list[Removal]:
        """The rows that go away."""
        found = []
        changed = {position for position, _ in self._cells}
        for position, (violation, fix) in sorted(self._removed.items(), key=lambda pair: pair[0]):
            change = Change(
                "remove",
                violation,
                (violation.check.rule,),
                fix,
                int(self.batch.ordinals[position]),
                int(self.batch.rows[position]),
                before=violation.value,
            )
            # A row that became empty had other findings before; they are counted with the changed cells.
            key = None if position in changed else self.decisions.counted(violation)
            found.append(Removal(change, key, bool(is_record[position])))
        return found

    def differences(
        self, counted: Callable[[Violation], FailureKey | None]
    ) -> tuple[Counter[FailureKey], Counter[FailureKey]]:
        """What is counted of the changed records as they are and as they will be."""
        places = {position for position, _ in self._cells}
        before = Counter(key for v in self.found if self._position(v) in places and (key := counted(v)) is not None)
        staying = (v for v in self._after if self._position(v) not in self._removed)
        return before, Counter(key for v in staying if (key := counted(v)) is not None)

    def lost(self, is_record: npt.NDArray[np.bool_]) -> int:
        """Records that are none any more, though their rows stay."""
        rows = {self._position(v) for v in self._after if v.check.kind in ROW_KINDS}
        return sum(bool(is_record[position]) for position in rows - self._removed.keys())
