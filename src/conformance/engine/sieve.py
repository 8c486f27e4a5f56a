"""What is found, parted into what counts, what was known from an earlier run, and what is suppressed.

Known findings are findings: they reject records and weigh in the verdict, and are only not shown again. Suppressed ones
do neither, but they are counted. Whole columns of failing cells are parted at once; nothing is looked at one by one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import numpy as np
import polars as pl
from msgspec import Struct, field
from msgspec.structs import replace

from conformance.engine.baseline import Baseline
from conformance.engine.identity import Identity, Place
from conformance.engine.places import Mask, Positions
from conformance.engine.plan import Plan, Planned
from conformance.engine.sieverows import Rows
from conformance.standard.model import Severity

if TYPE_CHECKING:
    from conformance.engine.cells import Cells
    from conformance.engine.model import Request, Tally, Violation
    from conformance.sources.model import Batch
    from conformance.standard.model import Standard

NOTHING: Positions = np.empty(0, dtype=np.int64)
"""No positions."""


class Suppression(Struct, frozen=True):
    """Findings of one rule that are left out."""

    rule: str
    concerns: Callable[[str], bool] = lambda path: True
    """Whether it is about the file at a path."""
    fields: frozenset[str] = frozenset()
    """Empty for every field."""
    keys: frozenset[str] = frozenset()
    """Document numbers; empty for every record."""


class Withheld(Struct):
    """How many findings a suppression was about."""

    findings: Counter[Severity] = field(default_factory=Counter)
    """Those that were left out."""
    kept: int = 0
    """Those that count all the same, because the record could not be judged otherwise."""


class Parted(Struct, frozen=True):
    """Positions of failures that count and of known ones, and how many others were suppressed."""

    counted: Positions
    known: Positions = field(default_factory=lambda: NOTHING)
    suppressed: int = 0

    def enter(self, tally: Tally) -> None:
        """Add them to a check's counts."""
        tally.failed += len(self.counted)
        tally.known += len(self.known)
        tally.suppressed += self.suppressed

    @property
    def real(self) -> Positions:
        """Those that are findings, new and known ones."""
        return np.union1d(self.counted, self.known) if len(self.known) else self.counted


class Sieve:
    """The sieve of one run. What it held back of a table is entered when the table was judged to its end."""

    def __init__(self, suppressions: Sequence[Suppression] = (), baseline: Baseline | None = None) -> None:
        self.suppressions = tuple(suppressions)
        self.baseline = baseline
        self.withheld = [Withheld() for _ in self.suppressions]
        """One for each suppression."""

    def table(self, place: Place, standard: Standard) -> TableSieve:
        """The sieve of one table."""
        return TableSieve(self, place, standard)


class TableSieve:
    """The sieve of one table: ``begin`` a batch, then part its failures; in the end ``settle``."""

    def __init__(self, sieve: Sieve, place: Place, standard: Standard) -> None:
        self._sieve = sieve
        self._identity = Identity(place, standard)
        self._fitting: dict[str, list[int]] = {}
        for number, one in enumerate(sieve.suppressions):
            if one.concerns(place.path):
                self._fitting.setdefault(one.rule, []).append(number)
        self._withheld = [Withheld() for _ in sieve.suppressions]
        self._batch: Rows | None = None

    @property
    def compares(self) -> bool:
        """Whether findings are compared with an earlier run."""
        return self._sieve.baseline is not None

    def begin(self, plan: Plan, batch: Batch, cells: Cells, origin: Positions) -> None:
        """Go on to some rows of a batch: their cells, and where in the batch they stand."""
        self._batch = Rows(plan, batch, cells, origin, self._identity)

    def part(self, planned: Planned, failed: Positions) -> Parted:
        """Part the failures of one check, positions among the rows that were begun."""
        fitting = self._fitting.get(planned.check.rule, ())
        if self._batch is None or not len(failed) or (not fitting and self._sieve.baseline is None):
            return Parted(failed)
        shown = self._batch.shown(planned, failed)
        names = pl.Series([self._identity.name_of(name, planned.check.field) for name in shown.names], dtype=pl.String)
        suppressed = self._suppressed(
            fitting, planned.severity, len(failed), lambda: names.gather(shown.which), lambda: self._keys(failed)
        )
        known = np.zeros(len(failed), dtype=np.bool_)
        if self._sieve.baseline is not None:
            prints = np.empty(len(failed), dtype=np.uint64)
            for number, name in enumerate(shown.names):
                mine = np.flatnonzero(shown.which == number)
                prints[mine] = self._batch.fingerprints(planned.check.rule, name, names[number], failed[mine])
            known = self._sieve.baseline.take(prints)
        return _parted(failed, known, suppressed)

    def _keys(self, failed: Positions) -> pl.Series:
        assert self._batch is not None  # noqa: S101 - a batch was begun
        return self._batch.keys.gather(failed)

    def part_rows(self, planned: Planned, keys: pl.Series, values: pl.Series) -> Parted:
        """Part failures of which key and value are at hand; positions among them."""
        fitting = self._fitting.get(planned.check.rule, ())
        everything = np.arange(len(keys), dtype=np.int64)
        if not len(keys) or (not fitting and self._sieve.baseline is None):
            return Parted(everything)
        name = self._identity.name_of(planned.check.field, planned.check.field)
        suppressed = self._suppressed(
            fitting, planned.severity, len(keys), lambda: pl.repeat(name, len(keys), eager=True), lambda: keys
        )
        known = np.zeros(len(keys), dtype=np.bool_)
        if self._sieve.baseline is not None:
            records = self._identity.records(keys)
            known = self._sieve.baseline.take(self._identity.findings(planned.check.rule, name, records, values, ()))
        return _parted(everything, known, suppressed)

    def sift(self, found: Sequence[Violation], unjudged: Mask | None = None) -> Parted:
        """Part findings that are described already; positions among them.

        Those of ``unjudged`` records count whatever is suppressed: nobody can say that the record is right otherwise.
        """
        everything = np.arange(len(found), dtype=np.int64)
        suppressed = np.zeros(len(found), dtype=np.bool_)
        for at, one in enumerate(found):
            name = self._identity.name_at(one.column, one.check.field)
            for number in self._fitting.get(one.check.rule, ()):
                suppression = self._sieve.suppressions[number]
                key = (one.key or "").strip()
                if (suppression.fields and name not in suppression.fields) or (
                    suppression.keys and key not in suppression.keys
                ):
                    continue
                if unjudged is not None and unjudged[at]:
                    self._withheld[number].kept += 1
                    continue
                self._withheld[number].findings[one.severity] += 1
                suppressed[at] = True
                break
        known = np.zeros(len(found), dtype=np.bool_)
        if self._sieve.baseline is not None and found:
            known = self._sieve.baseline.take(self._identity.of_violations(found))
        return _parted(everything, known, suppressed)

    def _suppressed(
        self,
        fitting: Sequence[int],
        severity: Severity,
        size: int,
        names: Callable[[], pl.Series],
        keys: Callable[[], pl.Series],
    ) -> Mask:
        """Which failures are suppressed; each of them is counted for the first suppression that it fits."""
        suppressed = np.zeros(size, dtype=np.bool_)
        for number in fitting:
            one = self._sieve.suppressions[number]
            hit = ~suppressed
            if one.fields:
                hit &= _among(names(), one.fields)
            if one.keys:
                hit &= _among(keys(), one.keys)
            self._withheld[number].findings[severity] += int(np.count_nonzero(hit))
            suppressed |= hit
        return suppressed

    def settle(self) -> None:
        """The table was judged to its end: what was held back counts."""
        for whole, mine in zip(self._sieve.withheld, self._withheld, strict=True):
            whole.findings.update(mine.findings)
            whole.kept += mine.kept
        self._withheld = [Withheld() for _ in self._withheld]


def _among(texts: pl.Series, wanted: frozenset[str]) -> Mask:
    return texts.is_in(list(wanted)).fill_null(value=False).to_numpy().astype(np.bool_)


def _parted(failed: Positions, known: Mask, suppressed: Mask) -> Parted:
    return Parted(failed[~known & ~suppressed], failed[known & ~suppressed], int(np.count_nonzero(suppressed)))


def sifted(
    request: Request, place: Place, found: Sequence[Violation], tally: Tally
) -> tuple[list[Violation], list[Violation]]:
    """Findings of one check about a place that is no table of records: those that count, and known ones.

    All are entered in the tally.
    """
    if request.sieve is None or not found:
        tally.failed += len(found)
        return list(found), []
    sieve = request.sieve.table(place, request.standard)
    parted = sieve.sift(found)
    sieve.settle()
    parted.enter(tally)
    counted = [found[at] for at in parted.counted.tolist()]
    known = [found[at] for at in parted.known.tolist()]
    if sieve.compares:
        counted = [replace(one, state="new") for one in counted]
        known = [replace(one, state="known") for one in known]
    return counted, known
