"""What may be written: nothing unless it was allowed, and about synthetic subjects only; asserted where requests are sent.

The plan leaves out tests that may not run. This is the second lock: a fault in our tests must not end in somebody's records.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Collection, Iterator
from urllib.parse import unquote, urlsplit

from msgspec import Struct

from conformance.exchange.model import Request, Trouble
from conformance.exchange.profile.synthetic import is_synthetic
from conformance.standard.model import Text

_READING = frozenset({"GET", "HEAD", "OPTIONS"})
_QUESTIONS = ("/token", "/subject-queries", "/.well-known/credit-exchange")
"""Ends of the paths to which a POST writes nothing; at the last one it is a method that is not offered."""
_GZIP = b"\x1f\x8b"
_MOST = 64 << 20
"""Bytes of a body once it is unpacked."""
_IDENTIFIERS = re.compile(
    r"(?<![0-9A-Za-z])(?:[0-9A-Z]{18}|[0-9]{17}[0-9Xx]|[0-9]{15}|[0-9A-Z]{8}-[0-9A-Z])(?![0-9A-Za-z])"
)
"""Whatever has the form of a credit code, a citizen's id, a registration number or an organisation code."""


class Guard(Struct, frozen=True):
    """Which participants may be written to."""

    writable: Collection[str] = ()

    def refusal(self, participant: str, request: Request) -> Trouble | None:
        """Why a request is not sent; None where it only reads, or writes what may be written."""
        path = urlsplit(request.url).path.rstrip("/")
        if request.method in _READING or (request.method == "POST" and path.endswith(_QUESTIONS)):
            return None
        if participant not in self.writable:
            return _refused(
                Text(
                    "未允许写入（--allow-writes，且 environment 为 test）",
                    "writes are not allowed (--allow-writes, and environment: test)",
                )
            )
        body = _unpacked(request)
        if body is None:
            return _refused(
                Text("报文体经过编码，无法查看其中的主体", "its body is encoded, so that nobody sees whom it is about")
            )
        strange = next((one for one in identifiers(body) if not is_synthetic(one)), None)
        if strange is None:
            return None
        return _refused(
            Text(
                "要写入的主体标识不在虚构号段内",
                "it is about a subject that is not of the synthetic range",
            )
        )


def _unpacked(request: Request) -> bytes | None:
    """The body as whoever takes it reads it; None where that cannot be told: another coding than gzip, or one that is broken or
    longer than anything that is sent."""
    named = [value.strip().lower() for name, value in request.headers if name.lower() == "content-encoding"]
    if not request.body.startswith(_GZIP) and set(named) <= {"", "identity"}:
        return request.body
    if named not in ([], ["gzip"], ["x-gzip"]):
        return None
    unpacker = zlib.decompressobj(zlib.MAX_WBITS | 16)
    try:
        body = unpacker.decompress(request.body, _MOST)
    except zlib.error:
        return None
    return body if unpacker.eof and not unpacker.unused_data else None


def identifiers(body: bytes) -> Iterator[str]:
    """Everything in a body that has the form of a subject's identifier, each once."""
    text = unquote(body.decode("utf-8", "replace"))
    yield from dict.fromkeys(_IDENTIFIERS.findall(text))


def _refused(why: Text) -> Trouble:
    return Trouble(
        "refused",
        Text(
            f"请求没有发出：{why.zh}。这是测试工具一方的原因。",
            f"The request was not sent: {why.en}. This is on our side.",
        ),
    )
