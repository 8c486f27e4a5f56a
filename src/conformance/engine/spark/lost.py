"""Keys that records refer to and that are nowhere, found by Spark: a join of those that are referred to with those that are there.

A split tells each of its keys once, so that one that a hundred million records refer to is in the join no more often than there are
splits; what no table holds goes back to the splits that ask for it, and to nobody else.
"""

from __future__ import annotations

import importlib
from collections.abc import Collection, Mapping
from typing import Any

from conformance.engine.spark.links import LOST
from conformance.engine.spark.repeats import that_count
from conformance.engine.spark.worker import SIGN, THERE, WANTED

_KEY = ("check", "low", "high")


def signs_of(gathered: Any, upto: Mapping[int, int], pools: int) -> list[Collection[str]]:
    """The registering authorities of the records of each of so many kinds that can be referred to."""
    f: Any = importlib.import_module("pyspark.sql.functions")
    rows = that_count(gathered.where(f.col("kind") == SIGN), upto).select("check", "value").distinct().collect()
    return [{row["value"] for row in rows if row["check"] == pool} for pool in range(pools)]


def with_lost(numbers: Any, splits: int, gathered: Any, upto: Mapping[int, int]) -> Any:
    """So many splits by their numbers (``id``), each with the keys it asks for that are nowhere (null for none).

    ``gathered`` are the keys of all of them. ``upto`` says of some tables behind which split nothing counts.
    """
    f: Any = importlib.import_module("pyspark.sql.functions")
    keys = that_count(gathered, upto)
    there = keys.where(f.col("kind") == THERE).select(*_KEY).distinct()
    wanted = keys.where(f.col("kind") == WANTED).select(*_KEY, "at")
    named = [f.col(mine).alias(theirs) for mine, theirs in zip(_KEY, LOST, strict=True)]
    lost = (
        wanted.join(there, list(_KEY), "left_anti")
        .groupBy(f.col("at").alias("id"))
        .agg(f.collect_list(f.struct(*named)).alias("lost"))
    )
    # Each split is a task again, however small what is sent to it.
    return numbers.join(lost, "id", "left").repartitionByRange(splits, "id")
