"""The body of an answer: read piece by piece, bounded as it is sent and as it is unpacked."""

from __future__ import annotations

import base64
import hashlib
import re
import zlib
from collections.abc import Iterator
from typing import Literal, Protocol

from msgspec import Struct

from conformance.exchange.model import Trouble
from conformance.standard.model import Text

_PIECE = 64 << 10
_SHA256 = re.compile(r"(?:^|,)\s*sha-256=:([A-Za-z0-9+/=]*):", re.I)
_WINDOWS = {"gzip": 16 + zlib.MAX_WBITS, "x-gzip": 16 + zlib.MAX_WBITS, "deflate": zlib.MAX_WBITS}


class Raw(Protocol):
    """The answer as ``urllib3`` gives it."""

    def stream(self, amt: int | None = ..., decode_content: bool | None = ...) -> Iterator[bytes]:
        """The body in pieces, as it is sent but for its chunks."""
        ...


class Unreadable(Exception):
    """A body that cannot be had, with the trouble that it is."""

    def __init__(self, trouble: Trouble) -> None:
        super().__init__(trouble.text.en)
        self.trouble = trouble


class Body(Struct, frozen=True):
    """A body as it came: unpacked, and what ``Content-Digest`` says of it."""

    content: bytes
    content_digest: Literal["absent", "match", "mismatch"]


def read(raw: Raw, encoding: str, digest: str | None, limit: int) -> Body:
    """The whole body. Raises Unreadable over ``limit`` bytes and for what cannot be unpacked, and whatever the connection raises."""
    unpacker = _unpacker(encoding)
    summed = hashlib.sha256()
    sent = 0
    content = bytearray()
    for piece in raw.stream(_PIECE, decode_content=False):
        sent += len(piece)
        if sent > limit:
            raise Unreadable(_too_large(limit, Text("", "")))
        summed.update(piece)
        try:
            content += piece if unpacker is None else unpacker.decompress(piece, limit + 1 - len(content))
        except zlib.error as error:
            raise Unreadable(_packed_wrongly(encoding, str(error))) from None
        if len(content) > limit or (unpacker is not None and unpacker.unconsumed_tail):
            raise Unreadable(
                _too_large(limit, Text(f"解压后（收到 {sent} 字节）", f" once unpacked ({sent} were sent)"))
            )
    if unpacker is not None and sent and not unpacker.eof:
        raise Unreadable(_packed_wrongly(encoding, "it ends early"))
    return Body(bytes(content), _held(digest, summed.digest()))


def _unpacker(encoding: str) -> zlib._Decompress | None:
    window = _WINDOWS.get(encoding.strip().lower())
    return None if window is None else zlib.decompressobj(window)


def _held(digest: str | None, summed: bytes) -> Literal["absent", "match", "mismatch"]:
    """``Content-Digest`` against the bytes as they were sent (RFC 9530 §2: after content coding); others than SHA-256 are not looked at."""
    found = _SHA256.search(digest or "")
    if found is None:
        return "absent"
    return "match" if found[1] == base64.b64encode(summed).decode("ascii") else "mismatch"


def _too_large(limit: int, how: Text) -> Trouble:
    return Trouble(
        "too-large",
        Text(
            f"应答{how.zh}超过 {limit} 字节的上限，已中止接收。请检查分页和压缩。",
            f"The answer is over {limit} bytes{how.en} and was not read on; look at paging and compression.",
        ),
    )


def _packed_wrongly(encoding: str, why: str) -> Trouble:
    return Trouble(
        "cut",
        Text(
            f"应答声明以 {encoding} 压缩，但无法解压（{why}）。请检查压缩或网关。",
            f"The answer says that it is packed with {encoding} but cannot be unpacked ({why}); look at compression and gateways.",
        ),
    )
