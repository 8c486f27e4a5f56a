"""Days read off a few texts are those read off a whole column."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from conformance.checks import quickdates
from conformance.checks.few import FEW

TEXTS = [
    "2016/05/09",
    "2016/02/29",
    "2015/02/29",
    "2016/00/10",
    "2016/13/10",
    "2016/12/00",
    "2016/12/32",
    "1948/12/31",
    "1949/01/01",
    "2199/12/31",
    "2200/01/01",
    "0000/01/01",
    "2016-05-09",
    "2016/5/9",
    "2016/05/09 ",
    " 2016/05/09",
    "２０１６/05/09",
    "2016/05/0９",
    "2016/05/09\n",
    "2016/05/09 00:00",
    "2016/05/09 23:59:59",
    "2016/05/09 24:00",
    "2016/05/09 12:60",
    "2016/05/09T12:00",
    "2016/05/09 12:00:60",
    "2016/05/09 1:00",
    "2016/02/30 12:00:00",
    "2016/05/09 12:00:0０",
    "",
    None,
]


@pytest.mark.parametrize("time", [True, False])
def test_few_texts_are_read_as_many(time: bool) -> None:
    every = pl.Series(TEXTS * (FEW // len(TEXTS) + 1), dtype=pl.String)
    assert len(every) > FEW
    many = quickdates.days(every, 1949, 2199, time=time)
    few = quickdates.days(pl.Series(TEXTS, dtype=pl.String), 1949, 2199, time=time)
    assert few.tolist() == many[: len(TEXTS)].tolist()
    assert few.dtype == many.dtype == np.int32
    assert 4 <= np.count_nonzero(few != quickdates.NO_DAY) < len(TEXTS) / 2
