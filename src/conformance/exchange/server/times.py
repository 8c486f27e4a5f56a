"""Moments as the profile writes them: RFC 3339 in Beijing's time, to the microsecond, so that texts sort as times do."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from email.utils import format_datetime

from conformance.report.days import BEIJING


def text_of(moment: datetime) -> str:
    """``2016-06-30T10:00:00.000000+08:00``."""
    return moment.astimezone(BEIJING).isoformat(timespec="microseconds")


def http_date(moment: datetime) -> str:
    """As the header Date has it (RFC 9110, section 5.6.7)."""
    return format_datetime(moment.astimezone(UTC), usegmt=True)


UTC = timezone.utc  # noqa: UP017 - email.utils wants this very object


def after(text: str, moment: datetime) -> datetime:
    """The moment, or a microsecond after the one that was written, whichever is later."""
    return max(moment.astimezone(BEIJING), datetime.fromisoformat(text) + timedelta(microseconds=1))
