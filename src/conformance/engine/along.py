"""What goes along with a table: all that has to be known to judge it beside the files that it is connected with.

It can be handed to another process: what was gathered of the other files comes by another way (``engine.references``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from conformance.engine.beside import Companions
from conformance.engine.model import Request
from conformance.engine.period import Period, add_period
from conformance.engine.references import References, SendingKind
from conformance.engine.sums import Sums
from conformance.sources.model import Table
from conformance.standard.model import Check

if TYPE_CHECKING:
    from conformance.engine.history import History

HISTORY, LATE = "history", "late_record"
"""The kinds of checks that need the earlier submission."""


class Along(Struct, frozen=True):
    """What a submission says of one of its tables."""

    kind: SendingKind = "full"
    again: bool = False
    """Whether its own records are known before it is judged."""
    period: Period | None = None
    """What the submission reports on, where a manifest says so."""
    sums: tuple[str, ...] = ()
    """Fields whose totals are asked for."""
    unread: bool = False
    """Whether an input could not even be opened: what is not found may be in it."""


ALONE = Along()
"""A file by itself."""


def compared_by(found: Companions) -> list[Check]:
    """The checks of a table that need the earlier submission."""
    return [check for check in found.checks if check.kind in (HISTORY, LATE)]


def companions_of(
    table: Table, request: Request, along: Along, references: References, history: History | None = None
) -> Companions:
    """The checks of a table that need more than the table. ``request`` is what is asked of it (``Request.of``)."""
    companions = Companions(table, request)
    references.companions(along.kind, along.again, companions)
    if history is not None:
        history.companions(along.kind, companions)
    else:
        for check in compared_by(companions):
            other = request.purpose not in check.purposes
            companions.skip(check, "other-purpose" if other else "no-previous")
    add_period(along.period, along.kind == "full" or history is not None, companions)
    if along.sums:
        companions.sums = Sums(companions.derived, along.sums)
        companions.looks.append(companions.sums)
    return companions
