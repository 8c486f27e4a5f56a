"""Some rows of a batch as the sieve looks at them: where failures are shown, and their fingerprints by columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl
from msgspec import Struct

from conformance.engine.describe import key_column, shown_in
from conformance.engine.fingerprints import Hashes
from conformance.engine.identity import Identity
from conformance.engine.places import Positions
from conformance.engine.plan import Plan, Planned
from conformance.engine.telling import telling_fields

if TYPE_CHECKING:
    from conformance.engine.cells import Cells
    from conformance.sources.model import Batch


class Shown(Struct, frozen=True):
    """Which columns failures are shown at: the names, and for each failure the number of its own."""

    names: list[str]
    which: Positions


class Rows:
    """Some rows of a batch, with what of them is worked out once for all checks."""

    def __init__(self, plan: Plan, batch: Batch, cells: Cells, origin: Positions, identity: Identity) -> None:
        self._plan = plan
        self._written = batch.written
        self._cells = cells
        self._origin = origin
        self._identity = identity
        self._keys: pl.Series | None = None
        self._records: Hashes | None = None
        people = [field.name for field in plan.record_type.fields if field.personal == "name"]
        self._people = [name for name in people if name in self._written.columns]
        self._telling = telling_fields(plan.record_type, self._written.columns)

    @property
    def keys(self) -> pl.Series:
        """The number of each record."""
        if self._keys is None:
            there = self._plan.record_type.key_field in self._plan.context.present
            nothing = pl.repeat(None, self._cells.height, dtype=pl.String, eager=True)
            self._keys = self._cells.column(key_column(self._plan.record_type)) if there else nothing
        return self._keys

    def shown(self, planned: Planned, failed: Positions) -> Shown:
        """Where the failures of a check are shown."""
        columns = shown_in(planned, self._cells.at(failed))
        if columns is None:
            return Shown([planned.check.field], np.zeros(len(failed), dtype=np.int64))
        numbers = {name: number for number, name in enumerate(dict.fromkeys(columns))}
        return Shown(list(numbers), np.array([numbers[name] for name in columns], dtype=np.int64))

    def fingerprints(self, rule: str, column: str, name: str, failed: Positions) -> Hashes:
        """Fingerprints of failures that are shown at one column, which is called ``name`` there."""
        rows = self._origin[failed]
        people = [self._written[one].gather(rows) for one in self._people]
        nothing = pl.repeat(None, len(rows), dtype=pl.String, eager=True)
        values = self._written[column].gather(rows) if column in self._written.columns else nothing
        return self._identity.findings(rule, name, self._known_by(failed), values, people)

    def _known_by(self, failed: Positions) -> Hashes:
        """What enters of the records: of all numbers once, of the content only where there is no number."""
        if self._records is None:
            self._records = self._identity.records(self.keys)
        records = self._records[failed]
        bare = np.flatnonzero(records == 0)
        if len(bare):
            rows = self._origin[failed[bare]]
            cells = self._written.select(self._telling)[rows]
            records[bare] = self._identity.contents(cells, [self._written[one].gather(rows) for one in self._people])
        return records
