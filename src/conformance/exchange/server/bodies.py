"""Bodies of requests: their type, their length while it is read, their digest, and JSON without its ambiguities."""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
import math
import re
import zlib
from collections.abc import Callable
from typing import Any

from fastapi import Request

from conformance.exchange.server.hooks import Moment, through
from conformance.exchange.server.messages import Call
from conformance.exchange.server.problems import refuse

JSON = "application/json"
NDJSON = "application/x-ndjson"
CSV = "text/csv"
FORM = "application/x-www-form-urlencoded"
_ALGORITHMS = {"sha-256": hashlib.sha256, "sha-512": hashlib.sha512}
_MEMBER = re.compile(r"\s*([a-z*][a-z0-9_.*-]*)=:([A-Za-z0-9+/=]*):(?:;[^,]*)?\s*")


def moment_of(request: Request) -> Moment:
    """The request as hooks see it."""
    state = request.state
    return Moment(state.call, request.app.state.world, getattr(state, "body", b""))


def essence(content_type: str | None) -> tuple[str, str]:
    """Media type and charset of a header ``Content-Type``, in lower case."""
    kind, _, rest = (content_type or "").partition(";")
    found = re.search(r'charset\s*=\s*"?([^";\s]+)', rest, re.IGNORECASE)
    return kind.strip().lower(), (found[1] if found else "utf-8").lower()


def takes(*types: str) -> Callable[[Request], str]:
    """Dependency: the media type of the body, one of those. Raises Refusal (406 for what is accepted, 415 for what is sent)."""

    def media_type(request: Request) -> str:
        moment = moment_of(request)
        check_acceptable(moment)
        kind, charset = essence(moment.call.header("Content-Type"))
        coding = (moment.call.header("Content-Encoding") or "identity").strip().lower()
        fine = kind in types and charset in {"utf-8", "utf8"} and coding in {"identity", "gzip"}
        if not through(lambda hooks: hooks.declared_type, fine, moment):
            known = "、".join(types)
            detail = f"请求体的格式须是 {known}（UTF-8，可用 gzip 压缩）。 / The body has to be {', '.join(types)}."
            headers = {"Accept-Encoding": "gzip"} if coding not in {"identity", "gzip"} else {}
            raise refuse("unsupported-media-type", detail, headers=headers)
        return kind

    return media_type


def check_acceptable(moment: Moment, offered: str = JSON) -> None:
    """Raise Refusal (406) where the client accepts nothing that can be given."""
    fine = accepts(moment.call, offered)
    if not through(lambda hooks: hooks.acceptable, fine, moment):
        raise refuse("not-acceptable", f"本操作只以 {offered} 应答。 / The answer can only be {offered}.")


def accepts(call: Call, offered: str) -> bool:
    """Whether the header Accept has a range with that type in it whose weight is not zero (RFC 9110, section 12.5.1)."""
    ranges = [value for key, value in call.headers if key.lower() == "accept"]
    if not ranges:
        return True
    best: tuple[int, float] = (-1, 0.0)
    for one in ",".join(ranges).split(","):
        kind, *params = (part.strip().lower() for part in one.split(";"))
        exactness = {offered: 2, offered.split("/")[0] + "/*": 1, "*/*": 0}.get(kind, -1)
        weight = next((param[2:] for param in params if param.startswith("q=")), "1")
        if exactness > best[0]:
            best = (exactness, float(weight) if re.fullmatch(r"[01](\.[0-9]{0,3})?", weight) else 1.0)
    return best[1] > 0


def acceptable(request: Request) -> None:
    """Dependency of operations without a body: the client accepts JSON."""
    check_acceptable(moment_of(request))


async def body(request: Request) -> bytes:
    """Dependency: the body, unpacked. Raises Refusal for one that is too long or is not what its digest says.

    A length that is declared is refused unread; any other as soon as it is exceeded.
    """
    moment = moment_of(request)
    limit = through(lambda hooks: hooks.most_bytes, moment.world.settings.limits.max_body_bytes, moment)
    declared = moment.call.header("Content-Length") or ""
    if declared.isdecimal() and int(declared) > limit:
        raise _too_long(limit)
    raw = await at_most(limit, request, lambda: _too_long(limit))
    request.state.body = content = _unpacked(raw, moment.call, limit)
    fits = digest_fits(moment.call.header("Content-Digest"), raw)
    moment = moment_of(request)
    if fits is not None and not through(lambda hooks: hooks.digest, fits, moment):
        detail = "Content-Digest 与请求体不符，传输中可能有改动。 / Content-Digest does not fit the body."
        raise refuse("digest-mismatch", detail)
    return content


async def at_most(limit: int, request: Request, too_long: Callable[[], Exception]) -> bytes:
    """The body as it was sent. Raises what ``too_long`` gives as soon as it has more bytes than the limit."""
    raw = bytearray()
    async for chunk in request.stream():
        raw += chunk
        if len(raw) > limit:
            raise too_long()
    return bytes(raw)


def _too_long(limit: int) -> Exception:
    return refuse("too-large", f"请求体超过 {limit} 字节。 / The body is longer than {limit} bytes.")


def _unpacked(raw: bytes, call: Call, limit: int) -> bytes:
    if (call.header("Content-Encoding") or "identity").strip().lower() != "gzip":
        return raw
    unpacker = zlib.decompressobj(wbits=31)
    try:
        content = unpacker.decompress(raw, limit + 1)
    except zlib.error:
        content = b""
    if len(content) > limit:
        raise _too_long(limit)
    if not unpacker.eof or unpacker.unused_data:
        raise refuse("invalid-request", "请求体不是完整的 gzip 数据。 / The body is not whole gzip data.")
    return content


def digest_fits(header: str | None, raw: bytes) -> bool | None:
    """Whether every known algorithm of ``Content-Digest`` (RFC 9530) fits; None where there is none to judge by."""
    if header is None:
        return None
    members = [_MEMBER.fullmatch(one) for one in header.split(",")]
    if not all(members):
        return False
    known = [(one[1], one[2]) for one in members if one is not None and one[1] in _ALGORITHMS]
    return all(_decoded(value) == _ALGORITHMS[name](raw).digest() for name, value in known) if known else None


def _decoded(text: str) -> bytes | None:
    try:
        return base64.b64decode(text, validate=True)
    except binascii.Error:
        return None


def parsed(content: bytes, moment: Moment) -> Any:
    """The JSON value of a body. Raises Refusal (400) for what is none, or not only one."""
    try:
        value = strict_json(content)
    except ValueError as error:
        raise refuse(
            "invalid-request", f"请求体不是规范的 JSON：{error}。 / The body is not proper JSON: {error}."
        ) from None
    return through(lambda hooks: hooks.parsed, value, moment)


def strict_json(content: bytes) -> Any:
    """The value of a JSON text in UTF-8 without BOM, NaN, numbers beyond measure, doubled keys or halves of characters.

    Raises ValueError with the reason.
    """
    if content.startswith(b"\xef\xbb\xbf"):
        raise ValueError("byte order mark")
    try:
        value = json.loads(
            content.decode(),
            object_pairs_hook=_once,
            parse_constant=_no_constant,
            parse_float=_finite,
            parse_int=_whole,
        )
        if b"\\u" in content:
            json.dumps(value, ensure_ascii=False).encode()
    except UnicodeDecodeError:
        raise ValueError("not UTF-8") from None
    except json.JSONDecodeError as error:
        raise ValueError(f"{error.msg}, line {error.lineno} column {error.colno}") from None
    except RecursionError:
        raise ValueError("nested too deeply") from None
    except UnicodeEncodeError:
        raise ValueError("half a surrogate pair") from None
    return value


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [name for name, _ in pairs]
        raise ValueError(f"key {next(one for one in names if names.count(one) > 1)!r} comes twice")
    return found


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is not JSON")


def _finite(text: str) -> float:
    value = float(text)
    if not math.isfinite(value):
        raise ValueError("a number beyond measure")
    return value


def _whole(text: str) -> int:
    if len(text) > 400:
        raise ValueError("a number beyond measure")
    return int(text)
