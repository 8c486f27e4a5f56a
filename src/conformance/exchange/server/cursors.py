"""Cursors: where a walk along the list has come to, signed, so that nobody can make one and nobody need read one."""

from __future__ import annotations

import hashlib
import hmac
import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import datetime, timedelta
from typing import Literal

from msgspec import Struct

_SIGNATURE = 16
"""Bytes of the signature."""


class Place(Struct, frozen=True):
    """The last entry that was given; the next one has a greater ``(modified, id)``."""

    modified: str = ""
    id: str = ""


class Cursors(Struct, frozen=True):
    """Makes and reads the cursors of one server."""

    secret: bytes
    days: int
    """How long one is good for."""

    def text(self, place: Place, item: str | None, now: datetime) -> str:
        """The cursor for a place in the list of an item (None: of all)."""
        body = json.dumps([int(now.timestamp()), item, place.modified, place.id], separators=(",", ":")).encode()
        return _written(self._signature(body) + body)

    def read(self, text: str, item: str | None, now: datetime) -> Place | Literal["unknown", "other-item", "expired"]:
        """The place that a cursor stands for, or why it stands for none."""
        try:
            packed = urlsafe_b64decode(text.encode("ascii") + b"=" * (-len(text) % 4))
        except ValueError:
            return "unknown"
        if _written(packed) != text:  # other characters that stand for the same bytes
            return "unknown"
        signature, body = packed[:_SIGNATURE], packed[_SIGNATURE:]
        if not hmac.compare_digest(signature, self._signature(body)):
            return "unknown"
        given, of_item, modified, id_ = json.loads(body)
        if now - datetime.fromtimestamp(given, now.tzinfo) > timedelta(days=self.days):
            return "expired"
        return Place(modified, id_) if of_item == item else "other-item"

    def _signature(self, body: bytes) -> bytes:
        return hmac.digest(self.secret, b"cursor:" + body, hashlib.sha256)[:_SIGNATURE]


def _written(packed: bytes) -> str:
    return urlsafe_b64encode(packed).decode().rstrip("=")
