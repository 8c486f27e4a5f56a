"""Finding the values in a body or an address, however broken it is: each with its name, its record and its place.

These scanners judge nothing and never fail. They are not parsers: a body that is no JSON, or ends in the middle, gives the
values that can be told, and the rest of it as values without a name.

What is scanned comes from services that may be hostile. So every scanner looks at each character a bounded number of times:
repeats give nothing back (``*+``), and nothing is looked for behind a place where it was not found.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal, TypeAlias

from msgspec import Struct

from conformance.exchange.evidence.scan_xml import xml_values
from conformance.exchange.evidence.value import Value

Form: TypeAlias = Literal["json", "xml", "csv", "form", "multipart", "text"]

_JSON_TOKENS = re.compile(r'"((?:[^"\\]|\\.)*+)"?|([{}\[\],:])|([^\s"{}\[\],:][^"{}\[\],:]*+)', re.DOTALL)


class _Frame(Struct):
    record: int
    name: str | None
    pending: str | None = None


def json_values(source: str) -> Iterator[Value]:
    """Strings and bare tokens (numbers, and what should not be there), with the key that they stand under."""
    frames = [_Frame(0, None)]
    records = 0
    tokens = _JSON_TOKENS.finditer(source)
    following = next(tokens, None)
    while following is not None:
        token, following = following, next(tokens, None)
        frame = frames[-1]
        sign = token.group(2)
        if sign is None:
            group = 1 if token.group(1) is not None else 3
            is_key = following is not None and following.group(2) == ":"
            if group == 1 and is_key and frame.pending is None:
                frame.pending = token.group(1)
                # A key may be what it should not be: an identifier.
                yield Value(*token.span(1), None, -1)
            else:
                yield Value(*token.span(group), frame.pending or frame.name, frame.record)
        elif sign == "{":
            records += 1
            frames.append(_Frame(records, frame.pending or frame.name))
        elif sign == "[":
            frames.append(_Frame(frame.record, frame.pending or frame.name))
        elif sign in "}]":
            if len(frames) > 1:
                frames.pop()
            frames[-1].pending = None
        elif sign == ",":
            frame.pending = None


_DELIMITERS = ",\t;"
_CELLS = {
    sign: re.compile(rf'"((?:[^"]|"")*)"?|([^"{sign}\r\n][^{sign}\r\n]*)|({sign})|(\r\n|\r|\n)') for sign in _DELIMITERS
}


def csv_values(source: str) -> Iterator[Value]:
    """Cells, with the text of the first row above them."""
    first = re.split(r"[\r\n]", source, maxsplit=1)[0]
    header: dict[int, str] = {}
    row = column = 0
    for token in _CELLS[max(_DELIMITERS, key=first.count)].finditer(source):
        if token.group(3) is not None:
            column += 1
        elif token.group(4) is not None:
            row, column = row + 1, 0
        else:
            group = 1 if token.group(1) is not None else 2
            if row == 0:
                header[column] = token.group(group).strip().lstrip("\ufeff")
                yield Value(*token.span(group), None, -1)
            else:
                yield Value(*token.span(group), header.get(column), row)


_PARAMETER = re.compile(r"([^&;=]*)(?:=([^&;]*))?(?:[&;]|$)")


def form_values(source: str) -> Iterator[Value]:
    """Parameters of a form or of an address behind its question mark."""
    for parameter in _PARAMETER.finditer(source):
        if parameter.group(1):
            yield Value(*parameter.span(1), None, -1, form=True)
        if parameter.group(2) is not None:
            yield Value(*parameter.span(2), parameter.group(1), 0, form=True)


_BLANK_LINE = re.compile(r"\r?\n\r?\n")
_CONTENT_END = re.compile(r"\r?\n--")
_PART_NAME = re.compile(r"\bname=\"?([^\";\r\n]*+)")


def multipart_values(source: str) -> Iterator[Value]:
    """The parts of ``multipart/form-data`` by their names; what stands around them, such as names of files, without a name."""
    done = 0
    while (blank := _BLANK_LINE.search(source, done)) is not None:
        ending = _CONTENT_END.search(source, blank.end())
        end = len(source) if ending is None else ending.start()
        head = max(done, source.rfind("\n--", done, blank.start()))
        named = _PART_NAME.search(source, head, blank.start())
        if named is not None:
            yield Value(done, blank.end(), None, -1)
            yield Value(blank.end(), end, named.group(1), 0)
        else:
            yield Value(done, end, None, -1)
        done = end
    yield Value(done, len(source), None, -1)


def text_values(source: str) -> Iterator[Value]:
    """The whole, as a value without a name."""
    if source:
        yield Value(0, len(source), None, -1)


SCANNERS = {
    "json": json_values,
    "xml": xml_values,
    "csv": csv_values,
    "form": form_values,
    "multipart": multipart_values,
    "text": text_values,
}


def form_of(source: str, media_type: str) -> Form:
    """What a body is scanned as: by how it begins, since a wrong media type must hide nothing; then by what it is called."""
    begins = source.lstrip("\ufeff \t\r\n")[:1]
    if begins in ("{", "["):
        return "json"
    if begins == "<":
        return "xml"
    kind = media_type.partition(";")[0].strip().lower()
    for word, form in _BY_NAME:
        if word in kind:
            return form
    return "csv" if _LIKE_CSV.match(source) else "text"


_BY_NAME: tuple[tuple[str, Form], ...] = (
    ("csv", "csv"),
    ("multipart/", "multipart"),
    ("x-www-form", "form"),
    ("json", "json"),
    ("xml", "xml"),
    ("html", "xml"),
)
_LIKE_CSV = re.compile(r"[^\r\n,\t;]*+[,\t;][^\r\n]*+\r?\n[^\r\n,\t;]*+[,\t;]")
