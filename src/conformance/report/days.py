"""Days: as options and calls give them (YYYY-MM-DD and nothing else), and the one that a moment falls on where offices are."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone

BEIJING = timezone(timedelta(hours=8))
"""China has kept to UTC+8 without a summer time since 1991."""


def beijing_day(moment: datetime) -> date:
    """The day that it is in Beijing; the moment has its time zone."""
    return moment.astimezone(BEIJING).date()


def beijing_today() -> date:
    """The day that it is now in Beijing, wherever the machine stands: deadlines are of offices there."""
    return beijing_day(datetime.now(UTC))


def parse_day(text: str) -> date | None:
    """The day; None for any other way of writing one and for days that do not exist."""
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
