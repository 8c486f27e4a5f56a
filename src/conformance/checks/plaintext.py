"""Texts of ordinary characters, told from the bytes of a whole column at a time.

A pattern applied cell by cell costs several times as much as these few comparisons over all bytes together; the rare
cells in which something stands out are looked at singly.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt
import polars as pl

from conformance.checks.columnbytes import Bytes, Mask, offsets_and_bytes

_MASK_WIDE = "＊".encode()
_LOST = "\ufffd".encode()
_BLOCK = 1 << 16
_OVERLAP = 2
"""A character of three bytes may begin in one block and end in the next."""
_NEVER = np.ones(256, dtype=np.bool_)
_NEVER[[ord("\t"), ord("\n"), ord("\r")]] = False


@dataclass(frozen=True, slots=True)
class Ordinary:
    """What an ordinary text is. Nothing in it is a control character, an asterisk, a question mark or U+FFFD."""

    not_first: str
    """Characters it does not begin with."""
    not_last: str
    words: tuple[str, ...]
    """Texts that it is not."""
    longest: int | None
    """Its length in characters at most."""
    doubtful_first: str = ""
    """Characters after which it has to match ``doubtful`` as well."""
    doubtful: str = ""

    def tell(self, values: pl.Series) -> pl.Series:
        """Which of the texts are ordinary (Boolean, False for null)."""
        offsets, codes = offsets_and_bytes(values)
        lengths = np.diff(offsets)
        mask = lengths > 0
        if len(codes) == 0:
            return pl.Series(values.name, mask)
        mask[np.searchsorted(offsets, _standing_out(codes), side="right") - 1] = False
        starts, ends = offsets[:-1], offsets[1:]
        mask &= ~_begins(codes, starts, self.not_first) & ~_ends(codes, ends, self.not_last)
        longest_word = max((len(word.encode()) for word in self.words), default=0)
        firsts = "".join(sorted({word[0] for word in self.words}))
        short = np.flatnonzero(mask & (lengths <= longest_word))
        short = short[_begins(codes, starts[short], firsts)]
        _keep(mask, short, values, lambda texts: ~texts.is_in(list(self.words)))
        if self.longest is not None:
            long = np.flatnonzero(mask & (lengths > self.longest))
            _keep(mask, long, values, lambda texts: texts.str.len_chars() <= self.longest)
        if self.doubtful_first:
            doubtful = np.flatnonzero(mask & _begins(codes, starts, self.doubtful_first))
            _keep(mask, doubtful, values, lambda texts: texts.str.contains(self.doubtful))
        return pl.Series(values.name, mask)


def _keep(mask: Mask, places: npt.NDArray[np.int64], values: pl.Series, test: Callable[[pl.Series], pl.Series]) -> None:
    """Of the texts at these places leave only those in the mask that pass a test."""
    if len(places):
        mask[places] = test(values.gather(places)).to_numpy()


def _standing_out(codes: Bytes) -> npt.NDArray[np.int64]:
    """Places of bytes that no ordinary text has."""
    found = [np.empty(0, dtype=np.int64)]
    # A block at a time, in arrays that stay in the cache: large ones would cost more than the comparisons.
    odd, other = np.empty(_BLOCK, dtype=np.bool_), np.empty(_BLOCK, dtype=np.bool_)
    for start in range(0, len(codes), _BLOCK - _OVERLAP):
        block = codes[start : start + _BLOCK]
        some, more = odd[: len(block)], other[: len(block)]
        np.less(block, 32, out=some)
        for code in (127, ord("*"), ord("?")):
            some |= np.equal(block, code, out=more)
        if some.any():
            places = np.flatnonzero(some)
            found.append(start + places[_NEVER.take(block[places])])
        found += [start + _found(block, character, odd, other) for character in (_LOST, _MASK_WIDE)]
    return np.concatenate(found)


def _found(block: Bytes, character: bytes, here: Mask, more: Mask) -> npt.NDArray[np.int64]:
    """Places where a character of three bytes begins."""
    length = len(block) - 2
    if length <= 0:
        return np.empty(0, dtype=np.int64)
    here, more = here[:length], more[:length]
    np.equal(block[1:-1], character[1], out=here)
    here &= np.equal(block[:-2], character[0], out=more)
    if not here.any():
        return np.empty(0, dtype=np.int64)
    here &= np.equal(block[2:], character[2], out=more)
    return np.flatnonzero(here)


def _begins(codes: Bytes, starts: npt.NDArray[np.int64], characters: str) -> Mask:
    """Whether the character at each start is one of these."""
    last = len(codes) - 1
    first = codes.take(np.minimum(starts, last))
    one, several = _tables(characters, reverse=False)
    answer: Mask = one.take(first)
    if several:
        second = codes.take(np.minimum(starts + 1, last))
        third = codes.take(np.minimum(starts + 2, last))
        answer |= _any_of(several, first, second, third)
    return answer


def _ends(codes: Bytes, ends: npt.NDArray[np.int64], characters: str) -> Mask:
    """Whether the character before each end is one of these."""
    last = codes.take(np.maximum(ends - 1, 0))
    one, several = _tables(characters, reverse=True)
    answer: Mask = one.take(last)
    if several:
        second = codes.take(np.maximum(ends - 2, 0))
        third = codes.take(np.maximum(ends - 3, 0))
        answer |= _any_of(several, last, second, third)
    return answer


@dataclass(frozen=True, slots=True)
class _Several:
    """Characters of two or three bytes: their first two bytes seen give a class, which the third has to fit."""

    classes: npt.NDArray[np.uint8]
    """By ``first * 256 + second``; 0 is no class."""
    thirds: Mask
    """By class and third byte."""


def _any_of(several: _Several, first: Bytes, second: Bytes, third: Bytes) -> Mask:
    classes = several.classes.take(first.astype(np.uint16) * np.uint16(256) + second)
    answer: Mask = classes != 0
    places = np.flatnonzero(answer)
    answer[places] = several.thirds[classes[places], third[places]]
    return answer


@lru_cache(maxsize=64)
def _tables(characters: str, *, reverse: bool) -> tuple[Mask, _Several | None]:
    """Tables that tell the characters: those of one byte, and the others. With ``reverse`` bytes are seen from behind.

    Raises ValueError for a character of four bytes.
    """
    one = np.zeros(256, dtype=np.bool_)
    classes = np.zeros(1 << 16, dtype=np.uint8)
    thirds = np.zeros((256, 256), dtype=np.bool_)
    for character in characters:
        seen = character.encode()[:: -1 if reverse else 1]
        if len(seen) == 1:
            one[seen[0]] = True
            continue
        if len(seen) > 3:
            raise ValueError(f"{character!r} has more than three bytes")
        pair = seen[0] * 256 + seen[1]
        classes[pair] = classes[pair] or classes.max() + 1
        thirds[classes[pair], seen[2] if len(seen) == 3 else slice(None)] = True
    return one, _Several(classes, thirds) if classes.any() else None
