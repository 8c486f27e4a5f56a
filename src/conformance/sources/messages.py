"""Exchange messages in XML, as a province had them in 2016: ``ExchangeMessage`` with ``Header`` and ``Body``, in which each
``fields`` is one record and each element within it one field.

Tags occur in upper and lower case, and count the same. One message or several in a wrapper, one ``fields`` or several in
a message: all are read into the same records as a table of them. The text is decoded by its real encoding, whatever the
declaration says, and the parser resolves no entity, loads no DTD and opens no address.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import Any

import numpy as np
from lxml import etree
from lxml.etree import ErrorTypes
from msgspec import Struct, field
from msgspec.structs import replace

from conformance.sources.decode import MARK, pieces
from conformance.sources.encoding import Proof
from conformance.sources.frames import encoding_notice
from conformance.sources.keyed import Keys, Record, batch_of
from conformance.sources.messagewalk import Entry, Walk, doctype, entity, parsable
from conformance.sources.model import Batch, Notice, Unusable
from conformance.sources.raw import Body, RawTable, ReadOptions, Shape, rows_at_a_time
from conformance.sources.source import Source

_FED = 1 << 16
_DECLARED = re.compile(r"""\A\s*<\?xml[^>]*?\bencoding\s*=\s*["']([^"']*)["']""")
_PROLOG = re.compile(r"\A(?:\s+|<\?.*?\?>|<!--.*?-->)*", re.DOTALL)
_ROOT = re.compile(
    r"\A(?:\s+|<\?.*?\?>|<!--.*?-->|<!doctype\b[^\[>]*(?:\[.*?\]\s*)?>)*<([\w.:-]+)", re.DOTALL | re.IGNORECASE
)
_ALIKE = ({"utf-8", "utf8"}, {"gb18030", "gbk", "gb2312", "cp936", "ms936"}, {"utf-16", "utf-16-le", "utf-16-be"})


class _Group(Struct):
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


def _batch(chunk: list[Entry], keys: list[str]) -> Batch:
    notices: list[Notice] = []
    for index, entry in enumerate(chunk):
        for name, text in entry.values.items():
            if isinstance(text, str) and MARK in text:
                entry.values[name] = text.replace(MARK, "\ufffd")
                notices.append(encoding_notice(index, keys.index(name), entry.values[name], []))
    batch = batch_of([Record(entry.values, entry.line) for entry in chunk], keys, 0)
    ordinals = np.array([entry.number for entry in chunk], dtype=np.int64)
    return replace(batch, rows=ordinals + 2, ordinals=ordinals, notices=(*notices, *batch.notices))


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

    def entries(self) -> Iterator[Entry]:
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
        walk = Walk(self._names, self._strange)
        etree.clear_error_log()
        broken_off = False
        try:
            for data, is_last in self._utf8():
                broken_off = is_last and not data.rstrip().endswith(b">")
                parser.feed(data)
                yield from walk.through(parser.read_events())
            parser.close()
            yield from walk.through(parser.read_events())
        except etree.XMLSyntaxError as error:
            raise _wrong(error, cut=broken_off) from None

    def _utf8(self) -> Iterator[tuple[bytes, bool]]:
        """The text for the parser, and whether a part is the last."""
        for piece in pieces(self._source, self._proof):
            text = parsable(piece.as_text())
            for start in range(0, len(text), _FED):
                yield text[start : start + _FED].encode("utf-8"), piece.last and start + _FED >= len(text)

    def _refuse_doctype(self) -> None:
        text = self._source.head()[self._proof.bom :].decode(self._proof.encoding, "replace")
        if text[_PROLOG.match(text).end() :].lower().startswith("<!doctype"):  # type: ignore[union-attr]
            raise doctype()


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


def _wrong(error: etree.XMLSyntaxError, cut: bool) -> Unusable:
    """``cut``: what was read last is no end of any XML."""
    line, reason = error.lineno or 1, str(error.msg or "").partition(", line ")[0]
    log: Any = error.error_log
    undefined = next((one for one in log if one.type == ErrorTypes.ERR_UNDECLARED_ENTITY), None)
    if undefined is not None:
        return entity(undefined.line, undefined.message.partition("'")[2].partition("'")[0])
    if cut or "Premature end" in reason or "Document is empty" in reason:
        return Unusable(
            f"XML 不完整，到第 {line} 行就断了，请重新导出或重新传送。",
            f"The XML breaks off on line {line}; export or transfer it again.",
        )
    return Unusable(
        f"第 {line} 行的 XML 有误（{reason}），请检查该行的标签、引号和 & 符号。",
        f"The XML is wrong on line {line} ({reason}); check the tags, quotes and ampersands on it.",
    )
