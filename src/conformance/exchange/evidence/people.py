"""Made-up names in place of those of natural persons: character for character, so that lengths, blanks, dots and stars stay.

A Chinese name becomes one of a character of the bamboo radical and characters of the grass radical, a Latin one other letters.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import cached_property

from msgspec import Struct

from conformance.checks.subject import SURELY_ORGANISATION
from conformance.exchange.evidence.keyed import Draw, Keyed, one_of
from conformance.report import mask

_FIRST = [chr(code) for code in range(0x7B00, 0x7C4F) if chr(code) not in "符笔第等答策筑筹签简算管箱篇"]
_OTHER = [chr(code) for code in range(0x82B1, 0x8580) if chr(code) not in "花苗苦英范茶草荒药菜落葬蓝"]
_BLOCKS = ((0xF900, 0xFA6D), (0x20000, 0x2A6DF))
"""Characters of these blocks become others of the same block: rules tell them from ordinary ones."""
_HAN = "㐀-鿿豈-﫿𠀀-𱍊"
_RUN = re.compile(rf"[{_HAN}]+|[A-Za-z]+")
_SPACED = re.compile(rf"(?=\S)(?:[{_HAN}]\s*){{2,4}}")
_NOTE = re.compile(r"[（(【\[〔].*", re.DOTALL)
_MANGLED = re.compile(r"^\s*(?:#|[0-9.]+[Ee])")
_UNDECODED = re.compile("[\ud800-\udfff]")
"""Bytes that are no UTF-8: whose name they are is seen when they are read as what they are."""
_CONSONANTS, _VOWELS = "bcdfghjklmnpqrstvwz", "aeiou"
_TRIES = 64


class People(Struct, frozen=True, dict=True):
    """The made-up names of one run. ``words`` are texts that stand for an empty cell or a footer, and are nobody's name."""

    keyed: Keyed
    words: Collection[str]

    @cached_property
    def _starts(self) -> tuple[str, ...]:
        return tuple(word for word in self.words if len(word) > 1)

    def is_name(self, text: str, *, surely: bool) -> bool:
        """Whether a text is the name of a person; ``surely`` where its field holds nothing else."""
        core = text.strip()
        if not core or core in self.words or core.startswith(self._starts) or _UNDECODED.search(core):
            return False
        if re.search(SURELY_ORGANISATION, core) or _MANGLED.match(core):
            return False
        return mask.looks_like_person(core) or (surely and any(character.isalpha() for character in core))

    def pseudonym(self, name: str, turn: str = "") -> str:
        """The made-up name, another for each ``turn``; what stands in brackets behind it, and every sign, stays."""
        note = _NOTE.search(name)
        end = note.start() if note and note.start() else len(name)
        called = name[:end]
        if _SPACED.fullmatch(called):
            # 张　三 is 张三.
            made = iter(self._made("".join(called.split()), turn))
            return "".join(c if c.isspace() else next(made) for c in called) + name[end:]
        return _RUN.sub(lambda run: self._made(run.group(), turn), called) + name[end:]

    def _made(self, run: str, turn: str) -> str:
        draw = self.keyed.draw("name", f"{run.casefold()}\0{turn}")
        made = run
        for _ in range(_TRIES):
            made = "".join(_like(character, place, draw) for place, character in enumerate(run))
            if made != run and made not in self.words and mask.looks_like_person(made) == mask.looks_like_person(run):
                break
        return made


def _like(character: str, place: int, draw: Draw) -> str:
    """Another character that rules do not tell from this one."""
    if character.isascii():
        small = character.lower()
        letter = one_of(_VOWELS if small in _VOWELS else _CONSONANTS, draw)
        return letter.upper() if character.isupper() else letter
    for first, last in _BLOCKS:
        if first <= ord(character) <= last:
            return chr(first + next(draw) % (last - first + 1))
    return one_of(_OTHER if place else _FIRST, draw)
