"""What is done to odd texts alone: a regular text stays, and so does the input."""

from __future__ import annotations

import re
import unicodedata
from random import Random

import polars as pl

from conformance.checks.facets import normalised_identifiers
from conformance.checks.few import FEW
from conformance.checks.odd import of_each

PIECES = ["0", "A", "a", "中", "、", " ", "\n", "-", "—", "Ａ", "９", "\u2028", "\x1c", "注册号", "（", "]", ":", "ß"]


def texts(seed: int) -> list[str | None]:
    random = Random(seed)
    return [
        None if random.random() < 0.1 else "".join(random.choices(PIECES, k=random.randint(0, 5)))
        for _ in range(4 * FEW)
    ]


def test_only_what_is_not_regular_is_changed_and_the_input_stays() -> None:
    every, shape = texts(1), re.compile("[0-9A-Z\u4e00-\u9fff]*")
    column = pl.Series("x", every, dtype=pl.String)
    expected = [text if text is None or shape.fullmatch(text) else f"<{text}>" for text in every]
    assert of_each(column, "<{}>".format, shape).to_list() == expected
    assert column.to_list() == every
    assert [of_each(column[at : at + 1], "<{}>".format, shape).item() for at in range(len(every))] == expected


def test_an_identifier_loses_label_blanks_and_dashes_however_they_are_written() -> None:
    every = texts(2)
    labels = "统一社会信用代码|注册号"

    def said(text: str) -> str:
        wide = unicodedata.normalize("NFKC", text).upper()
        bare = re.sub(rf"[(\[【〔]?(?:{labels})[)\]】〕]?:?", "", wide)
        return "".join(c for c in bare if not c.isspace() and c not in "-—–")

    told = normalised_identifiers(pl.Series(every, dtype=pl.String)).to_list()
    assert told == [None if text is None else said(text) for text in every]
