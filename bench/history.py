"""The history: one line of JSON for each kept run, oldest first."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import msgspec

from bench.result import Result

HISTORY = Path(__file__).with_name("history.jsonl")


def as_json(result: Result) -> str:
    """The result as one line."""
    return msgspec.json.encode(result).decode()


def from_json(line: str) -> Result:
    """The result of a line. Raises msgspec.ValidationError for one that is none."""
    return msgspec.json.decode(line, type=Result)


def append(result: Result, path: Path = HISTORY) -> None:
    """Keeps a result."""
    with path.open("a", encoding="utf-8", newline="\n") as file:
        file.write(as_json(result) + "\n")


def kept(path: Path = HISTORY) -> Sequence[Result]:
    """Every kept result, oldest first; none if there is no history."""
    if not path.exists():
        return []
    return [from_json(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
