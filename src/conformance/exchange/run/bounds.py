"""A bound on the whole time of one exchange: the connection is cut from outside when it is over.

Time-outs of sockets begin anew with every byte, so that a service that sends one now and then is never late by them. The
watch therefore keeps a second handle on the connection and shuts it down when time is up; whatever was reading then sees
the end of the stream.
"""

from __future__ import annotations

import contextlib
import socket
import threading
from contextvars import ContextVar
from types import TracebackType
from typing import Any

from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool, PoolManager
from urllib3.connection import HTTPConnection, HTTPSConnection


class Watch:
    """Cuts the connection of the exchange that it is entered for, once its time is up."""

    def __init__(self, seconds: float) -> None:
        self._timer = threading.Timer(max(seconds, 0.001), self._cut)
        self._timer.daemon = True
        self._lock = threading.Lock()
        self._sockets: list[socket.socket] = []
        self.expired = False
        self.tls: str | None = None

    def over(self, connection: socket.socket) -> None:
        """Keep an eye on a connection."""
        with self._lock, contextlib.suppress(OSError):
            second = connection.dup()
            self._sockets.append(second)
            if self.expired:
                _shut(second)

    def _cut(self) -> None:
        with self._lock:
            self.expired = True
            for one in self._sockets:
                _shut(one)

    def __enter__(self) -> Watch:
        self._token = _WATCH.set(self)
        self._timer.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._timer.cancel()
        _WATCH.reset(self._token)
        with self._lock:
            for one in self._sockets:
                one.close()
            self._sockets.clear()


def _shut(connection: socket.socket) -> None:
    with contextlib.suppress(OSError):
        connection.shutdown(socket.SHUT_RDWR)


_WATCH: ContextVar[Watch | None] = ContextVar("_WATCH", default=None)


class _Watched:
    """What both kinds of connection do for the watch; each request has a connection of its own."""

    sock: Any

    def _new_conn(self) -> socket.socket:
        connection: socket.socket = super()._new_conn()  # type: ignore[misc]
        watch = _WATCH.get()
        if watch is not None:
            watch.over(connection)
        return connection

    def connect(self) -> None:
        super().connect()  # type: ignore[misc]
        watch = _WATCH.get()
        if watch is not None and hasattr(self.sock, "version"):
            watch.tls = self.sock.version()


class _Plain(_Watched, HTTPConnection):
    pass


class _Secure(_Watched, HTTPSConnection):
    pass


class _PlainPool(HTTPConnectionPool):
    ConnectionCls = _Plain


class _SecurePool(HTTPSConnectionPool):
    ConnectionCls = _Secure


class WatchedAdapter(HTTPAdapter):
    """The transport adapter of ``requests`` over connections that a :class:`Watch` can cut; retries nothing by itself."""

    def __init__(self) -> None:
        super().__init__(max_retries=0)

    def init_poolmanager(self, *args: Any, **keys: Any) -> None:
        """The pool manager, with our kinds of connection."""
        super().init_poolmanager(*args, **keys)
        manager: PoolManager = self.poolmanager
        manager.pool_classes_by_scheme = {"http": _PlainPool, "https": _SecurePool}
