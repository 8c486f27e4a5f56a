"""Texts that UTF-8 cannot hold, as reports write them.

A name of a file may be any bytes on Linux. Python has a lone surrogate for each byte that is no text (``\\udcff``), and
keeps it as long as the name may have to be opened; what is written spells it out, as ``backslashreplace`` does everywhere.
"""

from __future__ import annotations

import json
import re
from typing import Any, TypeVar

import msgspec
from msgspec.structs import asdict, replace

from conformance.report.model import CellReport, Finding

_LONE = re.compile("[\ud800-\udfff]")
_One = TypeVar("_One", Finding, CellReport)


def encodable(text: str) -> str:
    """The text with each lone surrogate spelt out, ``\\udcff``."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def as_json(content: object, indent: int | None = None) -> str:
    """JSON of plain values and records, lone surrogates spelt out as above: as escapes of JSON's own most readers refuse
    them."""
    try:
        encoded = msgspec.json.encode(content)
    except UnicodeEncodeError:
        # The quick encoder does not take what UTF-8 cannot hold.
        text = json.dumps(msgspec.to_builtins(content), ensure_ascii=False, indent=indent)
        return _LONE.sub(lambda found: f"\\\\u{ord(found[0]):04x}", text)
    return (encoded if indent is None else msgspec.json.format(encoded, indent=indent)).decode()


def encodable_finding(finding: Finding) -> Finding:
    """The finding with every text of it :func:`encodable`, for writers that take nothing else."""
    return replace(_spelt(finding), around=tuple(map(_spelt, finding.around)))


def _spelt(one: _One) -> _One:
    texts = asdict(one)
    spelt: dict[str, Any] = {name: encodable(text) for name, text in texts.items() if isinstance(text, str)}
    return replace(one, **spelt)
