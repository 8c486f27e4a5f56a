"""Writing texts into Java source so that they neither end what they stand in nor depend on how the file is decoded."""

from __future__ import annotations

import unicodedata

_ENTITIES = {character: f"&#{ord(character)};" for character in "&<>@{}*\\"}


def literal(text: str | None) -> str:
    """A string literal of ASCII alone: estates compile with GBK as often as with UTF-8."""
    if text is None:
        return "null"
    return '"' + "".join(_in_literal(unit) for unit in _units(text)) + '"'


def comment(text: str) -> str:
    """One line of a javadoc comment: no end of it, no escape, no tag, and nothing that turns the direction of reading."""
    return "".join(_ENTITIES.get(character, character) for character in " ".join(_plain(text).split()))


def javadoc(indent: str, *lines: str) -> str:
    """A javadoc comment of the lines that say something."""
    said = [comment(line) for line in lines if line.strip()]
    if len(said) == 1:
        return f"{indent}/** {said[0]} */\n"
    return f"{indent}/**\n" + "".join(f"{indent} * {line}\n" for line in said) + f"{indent} */\n"


def _plain(text: str) -> str:
    # Control and format characters, the line ends of Unicode among them.
    return "".join(" " if unicodedata.category(one) in ("Cc", "Cf", "Zl", "Zp", "Cs", "Cn") else one for one in text)


def _units(text: str) -> list[int]:
    data = text.encode("utf-16-be", "surrogatepass")
    return [data[place] << 8 | data[place + 1] for place in range(0, len(data), 2)]


def _in_literal(unit: int) -> str:
    # Never \\u0022 or \\u000a: those are a quote and a line end before the compiler knows of literals.
    if unit in (0x22, 0x5C):
        return "\\" + chr(unit)
    if 0x20 <= unit < 0x7F:
        return chr(unit)
    if unit < 0x20:
        return f"\\{unit:03o}"
    return f"\\u{unit:04x}"
