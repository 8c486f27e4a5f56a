"""In which file an entry has its home where nobody says so: the one where its like stand already."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

_FOLDERS = {
    "items": ("data", "providers"),
    "behaviours": ("behaviours", "domain"),
    "applications": ("applications", "users"),
    "regimes": ("regimes", "lead_units"),
    "arrangements": ("regions", ""),
    "regions": ("regions", "id"),
    "comparison": ("regions", ""),
    "districts": ("districts", "id"),
    "duties": ("plan", "unit"),
    "parties": ("parties", ""),
    "units": ("units", "kind"),
    "clauses": ("source", ""),
    "systems": ("source", ""),
    "obligations": ("source", ""),
}
"""List → its folder, and the key that a file is named after; without one there is a single file, named as the list."""
_OF_NOBODY = ("unspecified", "shared", "")


def home(entry_list: str, data: Mapping[str, Any], others: Iterable[tuple[str, Mapping[str, Any]]]) -> str:
    """Path of the file for an entry. ``others`` are the entries of the list that have one."""
    folder, key = _FOLDERS.get(entry_list, (entry_list, ""))
    mine = _first(data.get(key)) if key else ""
    like = Counter(file for file, other in others if not key or _first(other.get(key)) == mine)
    if like:
        return max(like, key=lambda file: like[file])
    if not key:
        return f"{folder}/{entry_list}.yaml"
    return f"{folder}/{'general' if mine in _OF_NOBODY else mine.replace('_', '-')}.yaml"


def _first(value: Any) -> str:
    """The first unit, domain or id of a value."""
    if isinstance(value, list):
        value = value[0] if value else ""
    return str(value.get("unit", "") if isinstance(value, dict) else value or "")
