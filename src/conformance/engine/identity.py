"""The fingerprints of the findings of one table, from violations or from whole columns of failing cells."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import zip_longest
from typing import Protocol

import numpy as np
import polars as pl

from conformance.engine import fingerprint as single
from conformance.engine.fingerprints import Hashes, joined, of_keys, of_values
from conformance.engine.model import Violation
from conformance.sources.model import Column
from conformance.standard.model import Standard

_VERSION = "1"
"""Part of every fingerprint: whoever changes what enters changes it too, and no old finding is mistaken for another."""

_FEW = 200
"""Findings that are not worth columns."""


class Place(Protocol):
    """What is needed of a table; both Table and TableResult have it."""

    @property
    def path(self) -> str: ...  # noqa: D102
    @property
    def item(self) -> str: ...  # noqa: D102
    @property
    def columns(self) -> tuple[Column, ...]: ...  # noqa: D102


class Identity:
    """Fingerprints of findings in one table."""

    def __init__(self, place: Place, standard: Standard) -> None:
        self._columns = place.columns
        self._item = place.item
        self._places = {column.key: at for at, column in enumerate(place.columns)}
        known = standard.record_type_of(place.item) if place.item in standard.items else None
        fields = {} if known is None else {field.name: field for field in known.fields}
        self._words = frozenset(standard.placeholders)
        self._once = frozenset(rule.id for rule in standard.rules.values() if rule.once_per_input)
        self._personal = frozenset(name for name, field in fields.items() if field.personal != "none")
        self._key_is_name = known is not None and known.key_field in self._personal
        self._bases: dict[tuple[str, str], int] = {}

    def name_at(self, column: int | None, field: str) -> str:
        """What a finding is about: the field of its column, the header of one that has no field, else the check's field."""
        if column is None:
            return field
        found = self._columns[column]
        return found.field or f"@{found.header}"

    def name_of(self, key: str, field: str) -> str:
        """The same by the column's name in a batch."""
        return self.name_at(self._places.get(key), field)

    def records(self, keys: pl.Series) -> Hashes:
        """What enters of the records' numbers; 0 for records that are to be known by their content."""
        return of_keys(keys, list(self._words), personal=self._key_is_name)

    def contents(self, cells: pl.DataFrame, names: Sequence[pl.Series]) -> Hashes:
        """What enters of records without a number: the columns of their telling fields."""
        whole = np.zeros(cells.height, dtype=np.uint64)
        for name in cells.columns:
            whole += self._content(name, of_values(cells[name], names))
        return whole

    def _content(self, name: str, values: Hashes) -> Hashes:
        """A cell's share: that of an empty one is nothing, so that a column more or less makes no difference."""
        return np.where(values == 0, np.uint64(0), joined(self._base("", name), values))

    def findings(self, rule: str, name: str, records: Hashes, values: pl.Series, names: Sequence[pl.Series]) -> Hashes:
        """Fingerprints of the findings of one rule about one field or column."""
        personal = name in self._personal
        entering: Hashes | int = 0 if personal else of_values(values, names)
        return joined(self._base(rule, name), records, entering)

    def of_violations(self, violations: Sequence[Violation]) -> Hashes:
        """Fingerprints of findings that are described already."""
        if len(violations) <= _FEW:
            return np.array([self._of_violation(one) for one in violations], dtype=np.uint64)
        names = [self.name_at(one.column, one.check.field) for one in violations]
        bases = np.array(
            [self._base(one.check.rule, name) for one, name in zip(violations, names, strict=True)], dtype=np.uint64
        )
        records = self.records(_texts(one.key for one in violations))
        for at in np.flatnonzero(records == 0).tolist():
            records[at] = self._of_content(violations[at])
        values = of_values(_texts(one.value for one in violations), _people(violations))
        values[[name in self._personal for name in names]] = 0
        once = [one.check.rule in self._once for one in violations]
        records[once] = values[once] = 0
        return joined(bases, records, values)

    def _of_violation(self, violation: Violation) -> int:
        """The same of one."""
        rule = violation.check.rule
        name = self.name_at(violation.column, violation.check.field)
        if rule in self._once:  # any row may be the first
            return single.joined(self._base(rule, name), 0, 0)
        record = single.of_key(violation.key, self._words, personal=self._key_is_name) or self._of_content(violation)
        value = 0 if name in self._personal else single.of_value(violation.value, violation.names)
        return single.joined(self._base(rule, name), record, value)

    def _of_content(self, violation: Violation) -> int:
        cells = ((name, single.of_value(text, violation.names)) for name, text in violation.content)
        return sum(single.joined(self._base("", name), value) for name, value in cells if value) % (1 << 64)

    def _base(self, rule: str, name: str) -> int:
        if (rule, name) not in self._bases:
            shown = single.without_id(name)
            self._bases[rule, name] = single.of_text("\0".join((_VERSION, rule, self._item, shown)))
        return self._bases[rule, name]


def hexadecimal(fingerprint: int) -> str:
    """A fingerprint as it is written: 16 digits."""
    return f"{fingerprint:016x}"


def _texts(texts: Iterable[str | None]) -> pl.Series:
    return pl.Series(list(texts), dtype=pl.String)


def _people(violations: Sequence[Violation]) -> list[pl.Series]:
    """The names of the persons of each record, as columns."""
    return [_texts(column) for column in zip_longest(*(one.names for one in violations))]
