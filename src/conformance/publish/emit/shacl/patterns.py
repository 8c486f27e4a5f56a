"""Patterns of records as XPath has them, which SHACL's ``sh:pattern`` means.

XPath has no groups that only group, no escapes of code points and none that looks ahead; and its texts are those of XML, in
which control characters do not occur. What stands at the head of a pattern to look ahead becomes a pattern of its own.
"""

from __future__ import annotations

import re

from msgspec import Struct

from conformance.publish.records.texts import CONTROL, END

_NO_CONTROL = "[^\\t\\n\\r -~\u0080-\U0010ffff]"
"""The control characters, named by what they are not."""
_CODE_POINT = re.compile(r"(?<!\\)((?:\\\\)*)\\u([0-9a-f]{4})")
_TOKEN = re.compile(r"\\.|\[(?:\\.|[^\]\\])*\]|.", re.DOTALL)
"""An escape, a class, or a character."""
_AHEAD = {"(?=": True, "^(?=": True, "(?!": False, "^(?!": False}


class Pattern(Struct, frozen=True):
    """A pattern that a text has to match somewhere, or must not."""

    text: str
    wanted: bool = True


def xpath(pattern: str) -> tuple[Pattern, ...]:
    """The patterns of which a text has to fulfil all. Raises ValueError for what XPath cannot say."""
    plain = pattern.replace(END, "$").replace(CONTROL, _NO_CONTROL)
    plain = _CODE_POINT.sub(lambda found: found[1] + chr(int(found[2], 16)), plain)
    head = next((one for one in _AHEAD if plain.startswith(one)), None)
    if head is None:
        return (Pattern(_grouped(plain)),)
    inner, rest = _divided(plain, len(head))
    inside = inner if inner.startswith("^") else f"^({inner})"
    return (Pattern(_grouped(inside), _AHEAD[head]), *xpath(rest if rest.startswith("^") else f"^{rest}"))


def _divided(pattern: str, start: int) -> tuple[str, str]:
    """What stands within the group that is open, and what stands behind it."""
    depth = 1
    for token in _TOKEN.finditer(pattern, start):
        depth += {"(": 1, ")": -1}.get(token[0], 0)
        if depth == 0:
            rest = pattern[token.end() :]
            if _alternatives(rest):
                raise ValueError(f"nothing says how XPath looks ahead in one of several alternatives: {pattern!r}")
            return pattern[start : token.start()], rest
    raise ValueError(f"no end of a group: {pattern!r}")


def _alternatives(pattern: str) -> bool:
    depth = 0
    for token in _TOKEN.finditer(pattern):
        depth += {"(": 1, ")": -1}.get(token[0], 0)
        if token[0] == "|" and depth == 0:
            return True
    return False


def _grouped(pattern: str) -> str:
    tokens = [token[0] for token in _TOKEN.finditer(pattern)]
    out: list[str] = []
    place = 0
    while place < len(tokens):
        out.append(tokens[place])
        if tokens[place] == "(" and tokens[place + 1 : place + 2] == ["?"]:
            if tokens[place + 2] != ":":
                raise ValueError(f"XPath has no such group: {pattern!r}")
            place += 2
        place += 1
    return "".join(out)
