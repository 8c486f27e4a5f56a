"""What an exporter does with blank cells at the end of its rows, so that a habit is told from a fault.

A delimiter too many or too few in one row has shifted the cells of that row. In most rows it is the exporter's way.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct, field

Row = Sequence[str]
_FEWEST = 2
"""Fewer short rows than this are no habit."""


class Habits(Struct):
    """The habits of one table's exporter, learnt chunk by chunk; chunks without odd rows need not be shown."""

    rows: int = 0
    long: int = 0
    short: int = 0
    """Short rows that lack nothing but cells that may be blank."""
    could_be_short: int = 0
    """Whole rows that end in a blank cell."""
    runs: set[int] = field(default_factory=set)
    """Lengths of short rows that came in runs."""

    def extends(self, rows: Sequence[Row], width: int) -> bool:
        """Whether the exporter writes blank cells beyond the header."""
        self.rows += len(rows)
        self.long += sum(len(row) > width for row in rows)
        return self.long * 2 > self.rows

    def trimmed(self, rows: Sequence[Row], needed: int, least: int) -> set[int]:
        """Positions of short rows that lack only blank cells at their end, because the exporter leaves those out.

        It does so where most of the rows that could be short are; or where rows next to each other are equally short,
        for Excel leaves the last columns out of a block of rows in which they are all blank.
        """
        lengths = {index: len(row) for index, row in enumerate(rows) if max(1, least) <= len(row) < needed}
        self.short += len(lengths)
        self.could_be_short += sum(len(row) >= needed and not row[needed - 1].strip() for row in rows)
        if self.short < _FEWEST:
            return set()
        if self.short > self.could_be_short:
            return set(lengths)
        in_runs = {i for i, length in lengths.items() if length in (lengths.get(i - 1), lengths.get(i + 1))}
        self.runs.update(lengths[index] for index in in_runs)
        # A run may be cut by the end of the chunk.
        edges = {i for i in (0, len(rows) - 1) if lengths.get(i) in self.runs}
        return in_runs | edges
