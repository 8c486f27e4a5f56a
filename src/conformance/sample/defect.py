"""What a defect is: one mutation of a valid record that one rule, and no other, must find."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from random import Random

from msgspec import Struct, field

from conformance.sample.world import in_force
from conformance.standard.model import Division, Field, Purpose, RecordType, Standard

Record = dict[str, str | None]
CODES = (
    "subject_uscc",
    "subject_organisation_code",
    "subject_registration_number",
    "subject_tax_number",
    "subject_citizen_id",
)
EVENTS = ("objection", "revocation", "repair", "removal")
"""What may change or end an entry in a list; each has a date and a document."""


class Context(Struct, frozen=True):
    """What a mutation may look at besides the record: the standard, its calendar and the record before."""

    standard: Standard
    record_type: RecordType
    days: tuple[date, ...]
    """Working days of the years that samples are from, in order."""
    previous: Record | None = None
    divisions: Mapping[str, Division] = field(default_factory=dict)

    def field(self, name: str) -> Field:
        """The field's declaration."""
        return self.record_type.field(name)

    def limited(self, name: str) -> bool:
        """Whether an item allows only some values, or bodies, in the field: any other would be a second finding."""
        limits = ("value_of_item", "issuer")
        return any(check.kind in limits and check.field == name for check in self.record_type.checks)

    def conditioned(self, name: str) -> bool:
        """Whether some condition between fields may ask for the field."""
        checks = (check for check in self.record_type.checks if check.kind == "condition")
        return any(clause["field"] == name for check in checks for clause in check.params["then"])

    def steady(self, record: Record) -> bool:
        """Whether the division holds on both dates, so that one of them can be spoilt without a second finding."""
        division = self.divisions.get(record["division_code"] or "")
        dates = [read(record["decision_date"]), read(record["data_timestamp"])]
        return division is not None and all(day is not None and in_force(division, day) for day in dates)


_OF_ANY_VALUE = frozenset({"required", "value-of-item", "issuing-organ-unknown"})
"""Rules that a field can break although its item limits the values: it is empty, or this is the rule of the limits."""
_OF_WHOLE_ROWS = frozenset({"footer-row", "empty-row"})

Mutate = Callable[[Record, str, Random, Context], str | Mapping[str, str | None] | None]
"""(record, field, chance, context) → the field's new value, or new values of several fields, or None where the
record does not lend itself to this defect."""


class Defect(Struct, frozen=True):
    """A named mutation and the rule that must find it."""

    name: str
    rule: str
    field: str
    """Where the finding is shown."""
    mutate: Mutate
    purpose: Purpose = "submission"
    party: bool = False
    """Found only for a party with a jurisdiction (of divisions that begin with 31)."""
    plantable: bool = True
    """False where the finding is not about one row of a submission: oddities told once per file, rows that are no
    records, rules that ``conformance sample`` cannot ask for, and values that some format cannot carry: the same
    seed plants the same defects in every format."""

    def fits(self, record_type: RecordType) -> bool:
        """Whether the rule is checked at the field, or at rows as a whole, in records of the type."""
        return any(check.rule == self.rule and check.field in (self.field, "*") for check in record_type.checks)

    def apply(self, record: Record, chance: Random, context: Context) -> Record | None:
        """A spoilt copy of the record; None where the record does not lend itself to it."""
        if self.field not in record or (self.rule not in _OF_ANY_VALUE and context.limited(self.field)):
            return None
        changed = self.mutate(record, self.field, chance, context)
        if changed is None:
            return None
        changes: Record = {self.field: changed} if isinstance(changed, str) else dict(changed)
        spoilt = record | changes
        return None if spoilt == record or self._asks_twice(changes, context) else spoilt

    def _asks_twice(self, changes: Record, context: Context) -> bool:
        """Whether a cell that the item requires would be empty, which is another finding."""
        if self.rule in _OF_WHOLE_ROWS:
            return False
        emptied = {name for name, value in changes.items() if value is None}
        if self.rule == "required":
            emptied.discard(self.field)
        return any(field.name in emptied for field in context.record_type.fields if field.requirement == "required")


def read(value: str | None) -> date | None:
    """The day of a well-formed date or timestamp."""
    return date(int(value[:4]), int(value[5:7]), int(value[8:10])) if value else None


def written(day: date) -> str:
    """A day as the form wants it."""
    return f"{day:%Y/%m/%d}"


def has(record: Record, *names: str) -> bool:
    """Whether every one of these fields is filled."""
    return all(record.get(name) for name in names)


def other_codes(record: Record, name: str) -> bool:
    """Whether the subject still has one of codes 1 to 4 without this field."""
    return any(record.get(code) for code in CODES[:4] if code != name)


def is_person(record: Record) -> bool:
    """Whether the sample's subject is a natural person at home (code 5 alone, no representative)."""
    return not has(record, "legal_representative") and bool((record["subject_citizen_id"] or "")[:17].isdigit())


def is_company(record: Record) -> bool:
    """Whether the subject's name says beyond doubt that it is a company."""
    return (record["subject_name"] or "").endswith(("有限公司", "有限责任公司"))
