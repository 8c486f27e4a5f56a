"""Looking texts up in C: by slots and hashes, wherever in memory the column lies."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from conformance.engine.lookup import UNKNOWN, HashIndex, hashed
from conformance.native import library
from conformance.native.lookup import hashes, seen

SEED = 0x0123_4567_89AB_CDEF
TEXTS = [("中文字" * 20)[:length] + str(length) for length in range(40)] + ["", "a", "aa", "aaa", "\0", "\0\0", "a\0"]


def test_different_texts_have_different_hashes() -> None:
    many = [*TEXTS, *(f"{n}" for n in range(100_000)), *(f"某某公司第{n}号" for n in range(100_000))]
    found = hashes(pl.Series(many, dtype=pl.String), SEED)
    assert len(np.unique(found)) == len(set(many))


def test_every_bit_of_a_hash_depends_on_every_byte_and_on_the_seed() -> None:
    for length in (1, 3, 4, 7, 8, 9, 16, 17, 33):
        text = bytes(range(65, 65 + length))
        others = [text[:at] + bytes([text[at] ^ 1]) + text[at + 1 :] for at in range(length)]
        column = pl.Series([one.decode("latin-1") for one in [text, *others]])
        for seed in (SEED, SEED + 1):
            found = hashes(column, seed)
            changed = [int(one ^ found[0]).bit_count() for one in found[1:]]
            assert min(changed) > 8, (length, changed)
        assert int(hashes(column, SEED)[0] ^ hashes(column, SEED + 1)[0]).bit_count() > 8


@pytest.mark.parametrize("compiled", [True, False])
def test_a_text_is_found_wherever_it_lies(compiled: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    if not compiled:
        monkeypatch.setattr(library, "LIBRARY", None)
    index, known = HashIndex(), pl.Series(TEXTS, dtype=pl.String)
    unplaced = index.add(hashed(known, SEED), np.arange(len(TEXTS), dtype=np.int32)).tolist()
    assert len(unplaced) < 3
    numbers = {text: code for code, text in enumerate(TEXTS) if code not in unplaced}
    asked = [text for pair in zip(TEXTS, [None, "unknown", "x" * 50] * 20, strict=False) for text in pair]
    column = pl.Series(asked, dtype=pl.String)
    pieces = pl.concat([column.head(7), column.slice(7, 30), column.slice(37)], rechunk=False)
    for values in (
        column,
        pieces,
        column.slice(5, 40),
        column.filter(pl.Series([n % 3 > 0 for n in range(len(column))])),
    ):
        told = [-7 if text is None else numbers.get(text, UNKNOWN) for text in values]
        assert index.find_texts(values, SEED, -7).tolist() == told


def test_in_a_full_table_every_text_is_found_as_without_the_library() -> None:
    """So many that for some only the last of their places was free."""
    index, known = HashIndex(), pl.Series([f"某某公司第{n}号" for n in range(32_000)])
    index.add(hashed(known, SEED), np.arange(len(known), dtype=np.int32))
    found = index.find_texts(known, SEED, -7)
    assert found.tolist() == list(range(len(known)))
    assert found.tolist() == index.find(hashed(known, SEED)).tolist()


def test_slots_that_were_taken_are_told_up_to_the_last_one() -> None:
    """Of 64 slots in eight bytes."""
    bits = np.zeros(8, dtype=np.uint8)
    hashes = np.array([0, 63, 64, 2**64 - 1, 7, 7], dtype=np.uint64)
    assert seen(bits, hashes).tolist() == [False, False, True, True, False, True]
    assert np.flatnonzero(np.unpackbits(bits, bitorder="little")).tolist() == [0, 7, 63]
