"""Names as people write them in an address, and which of the names that there are they mean."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Sequence
from typing import TypeVar

from msgspec import Struct

from conformance.sources.model import Unusable

_SHOWN = 6
There = TypeVar("There")


class Name(Struct, frozen=True):
    """One step of a name. In quotes it is meant letter by letter."""

    text: str
    quoted: bool = False

    def fits(self, name: str) -> bool:
        """Whether it may mean a name that there is."""
        return name == self.text or (not self.quoted and name.casefold() == self.text.casefold())


Names = tuple[Name, ...]
"""A name with what it stands in: schema and table."""


def names_of(text: str, several: bool = False) -> list[Names]:
    """Dotted names, with ``"quoted"`` steps; ``several`` of them parted by commas. Raises Unusable for what is no name."""
    found: list[Names] = []
    steps: list[Name] = []
    at = 0
    while True:
        step, at = _step(text, at)
        steps.append(step)
        sign = text[at : at + 1]
        if sign == ".":
            at += 1
            continue
        if sign not in ("", ",") or (sign == "," and not several) or len(steps) > (1 if several else 3):
            raise _no_name(text)
        found.append(tuple(steps))
        steps = []
        if not sign:
            return found
        at += 1


def _step(text: str, at: int) -> tuple[Name, int]:
    while text[at : at + 1] == " ":
        at += 1
    if text[at : at + 1] == '"':
        inner = []
        at += 1
        while at < len(text):
            if text[at] != '"':
                inner.append(text[at])
            elif text[at + 1 : at + 2] == '"':
                inner.append('"')
                at += 1
            else:
                break
            at += 1
        if at >= len(text) or not inner:
            raise _no_name(text)
        return Name("".join(inner), quoted=True), _after_blanks(text, at + 1)
    end = min((place for sign in ".," if (place := text.find(sign, at)) >= 0), default=len(text))
    name = text[at:end].strip()
    if not name or '"' in name:
        raise _no_name(text)
    return Name(name), end


def _after_blanks(text: str, at: int) -> int:
    while text[at : at + 1] == " ":
        at += 1
    return at


def chosen(name: Name, there: Sequence[There], called: Callable[[There], str]) -> There | None:
    """What of that which is there is meant: of this very name, else the only one that differs in capital letters."""
    exact = [one for one in there if called(one) == name.text]
    fitting = exact or [one for one in there if name.fits(called(one))]
    return fitting[0] if len(fitting) == 1 else None


def near(text: str, there: Sequence[str]) -> tuple[str, str]:
    """Names that are near to one, or some of those that there are, to go on with a sentence in both languages."""
    folded = {name.casefold(): name for name in there}
    close = [folded[name] for name in difflib.get_close_matches(text.casefold(), folded, n=3, cutoff=0.5)]
    listed = [f'"{name}"' if set(name) & set('",') else name for name in close or sorted(there)[:_SHOWN]]
    if not listed:
        return "", ""
    zh, en = ("您是否要用", "did you mean") if close else ("这里有", "there are")
    more = "…" if not close and len(there) > len(listed) else ""
    return f"；{zh}：{'、'.join(listed)}{more}", f"; {en}: {', '.join(listed)}{more}"


def _no_name(text: str) -> Unusable:
    return Unusable(
        f"“{text}”不是表名或列名的写法：用点隔开模式和表，名称里有点、逗号、引号的放在双引号里。",
        f'"{text}" is no name of a table or column: part schema and table with a dot, and put names with dots, commas or quotes '
        "in double quotes.",
    )
