"""Doing the slow thing only where it is needed.

Real columns are almost all regular: a date is written as the form wants it, a code has no blank in it. The helpers here
let a regular batch pass with one cheap test and send only the odd values through the thorough function.
"""

from __future__ import annotations

import re
from collections.abc import Callable

import polars as pl

SeriesFunction = Callable[[pl.Series], pl.Series]


def of_each(values: pl.Series, function: Callable[[str], str], unless: re.Pattern[str]) -> pl.Series:
    """``function`` of each text that is not wholly of a regular shape; null stays null.

    For what no vectorised function does in one step: the texts that come here are distinct, and most of them regular.
    """
    texts = values.to_list()
    odd = [place for place, text in enumerate(texts) if text is not None and not unless.fullmatch(text)]
    if not odd:
        return values
    for place in odd:
        texts[place] = function(texts[place])
    return pl.Series(values.name, texts, dtype=pl.String)


def on_odd_values(values: pl.Series, regular: pl.Series, quick: pl.Series, thorough: SeriesFunction) -> pl.Series:
    """``quick`` where ``regular`` holds, ``thorough`` of the distinct other values elsewhere; null stays null.

    ``thorough`` receives distinct non-null strings and answers with a series of the same length and of quick's type.
    """
    odd = (~regular).fill_null(False) & values.is_not_null()
    if not odd.any():
        return quick
    places = odd.arg_true()
    texts = values.gather(places)
    distinct = texts.unique()
    answers = pl.DataFrame({"text": distinct, "answer": thorough(distinct)})
    found = pl.DataFrame({"text": texts}).join(answers, on="text", how="left", maintain_order="left")["answer"]
    return quick.scatter(places, found.cast(quick.dtype)).alias(values.name)
