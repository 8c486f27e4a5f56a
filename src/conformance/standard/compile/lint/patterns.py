"""Regular expressions that mean the same in Python, Rust and JavaScript."""

from __future__ import annotations

import re
from collections.abc import Iterator


def faults(pattern: str) -> Iterator[str]:
    """What is wrong with a pattern."""
    if not (pattern.startswith("^") and pattern.endswith("$")):
        yield f"the pattern {pattern} is not anchored"
    if escape := re.search(r"\\[dDwWpPbB]", pattern):
        yield f"the pattern {pattern} has {escape[0]}, which engines read differently"
    try:
        re.compile(pattern)
    except re.error as error:
        yield f"the pattern {pattern} is none: {error}"
