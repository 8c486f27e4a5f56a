"""pointblank: validation steps on a frame."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import Any

from bench.peer import Job, Outcome, Peer, Run, all_rules
from bench.rules import CellRule


def prepare(job: Job) -> Run:
    """The steps are added for each file, as its interface has it."""
    import polars as pl

    library: Any = import_module("pointblank")
    rules = job.rules

    def run(path: Path, locate: bool) -> Outcome:
        frame = pl.read_csv(path, infer_schema=False)
        plan = library.Validate(data=frame)
        for rule in rules:
            plan = _step(plan, rule)
        done = plan.interrogate(extract_limit=max(frame.height, 1)) if locate else plan.interrogate()
        failed = done.n_failed()
        cells = None
        if locate:
            extracts = done.get_data_extracts()
            cells = frozenset(
                (int(row), rules[step - 1].header)
                for step, extract in extracts.items()
                if extract is not None and len(extract)
                for row in extract["_row_num_"]
            )
        return Outcome(frame.height, sum(failed.values()), cells)

    return run


def _step(plan: Any, rule: CellRule) -> Any:
    if rule.kind == "required":
        return plan.col_vals_not_null(columns=rule.header)
    if rule.values is not None:
        return plan.col_vals_in_set(columns=rule.header, set=[*rule.values, None])
    # It has no step for a length in characters, but a pattern says the same.
    pattern = rule.pattern if rule.limit is None else f"(?s)^.{{0,{rule.limit}}}$"
    return plan.col_vals_regex(columns=rule.header, pattern=pattern, na_pass=True)


PEER = Peer(
    name="pointblank",
    distribution="pointblank",
    how="Validate(frame) with a step for each rule, interrogate(); keeps extracts of 500 rows for each step",
    expressed=all_rules,
    prepare=prepare,
)
