"""Whether a violation can be mended by itself, and to what: what findings show and repairs write is decided here."""

from __future__ import annotations

from conformance.engine.model import Violation
from conformance.standard.model import ROW_KINDS, Fix, Rule


def fix_of(violation: Violation, rule: Rule) -> Fix:
    """How surely the violation can be mended: what its rule says at best, less where its own case is less sure.

    Nothing can be mended of a cell of which it is not known what it should hold.
    """
    if rule.fix == "none" or not (_is_of_rows(violation) or mended_to(violation) is not None):
        return "none"
    return violation.fix or rule.fix


def mended_to(violation: Violation) -> str | None:
    """What the cell should hold, an empty text where it should be empty; None where that is not known."""
    expected = violation.details.get("expected")
    return expected if isinstance(expected, str) else None


def _is_of_rows(violation: Violation) -> bool:
    """Whether it is about whole rows or the table: rows that are no records, merged cells."""
    return violation.check.kind in ROW_KINDS or violation.check.kind == "reader"
