"""Exchange messages in XML and envelopes in JSON, made to do harm. Each maker writes one file and answers with its path."""

from __future__ import annotations

from pathlib import Path

from .making import DEPTH, LAUGHS, MB, makers, nested, written
from .seeds import json_text, objects

_OPENING, _CLOSING = b"<ExchangeMessage><Header/><Body>", b"</Body></ExchangeMessage>"


def _fields(text: bytes) -> bytes:
    return b"<fields><XK_WSH>" + text + b"</XK_WSH></fields>"


def message_entity_bomb(path: Path) -> Path:
    """A billion laughs in a field."""
    return written(path, LAUGHS.replace(b"DOCTYPE x", b"DOCTYPE ExchangeMessage"), _OPENING, _fields(b"&k;"), _CLOSING)


def message_bomb_behind_a_comment(path: Path) -> Path:
    """The same, its DOCTYPE beyond what is looked at first."""
    return written(
        path, _OPENING.replace(b"<Header/>", b"<!--" + b"x" * MB + b"-->"), LAUGHS, _fields(b"&k;"), _CLOSING
    )


def message_too_deep(path: Path) -> Path:
    """Elements within elements."""
    return written(path, _OPENING, b"<fields>", b"<a>" * DEPTH, b"</a>" * DEPTH, b"</fields>", _CLOSING)


def message_field_of_100_mb(path: Path) -> Path:
    """One field as large as a file."""
    return written(path, _OPENING, b"<fields><XK_WSH>", [b"x" * MB] * 100, b"</XK_WSH></fields>", _CLOSING)


def message_many_tags(path: Path) -> Path:
    """A record with more fields than any table has columns."""
    tags = b"".join(b"<a%d>1</a%d>" % (number, number) for number in range(100_000))
    return written(path, _OPENING, b"<fields>", tags, b"</fields>", _CLOSING)


def message_cut(path: Path) -> Path:
    """It breaks off within a tag."""
    return written(path, _OPENING, _fields(b"1") * 3, b"<fields><XK_W")


def envelope_deep_in_the_frame(path: Path) -> Path:
    """A member nested as deep as no envelope is, and no deeper than the parser bears."""
    rows = [{"key": str(number), "data": one} for number, one in enumerate(objects())]
    head = b'{"edition":"2016","item":"admin-licence","provider":"unit:sh-fda","kind":"full","period":'
    return written(path, head, nested(300), b',"records":', json_text(rows), b"}")


def envelope_of_many_faults(path: Path) -> Path:
    """A hundred thousand rows that are none."""
    head = b'{"edition":"2016","item":"admin-licence","provider":"unit:sh-fda","kind":"full","records":[{"key":"a","data":{}}'
    return written(path, head, [b",1"] * 100_000, b"]}")


def envelope_cut(path: Path) -> Path:
    """It breaks off in a row."""
    rows = [{"key": str(number), "data": one} for number, one in enumerate(objects())]
    head = b'{"edition":"2016","item":"admin-licence","provider":"unit:sh-fda","kind":"full","records":'
    return written(path, head, json_text(rows)[:-30])


EVERY = makers(globals(), "json")
MESSAGES = tuple((maker, "xml" if maker.__name__.startswith("message") else suffix) for maker, suffix in EVERY)
