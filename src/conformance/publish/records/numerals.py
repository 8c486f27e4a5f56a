"""Numbers as regular expressions: whole numbers between limits, decimals, and the ways in which people write them."""

from __future__ import annotations

GROUPED = r"[0-9]{1,3}(?:,[0-9]{3})+"
PLAIN = r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?"
"""A number as it should be written."""


def from_to(low: int, high: int) -> str:
    """Whole numbers from ``low`` to ``high`` without leading zeros; neither is negative."""
    return f"(?:{'|'.join(_spans(str(low), str(high)))})"


def at_least(low: int) -> str:
    """Whole numbers from ``low`` on without leading zeros; ``low`` is not negative."""
    longer = rf"[1-9][0-9]{{{len(str(low))},}}"
    return f"(?:{'|'.join(_spans(str(low), '9' * len(str(low))))}|{longer})"


def _spans(low: str, high: str) -> list[str]:
    """Patterns that together match the whole numbers between two, both ends among them."""
    if len(low) < len(high):
        return _spans(low, "9" * len(low)) + _spans("1" + "0" * len(low), high)
    if not low:
        return [""]
    head, rest = low[0], len(low) - 1
    if head == high[0]:
        return [head + span for span in _spans(low[1:], high[1:])]
    found, first, last = [], int(head), int(high[0])
    if low[1:] != "0" * rest:
        found += [head + span for span in _spans(low[1:], "9" * rest)]
        first += 1
    upper = []
    if high[1:] != "9" * rest:
        upper = [high[0] + span for span in _spans("0" * rest, high[1:])]
        last -= 1
    if first <= last:
        tail = f"[0-9]{{{rest}}}" if rest else ""
        found.append(f"[{first}-{last}]{tail}" if first < last else f"{first}{tail}")
    return found + upper
