"""Rules of the compiled standard that one cell alone decides: the ones that a peer may be able to express.

A peer takes them from here and says which kinds it has words for, so that nobody copies the standard by hand. Rules between
columns, check digits, calendars, duplicates, divisions and the like are this tool's alone in the comparison.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from msgspec import Struct

from conformance.checks.codes import pattern_of
from conformance.checks.dateforms import STANDARD, STANDARD_WITH_TIME
from conformance.standard.load import load
from conformance.standard.model import Check, RecordType, Standard

Kind = Literal["required", "pattern", "values", "date", "length"]


class CellRule(Struct, frozen=True):
    """One rule about one column of a file."""

    kind: Kind
    field: str
    header: str
    rule_ids: tuple[str, ...]
    """Ids of the standard's rules that it stands for."""
    pattern: str | None = None
    """A regular expression that the whole value matches: of ``pattern`` and ``date``, and of ``values`` where a note may
    follow a value or several may stand together."""
    values: tuple[str, ...] | None = None
    """Every value that is allowed, where they can be counted."""
    limit: int | None = None
    """Characters, of ``length``."""
    time: bool = False
    """Whether a time of day may follow a date."""


def cell_rules(item: str, headers: Sequence[str], standard: Standard | None = None) -> tuple[CellRule, ...]:
    """The cell rules of a data item for the columns that a file has, in the order of the standard's checks.

    Raises KeyError for an item that does not exist.
    """
    standard = standard or load()
    record_type = standard.record_type_of(item)
    titles = {field.name: field.title for field in record_type.fields}
    made = (
        _rule(check, titles[check.field], record_type, standard)
        for check in record_type.checks
        if "submission" in check.purposes and titles.get(check.field) in headers
    )
    return tuple(rule for rule in made if rule is not None)


def number_of_checks(item: str, headers: Sequence[str]) -> int:
    """All checks of the item that bear on a submission with these columns: what this tool runs."""
    record_type = load().record_type_of(item)
    have = {field.name for field in record_type.fields if field.title in headers}
    return sum("submission" in check.purposes and set(check.fields) <= have for check in record_type.checks)


def _rule(check: Check, header: str, record_type: RecordType, standard: Standard) -> CellRule | None:
    match check.kind:
        case "required":
            return CellRule("required", check.field, header, (check.rule,))
        case "pattern":
            return CellRule("pattern", check.field, header, (check.rule,), pattern=check.params["pattern"])
        case "max_length":
            return CellRule("length", check.field, header, (check.rule,), limit=check.params["limit"])
        case "date_form":
            # The form implies that there is a date at all; that it is a day of the calendar only some peers can say.
            ids = (check.rule, *(c.rule for c in record_type.checks if c.kind == "date" and c.field == check.field))
            time = bool(check.params.get("time"))
            shape = STANDARD_WITH_TIME if time else STANDARD
            return CellRule("date", check.field, header, ids, pattern=shape, time=time)
        case "code_list":
            entries = standard.code_lists[check.params["code_list"]]
            if entries.several or any(code.note_allowed for code in entries.codes):
                return CellRule("values", check.field, header, (check.rule,), pattern=pattern_of(entries))
            words = {word for code in entries.codes for word in (code.label, *code.aliases)}
            if entries.wanted == "code":
                words |= {code.code for code in entries.codes}
            return CellRule("values", check.field, header, (check.rule,), values=tuple(sorted(words)))
        case _:
            return None
