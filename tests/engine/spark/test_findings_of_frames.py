"""The findings of a frame, worded where they lie when they are used: all of them, or none."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np
import polars as pl
import pytest
from msgspec.structs import replace

from conformance.engine.spark.frames import WHOLE
from conformance.engine.spark.task import Found, Message, Unfit, Unread, brief, judged
from conformance.engine.spark.worker import as_rows
from conformance.sample.api import frames
from conformance.sample.plant import Log
from conformance.sources.frame import from_batches
from conformance.sources.raw import ReadOptions
from conformance.spark import _wording, _Words
from conformance.standard.model import Text
from engine.spark.plainly import REQUEST

STANDARD = REQUEST.standard
RECORDS = pl.concat(frames("admin-licence", 40, 5, STANDARD, 0.5, Log(None)))
UNREAD = Unread("读不出来", "cannot be read", "a.parquet", None, "read")


def _found() -> tuple[Any, Found]:
    """A table without its rows, and what is found in them."""
    batches = iter([(RECORDS.to_arrow().to_batches()[0], np.arange(RECORDS.height, dtype=np.int64))])
    table = from_batches(RECORDS.columns, batches, STANDARD, ReadOptions(item="admin-licence"), WHOLE)
    found = next(one for one in judged(table, brief(REQUEST, everything=True)) if isinstance(one, Found))
    return replace(table, batches=iter(())), found


def _worded(kept: dict[int, Message], unread: frozenset[tuple[int, int]] = frozenset()) -> int:
    """How many findings come of pieces that are kept, by where they stand."""
    table, _ = _found()
    told = SimpleNamespace(value=_Words(STANDARD, "en", False, (table,), {}, unread))
    batches = (batch for at, message in kept.items() for batch in as_rows(0, at, [message]))
    return sum(batch.num_rows for batch in _wording(told)(batches))


def test_every_violation_is_a_finding() -> None:
    _, found = _found()
    assert _worded({0: found, 40: found}) == 2 * len(found.violations) > 20


def test_a_piece_that_broke_off_when_it_was_judged_may_do_so_again() -> None:
    _, found = _found()
    assert _worded({0: found, 40: UNREAD}, frozenset({(0, 40)})) == len(found.violations)


@pytest.mark.parametrize("message", [UNREAD, Unfit(Text("版本不同", "cannot be read"))])
def test_a_piece_that_was_judged_and_cannot_be_any_more_ends_it(message: Message) -> None:
    _, found = _found()
    with pytest.raises(RuntimeError, match="cannot be read"):
        _worded({0: found, 40: message}, frozenset({(0, 0)}))
