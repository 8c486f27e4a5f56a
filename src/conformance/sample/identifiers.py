"""Identifiers with right check characters, made as matrices of ASCII characters.

Written for making, not for judging: nothing here is shared with the checks, so that a mistake in one shows in the
other.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from conformance.sample.dice import Dice, Ints

Chars = npt.NDArray[np.uint8]

USCC_ALPHABET = b"0123456789ABCDEFGHJKLMNPQRTUWXY"
_ORGANISATION_ALPHABET = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_ORGANISATION_WEIGHTS = np.array([3, 7, 9, 10, 5, 8, 4, 2], dtype=np.int64)
_USCC_WEIGHTS = np.array([pow(3, position, 31) for position in range(17)], dtype=np.int64)
_CITIZEN_WEIGHTS = np.array([pow(2, 17 - position, 11) for position in range(17)], dtype=np.int64)
_EPOCH_1950 = -7305  # days from 1970-01-01


def _values(alphabet: bytes) -> npt.NDArray[np.int64]:
    table = np.full(256, -1, dtype=np.int64)
    table[np.frombuffer(alphabet, dtype=np.uint8)] = np.arange(len(alphabet))
    return table


_USCC_VALUES = _values(USCC_ALPHABET)
_ORGANISATION_VALUES = _values(_ORGANISATION_ALPHABET)


def chars(values: list[str]) -> Chars:
    """Strings of equal length as a matrix of characters."""
    return np.frombuffer("".join(values).encode("ascii"), dtype=np.uint8).reshape(len(values), -1)


def _pick(alphabet: bytes, positions: Ints) -> Chars:
    return np.asarray(np.frombuffer(alphabet, dtype=np.uint8)[positions], dtype=np.uint8)


def organisation_check(body: Chars) -> Chars:
    """Check characters of 8-character organisation codes."""
    rest = (_ORGANISATION_VALUES[body] @ _ORGANISATION_WEIGHTS) % 11
    return _pick(b"0X987654321", rest)


def uscc_check(body: Chars) -> Chars:
    """Check characters of 17-character credit codes."""
    rest = (_USCC_VALUES[body] @ _USCC_WEIGHTS) % 31
    return _pick(USCC_ALPHABET, (31 - rest) % 31)


def citizen_check(body: Chars) -> Chars:
    """Check characters of 17-digit citizen ids."""
    rest = ((body.astype(np.int64) - 48) @ _CITIZEN_WEIGHTS) % 11
    return _pick(b"10X98765432", rest)


def registration_check(body: Chars) -> Chars:
    """Check digits of 14-digit registration numbers (hybrid system of ISO 7064, MOD 11,10)."""
    product = np.full(len(body), 10, dtype=np.int64)
    for position in range(14):
        total = (product + body[:, position].astype(np.int64) - 48) % 10
        product = np.where(total == 0, 10, total) * 2 % 11
    return ((11 - product) % 10 + 48).astype(np.uint8)


def _with_check(body: Chars, check: Chars) -> Chars:
    return np.concatenate([body, check[:, None]], axis=1)


def organisation_codes(dice: Dice) -> Chars:
    """Half in the form given inside credit codes (MA…), half in the older form of digits."""
    modern = dice.chance(0.5)
    tail = dice.digits(5, USCC_ALPHABET)
    digits = dice.digits(7)
    # The last character before the check is never 0, so that no code of digits ends in 000 and looks like a number
    # that a spreadsheet has rounded.
    last = dice.digits(1, b"123456789")
    older = np.concatenate([digits, last], axis=1)
    prefix = np.broadcast_to(np.frombuffer(b"MA1", dtype=np.uint8), (dice.rows, 3))
    newer = np.concatenate([prefix, tail], axis=1)
    body = np.where(modern[:, None], newer, older)
    return _with_check(body, organisation_check(body))


def credit_codes(kinds: Chars, regions: Chars, organisations: Chars) -> Chars:
    """Credit codes from department and category (2), region (6) and organisation code (9)."""
    body = np.concatenate([kinds, regions, organisations], axis=1)
    return _with_check(body, uscc_check(body))


def registration_numbers(dice: Dice, regions: Chars, first_digits: Chars) -> Chars:
    """15-digit registration numbers; the first digit of the sequence tells the kind of business."""
    body = np.concatenate([regions, first_digits[:, None], dice.digits(7)], axis=1)
    return _with_check(body, registration_check(body))


def citizen_ids(dice: Dice, regions: Chars) -> Chars:
    """Citizen ids of people born from 1950 to 1995. The last two digits of the order are 01 to 98: see above."""
    days = dice.below(16_000) + _EPOCH_1950
    written = np.datetime_as_string(days.astype("datetime64[D]")).astype("S10").view(np.uint8).reshape(dice.rows, 10)
    births = written[:, [0, 1, 2, 3, 5, 6, 8, 9]]
    order = dice.below(98) + 1
    tail = np.stack([48 + order // 10, 48 + order % 10], axis=1).astype(np.uint8)
    body = np.concatenate([regions, births, dice.digits(1), tail], axis=1)
    return _with_check(body, citizen_check(body))
