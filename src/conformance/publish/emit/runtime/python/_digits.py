"""Check digits. What has not the shape that an algorithm needs is right here; its shape is told by another check."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

_USCC = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_ORGANISATION = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)


def gb32100(text: str) -> bool:
    """Unified social credit code (GB 32100-2015): its own check character, and that of the organisation code inside."""
    if not re.fullmatch("[0-9A-HJ-NPQRTUWXY]{18}", text):
        return True
    total = sum(_USCC.index(sign) * pow(3, place, 31) for place, sign in enumerate(text[:17]))
    return _USCC[(31 - total % 31) % 31] == text[17] and gb11714(text[8:17])


def gb11714(text: str) -> bool:
    """Organisation code (GB 11714-1997), with or without the hyphen before its check character."""
    bare = text.replace("-", "")
    if not re.fullmatch("[0-9A-Z]{8}[0-9A-Z]", bare):
        return True
    total = sum(
        _ORGANISATION.index(sign) * weight for sign, weight in zip(bare[:8], _ORGANISATION_WEIGHTS, strict=True)
    )
    return "0X987654321"[total % 11] == bare[8]


def gb11643(text: str) -> bool:
    """Citizen identity number of 18 characters (GB 11643-1999)."""
    if not re.fullmatch("[0-9]{17}[0-9X]", text):
        return True
    total = sum(int(sign) * pow(2, 17 - place, 11) for place, sign in enumerate(text[:17]))
    return "10X98765432"[total % 11] == text[17]


def gs15(text: str) -> bool:
    """Business registration number of 15 digits (GS 15-2006)."""
    if not re.fullmatch("[0-9]{15}", text):
        return True
    product = 10
    for sign in text[:14]:
        product = ((product + int(sign)) % 10 or 10) * 2 % 11
    return (11 - product) % 10 == int(text[14])


RIGHT: Mapping[str, Callable[[str], bool]] = {"gb32100": gb32100, "gb11714": gb11714, "gb11643": gb11643, "gs15": gs15}
