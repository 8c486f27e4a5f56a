"""Digests of bodies that were redacted.

A digest of a body that holds little more than an identity number gives the number away to whoever tries them all. So the
digest of the redacted body stands in its place: one that was right stays right, one that was wrong stays wrong.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterator

_ALGORITHMS = ("sha256", "sha512", "sha1", "md5")
_TOKEN = re.compile(r"[A-Za-z0-9+/]{22,128}={0,2}")


class Digests:
    """Digests to replace, in hexadecimal digits and BASE64."""

    def __init__(self) -> None:
        self._instead: dict[str, str] = {}

    def learn(self, raw: bytes, sealed: bytes) -> None:
        """A body, and what is recorded of it."""
        if raw == sealed:
            return
        for algorithm in _ALGORITHMS:
            self._instead.update(zip(_forms(algorithm, raw), _forms(algorithm, sealed), strict=True))

    def found(self, text: str) -> Iterator[tuple[int, int, str]]:
        """Where such digests stand, and what stands there instead."""
        if self._instead:
            for token in _TOKEN.finditer(text):
                if token.group() in self._instead:
                    yield *token.span(), self._instead[token.group()]


def _forms(algorithm: str, body: bytes) -> tuple[str, ...]:
    digest = hashlib.new(algorithm, body, usedforsecurity=False).digest()
    return digest.hex(), digest.hex().upper(), base64.b64encode(digest).decode("ascii")
