"""One made-up value for each field of an item, for templates and the like."""

from __future__ import annotations

from conformance.sample.api import frames
from conformance.sample.plant import Log
from conformance.standard.model import Standard

_ROWS = 12
"""Sample records that are looked through: not every record has a value in every field."""


def values_of(item: str, standard: Standard) -> dict[str, str]:
    """By the name of the field; fields that no sample record fills are missing."""
    titles = {field.title: field.name for field in standard.record_type_of(item).fields}
    found: dict[str, str] = {}
    for frame in frames(item, _ROWS, 1, standard, 0.0, Log(None)):
        for title in frame.columns:
            value = next((text for text in frame[title].to_list() if text), None)
            if value is not None and title in titles:
                found[titles[title]] = str(value)
    return found
