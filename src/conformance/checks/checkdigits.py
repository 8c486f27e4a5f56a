"""Check digits of the identifiers, computed by NumPy over the column's bytes.

Each function takes a Series of identifiers in standard form and answers with the character that the check position
ought to hold, or null where the identifier does not have the shape that the algorithm needs. Comparing it with the
character that is there is the whole check; showing it is the remedy.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt
import polars as pl

Bytes = npt.NDArray[np.uint8]

_USCC_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_USCC_WEIGHTS = np.array([pow(3, i, 31) for i in range(17)], dtype=np.int32)
_ORGANISATION_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_ORGANISATION_WEIGHTS = np.array([3, 7, 9, 10, 5, 8, 4, 2], dtype=np.int32)
_CITIZEN_WEIGHTS = np.array([pow(2, 17 - i, 11) for i in range(17)], dtype=np.int32)


def _values(alphabet: str) -> npt.NDArray[np.int32]:
    table = np.full(256, -1, dtype=np.int32)
    for value, character in enumerate(alphabet):
        table[ord(character)] = value
    return table


def _characters(alphabet: str) -> npt.NDArray[np.str_]:
    return np.array(list(alphabet))


_DIGITS = _values("0123456789")


def _matrix(values: pl.Series, width: int) -> tuple[npt.NDArray[np.bool_], Bytes]:
    """Mask of the values that are ``width`` bytes long, and their bytes as a matrix with a row per such value."""
    fits = (values.str.len_bytes() == width).fill_null(False)
    joined = "".join(values.filter(fits).to_list()).encode()
    return fits.to_numpy(), np.frombuffer(joined, dtype=np.uint8).reshape(-1, width)


def _answer(
    values: pl.Series,
    width: int,
    alphabet: npt.NDArray[np.int32],
    compute: Callable[[npt.NDArray[np.int32]], npt.NDArray[np.str_]],
    body: slice,
) -> pl.Series:
    fits, matrix = _matrix(values, width)
    numbers = alphabet[matrix[:, body]]
    good = (numbers >= 0).all(axis=1)
    found = np.full(len(numbers), None, dtype=object)
    found[good] = compute(numbers[good])
    expected = np.full(len(values), None, dtype=object)
    expected[fits] = found
    return pl.Series(values.name, expected.tolist(), dtype=pl.String)


def gb32100(values: pl.Series) -> pl.Series:
    """Check character of a unified social credit code (GB 32100-2015, 5.2.5): modulus 31, weights 3^(i-1)."""
    signs = _characters(_USCC_ALPHABET)
    return _answer(
        values, 18, _values(_USCC_ALPHABET), lambda n: signs[(31 - (n @ _USCC_WEIGHTS) % 31) % 31], slice(0, 17)
    )


def gb11714(values: pl.Series) -> pl.Series:
    """Check character of a nine-character organisation code (GB 11714-1997): modulus 11, 10 is X and 11 is 0."""
    signs = _characters("0123456789X0")
    return _answer(
        values,
        9,
        _values(_ORGANISATION_ALPHABET),
        lambda n: signs[11 - (n @ _ORGANISATION_WEIGHTS) % 11],
        slice(0, 8),
    )


def gb11643(values: pl.Series) -> pl.Series:
    """Check character of an 18-character citizen id (GB 11643-1999): ISO 7064 MOD 11-2."""
    signs = _characters("10X98765432")
    return _answer(values, 18, _DIGITS, lambda n: signs[(n @ _CITIZEN_WEIGHTS) % 11], slice(0, 17))


def gs15(values: pl.Series) -> pl.Series:
    """Check digit of a 15-digit business registration number (GS 15-2006): ISO 7064 MOD 11,10."""
    signs = _characters("0123456789")

    def compute(numbers: npt.NDArray[np.int32]) -> npt.NDArray[np.str_]:
        product = np.full(len(numbers), 10, dtype=np.int32)
        for column in range(14):
            total = (product + numbers[:, column]) % 10
            product = np.where(total == 0, 10, total) * 2 % 11
        return signs[(11 - product) % 10]

    return _answer(values, 15, _DIGITS, compute, slice(0, 14))


ALGORITHMS: dict[str, tuple[Callable[[pl.Series], pl.Series], int]] = {
    "gb32100": (gb32100, 17),
    "gb11714": (gb11714, 8),
    "gb11643": (gb11643, 17),
    "gs15": (gs15, 14),
}
"""Name of the algorithm → the function and the 0-based position of the check character."""
