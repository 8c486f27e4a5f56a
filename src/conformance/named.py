"""What a caller names by id, title or date: data items, parties, days."""

from __future__ import annotations

from datetime import date, datetime

from conformance.report.days import parse_day
from conformance.report.errors import UsageError, unknown
from conformance.standard.model import Party, Standard
from conformance.standard.parties import find_party


def item_of(given: str, standard: Standard) -> str:
    """Id of a data item, written with or without ``data:``, or called by its title. Raises UsageError for one that does not exist."""
    item = given.removeprefix("data:")
    if item not in standard.items:
        called = [one.id for one in standard.items.values() if given == one.title.zh]
        if len(called) == 1:
            return called[0]
        raise unknown("数据事项", "data item", given, standard.items)
    return item


def party_of(given: str, standard: Standard) -> Party:
    """The profile of a party. Raises UsageError for one that does not exist."""
    party = find_party(given, standard)
    if party is None:
        raise unknown("报送单位", "party", given, standard.parties)
    return party


def day_of(given: date | str | None, name: str) -> date | None:
    """A date given as such or as YYYY-MM-DD. Raises UsageError for anything else."""
    if given is None or (isinstance(given, date) and not isinstance(given, datetime)):
        return given
    day = parse_day(given) if isinstance(given, str) else None
    if day is not None:
        return day
    raise UsageError(
        f"{name}：“{given}”不是 YYYY-MM-DD 形式的日期。", f"{name}: {given!r} is not a date of the form YYYY-MM-DD."
    )
