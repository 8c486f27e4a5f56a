"""What is drawn from a key: the same for the same input, and nothing about the input without the key."""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Iterator, Sequence
from typing import TypeVar

Item = TypeVar("Item")
Draw = Iterator[int]
"""Numbers without end, each from 0 up to and without 2**32."""


class Keyed:
    """A key of one run (HMAC-SHA-256, RFC 2104)."""

    def __init__(self, key: bytes) -> None:
        self._key = key

    def mark(self, kind: str, value: str) -> str:
        """Twelve small letters and digits."""
        return base64.b32encode(self._digest(kind, value, 0)[:8]).decode("ascii").lower()[:12]

    def draw(self, kind: str, value: str) -> Draw:
        """Numbers that depend on the value and nothing else; the value is read once, however many are drawn."""
        digest = self._digest(kind, value, 0)
        of_value, block = digest.hex(), 0
        while True:
            yield from (int.from_bytes(digest[i : i + 4], "big") for i in range(0, len(digest), 4))
            block += 1
            digest = self._digest(kind, of_value, block)

    def _digest(self, kind: str, value: str, block: int) -> bytes:
        message = f"{kind}\0{block}\0{value}".encode("utf-8", "surrogatepass")
        return hmac.new(self._key, message, hashlib.sha256).digest()


def one_of(items: Sequence[Item], draw: Draw) -> Item:
    """One of them."""
    return items[next(draw) % len(items)]
