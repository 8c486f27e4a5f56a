"""Texts of ordinary characters, told from the bytes of a whole column at a time.

A pattern applied cell by cell costs several times as much as these few comparisons over all bytes together; the rare
cells in which something stands out are looked at singly.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from functools import cached_property, lru_cache

import numpy as np
import numpy.typing as npt
import polars as pl
from msgspec import Struct

from conformance.checks.columnbytes import Bytes, Mask, spans
from conformance.checks.few import FEW
from conformance.native import library
from conformance.native.texts import DOUBTFUL, LONG, MAYBE_WORD, ORDINARY, Characters, ordinary

_MASK_WIDE = "＊".encode()
_LOST = "\ufffd".encode()
_BLOCK = 1 << 18
_OVERLAP = 2
"""A character of three bytes may begin in one block and end in the next."""
_SIGNS = (b"*", b"?", b"\x7f")
_STANDING_OUT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f*?＊\ufffd]")
_NEVER = np.ones(256, dtype=np.bool_)
_NEVER[[ord("\t"), ord("\n"), ord("\r")]] = False


class Ordinary(Struct, frozen=True, dict=True):
    """What an ordinary text is. Nothing in it is a control character, an asterisk, a question mark or U+FFFD."""

    not_first: str
    """Characters it does not begin with."""
    not_last: str
    words: frozenset[str]
    """Texts that it is not."""
    longest: int | None
    """Its length in characters at most."""
    doubtful_first: str = ""
    """Characters after which it has to match ``doubtful`` as well."""
    doubtful: str = ""

    @cached_property
    def _longest_word(self) -> int:
        """Bytes of the longest of the words."""
        return max((len(word.encode()) for word in self.words), default=0)

    @cached_property
    def _first_of_words(self) -> str:
        return "".join(sorted({word[0] for word in self.words}))

    @cached_property
    def _doubtful(self) -> re.Pattern[str]:
        return re.compile(self.doubtful)

    def is_ordinary(self, text: str) -> bool:
        """Whether a text is ordinary."""
        return (
            text != ""
            and text[0] not in self.not_first
            and text[-1] not in self.not_last
            and not _STANDING_OUT.search(text)
            and text not in self.words
            and (self.longest is None or len(text) <= self.longest)
            and (text[0] not in self.doubtful_first or self._doubtful.search(text) is not None)
        )

    def tell(self, values: pl.Series) -> Mask:
        """Which of the texts are ordinary; a missing one is not."""
        if len(values) <= FEW:
            told = [text is not None and self.is_ordinary(text) for text in values.to_list()]
            return np.array(told, dtype=np.bool_)
        return self._tell_many(values)

    def _tell_many(self, values: pl.Series) -> Mask:
        """The same of a whole column of bytes."""
        flags = self._looked_at(values)
        mask: Mask = flags != 0
        short = np.flatnonzero(flags & MAYBE_WORD)
        if len(short):
            mask[short] = [text not in self.words for text in values[short]]
        if self.longest is not None:
            _keep(mask, flags & LONG, values, lambda texts: texts.str.len_chars() <= self.longest)
        if self.doubtful_first:
            _keep(mask, flags & DOUBTFUL, values, lambda texts: texts.str.contains(self.doubtful))
        return mask

    @cached_property
    def _looked_at(self) -> Callable[[pl.Series], Bytes]:
        """Gives each text its flags: whether it is ordinary as far as single bytes tell, and what is to be looked into."""
        if library.LIBRARY is None:
            return self._look_at
        wanted = (self.not_first, self.not_last, self._first_of_words, self.doubtful_first)
        first, last, words, doubtful = (_tables(some, reverse=place == 1) for place, some in enumerate(wanted))
        return ordinary(first, last, words, doubtful, self._longest_word, self._most_bytes)

    @property
    def _most_bytes(self) -> int:
        """Bytes of a text up to which nobody has to count its characters."""
        return sys.maxsize if self.longest is None else self.longest

    def _look_at(self, values: pl.Series) -> Bytes:
        found = spans(values)
        starts, lengths, codes = found.starts, found.lengths, found.codes
        flags = np.where(lengths > 0, ORDINARY, 0).astype(np.uint8)
        if len(codes) == 0:
            return flags
        flags[np.searchsorted(starts, _standing_out(codes), side="right") - 1] = 0
        flags[_begins(codes, starts, self.not_first) | _ends(codes, starts + lengths, self.not_last)] = 0
        short = (lengths <= self._longest_word) & _begins(codes, starts, self._first_of_words)
        doubtful = _begins(codes, starts, self.doubtful_first)
        for flag, mask in ((MAYBE_WORD, short), (LONG, lengths > self._most_bytes), (DOUBTFUL, doubtful)):
            flags[mask & (flags != 0)] |= flag
        return flags


def _keep(
    mask: Mask, flags: npt.NDArray[np.integer], values: pl.Series, test: Callable[[pl.Series], pl.Series]
) -> None:
    """Of the flagged texts leave only those in the mask that pass a test."""
    places = np.flatnonzero(flags)
    if len(places):
        mask[places] &= test(values[places]).to_numpy()


def _standing_out(codes: Bytes) -> npt.NDArray[np.int64]:
    """Places of bytes that no ordinary text has."""
    found = [np.empty(0, dtype=np.int64)]
    # A block at a time, in arrays that stay in the cache: large ones would cost more than the comparisons.
    here = np.empty(min(_BLOCK, len(codes)), dtype=np.bool_)
    for start in range(0, len(codes), _BLOCK - _OVERLAP):
        block = codes[start : start + _BLOCK]
        mask = here[: len(block)]
        if block.min() < 32:
            places = np.flatnonzero(np.less(block, 32, out=mask))
            found.append(start + places[_NEVER.take(block[places])])
        # Searching for a byte that is not there is the fastest thing that can be done to a text.
        text = block.tobytes()
        found += [start + np.flatnonzero(np.equal(block, sign[0], out=mask)) for sign in _SIGNS if sign in text]
        found.append(start + _wide(block, mask))
    return np.concatenate(found)


def _wide(block: Bytes, mask: Mask) -> npt.NDArray[np.int64]:
    """Places where U+FFFD or a wide asterisk begins: both are of three bytes and begin with the same."""
    places = np.flatnonzero(np.equal(block, _LOST[0], out=mask))
    places = places[places < len(block) - _OVERLAP]
    second, third = block[places + 1], block[places + 2]
    lost = (second == _LOST[1]) & (third == _LOST[2])
    lost |= (second == _MASK_WIDE[1]) & (third == _MASK_WIDE[2])
    found: npt.NDArray[np.int64] = places[lost]
    return found


def _begins(codes: Bytes, starts: npt.NDArray[np.int64], characters: str) -> Mask:
    """Whether the character at each start is one of these."""
    last = len(codes) - 1
    first = codes.take(np.minimum(starts, last))
    several = _tables(characters, reverse=False)
    answer: Mask = several.one.take(first)
    if several.classes is not None and several.thirds is not None:
        second = codes.take(np.minimum(starts + 1, last))
        third = codes.take(np.minimum(starts + 2, last))
        answer |= _any_of(several.classes, several.thirds, (first, second, third))
    return answer


def _ends(codes: Bytes, ends: npt.NDArray[np.int64], characters: str) -> Mask:
    """Whether the character before each end is one of these."""
    last = codes.take(np.maximum(ends - 1, 0))
    several = _tables(characters, reverse=True)
    answer: Mask = several.one.take(last)
    if several.classes is not None and several.thirds is not None:
        second = codes.take(np.maximum(ends - 2, 0))
        third = codes.take(np.maximum(ends - 3, 0))
        answer |= _any_of(several.classes, several.thirds, (last, second, third))
    return answer


def _any_of(classes: Bytes, thirds: Mask, seen: tuple[Bytes, Bytes, Bytes]) -> Mask:
    """Whether three bytes are one of the characters of more than one byte."""
    first, second, third = seen
    found = classes.take(first.astype(np.uint16) * np.uint16(256) + second)
    answer: Mask = found != 0
    places = np.flatnonzero(answer)
    answer[places] = thirds[found[places], third[places]]
    return answer


@lru_cache(maxsize=64)
def _tables(characters: str, *, reverse: bool) -> Characters:
    """Tables that tell the characters. With ``reverse`` bytes are seen from behind.

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
    return Characters(one, classes, thirds) if classes.any() else Characters(one, None, None)
