"""Bodies that are made to cost a scanner more than they are long: each a media type and what it is of for a number of bytes."""

from __future__ import annotations

import base64
from collections.abc import Callable

SECRET = "tok-en-of-mine-0123456789"
"""A secret that is known before."""
JSON, XML, CSV, TEXT = "application/json", "application/xml", "text/csv", "text/plain"
FORM, PARTS = "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"
Body = Callable[[int], bytes]


def again(unit: bytes, before: bytes = b"", behind: bytes = b"") -> Body:
    """A unit as often as it takes, between two others."""
    return lambda size: before + (unit * (size // len(unit) + 1))[:size] + behind


def told(unit: bytes) -> Body:
    """The same as a JSON string."""
    return again(unit, b'{"a":"', b'"}')


def _secrets(size: int) -> bytes:
    return b"[" + b",".join(b'{"token":"Abc%07d"}' % number for number in range(size // 23)) + b"]"


def _growing(size: int) -> bytes:
    """Secrets that begin alike, each a little longer than the one before, and a text in which each of them might begin."""
    most = int((size / 2) ** 0.5)
    tokens = b",".join(b'"%d":{"token":"Aa1%s"}' % (n, b"1" * n) for n in range(most))
    return b"{" + tokens + b',"text":"' + b"Aa1" * (size // 6) + b'"}'


SHAPES: dict[str, tuple[str, Body]] = {
    "a tag of one long word": (XML, again(b"b", b"<a ", b">")),
    "a tag without end": (XML, again(b"b ", b"<a ")),
    "a tag of many words": (XML, again(b"b ", b"<a ", b">")),
    "tags in quotes": (XML, again(b'"<a" ', b"<a ")),
    "quotes never closed": (XML, again(b"<a b='\"")),
    "instructions never closed": (XML, again(b"<?a ")),
    "comments never closed": (XML, again(b"<!-- -")),
    "CDATA never closed": (XML, again(b"<![CDATA[")),
    "open elements": (XML, again(b"<a>")),
    "nothing but <": (XML, again(b"<")),
    "deep JSON": (JSON, again(b'{"a":')),
    "a string never closed": (JSON, again(b"x", b'{"a":"')),
    "quotes and backslashes": (JSON, again(b'"\\')),
    "backslashes": (JSON, told(b"\\")),
    "JSON escapes": (JSON, told(b"\\u5f20")),
    "digits": (JSON, told(b"1")),
    "digits of an identifier": (JSON, again(b"1", b'{"citizen_id":"', b'"}')),
    "a secret number": (JSON, again(b"1", b'{"token":', b"}")),
    "identity numbers": (JSON, told(b"110101199003070017 ")),
    "a long name": (JSON, again("（".encode(), b'{"contact_name":"', b'"}')),
    "signatures": (JSON, told("经办人：张三 ".encode())),
    "heads of web tokens": (JSON, told(b"eyJ")),
    "BASE64": (JSON, told(b"QUJD")),
    "BASE64 of a secret": (JSON, lambda size: b'"%s"' % base64.b64encode(SECRET.encode() * (size // 36))),
    "a secret many times": (TEXT, again(SECRET.encode() + b" ")),
    "many secrets": (JSON, _secrets),
    "secrets that begin alike": (JSON, _growing),
    "many keys": (JSON, lambda size: b"{" + b",".join(b'"name_%d":1' % n for n in range(size // 16)) + b"}"),
    "secrets by their names": (TEXT, again(b"token=abcdefg1 ")),
    "equals signs": (TEXT, again(b"=")),
    "blanks": (TEXT, again(b" ", b"token")),
    "percent signs in percent signs": (TEXT, again(b"%25%25")),
    "one long percent sign": (FORM, again(b"25", b"a=%")),
    "entities": (TEXT, again(b"&amp;")),
    "users in addresses": (TEXT, again(b"://a:b@")),
    "schemes": (TEXT, again(b"Bearer ")),
    "commas": (TEXT, again(b",")),
    "quotes in a table": (CSV, again(b'"a')),
    "one line of a part": (PARTS, again(b"a")),
    "names of parts": (PARTS, again(b"name=\n")),
    "parts without content": (PARTS, again(b'--x\r\nname="a"\r\nb\r\n')),
}
