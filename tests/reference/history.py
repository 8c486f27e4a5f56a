"""What has become of a submission since the one before it, and which days lie in its period: record by record."""

from __future__ import annotations

import re
import unicodedata
from datetime import date

from conformance.standard.model import Check, Field, RecordType, Standard
from reference import days
from reference.case import Record
from reference.cells import Cell, canonical
from reference.measures import MEASURES, plainly
from reference.references import CODES, cell_of, document_key, sound

Key = tuple[str | None, ...]
Values = dict[str, str | None]
_BLANKS = re.compile(r"[^\S\x1c-\x1f]")
"""White space; the separators of files among the control characters are none."""


def history_of(kind: RecordType) -> Check:
    """What the standard says of the type: its key, and what may not change."""
    [check] = [check for check in kind.checks if check.kind == "history"]
    return check


def key_of(record: Record, kind: RecordType, standard: Standard) -> Key | None:
    """By what a record is known again; None where its first part says nothing."""
    parts = [key_part(record.get(name), kind.field(name), standard) for name in history_of(kind).fields]
    return tuple(part or "" for part in parts) if parts[0] is not None else None


def key_part(text: str | None, field: Field, standard: Standard) -> str | None:
    if field.type == "document_number":
        return document_key(text) if cell_of(text, field, standard).filled else None
    if field.type in ("text", "person_name"):
        cell = cell_of(text, field, standard)
        return _BLANKS.sub("", unicodedata.normalize("NFKC", cell.text)) if cell.filled else None
    return compared(text, field, standard)


def compared(text: str | None, field: Field, standard: Standard) -> str | None:
    """A value as it is compared: in one writing where it has a standard one, a text as it is; None is no value."""
    cell = cell_of(text, field, standard)
    value = cell.text if cell.kind == "value" else None
    if field.name in CODES[:3]:
        return sound(text, field, standard)
    if field.type in ("text", "person_name"):
        return cell.text or None
    if field.type == "document_number":
        return key_part(text, field, standard)
    if field.type in ("date", "timestamp"):
        day = day_of(cell)
        return f"{day:%Y/%m/%d}" if day else cell.text or None
    if field.type in MEASURES:
        return (plainly(value, field) if value else None) or cell.text or None
    if field.type == "code":
        return unicodedata.normalize("NFKC", value) if value else None
    return canonical(value, field) if value else None


def day_of(cell: Cell) -> date | None:
    return days.parse(cell.text) if cell.kind == "value" else None


def changed(now: list[Record], before: list[Record], kind: RecordType, standard: Standard) -> set[tuple[int, str]]:
    """Position and field of every value that was another one in the submission before.

    What was blank may be filled in. A key that several records had is right with the values of any of them, and compared
    with the first of them where it has those of none.
    """
    earlier: dict[Key, list[Values]] = {}
    for record in before:
        key = key_of(record, kind, standard)
        if key is not None:
            earlier.setdefault(key, []).append(fixed(record, kind, standard))
    found = set()
    for position, record in enumerate(now):
        key, values = key_of(record, kind, standard), fixed(record, kind, standard)
        known = earlier.get(key, []) if key is not None else []
        if known and (len(known) == 1 or values not in known):
            found |= {(position, name) for name, was in known[0].items() if was is not None and was != values[name]}
    return found


def fixed(record: Record, kind: RecordType, standard: Standard) -> Values:
    """What may not change of a record."""
    names = history_of(kind).params["fixed"]
    return {name: compared(record.get(name), kind.field(name), standard) for name in names}


def late(
    now: list[Record], before: list[Record], until: date, since: date | None, kind: RecordType, standard: Standard
) -> set[int]:
    """Positions of records that were decided by ``until`` and are not in the submission before.

    A record without a key cannot be looked for, and what was decided before ``since`` is filed for the first time.
    """
    earlier = {key_of(record, kind, standard) for record in before}
    found = set()
    for position, record in enumerate(now):
        key, decided = key_of(record, kind, standard), decision(record, kind, standard)
        if key is not None and key not in earlier and decided is not None and (since or date.min) <= decided <= until:
            found.add(position)
    return found


def outside(
    records: list[Record], first: date, last: date, open_at_start: bool, kind: RecordType, standard: Standard
) -> set[int]:
    """Positions of records that were decided outside the period: after its last day, or, unless it is open there, before
    its first one and not changed since."""
    found = set()
    for position, record in enumerate(records):
        decided = decision(record, kind, standard)
        touched = day_of(cell_of(record.get("data_timestamp"), kind.field("data_timestamp"), standard))
        if decided is None:
            continue
        if decided > last or (decided < first and not open_at_start and (touched is None or touched < first)):
            found.add(position)
    return found


def decision(record: Record, kind: RecordType, standard: Standard) -> date | None:
    return day_of(cell_of(record.get("decision_date"), kind.field("decision_date"), standard))
