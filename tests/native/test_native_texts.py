"""Ordinary texts in C and in NumPy: the same flags."""

from __future__ import annotations

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from conformance.checks.plaintext import Ordinary

ORDINARY = Ordinary(
    not_first=" '—\u3000\u0085",
    not_last=" \u3000\u2028",
    words=frozenset({"无", "暂无", "N/A", "未填写的内容"}),
    longest=9,
    doubtful_first="0123456789",
    doubtful="^[0-9][^.]*$",  # said so that an end of line at its end makes no difference between Python and Rust
)
SIGNS = [
    "*",
    "?",
    "\x7f",
    "\x00",
    "\x1f",
    "\t",
    "\n",
    "\r",
    "＊",
    "\ufffd",
    "（",
    "）",
    "，",
    "｡",
    "\ufeff",
    "￼",
    "é",
    "😀",
]
texts = st.lists(
    st.one_of(
        st.none(),
        st.text(alphabet=[*SIGNS, "a", "中", "0", " ", "'", "—", "\u3000", "\u2028", "\u0085"], max_size=20),
        st.sampled_from(["无", "暂无", "N/A", "未填写的内容", "未填写", "0123456789", "中" * 10, "a" * 300]),
        st.builds(
            lambda n, sign, m: "a" * n + sign + "中" * m, st.integers(0, 17), st.sampled_from(SIGNS), st.integers(0, 9)
        ),
    ),
    max_size=12,
)


@settings(max_examples=300, deadline=None)
@given(texts)
def test_the_same_flags(values: list[str | None]) -> None:
    column = pl.Series("x", values * 30, dtype=pl.String)
    assert ORDINARY._looked_at(column).tolist() == ORDINARY._look_at(column).tolist()


@settings(max_examples=200, deadline=None)
@given(texts)
def test_the_same_answer_as_one_by_one(values: list[str | None]) -> None:
    column = pl.Series("x", values * 300, dtype=pl.String)
    assert (
        ORDINARY.tell(column).tolist() == [value is not None and ORDINARY.is_ordinary(value) for value in values] * 300
    )
