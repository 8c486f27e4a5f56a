"""Payloads: some records or an envelope, checked at once by a process that is warm, without a file."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import date
from typing import Any

from msgspec import Struct

from conformance.report.errors import UsageError
from conformance.service.model import Asked
from conformance.service.pool import Broken, Full, Pool
from conformance.service.problems import busy, refuse
from conformance.service.settings import Settings
from conformance.service.work import options_of
from conformance.service.worker import Crew, Load
from conformance.standard.model import Text

_REHEARSED = 20
"""Records of each item."""


class CheckPayload(Struct, frozen=True):
    """Check what a request's body holds."""

    body: bytes
    lines: bool
    """Whether it is a record in each line, else one value."""
    asked: Asked

    def run(self, tell: Callable[[Any], None]) -> bytes:
        """The report as JSON. Raises UsageError for what is no payload."""
        import msgspec

        from conformance.api import check_many
        from conformance.standard.load import load

        report = check_many([_records(self.body, self.lines)], options_of(self.asked), standard=load())
        return msgspec.json.encode(report)


def _records(body: bytes, lines: bool) -> list[dict[str, Any]]:
    """The records of a payload: one object, a list of them, or one in each line."""
    if lines:
        numbered = enumerate(body.splitlines(), 1)
        value = [_value(line, Text(f"第 {at} 行", f"Line {at}")) for at, line in numbered if line.strip()]
    else:
        value = _value(body, Text("请求体", "The body"))
    records = value if isinstance(value, list) else [value]
    wrong = next((at for at, one in enumerate(records, 1) if not isinstance(one, dict)), None)
    if wrong is not None or not records:
        raise UsageError(
            "请求体须是一条记录（JSON 对象）、记录的列表，或一个交换信封；"
            + ("列表是空的。" if wrong is None else f"第 {wrong} 项不是对象。"),
            "The body has to be a record (a JSON object), a list of them, or an envelope of the exchange; "
            + ("the list is empty." if wrong is None else f"entry {wrong} is no object."),
        )
    return records


def _value(content: bytes, what: Text) -> Any:
    from conformance.exchange.server.bodies import strict_json

    try:
        return strict_json(content)
    except ValueError as error:
        raise UsageError(f"{what.zh}不是规范的 JSON：{error}。", f"{what.en} is not proper JSON: {error}.") from None


class Rehearse(Struct, frozen=True):
    """Check made-up records of what most people send: what is worked out once for an item is worked out then."""

    items: tuple[str, ...] = ("admin-licence", "admin-penalty")

    def run(self, tell: Callable[[Any], None]) -> None:
        """Do it."""
        from conformance.api import check_many
        from conformance.sample.api import frames
        from conformance.sample.plant import Log
        from conformance.standard.load import load

        standard = load()
        for item in (one for one in self.items if one in standard.items):
            rows = [row for frame in frames(item, _REHEARSED, 1, standard, 0.5, Log(None)) for row in frame.to_dicts()]
            check_many([rows], options_of(Asked(item=item, as_of=date(2016, 7, 1))), standard=standard)


class Payloads:
    """The workers for payloads."""

    def __init__(self, settings: Settings) -> None:
        limits = settings.limits
        self.pool = Pool(
            Crew("payloads", settings.scratch.resolve(), threads=1, first=(Load(), Rehearse())),
            settings.payload_workers,
            limits.queued_payloads,
            limits.payload_seconds,
            limits.worker_bytes,
        )

    def close(self) -> None:
        """End the workers."""
        self.pool.close()

    async def check(self, task: CheckPayload) -> bytes:
        """The report. Raises Refusal: 400 for what is no payload, 503 where too many wait or a worker fails."""
        try:
            ticket = self.pool.submit(task)
        except Full:
            text = Text("排队的校验过多，请稍后再发。", "Too many checks wait; send it again later.")
            raise busy(text, 1) from None
        try:
            found: bytes = await asyncio.shield(asyncio.wrap_future(ticket.future))
        except Broken as error:
            if error.refused:
                raise refuse("invalid-request", error.text) from None
            raise busy(error.text, 1) from None
        except asyncio.CancelledError:
            self.pool.drop(ticket)
            raise
        return found
