"""Bytes counted in C: as many as there are, wherever a text begins and however long it is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conformance.native.bytes import count

WIDTH = 32
"""Counters side by side; each holds 255."""


@given(st.binary(max_size=3 * WIDTH), st.sampled_from(b'\n\r"\0\xff'))
def test_as_many_as_python_counts(data: bytes, byte: int) -> None:
    assert count(data, byte) == data.count(byte)


@pytest.mark.parametrize("size", [0, 1, WIDTH - 1, WIDTH, WIDTH + 1, 255 * WIDTH, 256 * WIDTH, 3 * 255 * WIDTH + 7])
def test_of_one_kind_only_all_are_counted(size: int) -> None:
    assert count(b"\n" * size, ord("\n")) == size
    assert count(b"\n" * size, ord("\r")) == 0


def test_of_a_view_only_what_it_shows_is_counted() -> None:
    view = memoryview(b"\n" * 1000)[3:900]
    assert count(view, ord("\n")) == 897
