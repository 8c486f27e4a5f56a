"""What was replaced by what, as long as a run lives: in memory, and nowhere else."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

_HEAD = 2
_STEPS = 8
"""For each character of a text that words are looked for in: so many lengths of words may begin alike, on an average."""
_SPARE, _BLOCK = 64, 64
_FEW = 32
"""First characters of words that are looked for in one go."""
_TURNS = 1000


class TooMuchWork(Exception):
    """A text takes more than a bounded number of steps for each of its characters to search."""


class Words:
    """Texts of two characters and more, to be found wherever they occur in others, the longest first.

    A run meets thousands of names: what it takes to look for them does not depend on how many there are, only on how many
    lengths those have that begin alike.
    """

    def __init__(self) -> None:
        self._by_head: dict[str, dict[int, set[str]]] = {}
        self._firsts: set[str] = set()
        self._begins: re.Pattern[str] | None = None

    def __contains__(self, word: str) -> bool:
        return word in self._by_head.get(word[:_HEAD], {}).get(len(word), ())

    def add(self, word: str) -> None:
        """One more; shorter ones are left out."""
        if len(word) < _HEAD:
            return
        lengths = self._by_head.get(word[:_HEAD])
        if lengths is None:
            lengths = self._by_head[word[:_HEAD]] = {}
            self._begin_with(word[0])
        if len(word) not in lengths:
            lengths[len(word)] = set()
            self._by_head[word[:_HEAD]] = dict(sorted(lengths.items(), reverse=True))
        self._by_head[word[:_HEAD]][len(word)].add(word)

    def _begin_with(self, character: str) -> None:
        """Note what words begin with, as long as those are few."""
        if character not in self._firsts and len(self._firsts) <= _FEW:
            self._firsts.add(character)
            few = len(self._firsts) <= _FEW
            self._begins = re.compile(f"[{''.join(map(re.escape, sorted(self._firsts)))}]" if few else "(?s:.)")

    def found(self, text: str) -> Iterator[tuple[int, int]]:
        """Where they stand, none over another. Raises TooMuchWork where words were learnt so that looking for them would take
        a time that grows faster than the text."""
        if self._begins is None:
            return
        size, at, steps = len(text), 0, _STEPS * (len(text) + _SPARE)
        while (begin := self._begins.search(text, at)) is not None:
            start = begin.start()
            at = start + 1
            for length, words in self._by_head.get(text[start : start + _HEAD], {}).items():
                fits = length <= size - start
                steps -= 1 + length // _BLOCK * fits
                if steps < 0:
                    raise TooMuchWork
                if fits and text[start : start + length] in words:
                    at = start + length
                    yield start, at
                    break


class Memory:
    """Pseudonyms by what they stand for, and the other way round."""

    def __init__(self) -> None:
        self._made: dict[tuple[str, str], str] = {}
        self._raw: dict[str, str] = {}
        self.pseudonyms = Words()

    @property
    def raw(self) -> Mapping[str, str]:
        """What each pseudonym stands for."""
        return self._raw

    def pseudonym(self, kind: str, value: str, make: Callable[[str], str]) -> str:
        """The pseudonym of a value; a value that is a pseudonym is its own.

        ``make`` draws one, another for each text that it is given, since none may stand for two values. Where there are too
        few of the form (names of one character), the first value keeps it, and two values have one pseudonym.
        """
        if value in self._raw:
            return value
        known = self._made.get((kind, value))
        if known is not None:
            return known
        made = make("")
        for turn in range(_TURNS):
            if made not in self._raw:
                break
            made = make(str(turn))
        self._made[kind, value] = made
        if made != value and made not in self._raw:
            self._raw[made] = value
            self.pseudonyms.add(made)
        return made
