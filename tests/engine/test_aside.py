"""Rows that are set aside keep their text, their places and what was written, and nothing else of their batches."""

import numpy as np
import polars as pl

from conformance.engine.aside import Aside
from conformance.engine.places import Positions, locate
from conformance.sources.model import Batch


def batch(texts: list[str | None], first: int, *, written: list[str | None] | None = None) -> Batch:
    ordinals = np.arange(first, first + len(texts), dtype=np.int64)
    frame = pl.DataFrame({"name": texts}, schema={"name": pl.String})
    as_written = None if written is None else pl.DataFrame({"name": written}, schema={"name": pl.String})
    return Batch(frame, ordinals + 2, ordinals, ordinals + 20, as_written=as_written)


def rows(*positions: int) -> Positions:
    return np.array(positions, dtype=np.int64)


def test_rows_of_several_batches_become_one_batch_with_their_places() -> None:
    aside = Aside()
    for first, texts, chosen in ((0, ["a", None, "c"], rows(0, 1)), (3, ["d", "e"], rows(1))):
        one = batch(texts, first)
        aside.add(one, locate(one, np.ones(len(texts), dtype=np.bool_), first), chosen)
    places = aside.places
    assert aside.frame()["name"].to_list() == ["a", None, "e"]
    assert places.record.tolist() == [1, 2, 5]
    assert places.row.tolist() == [2, 3, 6]
    assert places.line.tolist() == [20, 21, 24]
    assert aside.written == {"name": ["a", None, "e"]}


def test_rows_are_told_where_they_are_set() -> None:
    aside, one = Aside(), batch(["a", "b", "c"], 0)
    places = locate(one, np.ones(3, dtype=np.bool_), 0)
    assert aside.add(one, places, rows(2)).tolist() == [0]
    assert aside.add(one, places, rows(0, 1)).tolist() == [1, 2]


def test_what_was_written_is_kept_from_the_batch_on_that_has_it() -> None:
    aside = Aside()
    for one in (batch(["a"], 0), batch(["1"], 1, written=["许可"]), batch(["c"], 2)):
        aside.add(one, locate(one, np.ones(1, dtype=np.bool_), 0), rows(0))
    assert aside.frame()["name"].to_list() == ["a", "1", "c"]
    assert aside.written == {"name": ["a", "许可", "c"]}


def test_characters_are_counted() -> None:
    aside, one = Aside(), batch(["许可", None, "abc"], 0)
    aside.add(one, locate(one, np.ones(3, dtype=np.bool_), 0), rows(0, 1, 2))
    assert aside.characters == 5
