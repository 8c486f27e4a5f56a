"""Files that come in: streamed to the disk as they arrive, as the body itself or as files of a form, whole or not at all."""

from __future__ import annotations

import errno
import hashlib
import itertools
import os
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from email.message import Message
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from anyio import CancelScope
from msgspec import Struct, field
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request

from conformance.service.forms import FORM, Judge, disposition_of, read_form
from conformance.service.model import Upload
from conformance.service.names import harmless, numbered
from conformance.service.problems import no_room, refuse
from conformance.sources.limits import MOST_FILES
from conformance.standard.model import Text

if TYPE_CHECKING:
    from conformance.service.jobs import Jobs

RAW = (
    "application/octet-stream",
    "text/csv",
    "text/tab-separated-values",
    "application/json",
    "application/x-ndjson",
    "application/xml",
    "application/zip",
    "application/vnd.ms-excel",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "application/vnd.oasis.opendocument.spreadsheet",
    "application/vnd.apache.parquet",
)
"""What a body may say of itself where it is the file. What a file really is, its bytes tell."""


class Received(Struct):
    """What came in: the file, and the other fields of the form."""

    upload: Upload
    fields: Mapping[str, str] = field(default_factory=dict)


@asynccontextmanager
async def receive(request: Request, jobs: Jobs, judge: Judge, name: str | None = None) -> AsyncIterator[Received]:
    """The file of a request, for the block to submit; ``name`` is what a file that is the body itself is called.

    ``judge`` is asked before a file is read, with the fields that came before it, so that nobody sends a large one only to
    hear of a mistake in a small field; it raises Refusal. So does this: 400 for a form that is none or has no file, 413 for
    too much, 415 for a type that is no file's, 503 where the queue is full, 507 where the disk is. Whatever happens, nothing
    is left of a file that did not arrive whole, or that the block did not submit.
    """
    kind, _ = _media_type(request.headers.get("content-type"))
    if kind != FORM and kind not in RAW:
        known = "、".join((FORM, *RAW))
        raise refuse(
            "unsupported-media-type",
            Text(f"请求体的类型须是表单（{FORM}）或文件：{known}。", f"The body has to be a form or a file: {known}."),
        )
    await run_in_threadpool(judge, {})
    id_ = jobs.reserve()
    arriving = Arriving(id_, jobs)
    try:
        try:
            received = await _received(request, arriving, judge, jobs, name)
        except OSError as error:
            raise no_room(error) from error
        yield received
    finally:
        with CancelScope(shield=True):  # also where whoever sends has gone
            await run_in_threadpool(_over, arriving, jobs, id_)


def _over(arriving: Arriving, jobs: Jobs, id_: str) -> None:
    arriving.let_go()
    jobs.drop(id_)


async def _received(request: Request, arriving: Arriving, judge: Judge, jobs: Jobs, name: str | None) -> Received:
    declared = request.headers.get("content-length", "")
    if declared.isdecimal() and int(declared) > jobs.store.room():
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    kind, parameters = _media_type(request.headers.get("content-type"))
    if kind == FORM:
        fields = await read_form(request, parameters.get("boundary"), arriving, jobs.settings.limits.form_bytes, judge)
        return Received(await arriving.whole(), fields)
    await arriving.begin(harmless(name or _named(request) or ""))
    async for block in request.stream():
        await arriving.take(block)
    return Received(await arriving.whole())


def _media_type(header: str | None) -> tuple[str, Mapping[str, str]]:
    message = Message()
    message["content-type"] = header or ""
    return message.get_content_type() if header else "", dict(message.get_params(failobj=[])[1:])


def _named(request: Request) -> str | None:
    """What ``Content-Disposition`` calls the body."""
    return disposition_of(request.headers.get("content-disposition", ""))[1]


class Arriving:
    """Files on their way to the disk, one after the other."""

    def __init__(self, id_: str, jobs: Jobs) -> None:
        self._id, self._limit, self._jobs = id_, jobs.settings.limits.upload_bytes, jobs
        self._place: Path | None = None
        self._stream: BinaryIO | None = None
        self._files: dict[str, str] = {}
        self._size = 0
        self._digest = hashlib.sha256()

    async def begin(self, name: str) -> None:
        """A file begins; one of the same name as another gets a number."""
        await run_in_threadpool(self._begin, name)

    def _begin(self, name: str) -> None:
        self._end()
        if len(self._files) >= MOST_FILES:
            raise refuse(
                "too-large", Text(f"一次最多 {MOST_FILES} 个文件。", f"{MOST_FILES} files at a time at the most.")
            )
        if self._place is None:
            self._place = self._jobs.store.arrival(self._id) / "upload"
        taken = {one.casefold() for one in self._files}
        free = (numbered(name, number) for number in itertools.count(1))
        name = next(one for one in free if one.casefold() not in taken)
        self._files[name] = ""
        self._digest = hashlib.sha256()
        self._stream = (self._place / name).open("xb")

    async def take(self, block: bytes) -> None:
        """More of the file."""
        self._size += len(block)
        if self._size > self._limit:
            raise too_large(self._limit)
        if block:
            await run_in_threadpool(self._write, block)

    def _write(self, block: bytes) -> None:
        assert self._stream is not None  # noqa: S101 - begun
        # At each block: others write too, and not everybody says how much will come.
        if self._jobs.store.room() < len(block):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        self._digest.update(block)
        self._stream.write(block)

    async def whole(self) -> Upload:
        """The files, when all of them are on the disk."""
        if not self._files:
            raise refuse(
                "invalid-request",
                Text("没有选择文件（表单字段 file）。", "No file was chosen (field file of the form)."),
            )
        await run_in_threadpool(self._end)
        digests = list(self._files.values())
        if len(digests) > 1:
            listed = "".join(f"{digest}  {name}\n" for name, digest in sorted(self._files.items()))
            digests = [hashlib.sha256(listed.encode()).hexdigest()]
        return Upload(self._id, tuple(self._files), self._size, f"sha256:{digests[0]}")

    def _end(self) -> None:
        if self._stream is None:
            return
        self._stream.flush()
        os.fsync(self._stream.fileno())
        self._stream.close()
        self._stream = None
        self._files[next(reversed(self._files))] = self._digest.hexdigest()

    def let_go(self) -> None:
        """Let go of a file that did not arrive whole."""
        if self._stream is not None:
            with suppress(OSError):  # what it still holds does not fit either
                self._stream.close()


def too_large(limit: int) -> Exception:
    """The refusal of a body over the limit."""
    size = f"{limit / (1 << 20):g} MB"
    return refuse(
        "too-large",
        Text(f"文件超过 {size}，没有收下；请分批发送，或请管理人放宽限制（--limit）。",
             f"It is larger than {size} and was not taken; send it in parts, or have the limit raised (--limit)."),
    )  # fmt: skip
