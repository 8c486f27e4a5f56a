"""Writers of the other form beside those that the report has for rows: JSON, the message in XML, and a batch of the exchange."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, BinaryIO

from msgspec import Struct

from conformance.report.errors import UsageError
from conformance.report.splitwriters import WRITERS, Form, Rows, RowsWriter
from conformance.sample.messages import CLOSING, header_of, message, opening


class Letter(Struct, frozen=True):
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
    """Exchange messages in XML as a province had them in 2016, one for each record."""

    def __init__(self, path: Path, form: Form, letter: Letter) -> None:
        self._tags = tuple(header.lower() if header.isascii() else header for header in form.headers)
        self._head = header_of({"sender": letter.sender, "receiver": letter.receiver, "item": letter.item})
        self._written = 0
        self._check(dict.fromkeys(self._tags))
        self._stream: BinaryIO = path.open("wb")
        self._put(opening("utf-8"))

    def _put(self, text: str) -> None:
        self._stream.write(text.encode())

    def _check(self, record: Mapping[str, str | None]) -> str:
        """The record as a message. Raises UsageError for what XML cannot hold."""
        try:
            return message(record, self._head)
        except ValueError as error:
            raise UsageError(
                f"{f'第 {self._written} 条记录' if self._written else '列名'}不能写成 XML（{error}），请先更正，或改用其他格式。标签不能有空格和括号。",
                f"{f'Record {self._written}' if self._written else 'A header'} cannot be written as XML ({error}); mend it, or choose another format.",
            ) from None

    def write(self, rows: Rows) -> None:
        """Add rows. Raises UsageError for a character that XML cannot hold."""
        for row in rows.frame.iter_rows():
            self._written += 1
            self._put(self._check(dict(zip(self._tags, row, strict=True))))

    def close(self) -> None:
        """Finish the file."""
        self._put(CLOSING)
        self._stream.close()

    def abandon(self) -> None:
        """Let go of the file."""
        self._stream.close()


def _filled(keys: tuple[str, ...], row: tuple[Any, ...]) -> dict[str, Any]:
    return {key: value for key, value in zip(keys, row, strict=True) if value is not None}


_LETTERS: Mapping[str, Callable[[Path, Form, Letter], RowsWriter]] = {"xml": MessageWriter, "batch": BatchWriter}


def writer_of(fmt: str, path: Path, form: Form, letter: Letter) -> RowsWriter:
    """A writer for a format of ``SUFFIXES``, or ``batch``."""
    if fmt in _LETTERS:
        return _LETTERS[fmt](path, form, letter)
    return JsonWriter(path, form) if fmt == "json" else WRITERS[f".{fmt}"](path, form)
