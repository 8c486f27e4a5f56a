"""A server in a thread of its own: for the command, which waits beside it, and for tests."""

from __future__ import annotations

import asyncio
import os
import socket
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any

import uvicorn
from msgspec.structs import replace
from starlette.types import ASGIApp

from conformance.exchange.server.app import close, create_app
from conformance.exchange.server.settings import Settings
from conformance.exchange.server.unparsable import Protocol
from conformance.standard.model import Standard

_BACKLOG = 128


class _Server(uvicorn.Server):
    """uvicorn's server that says when it is ready and ends when it is told to, neither by looking again and again."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.ready = threading.Event()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._end = asyncio.Event()

    async def main_loop(self) -> None:
        """Wait for the end."""
        self._loop = asyncio.get_running_loop()
        self.ready.set()
        await self._end.wait()

    def stop(self) -> None:
        """End, from another thread."""
        if self._loop is not None:
            self._loop.call_soon_threadsafe(self._end.set)


def listening(host: str = "127.0.0.1", port: int = 0) -> socket.socket:
    """A socket that listens; port 0 takes one that is free. Raises OSError where it cannot be had."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    made = socket.socket(family, socket.SOCK_STREAM)
    try:
        if os.name == "posix":  # elsewhere it would let two servers have one port
            made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        made.bind((host, port))
        made.listen(_BACKLOG)
    except BaseException:
        made.close()
        raise
    return made


def address(made: socket.socket) -> str:
    """``http://127.0.0.1:8080`` of a socket that listens."""
    host, port = made.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


@contextmanager
def serving(app: ASGIApp, made: socket.socket, ended: threading.Event | None = None) -> Iterator[str]:
    """Any app behind a socket while the block runs; gives its address, and closes the socket in the end.

    ``ended`` is set when it serves no more, for whatever reason; an exception that ended it is raised when the block is left.
    """
    config = uvicorn.Config(
        app,
        loop="asyncio",
        http=Protocol,
        ws="none",
        lifespan="off",
        log_level="critical",
        access_log=False,
        date_header=False,
        server_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=2,
    )
    server = _Server(config)
    failed: list[BaseException] = []

    def run() -> None:
        try:
            server.run(sockets=[made])
        except BaseException as error:  # told to whoever started it
            failed.append(error)
        finally:
            server.ready.set()
            if ended is not None:
                ended.set()

    thread = threading.Thread(target=run, name="reference-server", daemon=True)
    with closing(made):
        thread.start()
        server.ready.wait()
        if failed:
            raise failed[0]
        try:
            yield address(made)
        finally:
            server.stop()
            thread.join()
        if failed:
            raise failed[0]


@contextmanager
def running(settings: Settings | None = None, standard: Standard | None = None, **more: Any) -> Iterator[str]:
    """A reference server at a free port of 127.0.0.1 while the block runs; gives its address.

    ``with running(Settings(classes=("district",))) as url:``. ``more`` are settings that differ from those given.
    """
    app = create_app(replace(settings or Settings(), **more), standard)
    try:
        with serving(app, listening()) as url:
            yield url
    finally:
        close(app)
