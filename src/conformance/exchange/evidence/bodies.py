"""Bodies: bytes of any kind, sealed and unsealed as texts in whatever encoding they are in."""

from __future__ import annotations

from conformance.exchange.evidence import scan, unsealing
from conformance.exchange.evidence.memory import Memory
from conformance.exchange.evidence.sealing import Sealer

_MARKS = (
    (b"\xff\xfe\0\0", "utf-32-le"),
    (b"\0\0\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
_PACKED = (b"\x1f\x8b", b"PK\x03\x04", b"BZh", b"\xfd7zXZ", b"\x28\xb5\x2f\xfd", b"7z\xbc\xaf", b"%PDF-")
"""How packed bodies begin. Nobody can see what is in them, so nothing of them is kept."""


def sealed(body: bytes, media_type: str, sealer: Sealer, *, ours: bool = False) -> bytes:
    """The body with spans replaced; ``ours``: it was sent, not received. A packed or binary one is replaced whole: what cannot be read cannot be redacted."""
    encoding = _encoding(body)
    if encoding is None:
        return f"unreadable-{sealer.keyed.mark('body', body.hex())}".encode("ascii")
    result = _through(body, encoding, media_type, sealer, ours)
    if encoding == "utf-8" and not _is_utf8(body):
        # As Chinese systems of the time write it; ASCII was seen already.
        result = _through(result, "gb18030", media_type, sealer, ours)
    return result


def unsealed(body: bytes, memory: Memory) -> bytes:
    """The body with what its pseudonyms stand for, escaped as its form wants it."""
    if not body or not memory.raw:
        return body
    encoding = _encoding(body) or "latin-1"
    text = body.decode(encoding, "surrogateescape")
    form = scan.form_of(text, "application/x-www-form-urlencoded" if "=" in text else "")
    return unsealing.unsealed(text, memory, form).encode(encoding, "surrogateescape")


def _encoding(body: bytes) -> str | None:
    """None where it is no text, or packed."""
    for mark, encoding in _MARKS:
        if body.startswith(mark):
            return encoding if _survives(body, encoding) else None
    if body.startswith(_PACKED) or b"\0" in body:
        return None
    return "utf-8"


def _through(body: bytes, encoding: str, media_type: str, sealer: Sealer, ours: bool) -> bytes:
    if encoding == "gb18030" and not _survives(body, encoding):
        return body
    text = body.decode(encoding, "surrogateescape")
    return sealer.sealed(text, scan.form_of(text, media_type), ours=ours).encode(encoding, "surrogateescape")


def _survives(body: bytes, encoding: str) -> bool:
    try:
        return body.decode(encoding, "surrogateescape").encode(encoding, "surrogateescape") == body
    except UnicodeError:
        return False


def _is_utf8(body: bytes) -> bool:
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
