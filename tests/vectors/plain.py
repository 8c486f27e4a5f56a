"""The standard with a plain item for each record type.

What holds for a record type is tested without the narrowing of any one item, and before there are items of all types.
"""

from __future__ import annotations

from functools import cache

from msgspec.structs import replace

from conformance.standard.load import load
from conformance.standard.model import DataItem, Standard


def plain_item(record_type: str) -> str:
    """Id of the item that asks for nothing beyond its record type."""
    return f"any-{record_type}"


@cache
def plain_standard() -> Standard:
    """The shipped standard with those items added."""
    standard = load()
    items = {
        plain_item(name): DataItem(plain_item(name), record.title, name, record.clause, "implied")
        for name, record in standard.record_types.items()
    }
    return replace(standard, items=standard.items | items)
