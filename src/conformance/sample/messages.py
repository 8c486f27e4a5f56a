"""Samples as exchange messages in XML, the form that ``sources.messages`` reads.

Every byte follows from the records. A wrapper holds as many messages as there are records; in each there is one ``fields``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from xml.sax.saxutils import escape

_TAG = re.compile(r"^[^\W\d][\w.-]*$")
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_HEADER = ("sender", "receiver", "flow", "item", "sn", "securityType", "operator", "contacts")


def messages(
    records: Iterable[Mapping[str, str | None]], encoding: str = "utf-8", header: Mapping[str, str] | None = None
) -> Iterator[str]:
    """The text of messages, piece by piece, to be written in ``encoding``.

    ``records`` are fields by their tags, ``header`` what stands in the header of every message (``item``, ``sender`` …).
    Raises ValueError for what cannot stand in XML 1.0: a tag with a blank or bracket, a control character.
    """
    head = header_of(header or {})
    yield opening(encoding)
    for record in records:
        yield message(record, head)
    yield CLOSING


def opening(encoding: str) -> str:
    """What stands before the messages."""
    return f'<?xml version="1.0" encoding="{encoding.removesuffix("-sig")}"?>\n<Messages>\n'


CLOSING = "</Messages>\n"
"""What stands behind them."""


def header_of(given: Mapping[str, str]) -> str:
    """The header that all messages have. Raises ValueError for a name that no header has."""
    if unknown := set(given) - set(_HEADER):
        raise ValueError(f"a message has no header {', '.join(sorted(unknown))}; it has {', '.join(_HEADER)}")
    said = {"securityType": "1", **given}
    return "".join(_element(name, said.get(name)) for name in _HEADER)


def message(record: Mapping[str, str | None], head: str) -> str:
    """One record as a message. Raises ValueError as :func:`messages` does."""
    fields = "".join(_element(tag, value) for tag, value in record.items())
    return f"<ExchangeMessage><Header>{head}</Header><Body><fields>{fields}</fields></Body></ExchangeMessage>\n"


def _element(tag: str, value: str | None) -> str:
    if not _TAG.match(tag):
        raise ValueError(f"{tag!r} cannot be a tag")
    if not value:
        return f"<{tag}/>"
    if found := _FORBIDDEN.search(value):
        raise ValueError(f"{tag} holds U+{ord(found[0]):04X}, which XML does not allow")
    # A parser reads CR as LF unless it is written as a reference.
    return f"<{tag}>{escape(value, {chr(13): '&#13;'})}</{tag}>"
