"""What was replaced by what, as long as a run lives: in memory, and nowhere else."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

_HEAD = 2
_TURNS = 1000


class Words:
    """Texts of two characters and more, to be found wherever they occur in others, the longest first.

    A run meets thousands of names: what it takes to look for them does not depend on how many there are.
    """

    def __init__(self) -> None:
        self._by_head: dict[str, dict[int, set[str]]] = {}

    def add(self, word: str) -> None:
        """One more; shorter ones are left out."""
        if len(word) < _HEAD:
            return
        lengths = self._by_head.setdefault(word[:_HEAD], {})
        if len(word) not in lengths:
            lengths[len(word)] = set()
            self._by_head[word[:_HEAD]] = dict(sorted(lengths.items(), reverse=True))
        self._by_head[word[:_HEAD]][len(word)].add(word)

    def found(self, text: str) -> Iterator[tuple[int, int]]:
        """Where they stand, none over another."""
        if not self._by_head:
            return
        heads, done = self._by_head, 0
        for start in range(len(text) - _HEAD + 1):
            lengths = heads.get(text[start : start + _HEAD])
            if lengths is None or start < done:
                continue
            for length, words in lengths.items():
                if text[start : start + length] in words:
                    done = start + length
                    yield start, done
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
