"""pandera on Polars: checks on the columns of a frame."""

from __future__ import annotations

from collections import defaultdict
from importlib import import_module
from pathlib import Path
from typing import Any

from bench.peer import Job, Outcome, Peer, Run, all_rules


def prepare(job: Job) -> Run:
    """A schema of columns with built-in checks."""
    import polars as pl

    library: Any = import_module("pandera.polars")
    errors: Any = import_module("pandera.errors")
    checks: defaultdict[str, list[Any]] = defaultdict(list)
    required = set()
    for rule in job.rules:
        if rule.kind == "required":
            required.add(rule.header)
        elif rule.limit is not None:
            checks[rule.header].append(library.Check.str_length(max_value=rule.limit))
        elif rule.values is not None:
            checks[rule.header].append(library.Check.isin(list(rule.values)))
        else:
            checks[rule.header].append(library.Check.str_matches(rule.pattern))
    schema = library.DataFrameSchema(
        {name: library.Column(pl.String, checks[name], nullable=name not in required) for name in job.headers}
    )

    def run(path: Path, locate: bool) -> Outcome:
        # A LazyFrame would only have its column types validated.
        frame = pl.read_csv(path, infer_schema=False)
        try:
            schema.validate(frame, lazy=True)
        except errors.SchemaErrors as failed:
            cases = failed.failure_cases
            cells = None
            if locate:
                cells = frozenset(
                    (row["index"] + 1, row["column"]) for row in cases.iter_rows(named=True) if row["index"] is not None
                )
            return Outcome(frame.height, cases.height, cells)
        return Outcome(frame.height, 0, frozenset() if locate else None)

    return run


PEER = Peer(
    name="pandera[polars]",
    distribution="pandera",
    how="DataFrameSchema.validate(lazy=True) on a whole frame (of a LazyFrame it validates the types only)",
    expressed=all_rules,
    prepare=prepare,
)
