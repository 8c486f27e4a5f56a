"""The one way to write a compiled standard, so that the same content gives the same bytes."""

from __future__ import annotations

import hashlib
import json
from typing import Any

import msgspec

from conformance.standard.model import Standard
from conformance.standard.shapes import Shapes

_LINE = 116
"""Something that fits a line of this length is not broken over several: the file is read in reviews."""


def digest(standard: Standard) -> str:
    """``sha256:`` of the content, leaving out the digest itself."""
    content = msgspec.to_builtins(standard)
    del content["digest"]
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return "sha256:" + hashlib.sha256(text.encode("utf-8")).hexdigest()


def dump(compiled: Standard | Shapes) -> str:
    """The file's text: keys sorted, UTF-8 as it is, short values on one line, a line end at the end."""
    return _pretty(msgspec.to_builtins(compiled), "") + "\n"


def _pretty(value: Any, indent: str) -> str:
    flat = json.dumps(value, ensure_ascii=False, sort_keys=True)
    if len(indent) + len(flat) <= _LINE or not isinstance(value, dict | list | tuple):
        return flat
    deeper = indent + " "
    if isinstance(value, dict):
        parts = [f"{json.dumps(key, ensure_ascii=False)}: {_pretty(value[key], deeper)}" for key in sorted(value)]
        opening, closing = "{", "}"
    else:
        parts = [_pretty(part, deeper) for part in value]
        opening, closing = "[", "]"
    return opening + "\n" + ",\n".join(deeper + part for part in parts) + "\n" + indent + closing
