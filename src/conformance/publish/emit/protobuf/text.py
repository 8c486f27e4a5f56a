"""Texts as Protobuf source: literals, comments, and values of options."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from conformance.publish.emit.python_text import one_line

Value = str | bool | int | Iterable[str] | None
_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r"}


def literal(text: str) -> str:
    """A text as a string literal; what shows nothing is written by its bytes in UTF-8, which every compiler reads."""
    return f'"{"".join(map(_written, text))}"'


def comment(text: str, indent: str = "") -> str:
    """A text as a comment of one line. Generators copy it: it ends no comment and no string of documentation in any language."""
    bare = (
        one_line(text)
        .replace("*/", "* /")
        .replace("/*", "/ *")
        .replace('"""', '" " "')
        .replace("\\", "＼")
        .replace("$", "＄")
    )
    return f"{indent}// {bare}"


def option(values: Mapping[str, Value]) -> str:
    """The value of an option that is a message; what is empty is left out, as is False."""
    return f"{{ {' '.join(part for key, value in values.items() for part in _parts(key, value))} }}"


def _parts(key: str, value: Value) -> Iterable[str]:
    if value is None or value is False or value == "":
        return
    if isinstance(value, bool):
        yield f"{key}: true"
    elif isinstance(value, int):
        yield f"{key}: {value}"
    elif isinstance(value, str):
        yield f"{key}: {literal(value)}"
    else:
        yield from (f"{key}: {literal(one)}" for one in value)


def _written(character: str) -> str:
    if character in _ESCAPES:
        return _ESCAPES[character]
    if character == " " or character == one_line(character):
        return character
    return "".join(f"\\{byte:03o}" for byte in character.encode())
