"""The fast way of reading delimited text gives what the exact way gives, or stands back."""

from __future__ import annotations

import itertools
import os
from collections.abc import Callable, Iterator, Sequence

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conformance.native import library
from conformance.sources import fast
from conformance.sources.decode import Bad, Piece
from conformance.sources.exact import Unfinished, read_exactly
from conformance.sources.fast import read_fast
from conformance.sources.model import Unusable
from conformance.sources.raw import Shape

Cell = tuple[str, bool]


@pytest.fixture(scope="module", params=["compiled", "polars"], autouse=True)
def _each_way(request: pytest.FixtureRequest) -> Iterator[None]:
    """By the compiled library, and as it is done without one."""
    if request.param == "compiled" and library.LIBRARY is None and os.environ.get("CI") != "true":
        pytest.skip(f"compiled library {library.STATE}")
    with pytest.MonkeyPatch.context() as patch:
        if request.param == "polars":
            patch.setattr(library, "LIBRARY", None)
        assert request.param == "polars" or library.LIBRARY is not None, library.STATE
        yield


def joined(rows: Sequence[Sequence[Cell]], end: str, last: bool) -> str:
    """Rows as text; a cell is quoted where it has to be, or where it says so."""
    return end.join(
        ",".join('"' + text.replace('"', '""') + '"' if quoted else text for text, quoted in row) for row in rows
    ) + (end if last else "")


cells = st.tuples(st.text(alphabet='a中, "\0\t0#', max_size=5), st.booleans())
broken = st.tuples(st.text(alphabet='a,"\n\r', max_size=5), st.just(True))
bare = st.tuples(st.text(alphabet="a中 \0\t0#", max_size=5), st.just(False))
even_rows = st.integers(2, 4).flatmap(
    lambda width: st.lists(
        st.lists(st.one_of(cells, broken, bare, bare), min_size=width, max_size=width), min_size=1, max_size=6
    )
)
texts = st.one_of(
    st.builds(joined, even_rows, st.sampled_from(["\n", "\r\n"]), st.booleans()),
    st.text(alphabet='a中,," \n\n\r\0', max_size=30),
    st.text(alphabet="a0,,\n\n", max_size=20),
)


def read_alike(text: str, width: int) -> bool:
    """Whether the fast way reads a text; if so, it has to give what the exact way gives."""
    shape = Shape(1, width, width, width)
    fast = read_fast(Piece(text, last=True), ",", shape, 5)
    if fast is None:
        return False
    exact = read_exactly(Piece(text, last=True), ",", shape, 5)
    assert fast.frame.equals(exact.frame), text
    assert fast.lines.tolist() == exact.lines.tolist(), text
    assert (fast.physical, exact.broken, exact.notices) == (exact.physical, None, []), text
    return True


@settings(max_examples=400, deadline=None)
@given(texts, st.integers(2, 4))
def test_what_the_fast_way_reads_the_exact_way_reads_alike(text: str, width: int) -> None:
    read_alike(text, width)


def every_text(longest: int) -> Iterator[str]:
    for length in range(1, longest + 1):
        yield from map("".join, itertools.product('a,"\n\r', repeat=length))


def test_of_all_short_texts_none_is_read_otherwise() -> None:
    assert sum(read_alike(text, 2) for text in every_text(5)) > 100


@pytest.mark.slow
def test_of_all_texts_of_up_to_seven_characters_none_is_read_otherwise() -> None:
    assert sum(read_alike(text, width) for text in every_text(7) for width in (2, 3)) > 2000


long_cells = st.builds(
    lambda parts, quoted: (
        '"' + "".join(parts) + '"' if quoted else "".join(parts).translate({44: None, 34: None, 10: None})
    ),
    st.lists(
        st.sampled_from(["中", "x" * 61, "y" * 15, ",", '""', "\n", "\r\n", "\0", "\u2028", "\ufeff"]), max_size=5
    ),
    st.booleans(),
)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.lists(long_cells, min_size=3, max_size=3), min_size=1, max_size=12), st.sampled_from(["\n", "\r\n"]))
def test_long_cells_that_cross_the_strides_of_the_parser_are_read_alike(rows: list[list[str]], end: str) -> None:
    read_alike(end.join(map(",".join, rows)) + end, 3)


@pytest.mark.parametrize("text", ["1,2\n3,4\n", "1,2\r\n,\r\n", '"a,b",2\n"c ""d""",""\n', '1,"2\n3"\n', "1,2"])
def test_plain_text_is_read_fast(text: str) -> None:
    assert read_fast(Piece(text, last=True), ",", Shape(1, 2, 2, 2), 1) is not None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "1\n3,4\n",
        "1,2\n3,4,\n",
        ",\n0\n,,",  # Polars drops the blank surplus cell of the last row in silence
        "1,2\n\n3,4\n",
        "1,2\r3,4\n",
        '1,"2\n',
        '1,a"b"\n',
        '1,"a"b\n',
        '1,"a"b"c"\n',  # Polars leaves the stray quotes out in silence
        '1,""b""\n',
        '1,"a"\r\r\n',
        '1,"a\rb"\n',
        "\ufeff1,2\n",
    ],
)
def test_what_is_not_provably_plain_is_left_to_the_exact_way(text: str) -> None:
    assert read_fast(Piece(text, last=True), ",", Shape(1, 2, 2, 2), 1) is None


@pytest.mark.parametrize(
    "fault",
    [
        lambda frame: frame[:-1],
        lambda frame: frame.with_columns(pl.col("@1").shift(1, fill_value="")),
        lambda frame: frame.with_columns(pl.col("@0").str.head(1)),
        lambda frame: frame.with_columns(pl.col("@1").str.replace('"', "")),
        lambda frame: frame.with_columns(pl.lit(None, pl.String).alias("@1")),
    ],
)
def test_a_parser_that_loses_something_is_found_out(
    monkeypatch: pytest.MonkeyPatch, fault: Callable[[pl.DataFrame], pl.DataFrame]
) -> None:
    monkeypatch.setattr(library, "LIBRARY", None)  # whose parser is proved by what it takes, not by an account
    parsed = fast._parsed
    text = 'ab,"1\n2"\ncd,"1 ""x""\n"\nefg,h\n'
    assert read_alike(text, 2)
    monkeypatch.setattr(fast, "_parsed", lambda *given, **named: fault(parsed(*given, **named)))  # type: ignore[arg-type]
    assert read_fast(Piece(text, last=True), ",", Shape(1, 2, 2, 2), 1) is None


def test_bytes_that_are_not_utf8_are_left_to_the_exact_way() -> None:
    piece = Piece(None, b"1,\xff\n2,b\n", last=True, offset=100)
    assert read_fast(piece, ",", Shape(1, 2, 2, 2), 1) is None
    rows = read_exactly(piece, ",", Shape(1, 2, 2, 2), 7)
    assert rows.frame.rows() == [("1", "\ufffd"), ("2", "b")]
    assert [(n.index, n.column, n.details["offset"], n.details["line"]) for n in rows.notices] == [(0, 1, 102, 7)]


def test_the_fast_way_stands_back_from_bad_bytes_and_odd_delimiters() -> None:
    assert read_fast(Piece("1,2\n", bad=[Bad(0, b"\xff")]), ",", Shape(1, 2, 2, 2), 1) is None
    assert read_fast(Piece("1，2\n"), "，", Shape(1, 2, 2, 2), 1) is None
    assert read_fast(Piece("1\n"), ",", Shape(1, 1, 1, 1), 1) is None


def test_a_chunk_that_ends_within_quotes_is_unfinished() -> None:
    with pytest.raises(Unfinished):
        read_exactly(Piece('1,"2\n'), ",", Shape(1, 2, 2, 2), 1)
    with pytest.raises(Unusable):
        read_exactly(Piece('1,"2\n', last=True), ",", Shape(1, 2, 2, 2), 1)


def test_lines_count_breaks_of_every_kind() -> None:
    rows = read_exactly(Piece('1,"a\nb\r\nc\rd"\n2,x\n', last=True), ",", Shape(1, 2, 2, 2), 10)
    assert rows.lines.tolist() == [10, 14]
    assert rows.physical == 5
    assert rows.lines.dtype == np.int64
