"""Ordinary texts: said of one text, and told of a whole column of bytes."""

from __future__ import annotations

from random import Random

import polars as pl
import pytest

from conformance.checks.few import FEW
from conformance.checks.plaintext import Ordinary

ORDINARY = Ordinary(
    not_first=" \t\n'=-—",
    not_last=" \t\n",
    words=frozenset({"无", "null", "不详"}),
    longest=12,
    doubtful_first="0123456789ABC",
    doubtful=r"^(?:[0-9][^.eE月]*|[A-Z][^a-z]*)$",
)
PIECES = [
    "上海",
    "许可",
    "沪",
    "无",
    "null",
    "不详",
    "1",
    "2016",
    "A",
    "Ab",
    "e",
    ".",
    "月",
    " ",
    "\t",
    "\n",
    "'",
    "=",
    "-",
    "—",
]
PIECES += ["*", "?", "＊", "\ufffd", "\x07", "\x7f", "，", "（", "𠮷", "é", "\u3000", "／", "！"]


@pytest.mark.parametrize(
    ("text", "ordinary"),
    [
        ("沪浦许可〔2016〕1号", True),
        ("2016年1号", True),
        ("", False),
        ("无", False),
        ("无锡", True),
        (" 上海", False),
        ("上海 ", False),
        ("上?海", False),
        ("上\ufffd海", False),
        ("张＊＊", False),
        ("1.5E+10", False),
        ("上海市浦东新区世纪大道一百号", False),
    ],
)
def test_a_text(text: str, ordinary: bool) -> None:
    assert ORDINARY.is_ordinary(text) is ordinary


def test_a_column_is_told_as_each_of_its_texts() -> None:
    random = Random(1)
    texts = ["".join(random.choices(PIECES, k=random.randint(0, 5))) or None for _ in range(20 * FEW)]
    told = ORDINARY.tell(pl.Series(texts, dtype=pl.String)).to_list()
    assert told == [text is not None and ORDINARY.is_ordinary(text) for text in texts]
    assert 0.05 < sum(told) / len(told) < 0.95
