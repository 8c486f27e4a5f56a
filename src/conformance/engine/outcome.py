"""How one check went on one batch."""

from __future__ import annotations

from msgspec import Struct, field

from conformance.engine.places import Positions
from conformance.engine.plan import Planned
from conformance.standard.reasons import Reason


class Outcome(Struct, frozen=True):
    """Records judged, positions of the failures, and by reason the number of records that could not be judged."""

    planned: Planned
    checked: int
    failed: Positions
    unjudged: dict[Reason, int] = field(default_factory=dict)
