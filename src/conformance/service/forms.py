"""Forms (``multipart/form-data``) read as they arrive, part by part; nothing of a file is kept in memory."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import suppress
from email.message import Message
from typing import TYPE_CHECKING, Protocol
from urllib.parse import unquote

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request

from conformance.service.names import harmless
from conformance.service.problems import refuse
from conformance.sources.limits import MOST_FILES
from conformance.standard.model import Text

if TYPE_CHECKING:
    from python_multipart.multipart import MultipartCallbacks

FORM = "multipart/form-data"
_FILE = "file"
"""The field of a form that has a file."""
_PARTS = MOST_FILES + 32
"""Parts of a form at the most."""


Judge = Callable[[Mapping[str, str]], object]
"""Looks at the fields of a form as far as they have come. Raises Refusal for what is wrong whatever comes behind them."""


class Files(Protocol):
    """Where the files of a form go, one after the other."""

    async def begin(self, name: str) -> None:
        """A file begins."""

    async def take(self, block: bytes) -> None:
        """More of it."""


def disposition_of(header: str) -> tuple[str | None, str | None]:
    """``name`` and ``filename`` of a header ``Content-Disposition``, as browsers and RFC 6266 write them."""
    message = Message()
    message["content-disposition"] = _as_text(header)
    params = {key.lower(): value for key, value in message.get_params(failobj=[], header="content-disposition")[1:]}
    name = params.get("name")
    file = message.get_filename()
    if file is not None and "%" in file:
        file = unquote(file)  # what browsers do to quotes and line ends in a name
    return (name if isinstance(name, str) else None), file


def _as_text(header: str) -> str:
    """Names in forms are in UTF-8, headers are Latin-1 on their way; neither may end the line."""
    with suppress(UnicodeError):
        header = header.encode("latin-1").decode("utf-8")
    return "".join(" " if character in "\r\n" else character for character in header)


async def read_form(request: Request, boundary: str | None, arriving: Files, most: int, judge: Judge) -> dict[str, str]:
    """Read a form: its files are handed on as they come, its other fields are given back.

    ``most`` is how many bytes there may be beside the files; ``judge`` is asked before each file. Raises Refusal (400, 413).
    """
    from python_multipart.exceptions import FormParserError
    from python_multipart.multipart import MultipartParser

    if not boundary:
        raise _no_form()
    form = _Form(most, judge)
    parser = MultipartParser(boundary.encode("latin-1", "replace"), form.callbacks())
    try:
        async for block in _blocks(request):
            parser.write(block)
            await form.act(arriving)
        parser.finalize()
    except FormParserError:
        raise _no_form() from None
    if not form.ended:
        raise _no_form()
    return form.fields


async def _blocks(request: Request) -> AsyncIterator[bytes]:
    async for block in request.stream():
        if block:
            yield block


def _no_form() -> Exception:
    return refuse("invalid-request", Text("请求体不是完整的表单。", "The body is no whole form (multipart/form-data)."))


class _Form:
    """What a parser tells of a form, part by part."""

    def __init__(self, most: int, judge: Judge) -> None:
        self._judge = judge
        self.fields: dict[str, str] = {}
        self.ended = False
        self._most = most
        self._actions: list[tuple[str, bytes]] = []
        self._header, self._value = bytearray(), bytearray()
        self._headers: dict[str, str] = {}
        self._name: str | None = None
        self._text: bytearray | None = None
        self._parts = 0

    def callbacks(self) -> MultipartCallbacks:
        """What the parser calls."""
        return {
            "on_part_begin": self._headers.clear,
            "on_header_field": lambda data, start, end: self._grow(self._header, data[start:end]),
            "on_header_value": lambda data, start, end: self._grow(self._value, data[start:end]),
            "on_header_end": self._header_end,
            "on_headers_finished": lambda: self._actions.append(("part", _disposition(self._headers))),
            "on_part_data": lambda data, start, end: self._actions.append(("data", bytes(data[start:end]))),
            "on_part_end": lambda: self._actions.append(("end", b"")),
            "on_end": lambda: self._actions.append(("over", b"")),
        }

    def _grow(self, held: bytearray, more: bytes) -> None:
        self._count(len(more))
        held += more

    def _count(self, size: int) -> None:
        self._most -= size
        if self._most < 0:
            raise refuse("too-large", Text("表单里除文件以外的内容过多。", "The form holds too much beside its file."))

    def _header_end(self) -> None:
        self._headers[self._header.decode("latin-1").lower()] = self._value.decode("latin-1")
        self._header.clear()
        self._value.clear()

    async def act(self, arriving: Files) -> None:
        """Do what the parser told."""
        actions, self._actions = self._actions, []
        for what, data in actions:
            if what == "part":
                await self._part(data.decode("latin-1"), arriving)
            elif what == "data" and self._text is not None:
                self._count(len(data))
                self._text += data
            elif what == "data":
                await arriving.take(data)
            elif what == "end" and self._text is not None:
                self._field()
            elif what == "over":
                self.ended = True

    async def _part(self, disposition: str, arriving: Files) -> None:
        self._parts += 1
        name, file = disposition_of(disposition)
        if name is None or self._parts > _PARTS:
            raise _no_form()
        self._name, self._text = name, None
        if name == _FILE and file is not None:
            if not file:
                # A form without a script sends a field without a name for a file that was not chosen.
                self._text = bytearray()
                return
            await run_in_threadpool(self._judge, self.fields)
            await arriving.begin(harmless(file))
        elif name == _FILE or file is not None:
            raise refuse(
                "invalid-request",
                Text(
                    f"文件须在表单的字段 {_FILE} 里，并有文件名。",
                    f"The file belongs into the field {_FILE}, with its name.",
                ),
            )
        else:
            self._text = bytearray()

    def _field(self) -> None:
        name, text = self._name or "", self._text or b""
        self._text = None
        if name == _FILE:
            if text:
                raise refuse("invalid-request", Text("上传的文件没有文件名。", "The file has no name."))
            return
        if name in self.fields:
            raise refuse("invalid-request", Text(f"字段 {name} 出现了两次。", f"The field {name} comes twice."))
        try:
            self.fields[name] = text.decode("utf-8")
        except UnicodeDecodeError:
            raise refuse(
                "invalid-request", Text(f"字段 {name} 不是 UTF-8。", f"The field {name} is not UTF-8.")
            ) from None


def _disposition(headers: Mapping[str, str]) -> bytes:
    return headers.get("content-disposition", "").encode("latin-1")
