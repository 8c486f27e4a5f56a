"""The outcomes of a batch by the exact way alone: every expression of the plan over every row."""

from __future__ import annotations

import numpy as np
import polars as pl

from conformance.engine.exact import decide, derive
from conformance.engine.outcome import Outcome
from conformance.engine.plan import Plan, Planned, reads

Went = dict[int, tuple[int, list[int], dict[str, int]]]
"""By number of the check: records judged, positions of the failures, records that could not be judged by reason."""


def went_exactly(plan: Plan, frame: pl.DataFrame) -> Went:
    """How every check that needs no other record goes."""
    checks = [*(planned for group in plan.cells.values() for planned in group), *plan.records]
    named: dict[str, pl.Expr] = {}
    for p in checks:
        named |= {f"{p.number}:fails": p.judgement.fails, f"{p.number}:applies": plan.scopes[p.scope]}
        named |= {f"{p.number}:{reason}": e for reason, e in p.judgement.unjudged.items()}
    found = decide(derive(plan, frame, reads(named.values())), named)
    return {p.number: _went(p, found) for p in checks}


def _went(p: Planned, found: dict[str, pl.Series]) -> tuple[int, list[int], dict[str, int]]:
    return (
        int(found[f"{p.number}:applies"].sum()),
        np.flatnonzero(found[f"{p.number}:fails"].to_numpy()).tolist(),
        {reason: int(found[f"{p.number}:{reason}"].sum()) for reason in p.judgement.unjudged},
    )


def went(outcomes: tuple[Outcome, ...]) -> Went:
    """The same of outcomes."""
    return {o.planned.number: (o.checked, o.failed.tolist(), o.unjudged) for o in outcomes}
