"""Check characters, one string at a time."""

from __future__ import annotations

USCC = "0123456789ABCDEFGHJKLMNPQRTUWXY"
ORGANISATION = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def uscc_check(code: str) -> str:
    """Check character that the first 17 characters ask for (GB 32100-2015)."""
    total = 0
    for position in range(17):
        total += USCC.index(code[position]) * 3**position
    return USCC[(31 - total % 31) % 31]


def organisation_check(code: str) -> str:
    """Check character that the first 8 characters ask for (GB 11714)."""
    total = 0
    for weight, character in zip((3, 7, 9, 10, 5, 8, 4, 2), code, strict=False):
        total += weight * ORGANISATION.index(character)
    answer = 11 - total % 11
    return {10: "X", 11: "0"}.get(answer, str(answer))


def citizen_check(code: str) -> str:
    """Check character that the first 17 digits ask for (GB 11643, ISO 7064 MOD 11-2)."""
    for candidate in "0123456789X":
        total = 0
        for character in code[:17] + candidate:
            total = total * 2 + (10 if character == "X" else int(character))
        if total % 11 == 1:
            return candidate
    raise AssertionError(code)


def registration_check(code: str) -> str:
    """Check digit that the first 14 digits ask for (ISO 7064 MOD 11,10)."""
    for candidate in "0123456789":
        product = 10
        for character in code[:14]:
            product = (product + int(character)) % 10 or 10
            product = product * 2 % 11
        if (product + int(candidate)) % 10 == 1:
            return candidate
    raise AssertionError(code)
