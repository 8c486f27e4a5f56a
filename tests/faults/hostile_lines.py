"""JSON Lines made to do harm. Each maker writes one file and answers with its path."""

from __future__ import annotations

from pathlib import Path

from .making import DEPTH, MB, makers, nested, written
from .seeds import json_text, objects


def lines_deep(path: Path) -> Path:
    """A line nested without end, after a good one."""
    return written(path, json_text(objects()[0]), b"\n", b'{"a":' * DEPTH + b"1" + b"}" * DEPTH + b"\n")


def lines_rather_deep(path: Path) -> Path:
    """Values nested as deep as the parser still bears."""
    found = [
        json_text(one)[:-1] + b',"x":' + nested(depth) + b"}\n"
        for one, depth in zip(objects(), (100, 400, 480, 500, 700, 900, 940, 960), strict=False)
    ]
    return written(path, found)


def lines_one_of_100_mb(path: Path) -> Path:
    """A line of 100 MB."""
    return written(path, json_text(objects()[0]), b'\n{"XK_WSH": "', [b"x" * MB] * 100, b'"}\n')


def lines_truncated(path: Path) -> Path:
    """The last line breaks off."""
    return written(path, b"\n".join(map(json_text, objects()))[:-20])


def lines_with_nul(path: Path) -> Path:
    """NUL between the lines."""
    return written(path, b"\n\0\n".join(map(json_text, objects())))


def lines_with_returns(path: Path) -> Path:
    """Lines that end in CR alone."""
    return written(path, b"\r".join(map(json_text, objects())))


def lines_of_lists(path: Path) -> Path:
    """A list on each line."""
    return written(path, json_text(objects()[0]), b"\n[1]\n[2]\n")


def lines_empty(path: Path) -> Path:
    """Lines without anything."""
    return written(path, json_text(objects()[0]), [b"\n" * MB] * 2)


def lines_surrogates(path: Path) -> Path:
    """Escapes of half characters."""
    line = json_text(objects()[0] | {"项目名称": "S"}).replace(b'"S"', b'"\\udcff\\ud800"')
    return written(path, line + b"\n" + line + b"\n")


LINES = makers(globals(), "jsonl")
