"""Days of the calendar as regular expressions."""

from __future__ import annotations

FIRST, LAST = 1949, 2199
"""Years that a record can be about."""

_YEAR = r"(?:19(?:49|[5-9][0-9])|2[01][0-9]{2})"


def _leap_years() -> str:
    years = [y for y in range(FIRST, LAST + 1) if y % 4 == 0 and (y % 100 != 0 or y % 400 == 0)]
    return f"(?:{'|'.join(map(str, years))})"


_LEAP = _leap_years()


def day(separators: tuple[str, str, str], *, padded: bool) -> str:
    """A day: year, month and day with what stands behind each; ``padded`` where both always have two digits."""
    first, second, last = separators
    zero = "0" if padded else "0?"
    months = (
        rf"(?:{zero}[13578]|1[02]){second}(?:{zero}[1-9]|[12][0-9]|3[01])"
        rf"|(?:{zero}[469]|11){second}(?:{zero}[1-9]|[12][0-9]|30)"
        rf"|{zero}2{second}(?:{zero}[1-9]|1[0-9]|2[0-8])"
    )
    return rf"(?:{_YEAR}{first}(?:{months})|{_LEAP}{first}{zero}2{second}29){last}"


def shape(separators: tuple[str, str, str], *, padded: bool) -> str:
    """Anything with the digits and separators of a day, whether the calendar has it or not."""
    first, second, last = separators
    digits = "[0-9]{2}" if padded else "[0-9]{1,2}"
    return rf"[0-9]{{4}}{first}{digits}{second}{digits}{last}"
