"""What is no HTTP/1.1: it is refused before any app sees it, as a problem like every other refusal."""

from __future__ import annotations

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

from conformance.exchange.server.problems import Problem

_DETAIL = (
    "请求不是合法的 HTTP/1.1：地址（含参数）里的汉字等须按 UTF-8 作百分号编码，如“许可”写作 %E8%AE%B8%E5%8F%AF。 / The request is "
    "no valid HTTP/1.1: in an address, parameters too, whatever is not ASCII has to be percent-encoded as UTF-8."
)


class Protocol(H11Protocol):
    """uvicorn's, whose refusal is a plain text that names nothing."""

    def send_400_response(self, msg: str) -> None:
        """Refuse what could not be parsed, and let the connection go."""
        reply = Problem("invalid-request", _DETAIL).reply()
        headers = [(name.lower().encode(), value.encode()) for name, value in reply.headers]
        size = str(len(reply.body)).encode()
        parts: tuple[h11.Event, ...] = (
            h11.Response(
                status_code=reply.status,
                headers=[*headers, (b"content-length", size), (b"connection", b"close")],
                reason=b"Bad Request",
            ),
            h11.Data(data=reply.body),
            h11.EndOfMessage(),
        )
        for part in parts:
            self.transport.write(self.conn.send(part) or b"")
        self.transport.close()
