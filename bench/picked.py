"""The standard with only some of an item's checks, to see what a rule costs."""

from __future__ import annotations

from msgspec.structs import replace

from conformance.standard.model import Standard


def with_checks(standard: Standard, item: str, share: float) -> Standard:
    """The standard in which the item's record type keeps an evenly picked share of its checks (above 0, at most 1)."""
    entry = standard.items[item]
    plain = standard.record_types[entry.record_type]
    checks = plain.checks
    wanted = max(1, round(len(checks) * share))
    kept = tuple(checks[number * len(checks) // wanted] for number in range(wanted))
    return replace(
        standard,
        record_types={**standard.record_types, plain.name: replace(plain, checks=kept)},
        items={**standard.items, item: replace(entry, checks=())},
    )
