"""Check digits of the identifiers, computed by NumPy over the column's bytes.

Each algorithm takes a Series of identifiers in standard form and answers with the character that the check position
ought to hold, or null where the identifier does not have the shape that the algorithm needs. Comparing it with the
character that is there is the whole check; showing it is the remedy.

The functions named ``right_…`` answer only whether the digit is right, with a fraction of the work: two characters at a
time are looked up in a table of their weighted sum.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache

import numpy as np
import numpy.typing as npt
import polars as pl

from conformance.checks.columnbytes import Bytes, Mask, Pairs, of_width, pairs
from conformance.native import identifiers
from conformance.native.identifiers import Calendar, Tell, Weighted

Numbers = npt.NDArray[np.int32]

_DIGITS = "0123456789"
_USCC_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_USCC_WEIGHTS = tuple(pow(3, i, 31) for i in range(17))
_ORGANISATION_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_CITIZEN_WEIGHTS = tuple(pow(2, 17 - i, 11) for i in range(17))
_TEN = "0123456789X"
"""X stands for ten in a check position."""
_FOREIGN = 1 << 20
"""Weight of a character outside the alphabet: more than any sum."""


@lru_cache(maxsize=8)
def _values(alphabet: str) -> Numbers:
    table = np.full(256, -1, dtype=np.int32)
    for value, character in enumerate(alphabet):
        table[ord(character)] = value
    return table


def _answer(
    values: pl.Series, width: int, alphabet: str, signs: str, compute: Callable[[Numbers], npt.NDArray[np.integer]]
) -> pl.Series:
    """The check characters: ``compute`` makes places in ``signs`` of the values of all characters before it."""
    fits, matrix = of_width(values, width)
    numbers = _values(alphabet)[matrix[:, : width - 1]]
    good = (numbers >= 0).all(axis=1)
    places = np.full(len(values), len(signs), dtype=np.uint32)
    places[np.flatnonzero(fits)[good]] = compute(numbers[good])
    return pl.Series(values.name, [*signs, None], dtype=pl.String).gather(places)


def gb32100(values: pl.Series) -> pl.Series:
    """Check character of a unified social credit code (GB 32100-2015, 5.2.5): modulus 31, weights 3^(i-1)."""
    weights = np.array(_USCC_WEIGHTS, dtype=np.int32)
    return _answer(values, 18, _USCC_ALPHABET, _USCC_ALPHABET, lambda n: (31 - (n @ weights) % 31) % 31)


def gb11714(values: pl.Series) -> pl.Series:
    """Check character of a nine-character organisation code (GB 11714-1997): modulus 11, 10 is X and 11 is 0."""
    weights = np.array(_ORGANISATION_WEIGHTS, dtype=np.int32)
    return _answer(values, 9, _ORGANISATION_ALPHABET, "0123456789X0", lambda n: 11 - (n @ weights) % 11)


def gb11643(values: pl.Series) -> pl.Series:
    """Check character of an 18-character citizen id (GB 11643-1999): ISO 7064 MOD 11-2."""
    weights = np.array(_CITIZEN_WEIGHTS, dtype=np.int32)
    return _answer(values, 18, _DIGITS, "10X98765432", lambda n: (n @ weights) % 11)


def gs15(values: pl.Series) -> pl.Series:
    """Check digit of a 15-digit business registration number (GS 15-2006): ISO 7064 MOD 11,10."""

    def compute(numbers: Numbers) -> Numbers:
        product = np.full(len(numbers), 10, dtype=np.int32)
        for column in range(14):
            total = (product + numbers[:, column]) % 10
            product = np.where(total == 0, 10, total) * 2 % 11
        return (11 - product) % 10

    return _answer(values, 15, _DIGITS, _DIGITS, compute)


ALGORITHMS: dict[str, tuple[Callable[[pl.Series], pl.Series], int]] = {
    "gb32100": (gb32100, 17),
    "gb11714": (gb11714, 8),
    "gb11643": (gb11643, 17),
    "gs15": (gs15, 14),
}
"""Name of the algorithm → the function and the 0-based position of the check character."""


def right_gb32100(matrix: Bytes) -> Mask:
    """Whether each row of 18 bytes is a unified code with the right check characters, its own and the one inside."""
    two = pairs(matrix)
    whole = _weighed(two, (_USCC_ALPHABET,) * 18, (*_USCC_WEIGHTS, 1))
    right: Mask = (whole < _FOREIGN) & (whole % 31 == 0)
    return right & _right_organisation(two[:, 4:8], matrix[:, 16])


def right_gb11714(matrix: Bytes) -> Mask:
    """Whether each row of 9 bytes is an organisation code with the right check character."""
    return _right_organisation(pairs(matrix[:, :8]), matrix[:, 8])


def tell_gb32100(regions: Mask, categories: Mask) -> Tell:
    """The same by the compiled library, of a whole column; regions and categories as ``native.identifiers.unified``."""
    whole = Weighted(_values(_USCC_ALPHABET), (*_USCC_WEIGHTS, 1))
    return identifiers.unified(whole, *_organisation(), regions, categories)


def tell_gb11714() -> Tell:
    """Likewise, of codes with or without the printed hyphen."""
    return identifiers.organisation(*_organisation())


def _organisation() -> tuple[Weighted, Numbers]:
    return Weighted(_values(_ORGANISATION_ALPHABET), _ORGANISATION_WEIGHTS), _values(_TEN)


def tell_gb11643(calendar: Calendar, latest: int) -> Tell:
    """Likewise, with the birth date."""
    return identifiers.citizen(Weighted(_values(_DIGITS), _CITIZEN_WEIGHTS), _values(_TEN), calendar, latest)


def _right_organisation(two: Pairs, check: Bytes) -> Mask:
    sums = _weighed(two, (_ORGANISATION_ALPHABET,) * 8, _ORGANISATION_WEIGHTS)
    last = _values(_TEN).take(check)
    right: Mask = (sums < _FOREIGN) & (last >= 0) & ((sums + last) % 11 == 0)
    return right


def right_gb11643(matrix: Bytes) -> Mask:
    """Whether each row of 18 bytes is a citizen id with the right check character (its birth date left aside)."""
    sums = _weighed(pairs(matrix), (*(_DIGITS,) * 17, _TEN), (*_CITIZEN_WEIGHTS, 1))
    right: Mask = (sums < _FOREIGN) & (sums % 11 == 1)
    return right


def right_gs15(matrix: Bytes) -> Mask:
    """Whether each row of 15 bytes is a registration number with the right check digit."""
    numbers = _values(_DIGITS)[matrix]
    product = np.full(len(numbers), 10, dtype=np.int32)
    step = _steps()
    for column in range(14):
        product = step[product * 16 + (numbers[:, column] & 15)]
    right: Mask = (numbers >= 0).all(axis=1) & ((product + numbers[:, 14]) % 10 == 1)
    return right


@lru_cache(maxsize=1)
def _steps() -> Numbers:
    """Next product of ISO 7064 MOD 11,10 by product and digit (16 entries for each product)."""
    table = np.zeros(11 * 16, dtype=np.int32)
    for product in range(11):
        for digit in range(10):
            table[product * 16 + digit] = ((product + digit) % 10 or 10) * 2 % 11
    return table


def _weighed(two: Pairs, alphabets: Sequence[str], weights: Sequence[int]) -> Numbers:
    """Weighted sum of each row's characters; ``_FOREIGN`` or more where one is outside its alphabet."""
    tables = _tables(tuple(alphabets), tuple(weights))
    sums = tables[0].take(two[:, 0])
    for place, table in enumerate(tables[1:], start=1):
        sums += table.take(two[:, place])
    return sums


@lru_cache(maxsize=8)
def _tables(alphabets: tuple[str, ...], weights: tuple[int, ...]) -> tuple[Numbers, ...]:
    """For each pair of positions the weighted sum of every pair of bytes, in the byte order of this machine."""
    single = [
        np.where(_values(alphabet) < 0, _FOREIGN, _values(alphabet) * weight).astype(np.int32)
        for alphabet, weight in zip(alphabets, weights, strict=True)
    ]
    both = np.arange(1 << 16, dtype=np.uint16).view(np.uint8).reshape(-1, 2)
    return tuple(single[place][both[:, 0]] + single[place + 1][both[:, 1]] for place in range(0, len(single), 2))
