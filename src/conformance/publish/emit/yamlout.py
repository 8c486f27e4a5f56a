"""YAML that versions 1.1 and 1.2 read alike: every text is quoted, and nothing in it can be taken for a line end."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

_ESCAPED = re.compile("[\x7f-\x9f\u2028\u2029\u202a-\u202e\ufeff\ufffe\uffff]")


def written(value: Any) -> str:
    """The value as YAML in blocks."""
    return "\n".join(_lines(value, "")) + "\n"


def scalar(value: object) -> str:
    """A text, number, truth or nothing on one line."""
    text = json.dumps(value, ensure_ascii=False)
    return _ESCAPED.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def _lines(value: Any, indent: str) -> Iterator[str]:
    if isinstance(value, Mapping):
        for key, one in value.items():
            yield from _entry(f"{indent}{scalar(key)}:", one, indent + "  ")
    else:
        for one in value:
            yield from _entry(f"{indent}-", one, indent + "  ")


def _entry(head: str, value: Any, deeper: str) -> Iterator[str]:
    if isinstance(value, Mapping) and value:
        yield head
        yield from _lines(value, deeper)
    elif isinstance(value, Sequence) and not isinstance(value, str) and value:
        if all(not isinstance(one, Mapping | list | tuple) for one in value):
            yield f"{head} [{', '.join(map(scalar, value))}]"
        else:
            yield head
            yield from _lines(value, deeper)
    else:
        yield f"{head} {scalar(value)}"
