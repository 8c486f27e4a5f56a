"""Ordinary texts: said of one text, and told of a whole column of bytes."""

from __future__ import annotations

from random import Random

import polars as pl
import pytest

from conformance.checks.few import FEW
from conformance.checks.plaintext import _BLOCK, Ordinary
from conformance.native import library

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
    told = ORDINARY.tell(pl.Series(texts, dtype=pl.String)).tolist()
    assert told == [text is not None and ORDINARY.is_ordinary(text) for text in texts]
    assert 0.05 < sum(told) / len(told) < 0.95


@pytest.fixture(params=["compiled", "python"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Both ways of looking at bytes; without the compiled library they are one."""
    if request.param == "python":
        monkeypatch.setattr(library, "LIBRARY", None)
    return str(request.param)


def told(texts: list[str]) -> list[bool]:
    """Of more texts than are looked at one by one, and none of them remembered from another test."""
    some = Ordinary(**{name: getattr(ORDINARY, name) for name in Ordinary.__struct_fields__})
    return some.tell(pl.Series(texts, dtype=pl.String)).tolist()


@pytest.mark.parametrize("sign", ["*", "?", "\x07", "\x7f", "＊", "\ufffd", " ", "—"])
@pytest.mark.parametrize("place", [0, FEW])
def test_what_stands_out_does_so_in_the_first_text_and_in_the_last(way: str, sign: str, place: int) -> None:
    texts = ["沪"] * (FEW + 1)
    texts[place] = sign
    assert [at for at, ordinary in enumerate(told(texts)) if not ordinary] == [place]


@pytest.mark.parametrize("sign", ["*", "\x7f", "＊", "\ufffd"])
@pytest.mark.parametrize("before", range(-4, 3))
def test_what_stands_out_is_seen_where_one_block_of_bytes_ends_and_the_next_begins(
    way: str, sign: str, before: int
) -> None:
    """As many bytes before it as a block has, or some less or more."""
    lengths = [10] * FEW + [_BLOCK + before - 10 * FEW]
    texts = ["x" * length for length in lengths]
    longer = Ordinary("", "", frozenset(), None)
    last = pl.Series([*texts[:-1], texts[-1] + sign + "x" * 8, "x"])
    assert longer.tell(last).tolist() == [True] * FEW + [False, True]


def test_a_character_of_four_bytes_is_no_sign_to_look_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(library, "LIBRARY", None)
    with pytest.raises(ValueError, match="'𠮷' has more than three bytes"):
        Ordinary("𠮷", "", frozenset(), None).tell(pl.Series(["沪"] * (FEW + 1)))
