"""By the content of which fields a record without a number is known again in another run."""

from __future__ import annotations

from collections.abc import Iterable

from conformance.standard.model import RecordType

_TELLING = frozenset(
    {
        "document_number",
        "code",
        "date",
        "timestamp",
        "uscc",
        "organisation_code",
        "registration_number",
        "tax_number",
        "division_code",
        "amount",
        "score",
        "year",
        "count",
    }
)
"""Types of fields that tell. Free text stays out: anybody may be named in it."""


def telling_fields(record_type: RecordType, present: Iterable[str]) -> list[str]:
    """Names of the fields that tell one record from another, as far as they are there."""
    there = set(present)
    return [
        field.name
        for field in record_type.fields
        if field.type in _TELLING and field.personal == "none" and field.name in there
    ]
