"""Ordinary texts, told by C (texts.c): what ``checks.plaintext`` does to single bytes."""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl
from msgspec import Struct

from conformance.native import library
from conformance.native.views import Pointer, address, column

ORDINARY, MAYBE_WORD, LONG, DOUBTFUL = 1, 2, 4, 8
"""Ordinary as far as single bytes tell; begins as a word does and is no longer; longer than wanted; doubtful."""


class _Characters(ctypes.Structure):
    _fields_ = (("one", Pointer), ("classes", Pointer), ("thirds", Pointer))


class _Ordinary(ctypes.Structure):
    _fields_ = (
        ("not_first", _Characters),
        ("not_last", _Characters),
        ("first_of_words", _Characters),
        ("doubtful_first", _Characters),
        ("longest_word", ctypes.c_int64),
        ("longest", ctypes.c_int64),
    )


class Characters(Struct, frozen=True):
    """Some characters of three bytes at most, as the tables of texts.c."""

    one: npt.NDArray[np.bool_]
    """By byte."""
    classes: npt.NDArray[np.uint8] | None
    """By ``first * 256 + second``; 0 is no class."""
    thirds: npt.NDArray[np.bool_] | None
    """By class and third byte."""

    def _as_c(self) -> _Characters:
        several: tuple[int | None, int | None] = (None, None)
        if self.classes is not None and self.thirds is not None:
            several = (address(self.classes), address(self.thirds))
        return _Characters(address(self.one), *several)


def ordinary(
    not_first: Characters,
    not_last: Characters,
    first_of_words: Characters,
    doubtful_first: Characters,
    longest_word: int,
    longest: int,
) -> Callable[[pl.Series], npt.NDArray[np.uint8]]:
    """A function that gives each text of a column its flags, 0 for one that is not ordinary or missing.

    The sets are of the characters that are not first and not last, with which words begin, and after which a text is
    doubtful; the lengths are in bytes.
    """
    sets = (not_first, not_last, first_of_words, doubtful_first)
    wanted = _Ordinary(*(characters._as_c() for characters in sets), longest_word, longest)

    def told(values: pl.Series, keep: Any = sets) -> npt.NDArray[np.uint8]:
        flags = np.empty(len(values), dtype=np.uint8)
        with column(values) as cells:
            library.LIBRARY.conformance_ordinary(cells, ctypes.byref(wanted), Pointer(address(flags)))
        return flags

    return told
