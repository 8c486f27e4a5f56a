"""Exchange messages in XML, as a province had them in 2016: ``ExchangeMessage`` with ``Header`` and ``Body``, in which each
``fields`` is one record and each element within it one field.

Tags occur in upper and lower case, and count the same. One message or several in a wrapper, one ``fields`` or several in
a message: all are read into the same records as a table of them. The text is decoded by its real encoding, whatever the
declaration says, and the parser resolves no entity, loads no DTD and opens no address.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Any

import numpy as np
from lxml import etree

from conformance.sources.cells import Nested
from conformance.sources.decode import MARK, pieces
from conformance.sources.encoding import Proof
from conformance.sources.frames import encoding_notice
from conformance.sources.keyed import Keys, Record, batch_of, object_of
from conformance.sources.model import Batch, Notice, Unusable
from conformance.sources.raw import Body, RawTable, ReadOptions, Shape, rows_at_a_time
from conformance.sources.source import Source

MESSAGE, HEADER, BODY, FIELDS = "exchangemessage", "header", "body", "fields"
"""Names of the elements, as they are compared: without their namespace, in lower case."""
_FED = 1 << 16
_STAND_IN = "\U0010fffd"
"""Stands for undecodable bytes, which no parser takes."""
_CONTROLS = {code: chr(0x10FE00 + code) for code in range(32) if code not in (9, 10, 13)}
"""Control characters, which XML does not allow: they are handed on, and their rule speaks of them."""
_RESTORED = {ord(stand_in): chr(code) for code, stand_in in _CONTROLS.items()}
_DECLARED = re.compile(r"""\A\s*<\?xml[^>]*?\bencoding\s*=\s*["']([^"']*)["']""")
_PROLOG = re.compile(r"\A(?:\s+|<\?.*?\?>|<!--.*?-->)*", re.DOTALL)
_ROOT = re.compile(
    r"\A(?:\s+|<\?.*?\?>|<!--.*?-->|<!doctype\b[^\[>]*(?:\[.*?\]\s*)?>)*<([\w.:-]+)", re.DOTALL | re.IGNORECASE
)
_ALIKE = ({"utf-8", "utf8"}, {"gb18030", "gbk", "gb2312", "cp936", "ms936"}, {"utf-16", "utf-16-le", "utf-16-be"})
_MOST_STRANGE = 20
"""Elements outside the form that are named."""


@dataclass(slots=True)
class _Header:
    """What the header of a message says of its records."""

    item: str = ""
    sender: str = ""


@dataclass(slots=True)
class _Entry:
    """One ``fields``."""

    number: int
    """From 0 over all of the input."""
    line: int
    values: dict[str, Any]
    header: _Header
    path: str


@dataclass(slots=True)
class _Group:
    """Records whose messages name the same data item."""

    item: str
    keys: Keys = field(default_factory=Keys)
    senders: set[str] = field(default_factory=set)


def is_message(text: str) -> bool:
    """Whether the beginning of a text is that of messages, rather than of a page or of any other XML."""
    root = _ROOT.match(text)
    if root is not None and root[1].lower() == "html":
        return False
    return re.search(r"<(?:[\w.-]+:)?exchangemessage\b", text, re.IGNORECASE) is not None


def open_messages(source: Source, proof: Proof, options: ReadOptions) -> list[RawTable]:
    """Read the messages once for their tags and data items; records are streamed on a second reading.

    Raises Unusable for what is no well-formed XML, has a DOCTYPE, or holds no record.
    """
    parser = _Messages(source, proof)
    groups: dict[str, _Group] = {}
    paths: dict[str, None] = {}
    for entry in parser.entries():
        group = groups.setdefault(entry.header.item, _Group(entry.header.item))
        group.keys.add(entry.values)
        group.senders.add(entry.header.sender)
        paths.setdefault(entry.path)
    if not groups:
        raise Unusable(
            "交换报文里没有 fields，没有可校验的记录；请确认导出是否成功后重新导出。",
            "The exchange messages hold no fields, so there are no records; check the export and export again.",
        )
    notices = [*_declaration(source, proof), *parser.strange()]
    raws: list[RawTable] = []
    for group in groups.values():
        raw = RawTable("xml", group.keys.head(), _body(source, proof, group, options.batch_rows), keyed=True)
        raw.encoding, raw.pointer_prefix = proof.encoding, " | ".join(paths)
        raw.sheet = (group.item or None) if len(groups) > 1 else None
        raw.notices = tuple(notices) if not raws else ()
        raw.says_item = group.item or None
        raw.says_party = next(iter(group.senders)) if len(group.senders) == 1 else None
        raws.append(raw)
    return raws


def _body(source: Source, proof: Proof, group: _Group, batch_rows: int) -> Body:
    def body(_: Shape) -> Iterator[Batch]:
        keys = list(group.keys.seen)
        entries = (one for one in _Messages(source, proof).entries() if one.header.item == group.item)
        most = rows_at_a_time(batch_rows, len(keys))
        while chunk := list(islice(entries, most)):
            yield _batch(chunk, keys)

    return body


def _batch(chunk: list[_Entry], keys: list[str]) -> Batch:
    notices: list[Notice] = []
    for index, entry in enumerate(chunk):
        for name, text in entry.values.items():
            if isinstance(text, str) and MARK in text:
                entry.values[name] = text.replace(MARK, "\ufffd")
                notices.append(encoding_notice(index, keys.index(name), entry.values[name], []))
    batch = batch_of([Record(entry.values, entry.line) for entry in chunk], keys, 0)
    nested = [
        Notice("nested-value", index, keys.index(name), str(value))
        for index, entry in enumerate(chunk)
        for name, value in entry.values.items()
        if isinstance(value, Nested)
    ]
    ordinals = np.array([entry.number for entry in chunk], dtype=np.int64)
    return replace(batch, rows=ordinals + 2, ordinals=ordinals, notices=(*notices, *nested, *batch.notices))


class _Messages:
    """One way through an input."""

    def __init__(self, source: Source, proof: Proof) -> None:
        self._source, self._proof = source, proof
        self._names: dict[str, str] = {}
        """Tags as they are compared → as they were written first."""
        self._strange: dict[str, None] = {}
        self._refuse_doctype()

    def strange(self) -> list[Notice]:
        """Elements that stand where the form has none; what is in them was not read."""
        return [Notice("unknown-column", value=name, details={"near": None}) for name in self._strange]

    def entries(self) -> Iterator[_Entry]:
        """All records in order. Raises Unusable for what is no well-formed XML."""
        parser = etree.XMLPullParser(
            events=("start", "end"),
            encoding="utf-8",
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            huge_tree=False,
            remove_comments=True,
            remove_pis=True,
        )
        walk = _Walk(self._names, self._strange)
        try:
            for data in self._utf8():
                parser.feed(data)
                yield from walk.through(parser.read_events())
            parser.close()
            yield from walk.through(parser.read_events())
        except etree.XMLSyntaxError as error:
            raise _wrong(error) from None

    def _utf8(self) -> Iterator[bytes]:
        for piece in pieces(self._source, self._proof):
            text = piece.as_text().replace(MARK, _STAND_IN).translate(_CONTROLS)
            for start in range(0, len(text), _FED):
                yield text[start : start + _FED].encode("utf-8")

    def _refuse_doctype(self) -> None:
        text = self._source.head()[self._proof.bom :].decode(self._proof.encoding, "replace")
        if text[_PROLOG.match(text).end() :].lower().startswith("<!doctype"):  # type: ignore[union-attr]
            raise _doctype()


class _Walk:
    """Where in the messages the parser is."""

    def __init__(self, names: dict[str, str], strange: dict[str, None]) -> None:
        self._names, self._strange = names, strange
        self._path: list[str] = []
        self._header = _Header()
        self._record = 0
        """Depth of the record that the parser is in, 0 outside of one."""
        self._count = self._in_message = 0

    def through(self, events: Any) -> Iterator[_Entry]:
        """Follow some events; answers the records that end among them."""
        for event, element in events:
            name = etree.QName(element).localname
            if event == "start":
                if not self._path and element.getroottree().docinfo.internalDTD is not None:
                    raise _doctype()
                self._begin(name)
            else:
                yield from self._end(name, element)

    def _begin(self, name: str) -> None:
        lower, depth = name.lower(), len(self._path)
        self._path.append(name)
        if lower == MESSAGE:
            self._header, self._in_message = _Header(), 0
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

    def _end(self, name: str, element: Any) -> Iterator[_Entry]:
        depth, lower = len(self._path), name.lower()
        if self._record == depth:
            yield _Entry(
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
                raise _entity(child)
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
            raise _entity(inner)
    return Nested(_restored(etree.tostring(element, encoding="unicode", with_tail=False)))


def _restored(text: str) -> str:
    return text.replace(_STAND_IN, MARK).translate(_RESTORED)


def _declaration(source: Source, proof: Proof) -> Iterator[Notice]:
    """A notice where the declaration names another encoding than the real one."""
    head = source.head()[proof.bom :]
    declared = _DECLARED.match(head.decode(proof.encoding, "replace"))
    if declared is None or _alike(declared[1].strip().lower(), proof.encoding) or _is_ascii(source):
        return
    yield Notice("declared-encoding", value=declared[1], details={"actual": proof.encoding.upper()})


def _alike(declared: str, real: str) -> bool:
    return declared == real or any({declared, real} <= names for names in _ALIKE)


def _is_ascii(source: Source) -> bool:
    """Whether the text reads the same in every encoding."""
    with source.open() as stream:
        return all(block.isascii() for block in iter(lambda: stream.read(1 << 20), b""))


def _wrong(error: etree.XMLSyntaxError) -> Unusable:
    line, reason = error.lineno or 1, str(error.msg or "").partition(", line ")[0]
    if "Premature end" in reason or "Document is empty" in reason:
        return Unusable(
            f"XML 不完整，到第 {line} 行就断了，请重新导出或重新传送。",
            f"The XML breaks off on line {line}; export or transfer it again.",
        )
    return Unusable(
        f"第 {line} 行的 XML 有误（{reason}），请检查该行的标签、引号和 & 符号。",
        f"The XML is wrong on line {line} ({reason}); check the tags, quotes and ampersands on it.",
    )


def _doctype() -> Unusable:
    return Unusable(
        "XML 里有 DOCTYPE（可以定义实体，有安全风险），交换报文不需要它，请去掉后再校验。",
        "The XML has a DOCTYPE, which may define entities and is a risk; messages do without it: take it out.",
    )


def _entity(node: Any) -> Unusable:
    line = node.sourceline or 1
    return Unusable(
        f"第 {line} 行的 XML 引用了没有定义的实体，请改为文字本身。",
        f"The XML on line {line} refers to an entity that is not defined; write the text itself.",
    )
