"""Identifiers and dates that are plainly right, told by C (identifiers.c). Each function gives a function over a column."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl
from msgspec import Struct

from conformance.native import library
from conformance.native.views import Pointer, address, column, mask_of

Mask = npt.NDArray[np.bool_]
Numbers = npt.NDArray[np.int32]
Tell = Callable[[pl.Series], Mask]


class _Organisation(ctypes.Structure):
    _fields_ = (("alphabet", Pointer), ("weights", Pointer), ("signs", Pointer))


class _Unified(ctypes.Structure):
    _fields_ = (
        ("organisation", _Organisation),
        ("alphabet", Pointer),
        ("weights", Pointer),
        ("regions", Pointer),
        ("categories", Pointer),
    )


class _Capitals(ctypes.Structure):
    _fields_ = (("widths", Pointer),)


class _Calendar(ctypes.Structure):
    _fields_ = (
        ("days", Pointer),
        ("first", ctypes.c_int32),
        ("years", ctypes.c_int32),
        ("none", ctypes.c_int32),
    )


class _Citizen(ctypes.Structure):
    _fields_ = (
        ("alphabet", Pointer),
        ("weights", Pointer),
        ("signs", Pointer),
        ("calendar", _Calendar),
        ("latest", ctypes.c_int32),
    )


class Weighted(Struct, frozen=True):
    """A weighted sum of characters."""

    values: Numbers
    """Of each byte, -1 for one outside the alphabet."""
    weights: Sequence[int]


class Calendar(Struct, frozen=True):
    """The days of some years."""

    days: Numbers
    """Day number by ``(year - first) * 1024 + month * 32 + day``; ``none`` where there is no such day."""
    first: int
    years: int
    none: int

    def _as_c(self) -> _Calendar:
        return _Calendar(address(self.days), self.first, self.years, self.none)


def organisation(whole: Weighted, signs: Numbers) -> Tell:
    """Organisation codes of nine characters, or ten with the hyphen; ``signs`` are the values of check characters."""
    kept, wanted = _organisation(whole, signs)
    return _teller("conformance_organisation", kept, wanted)


def _organisation(whole: Weighted, signs: Numbers) -> tuple[Sequence[Any], _Organisation]:
    weights = _weights(whole, 8)
    return (whole.values, weights, signs), _Organisation(*map(address, (whole.values, weights, signs)))


def unified(whole: Weighted, inner: Weighted, signs: Numbers, regions: Mask, categories: Mask) -> Tell:
    """Unified codes: the sum of all eighteen characters, the organisation code within, and what stands before it.

    ``regions`` by the number of their six digits, ``categories`` by the first two bytes as a number of sixteen bits.
    """
    if len(regions) != 10**6 or len(categories) != 1 << 16:
        raise ValueError("there are 10^6 regions and 2^16 pairs of bytes")
    kept, organisation = _organisation(inner, signs)
    weights = _weights(whole, 18)
    arrays = (whole.values, weights, regions, categories)
    return _teller("conformance_unified", (kept, arrays), _Unified(organisation, *map(address, arrays)))


def registration() -> Tell:
    """Registration numbers of fifteen digits."""
    return _teller("conformance_registration")


def capitals(widths: Sequence[int]) -> Tell:
    """So many capitals and digits (of these widths, from ten on), not ten zeros at the beginning."""
    right = np.zeros(1 << 8, dtype=np.bool_)
    right[list(widths)] = True
    return _teller("conformance_capitals", right, _Capitals(address(right)))


def citizen(whole: Weighted, signs: Numbers, calendar: Calendar, latest: int) -> Tell:
    """Citizen ids of eighteen characters, born on a day of the calendar and not after ``latest``.

    The sum is of the first seventeen characters; ``signs`` are the values of the last one.
    """
    weights = _weights(whole, 17)
    arrays = (whole.values, weights, signs)
    wanted = _Citizen(*map(address, arrays), calendar._as_c(), latest)
    return _teller("conformance_citizen", (arrays, calendar), wanted)


def days(calendar: Calendar, *, time: bool) -> Callable[[pl.Series], Numbers]:
    """Day numbers of texts ``YYYY/MM/DD``, with ``time`` also followed by ``HH:MM`` or ``HH:MM:SS``; else ``none``."""
    wanted = calendar._as_c()

    def told(values: pl.Series, keep: Any = calendar) -> Numbers:
        found = np.empty(len(values), dtype=np.int32)
        with column(values) as cells:
            library.LIBRARY.conformance_days(cells, ctypes.byref(wanted), ctypes.c_int32(time), Pointer(address(found)))
        return found

    return told


def _weights(weighted: Weighted, characters: int) -> Numbers:
    if len(weighted.values) != 256 or len(weighted.weights) != characters:
        raise ValueError(f"{characters} weights and the values of 256 bytes are wanted")
    return np.array(weighted.weights, dtype=np.int32)


def _teller(name: str, keep: Any = None, wanted: ctypes.Structure | None = None) -> Tell:
    """A function of the library over a column; what ``wanted`` points to is kept with it."""
    before = () if wanted is None else (ctypes.byref(wanted),)

    def told(values: pl.Series, keep: Any = keep) -> Mask:
        mask = mask_of(len(values))
        with column(values) as cells:
            getattr(library.LIBRARY, name)(cells, *before, Pointer(address(mask)))
        return mask

    return told
