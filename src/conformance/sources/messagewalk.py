"""One way through exchange messages in XML, from the parser's events to records with their places."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from lxml import etree
from msgspec import Struct

from conformance.sources.cells import Nested
from conformance.sources.decode import MARK
from conformance.sources.keyed import object_of
from conformance.sources.model import Unusable

MESSAGE, HEADER, BODY, FIELDS = "exchangemessage", "header", "body", "fields"
"""Names of the elements, as they are compared: without their namespace, in lower case."""
_STAND_IN = "\U0010fffd"
"""Stands for undecodable bytes, which no parser takes."""
_CONTROLS = {code: chr(0x10FE00 + code) for code in range(32) if code not in (9, 10, 13)}
"""Control characters, which XML does not allow: they are handed on, and their rule speaks of them."""
_RESTORED = {ord(stand_in): chr(code) for code, stand_in in _CONTROLS.items()}
_MOST_STRANGE = 20
"""Elements outside the form that are named."""


def parsable(text: str) -> str:
    """The text with stand-ins for what no parser of XML takes; the records have it again as it was."""
    return text.replace(MARK, _STAND_IN).translate(_CONTROLS)


class Header(Struct):
    """What the header of a message says of its records."""

    item: str = ""
    sender: str = ""


class Entry(Struct):
    """One ``fields``."""

    number: int
    """From 0 over all of the input."""
    line: int
    values: dict[str, Any]
    header: Header
    path: str


class Walk:
    """Where in the messages the parser is."""

    def __init__(self, names: dict[str, str], strange: dict[str, None]) -> None:
        self._names, self._strange = names, strange
        self._path: list[str] = []
        self._header = Header()
        self._record = 0
        """Depth of the record that the parser is in, 0 outside of one."""
        self._count = self._in_message = 0

    def through(self, events: Any) -> Iterator[Entry]:
        """Follow some events; answers the records that end among them."""
        for event, element in events:
            name = etree.QName(element).localname
            if event == "start":
                if not self._path and element.getroottree().docinfo.internalDTD is not None:
                    raise doctype()
                self._begin(name)
            else:
                yield from self._end(name, element)

    def _begin(self, name: str) -> None:
        lower, depth = name.lower(), len(self._path)
        self._path.append(name)
        if lower == MESSAGE:
            self._header, self._in_message = Header(), 0
        elif lower == FIELDS and not self._record and MESSAGE in map(str.lower, self._path[:-1]):
            self._record = depth + 1
        elif (
            depth
            and not self._record
            and self._path[-2].lower() in (MESSAGE, BODY)
            and lower not in (HEADER, BODY, FIELDS)
            and len(self._strange) < _MOST_STRANGE
        ):
            self._strange.setdefault(name)

    def _end(self, name: str, element: Any) -> Iterator[Entry]:
        depth, lower = len(self._path), name.lower()
        if self._record == depth:
            yield Entry(
                self._count, element.sourceline or 0, self._values(element), self._header, "/" + "/".join(self._path)
            )
            self._count, self._in_message, self._record = self._count + 1, self._in_message + 1, 0
        elif depth > 1 and self._path[-2].lower() == HEADER and lower in ("item", "sender"):
            setattr(self._header, lower, _restored("".join(element.itertext())).strip())
        elif lower == MESSAGE and not self._in_message:
            line = element.sourceline or 0
            raise Unusable(
                f"第 {line} 行的报文没有 fields，没有记录可校验；请补全或删去这份报文。",
                f"The message on line {line} holds no fields and so no record; complete it or take it out.",
            )
        self._path.pop()
        if not self._record:
            element.clear()
            while element.getprevious() is not None:
                del element.getparent()[0]

    def _values(self, element: Any) -> dict[str, Any]:
        """Each element within is a field; what the form has no place for is a field that nobody knows."""
        pairs: list[tuple[str, Any]] = []
        loose = "".join([element.text or "", *(child.tail or "" for child in element)])
        if loose.strip():
            pairs.append(("text()", _restored(loose.strip())))
        for child in element:
            if not isinstance(child.tag, str):
                raise entity(child.sourceline or 1, child.name)
            name = self._name(etree.QName(child).localname)
            pairs.append((name, _text(child)))
            pairs += [(f"{name}/@{key}", _restored(str(value))) for key, value in child.attrib.items()]
        pairs += [(f"@{key}", _restored(str(value))) for key, value in element.attrib.items()]
        return object_of(pairs)

    def _name(self, written: str) -> str:
        return self._names.setdefault(written.lower(), written)


def _text(element: Any) -> str | None:
    if len(element) == 0:
        text = _restored(element.text or "")
        return text if text.strip() else None
    for inner in element.iterdescendants():
        if not isinstance(inner.tag, str):
            raise entity(inner.sourceline or 1, inner.name)
    return Nested(_restored(etree.tostring(element, encoding="unicode", with_tail=False)))


def _restored(text: str) -> str:
    return text.replace(_STAND_IN, MARK).translate(_RESTORED)


def doctype() -> Unusable:
    """The refusal of a document type declaration."""
    return Unusable(
        "XML 里有 DOCTYPE（可以定义实体，有安全风险），交换报文不需要它，请去掉后再校验。",
        "The XML has a DOCTYPE, which may define entities and is a risk; messages do without it: take it out.",
    )


def entity(line: int, name: str) -> Unusable:
    """The refusal of an entity other than the five of XML itself."""
    return Unusable(
        f"第 {line} 行的 XML 引用了没有定义的实体“&{name};”；实体一律不解析，请改写为文字本身，& 号本身写作 &amp;。",
        f'The XML on line {line} refers to the entity "&{name};"; entities are not resolved: write the text itself, and '
        "&amp; for an ampersand.",
    )
