"""Writers of the other form beside those that the report has for rows: JSON, the message in XML, and a batch of the exchange."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from conformance.report.errors import UsageError
from conformance.report.splitwriters import WRITERS, Form, Rows, RowsWriter

if TYPE_CHECKING:
    from contextlib import ExitStack

_TAG = re.compile(r"[^\W\d][\w.-]*")
"""Names that XML and its readers agree on; no colon, which would be a namespace."""


@dataclass(frozen=True, slots=True)
class Letter:
    """What stands around the records of a message or batch."""

    edition: str
    item: str
    sender: str
    """Party id."""
    receiver: str


class _Records:
    """Records one after the other, between an opening and a closing."""

    def __init__(self, path: Path, opening: str, closing: str) -> None:
        self._stream: BinaryIO = path.open("wb")
        self._stream.write(opening.encode())
        self._closing = closing
        self._written = 0

    def put(self, record: Any) -> None:
        """One record."""
        lead = ",\n" if self._written else "\n"
        self._written += 1
        self._stream.write(f"{lead}{json.dumps(record, ensure_ascii=False)}".encode())

    def close(self) -> None:
        """Finish the file."""
        self._stream.write(self._closing.encode())
        self._stream.close()

    def abandon(self) -> None:
        """Let go of the file."""
        self._stream.close()


class JsonWriter(_Records):
    """An array of records under the headers; empty cells are left out."""

    def __init__(self, path: Path, form: Form) -> None:
        self._keys = form.headers
        super().__init__(path, "[", "\n]\n")

    def write(self, rows: Rows) -> None:
        """Add rows."""
        for row in rows.frame.iter_rows():
            self.put(_filled(self._keys, row))


class BatchWriter(_Records):
    """A batch of the exchange: each record under the number that it had."""

    def __init__(self, path: Path, form: Form, letter: Letter) -> None:
        self._keys = form.headers
        head = {"edition": letter.edition, "item": letter.item, "provider": letter.sender, "kind": "incremental"}
        super().__init__(path, json.dumps(head, ensure_ascii=False)[:-1] + ', "records": [', "\n]}\n")

    def write(self, rows: Rows) -> None:
        """Add rows."""
        for row in rows.frame.iter_rows():
            self.put({"key": str(self._written + 1), "data": _filled(self._keys, row)})


class MessageWriter:
    """The exchange message in XML as a province had it in 2016: a header, and ``fields`` for each record."""

    def __init__(self, path: Path, form: Form, letter: Letter) -> None:
        from contextlib import ExitStack

        from lxml import etree

        self._tags = tuple(header.lower() if header.isascii() else header for header in form.headers)
        for header, tag in zip(form.headers, self._tags, strict=True):
            if not _TAG.fullmatch(tag):
                raise UsageError(
                    f"列名“{header}”不能作 XML 的标签，请先改名，或改用其他格式。",
                    f'The header "{header}" cannot be a tag of XML; rename it, or choose another format.',
                )
        self._written = 0
        self._held: ExitStack = ExitStack()
        self._etree: Any = etree
        xml = self._held.enter_context(etree.xmlfile(str(path), encoding="utf-8"))
        xml.write_declaration()
        self._xml: Any = xml
        self._held.enter_context(xml.element("ExchangeMessage"))
        xml.write(self._header(letter))
        self._held.enter_context(xml.element("Body"))

    def _header(self, letter: Letter) -> Any:
        header = self._etree.Element("Header")
        said = {"sender": letter.sender, "receiver": letter.receiver, "item": letter.item}
        for name in ("sender", "receiver", "cc", "flow", "item", "sn", "securityType", "operator", "contacts"):
            self._etree.SubElement(header, name).text = said.get(name)
        return header

    def write(self, rows: Rows) -> None:
        """Add rows. Raises UsageError for a character that XML cannot hold."""
        for row in rows.frame.iter_rows():
            self._written += 1
            fields = self._etree.Element("fields")
            for tag, value in zip(self._tags, row, strict=True):
                try:
                    self._etree.SubElement(fields, tag).text = value
                except ValueError:
                    raise UsageError(
                        f"第 {self._written} 条记录的“{tag}”有 XML 不能容纳的控制字符，请先更正，或改用其他格式。",
                        f'"{tag}" of record {self._written} has a control character that XML cannot hold; mend it, or choose another format.',
                    ) from None
            self._xml.write(fields)

    def close(self) -> None:
        """Finish the file."""
        self._held.close()

    def abandon(self) -> None:
        """Let go of the file."""
        self._held.close()


def _filled(keys: tuple[str, ...], row: tuple[Any, ...]) -> dict[str, Any]:
    return {key: value for key, value in zip(keys, row, strict=True) if value is not None}


FORMATS: Mapping[str, str] = {
    ".csv": "csv",
    ".tsv": "tsv",
    ".txt": "tsv",
    ".xlsx": "xlsx",
    ".json": "json",
    ".jsonl": "jsonl",
    ".parquet": "parquet",
    ".xml": "xml",
}
"""Format by suffix; a batch (``batch``) is asked for."""
_LETTERS: Mapping[str, Callable[[Path, Form, Letter], RowsWriter]] = {"xml": MessageWriter, "batch": BatchWriter}


def writer_of(fmt: str, path: Path, form: Form, letter: Letter) -> RowsWriter:
    """A writer for a format of :data:`FORMATS`, or ``batch``."""
    if fmt in _LETTERS:
        return _LETTERS[fmt](path, form, letter)
    return JsonWriter(path, form) if fmt == "json" else WRITERS[f".{fmt}"](path, form)
