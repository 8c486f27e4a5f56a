"""The header ``Content-Digest`` (RFC 9530) as the profile wants it: SHA-256 over the bytes as they are sent."""

from __future__ import annotations

import base64
import hashlib


def content_digest(body: bytes) -> str:
    """The header's value for a body."""
    return f"sha-256=:{base64.b64encode(hashlib.sha256(body).digest()).decode('ascii')}:"
