"""The register of defects: at least one for every rule that judges records."""

from __future__ import annotations

from datetime import date
from functools import cache

from conformance.sample.defect import Context, Defect, Record
from conformance.sample.mutations import codes, conditions, dates, identifiers, items, numbers, presence, text
from conformance.sample.world import working_days
from conformance.standard.load import load
from conformance.standard.model import RecordType, Standard

DEFECTS: tuple[Defect, ...] = (
    *presence.DEFECTS,
    *codes.DEFECTS,
    *dates.DEFECTS,
    *identifiers.DEFECTS,
    *text.DEFECTS,
    *numbers.DEFECTS,
    *conditions.DEFECTS,
)


@cache
def _by_name() -> dict[str, Defect]:
    return {defect.name: defect for defect in DEFECTS}


def defect(name: str) -> Defect:
    """The defect of that name; KeyError if there is none."""
    return _by_name()[name]


def defects_of(record_type: RecordType) -> tuple[Defect, ...]:
    """Every defect that records of this type can have, whatever their item."""
    return tuple(entry for entry in DEFECTS if entry.fits(record_type))


def defects_for(record_type: str) -> tuple[Defect, ...]:
    """Those at the type's own columns, by the name of a record type of the standard that is shipped."""
    plain = load().record_types[record_type]
    own = {field.name for field in plain.fields if not field.addition}
    return tuple(entry for entry in defects_of(plain) if entry.field in own)


def item_defects(item: str, standard: Standard) -> tuple[Defect, ...]:
    """Defects of what the item asks beyond its record type. KeyError for an unknown item."""
    return items.defects_of_item(standard.items[item], standard)


def context_for(standard: Standard, record_type: RecordType, previous: Record | None = None) -> Context:
    """What mutations need to know of the standard."""
    days = tuple(working_days(standard.calendar, date(2015, 10, 1), date(2016, 12, 30)))
    divisions = {division.code: division for division in standard.divisions if not division.zone}
    return Context(standard, record_type, days, previous, divisions)
