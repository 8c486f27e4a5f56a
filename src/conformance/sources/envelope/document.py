"""An envelope read twice: once for its members and everything that is to be known beforehand, then for its elements.

From a text its long list is streamed, so that memory does not depend on how many elements there are; from a program it is
at hand already.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple, Protocol

from msgspec import Struct, field

from conformance.sources.decode import Bad
from conformance.sources.encoding import Proof
from conformance.sources.envelope.conditions import encoding_faults
from conformance.sources.envelope.faults import Fault
from conformance.sources.envelope.kinds import Kind, Look, kind_of, refuse_token, wrapped
from conformance.sources.jsontext import Window, members_of
from conformance.sources.keyed import Doubled
from conformance.sources.model import Unusable
from conformance.sources.source import HEAD_BYTES, Source


class Element(NamedTuple):
    """One element of the list, with where it begins and how much of the source is read."""

    value: Any
    line: int | None = None
    progress: float | None = None
    bad: Sequence[Bad] = ()


class Stretch(NamedTuple):
    """What is at hand of the list: text from here up to the last brace that closes, the line where it begins, its place."""

    text: str
    line: int
    position: int


class Frame(Struct):
    """The members of an envelope without the elements of its list."""

    members: dict[str, Any] = field(default_factory=dict)
    """The list, if it is one, without elements."""
    twice: list[str] = field(default_factory=list)
    """Members that came more than once; the first of each holds."""
    is_listed: bool = False
    """Whether the list is there and is a list."""
    faults: list[Fault] = field(default_factory=list)
    """What is wrong with the text itself."""


Read = Callable[[Stretch], int]
"""Takes a stretch and answers how many elements it holds; 0 where they have to be read one by one."""


class Document(Protocol):
    """An envelope that can be read again and again."""

    encoding: str | None

    def frame(self, each: Callable[[int, Element], None], at_once: Read | None = None) -> Frame:
        """Read all of it: every element is given to ``each`` with its place from 0, or several to ``at_once``."""
        ...

    def elements(self, at_once: Read | None = None) -> Iterator[Element | None]:
        """The elements once more; None for each stretch that ``at_once`` took."""
        ...


class TextDocument:
    """An envelope in a JSON text."""

    def __init__(self, source: Source, proof: Proof, listed: str | None) -> None:
        self.encoding: str | None = proof.encoding
        self._source, self._proof, self._listed = source, proof, listed
        self._start = 0
        """Where the first element begins."""

    def frame(self, each: Callable[[int, Element], None], at_once: Read | None = None) -> Frame:
        """As :class:`Document` has it. Raises Unusable for what is no JSON."""
        window, found = Window(self._source, self._proof), Frame(faults=list(encoding_faults(self._proof)))
        for key in members_of(window):
            if key == self._listed and not found.is_listed and window.peek() == "[":
                window.take("[")
                found.is_listed = True
                self._start = window.position
                value: Any = []
                number = 0
                for element in _elements(window, at_once):
                    if isinstance(element, int):
                        number += element
                    else:
                        each(number, element)
                        number += 1
            else:
                value, _ = window.value()
            if key in found.members:
                found.twice.append(key)
            else:
                found.members[key] = value
        if window.peek():
            line = window.line()
            raise Unusable(
                f"信封在第 {line} 行已经结束，其后还有内容；一个文件只放一个信封。",
                f"The envelope ends before line {line}, yet more follows; a file holds one envelope.",
            )
        return found

    def elements(self, at_once: Read | None = None) -> Iterator[Element | None]:
        """As :class:`Document` has it; to be called after ``frame``, where there is a list."""
        window = Window(self._source, self._proof)
        window.skip(self._start)
        for element in _elements(window, at_once):
            yield None if isinstance(element, int) else element


class HeldDocument:
    """An envelope that a program holds as a dictionary."""

    encoding: str | None = None

    def __init__(self, value: Mapping[str, Any], listed: str | None) -> None:
        self._value, self._listed = value, listed

    def _elements(self) -> Sequence[Any] | None:
        listed = self._value.get(self._listed) if self._listed is not None else None
        return listed if isinstance(listed, list | tuple) else None

    def frame(self, each: Callable[[int, Element], None], at_once: Read | None = None) -> Frame:
        """As :class:`Document` has it."""
        listed = self._elements()
        for number, value in enumerate(listed or ()):
            each(number, Element(value))
        members = {
            str(key): [] if listed is not None and key == self._listed else value for key, value in self._value.items()
        }
        return Frame(members, is_listed=listed is not None)

    def elements(self, at_once: Read | None = None) -> Iterator[Element | None]:
        """As :class:`Document` has it."""
        return (Element(value) for value in self._elements() or ())


def kind_of_text(source: Source, proof: Proof) -> Kind | None:
    """What envelope a JSON text is, told without reading all of it; None for what may as well be plain records.

    Raises Unusable for rows of a batch that nothing holds together, for several envelopes and for a token.
    """
    window = Window(source, proof)
    if window.peek() == "[":
        window.take("[")
        first = window.value()[0] if window.peek() == "{" else None
        if wrapped(first):
            raise Unusable(
                "这是没有信封的行（每个元素有 data 成员）；请放进批次的 records 里，并写明 edition、item、provider、kind。",
                "These are rows without an envelope (each element has a member data); put them into the records of a batch "
                "with edition, item, provider and kind.",
            )
        kind = kind_of_value(first)
        if kind is not None:
            raise Unusable(
                f"这是信封（{kind.name}）的列表；一个文件只放一个信封，请拆成几个文件，并去掉最外层的方括号。",
                f"This is a list of envelopes ({kind.name}); a file holds one: put each into a file of its own, without "
                "the brackets around.",
            )
        return None
    members: list[str] = []
    values: dict[str, Any] = {}
    firsts: dict[str, Mapping[str, Any]] = {}
    for key in members_of(window):
        members.append(key)
        if window.peek() != "[":
            values[key] = window.value()[0]
            continue
        window.take("[")
        if window.peek() == "{":
            firsts[key], _ = window.value()
            values |= (behind := _behind(source, proof))
            members += behind
            break
        for element in _elements(window, None):
            del element
    refuse_token(members)
    return kind_of(Look(members, values, firsts))


def kind_of_value(value: object) -> Kind | None:
    """The same of a dictionary."""
    if not isinstance(value, Mapping):
        return None
    lists = {str(key): part for key, part in value.items() if isinstance(part, list | tuple)}
    firsts = {key: part[0] for key, part in lists.items() if part and isinstance(part[0], Mapping)}
    return kind_of(Look([str(key) for key in value], value, firsts))


def _behind(source: Source, proof: Proof) -> dict[str, Any]:
    """The members that stand behind the last list of a text, so that the order of members makes no difference."""
    with source.open() as stream:
        stream.seek(max(proof.bom, source.size - HEAD_BYTES))
        text = stream.read().decode(proof.encoding, "replace")
    rest = text[text.rfind("]") + 1 :].strip()
    if not rest.startswith(","):
        return {}
    try:
        found = json.loads("{" + rest[1:])
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _elements(window: Window, at_once: Read | None) -> Iterator[Element | int]:
    """The elements of the list whose bracket was passed; a number for so many that ``at_once`` took."""
    if window.peek() == "]":
        window.take("]")
        return
    window.peek()
    # The first element alone: it says what keys there are.
    singly = window.position + 1
    while True:
        stretch = _before_the_end(window.stretch()) if at_once is not None and window.position >= singly else ""
        taken = at_once(Stretch(stretch, window.line(), window.position)) if at_once is not None and stretch else 0
        if taken:
            window.skip(window.position + len(stretch))
            yield taken
        else:
            singly = max(singly, window.position + len(stretch))
            window.peek()
            line = window.line()
            value, bad = window.value()
            yield Element(value, line, window.progress, bad)
        if window.take(",]") == "]":
            return


def _before_the_end(stretch: str) -> str:
    """A stretch without what may stand behind the list; whether it holds elements and nothing else, its reader proves."""
    inside = stretch[: stretch.rfind("]")] if "]" in stretch else stretch
    inside = inside[: inside.rfind("}") + 1]
    return inside if len(inside) > len(stretch) // 2 else stretch


def given_twice(value: object) -> list[str]:
    """Keys that came more than once in an object."""
    return [key for key, _ in value.others] if isinstance(value, Doubled) else []


def as_text(value: object) -> str:
    """A value of an envelope as it may be quoted."""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
