"""Which records refer to something that is not there, one by one."""

from __future__ import annotations

import re
import unicodedata

from conformance.standard.model import Field, RecordType, Standard
from reference import numbers
from reference.case import PATTERNS, Record
from reference.cells import Cell, canonical, classify

CODES = ("subject_uscc", "subject_organisation_code", "subject_registration_number")
Key = tuple[str, str]


def strangers(records: list[Record], register: list[Record], kind: RecordType, standard: Standard) -> list[int]:
    """Positions of records whose subject is in no record of the register, though its kind of subject could be."""
    registration = standard.record_types["registration"]
    known = {key for record in register for key in subject_keys(record, registration, standard)}
    authorities = {authority(record, registration, standard) for record in register} - {None}
    found = []
    for position, record in enumerate(records):
        keys = subject_keys(record, kind, standard)
        mine = authority(record, kind, standard)
        if keys and not keys & known and (mine is None or mine in authorities):
            found.append(position)
    return found


def subject_keys(record: Record, kind: RecordType, standard: Standard) -> set[Key]:
    """Everything by which the subject can be found: codes that are right in themselves, in standard form."""
    keys: set[Key] = set()
    for name in CODES:
        field = kind.field(name)
        code = sound(record.get(name), field, standard)
        if code is None:
            continue
        keys.add((field.type, code))
        if field.type == "uscc":
            keys.add(("organisation_code", code[8:17]))
    return keys


def sound(text: str | None, field: Field, standard: Standard) -> str | None:
    """A code in standard form, if nothing is wrong with it."""
    cell = cell_of(text, field, standard)
    if cell.kind != "value":
        return None
    code = canonical(cell.text, field).replace("-", "")
    if field.type in PATTERNS and not re.fullmatch(PATTERNS[field.type], code):
        return None
    if field.type == "uscc":
        return code if numbers.uscc_check(code) == code[17] else None
    if field.type == "organisation_code":
        return code if numbers.organisation_check(code[:8]) == code[8] else None
    if re.fullmatch("[0-9]{15}", code) and numbers.registration_check(code) != code[14]:
        return None
    return code


def authority(record: Record, kind: RecordType, standard: Standard) -> str | None:
    """Who registered the subject, as far as its codes tell: business numbers are those of industry and commerce, 9."""
    unified = sound(record.get("subject_uscc"), kind.field("subject_uscc"), standard)
    if unified is not None:
        return unified[0]
    name = "subject_registration_number"
    return None if sound(record.get(name), kind.field(name), standard) is None else "9"


def cell_of(text: str | None, field: Field, standard: Standard) -> Cell:
    """The cell, told apart as for every other rule."""
    return classify(text, field, standard, ("空",) if field.name == "document_number" else ())


def document_key(text: str | None) -> str | None:
    """A document number however its brackets and blanks are written; 空 is none."""
    plain = re.sub(r"\s", "", unicodedata.normalize("NFKC", text or ""))
    for brackets in ("[]", "()", "【】", "{}", "<>"):
        plain = plain.replace(brackets[0], "〔").replace(brackets[1], "〕")
    return plain if plain not in ("", "空") else None


def without_penalty(entries: list[Record], penalties: list[Record]) -> list[int]:
    """Positions of entries that cite a penalty which is not there."""
    known = {document_key(record.get("document_number")) for record in penalties}
    cited = [document_key(record.get("penalty_document")) for record in entries]
    return [position for position, key in enumerate(cited) if key is not None and key not in known]
