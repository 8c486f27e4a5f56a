"""A source that is copied piece by piece is the same, whatever its bytes are."""

from __future__ import annotations

import io
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conformance.repair import verbatim
from conformance.repair.verbatim import Scroll
from conformance.sources.encoding import Proof
from conformance.sources.source import source_of

ENCODINGS = ("utf-8", "gb18030", "utf-16-le", "utf-16-be", "big5")
DATA = st.one_of(
    st.binary(max_size=200),
    st.text(st.sampled_from('a,"\r\n甲㐂€𠀀'), max_size=60).map(lambda text: text.encode("utf-8")),
    st.text(st.sampled_from('a,"\r\n甲㐂€𠀀'), max_size=60).map(lambda text: text.encode("gb18030")),
    st.text(st.sampled_from('a,"\r\n甲㐂€𠀀'), max_size=60).map(lambda text: text.encode("utf-16-le")),
)


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setattr(verbatim, "BLOCK", 7)
    return tmp_path


def scroll_of(folder, data, encoding):
    path = folder / "in"
    path.write_bytes(data)
    target = io.BytesIO()
    return Scroll(source_of(path), Proof(encoding), target), target


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_by_lines_and_by_characters(folder, encoding):
    @settings(max_examples=60, deadline=None)
    @given(data=DATA, seed=st.integers(0, 999))
    def copied(data, seed):
        for by in ("lines", "characters"):
            scroll, target = scroll_of(folder, data or b"a", encoding)
            chance = Random(seed)
            for _ in range(chance.randrange(6)):
                scroll.copy(getattr(scroll, by)(chance.randrange(4)))
            for text in scroll.rest():
                scroll.copy(text)
            assert target.getvalue() == (data or b"a")

    copied()


def test_a_line_end_may_be_cut_in_two(folder):
    scroll, _ = scroll_of(folder, b"123456\r\nabcdef\rxyz\n", "utf-8")
    assert [scroll.lines(1) for _ in range(4)] == ["123456\r\n", "abcdef\r", "xyz\n", ""]


def test_what_is_dropped_takes_its_bytes_along(folder):
    scroll, target = scroll_of(folder, b"a\xff\nb\xfe\xfd\nc\xfc\n", "utf-8")
    scroll.copy(scroll.lines(1))
    scroll.drop(scroll.lines(1))
    scroll.put("新\n")
    scroll.copy(scroll.lines(1))
    assert target.getvalue() == b"a\xff\n" + "新\n".encode() + b"c\xfc\n"
