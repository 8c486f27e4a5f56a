"""Kinds of checks that JSON Schema cannot say, and why."""

from __future__ import annotations

from collections.abc import Mapping

from conformance.publish.records import words
from conformance.publish.records.model import TELLERS, About, Teller, Untold
from conformance.standard.model import Check, Text

REASONS: Mapping[str, Text] = {
    "checksum": words.ARITHMETIC,
    "birth_date": words.ARITHMETIC,
    "same_organisation": words.ARITHMETIC,
    "comparison": words.TWO_VALUES,
    "not_in_future": words.TODAY,
    "deadline": words.WORKDAYS,
    "division_in_force": words.DATED_TABLE,
    "in_jurisdiction": words.SENDER,
    "registered_provider": words.SENDER,
    "known_region": words.HINT,
    "known_category": words.HINT,
    "empty_row": words.NO_RECORD,
    "footer_row": words.NO_RECORD,
}


def _teller(reason: Text) -> Teller:
    def tell(about: About, check: Check) -> Untold:
        return Untold(reason)

    return tell


TELLERS.update({kind: _teller(reason) for kind, reason in REASONS.items()})
