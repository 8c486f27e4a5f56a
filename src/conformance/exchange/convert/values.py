"""Coded values from the numbers of one side to those of another. What cannot be told stays as it is written."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl
from msgspec import Struct

from conformance.standard.model import Code, CodeList


class Recoding(Struct, frozen=True):
    """One field's values: how to read those of the one side and to write those of the other."""

    field: str
    codes: CodeList
    read: Mapping[str, str]
    """Number that the one side writes → label; empty where it has none of its own."""
    write: Mapping[str, str]
    """Label → number that the other side writes; empty where it has none of its own."""

    def __call__(self, value: str) -> str | None:
        """How the other side writes a value; None where it cannot be told what it means."""
        found = self._meant(value.strip())
        if found is None:
            return None
        if found.label in self.write:
            return self.write[found.label]
        return found.code if self.codes.wanted == "code" else found.label

    def _meant(self, value: str) -> Code | None:
        label = self.read.get(value, value)
        for code in self.codes.codes:
            if label in (code.label, *code.aliases) or (value == code.code and self._by_number(value)):
                return code
        return None

    def _by_number(self, value: str) -> bool:
        """Whether a code may be taken as such: no number that vendors give to different labels."""
        return not self.read and (self.codes.numbering_stable or not value.isdigit())


class Recoded(Struct, frozen=True):
    """A column after it: ``changed`` and ``untold`` count cells, ``examples`` are values of which nothing could be told."""

    column: pl.Series
    changed: int
    untold: int
    examples: tuple[str, ...]


def recode(column: pl.Series, how: Recoding) -> Recoded:
    """Every filled cell by what it means; each distinct value is looked at once."""
    filled = column.drop_nulls()
    counts = filled.value_counts(name="cells")
    answers = {value: how(value) if value.strip() else value for value in counts[filled.name]}
    cells = dict(zip(counts[filled.name], counts["cells"], strict=True))
    changed = {value: answer for value, answer in answers.items() if answer is not None and answer != value}
    untold = [value for value, answer in answers.items() if answer is None]
    return Recoded(
        column.replace(changed) if changed else column,
        sum(cells[value] for value in changed),
        sum(cells[value] for value in untold),
        tuple(sorted(untold)),
    )
