"""What commands that serve have in common: their libraries, and a port."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.util import find_spec
from typing import TYPE_CHECKING

from conformance.report.errors import UsageError
from conformance.standard.installing import installing
from conformance.standard.model import Text

if TYPE_CHECKING:
    import socket


def check_extra(what: Text, needed: Mapping[str, str], extra: str) -> None:
    """Raise UsageError where a library is missing; ``needed`` has them as they are imported → as they are called."""
    missing = [name for module, name in needed.items() if find_spec(module) is None]
    if missing:
        how = installing(extra)
        raise UsageError(
            f"{what.zh}需要组件 {'、'.join(missing)}，请先安装：{how.zh}。",
            f"{what.en} needs {' and '.join(missing)}; install them with: {how.en}.",
        )


def listening(host: str, port: int) -> socket.socket:
    """A socket that listens there. Raises UsageError where it cannot be had."""
    from conformance.exchange.server import running

    try:
        return running.listening(host, port)
    except OSError as error:
        raise UsageError(
            f"不能在 {host} 的端口 {port} 上提供服务（{error.strerror or error}）；请用 --port 换一个，或用 --port 0 任选一个空闲的。",
            f"Port {port} of {host} cannot be had ({error.strerror or error}); choose another with --port, or any with --port 0.",
        ) from error
