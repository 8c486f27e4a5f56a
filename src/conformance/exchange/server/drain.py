"""The body of a request as it goes by: a client that is still sending gets to hear the answer only behind its end."""

from __future__ import annotations

import asyncio
from contextlib import suppress

from starlette.types import Message, Receive

from conformance.exchange.server.messages import Call

_PATIENCE = 8
"""A body that was refused is read on, and thrown away, up to so many times the limit. Beyond that the connection is closed."""
_SECONDS = 5.0
"""For so long at the most."""


class Counted:
    """ASGI ``receive`` that knows whether the body has ended, and keeps up to ``keep`` bytes of it."""

    def __init__(self, receive: Receive, keep: int = 0) -> None:
        self._receive = receive
        self._keep = keep
        self.ended = False
        self.kept = bytearray()

    async def __call__(self) -> Message:
        """The next message."""
        message = await self._receive()
        if message["type"] == "http.disconnect" or not message.get("more_body", False):
            self.ended = True
        self.kept += message.get("body", b"")[: self._keep - len(self.kept)]
        return message

    async def rest(self, call: Call, limit: int) -> None:
        """Read on to the end of the body, within bounds; nothing of a body that the client waits to be asked for."""
        declared = call.header("Content-Length") or ""
        too_long = declared.isdecimal() and int(declared) > _PATIENCE * limit
        if self.ended or too_long or (call.header("Expect") or "").lower() == "100-continue":
            return
        with suppress(TimeoutError):
            await asyncio.wait_for(self._through(_PATIENCE * limit), _SECONDS)

    async def _through(self, most: int) -> None:
        seen = 0
        while not self.ended and seen < most:
            seen += len((await self()).get("body", b""))
