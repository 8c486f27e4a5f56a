"""JSON with one form only, for what is digested and signed: keys in order, no blanks, UTF-8.

It is the form of RFC 8785 for what is used here: texts, whole numbers, true, false, null, and keys of the basic plane.
"""

from __future__ import annotations

import hashlib
import json
from typing import Any


def canonical(value: Any) -> bytes:
    """The value in its one form. Raises ValueError for numbers that are not whole, which have no form that all agree on."""
    _refuse_fractions(value)
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False).encode("utf-8")


def digest_of(value: Any) -> str:
    """``sha256:`` and the digest of the one form."""
    return f"sha256:{hashlib.sha256(canonical(value)).hexdigest()}"


def _refuse_fractions(value: Any) -> None:
    if isinstance(value, float):
        raise ValueError(f"{value} is not a whole number")
    for part in value.values() if isinstance(value, dict) else value if isinstance(value, list | tuple) else ():
        _refuse_fractions(part)
