"""The fast way of reading delimited text gives what the exact way gives, or stands back."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conformance.sources.decode import Bad, Piece
from conformance.sources.exact import Unfinished, read_exactly
from conformance.sources.fast import read_fast
from conformance.sources.model import Unusable
from conformance.sources.raw import Shape

Cell = tuple[str, bool]


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


@settings(max_examples=400, deadline=None)
@given(texts, st.integers(2, 4))
def test_what_the_fast_way_reads_the_exact_way_reads_alike(text: str, width: int) -> None:
    shape = Shape(1, width, width, width)
    fast = read_fast(Piece(text, last=True), ",", shape, 5)
    if fast is None:
        return
    exact = read_exactly(Piece(text, last=True), ",", shape, 5)
    assert fast.frame.equals(exact.frame)
    assert fast.lines.tolist() == exact.lines.tolist()
    assert (fast.physical, exact.broken, exact.notices) == (exact.physical, None, [])


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
        "\ufeff1,2\n",
    ],
)
def test_what_is_not_provably_plain_is_left_to_the_exact_way(text: str) -> None:
    assert read_fast(Piece(text, last=True), ",", Shape(1, 2, 2, 2), 1) is None


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
