"""How time and memory grow with rows, columns, rules and findings, each while the others stand still."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from bench.fit import exponent
from bench.result import Point, Series
from bench.rules import number_of_checks
from bench.samples import DEFECTS, Sample, header, make, with_columns
from bench.timing import child, read_once, summed_up

KIND = "licence"
SHARES = (0.125, 0.25, 0.5, 1.0)
"""Shares of the checks."""
KEPT = (5, 9, 13, 18)
"""Columns kept of the 18 of the form."""
ADDED = (0, 18, 54)
"""Unknown columns added to the 18."""


def series(sizes: Sequence[int], rows: int, rounds: int) -> Iterator[Series]:
    """The four series; that of rows by ``sizes``, the others at ``rows``. Raises Failed."""
    item = Sample(KIND, rows).item
    clean = Sample(KIND, rows)
    yield _fitted(
        "rows",
        "clean licence files",
        (_point(size, f"{size:,}", make(Sample(KIND, size)), item, rounds) for size in sizes),
    )
    yield _fitted(
        "known columns",
        f"{rows:,} rows, clean; the first columns of the form, with the rules for them",
        (_point(kept, f"{kept}", with_columns(clean, keep=kept), item, rounds) for kept in KEPT),
    )
    yield _fitted(
        "columns",
        f"{rows:,} rows, clean; unknown columns added, which no rule reads",
        (_point(18 + more, f"{18 + more}", with_columns(clean, more=more), item, rounds) for more in ADDED),
    )
    path = make(clean)
    checks = number_of_checks(item, header(path))
    yield _fitted(
        "rules",
        f"{rows:,} rows, clean; checks picked evenly from all",
        (
            _point(round(checks * share), f"{round(checks * share)}", path, item, rounds, "--checks", str(share))
            for share in SHARES
        ),
    )
    yield _fitted(
        "findings",
        f"{rows:,} rows; share of rows with a planted defect",
        (_point(share, bad, make(Sample(KIND, rows, bad)), item, rounds) for bad, share in DEFECTS.items()),
    )


def _point(x: float, label: str, path: Path, item: str, rounds: int, *more: str) -> Point:
    read_once(path)
    timing = summed_up([child("tool", path, item, *more) for _ in range(rounds)])
    return Point(x, label, timing.run_s, timing.anonymous_mb)


def _fitted(name: str, what: str, points: Iterable[Point]) -> Series:
    measured = tuple(points)
    return Series(
        name,
        what,
        measured,
        exponent([(point.x, point.seconds) for point in measured]),
        exponent([(point.x, point.anonymous_mb) for point in measured if point.anonymous_mb is not None]),
    )
