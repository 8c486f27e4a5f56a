"""What a party asks beyond the record type, read from the catalogue as it is written, not as it is compiled."""

from __future__ import annotations

from reference.case import Case
from reference.items import entries


def asked(case: Case) -> set[str]:
    """Fields that the party who gets the record requires."""
    if case.party is None:
        return set()
    fields = entries("parties", "parties").get(case.party.id, {}).get("asked_fields", [])
    return {f["field"] for f in fields if f["record_type"] == case.record_type.name and f["required"] == "yes"}
