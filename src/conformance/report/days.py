"""Dates as options and calls give them: YYYY-MM-DD and nothing else."""

from __future__ import annotations

import re
from datetime import date


def parse_day(text: str) -> date | None:
    """The day; None for any other way of writing one and for days that do not exist."""
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
