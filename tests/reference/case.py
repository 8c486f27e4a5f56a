"""One record with everything that judging it needs."""

from __future__ import annotations

import re
from datetime import date

from msgspec import Struct

from conformance.standard.model import Party, Purpose, RecordType, Severity, Standard
from reference import days
from reference.cells import Cell, canonical

Record = dict[str, str | None]
Found = set[tuple[str, str | None]]
Graded = set[tuple[str, str | None, Severity]]

CODES = (
    "subject_uscc",
    "subject_organisation_code",
    "subject_registration_number",
    "subject_tax_number",
    "subject_citizen_id",
)
PATTERNS = {
    "uscc": r"[0-9A-HJ-NPQRTUWXY]{18}",
    "organisation_code": r"[0-9A-Z]{8}-?[0-9X]",
    "citizen_id": r"[0-9]{17}[0-9X]",
    "division_code": r"[0-9]{6}",
}
NOTHING = Cell("empty", "", "")
"""Where the record has no such field."""


class Case(Struct, frozen=True):
    """One record with everything that judging it needs."""

    standard: Standard
    record_type: RecordType
    cells: dict[str, Cell]
    as_of: date
    purpose: Purpose
    party: Party | None

    def cell(self, name: str) -> Cell:
        return self.cells.get(name, NOTHING)

    def value(self, name: str) -> str | None:
        """The text to be judged; None where there is none, or where another rule has already spoken about it."""
        cell = self.cell(name)
        return cell.text if cell.kind == "value" else None

    def day(self, name: str) -> date | None:
        text = self.value(name)
        return days.parse(text) if text is not None else None

    def past_day(self, name: str) -> date | None:
        """The day, unless it lies in the future."""
        day = self.day(name)
        return day if day is not None and day <= self.as_of else None

    def identifier(self, name: str) -> str | None:
        """The identifier in canonical form, if it has the right shape."""
        text = self.value(name)
        if text is None:
            return None
        code = canonical(text, self.record_type.field(name))
        pattern = PATTERNS.get(self.record_type.field(name).type)
        return code if pattern is None or re.fullmatch(pattern, code) else None
