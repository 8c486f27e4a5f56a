"""Damage to the bytes of a file: flips, cuts, repetitions, pieces of others, and numbers at the end of their range.

A ZIP is damaged in its parts as well, and packed again: behind a wrong checksum nothing else would ever be tried.
"""

from __future__ import annotations

import io
import random
import warnings
import zipfile
from collections.abc import Callable, Mapping

TOKENS = (
    *(b"\0", b"\xff", b"\xef\xbb\xbf", b"\xff\xfe", b'"', b'""', b",", b"\r", b"\n", b"\r\n", b"\t", b"\\", b"\\ud800"),
    *(b"{", b"}", b"[", b"]", b"[]", b"null", b"NaN", b"1e999", b"-", b"<", b">", b"</", b"<td>", b"<tr>", b"<table>"),
    *(b"&#0;", b"&amp;", b"colspan=999", b'rowspan="0"', b'r="XFD1048576"', b't="e"', b't="s"', b"<v>-1</v>"),
    *(
        b"2016-02-30",
        b"9" * 40,
        b"\xed\xa0\x80",
        b"\x81\x30\x81\x30",
        b"\xe2\x80\xa8",
        b"PK\x03\x04",
        b"PAR1",
        b"sep=;",
    ),
    *(b"\x7f\xff\xff\xff", b"\xff\xff\xff\xff", b"\0\0\0\x80", b"x" * 5000),
)
_Operation = Callable[[bytearray, random.Random, bytes], None]


def _place(data: bytearray, chance: random.Random) -> int:
    return chance.randrange(len(data) + 1)


def _flip(data: bytearray, chance: random.Random, _: bytes) -> None:
    for _number in range(chance.choice((1, 1, 2, 8))):
        if data:
            data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)


def _cut(data: bytearray, chance: random.Random, _: bytes) -> None:
    del data[_place(data, chance) :]


def _take_out(data: bytearray, chance: random.Random, _: bytes) -> None:
    start = _place(data, chance)
    del data[start : start + chance.choice((1, 2, 10, 200))]


def _double(data: bytearray, chance: random.Random, _: bytes) -> None:
    start = _place(data, chance)
    piece = data[start : start + chance.choice((1, 4, 60, 700))]
    data[start:start] = piece * chance.choice((1, 2, 50))


def _insert(data: bytearray, chance: random.Random, _: bytes) -> None:
    start = _place(data, chance)
    data[start:start] = chance.choice(TOKENS)


def _overwrite(data: bytearray, chance: random.Random, _: bytes) -> None:
    token = chance.choice(TOKENS)
    start = _place(data, chance)
    data[start : start + len(token)] = token


def _splice(data: bytearray, chance: random.Random, other: bytes) -> None:
    start, from_other = _place(data, chance), chance.randrange(len(other) + 1)
    length = chance.choice((4, 40, 400, 4000))
    data[start : start + length] = other[from_other : from_other + length]


_OPERATIONS: tuple[_Operation, ...] = (_flip, _flip, _cut, _take_out, _double, _insert, _overwrite, _splice)


def damaged(content: bytes, chance: random.Random, others: Mapping[str, bytes]) -> bytes:
    """The content with one to four kinds of damage done to it, or to a part of it where it is a ZIP."""
    other = others[chance.choice(sorted(others))]
    if content.startswith(b"PK") and chance.random() < 0.8:
        return _with_damaged_part(content, chance, other)
    data = bytearray(content)
    for _ in range(chance.randint(1, 4)):
        chance.choice(_OPERATIONS)(data, chance, other)
    return bytes(data)


def _with_damaged_part(content: bytes, chance: random.Random, other: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = [(info.filename, archive.read(info)) for info in archive.infolist()]
    chosen = chance.randrange(len(parts))
    name, part = parts[chosen]
    data = bytearray(part)
    for _ in range(chance.randint(1, 3)):
        chance.choice(_OPERATIONS)(data, chance, other)
    parts[chosen] = (name, bytes(data))
    target = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        warnings.simplefilter("ignore")
        for one, text in parts:
            archive.writestr(one, text)
    return target.getvalue()
