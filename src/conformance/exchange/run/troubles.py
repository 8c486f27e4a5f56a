"""What went wrong with a connection, in words: from the exceptions of the network libraries to a :class:`Trouble`."""

from __future__ import annotations

import http.client
import socket
import ssl
from collections.abc import Iterator

import requests
import urllib3.exceptions

from conformance.exchange.model import Trouble
from conformance.standard.model import Text


def trouble_of(error: BaseException, seconds: float) -> Trouble:
    """The trouble behind an exception raised while a request was sent or its answer read; ``seconds`` it took."""
    causes = list(_causes(error))
    for kinds, make in _TABLE:
        for cause in causes:
            if isinstance(cause, kinds):
                return make(cause, seconds)
    return _unreachable(causes[-1], seconds)


def overdue(seconds: float) -> Trouble:
    """The trouble of an exchange whose time as a whole was up."""
    return Trouble(
        "timeout",
        Text(
            f"整次交换超过 {seconds:g} 秒的上限，已断开。请检查服务为何这样慢。",
            f"The exchange as a whole took more than {seconds:g} s and was broken off; find out why the service is so slow.",
        ),
    )


def _causes(error: BaseException) -> Iterator[BaseException]:
    """The exception and those behind it, which the libraries keep as causes, reasons and arguments."""
    seen: set[int] = set()
    waiting: list[object] = [error]
    while waiting:
        one = waiting.pop(0)
        if not isinstance(one, BaseException) or id(one) in seen:
            continue
        seen.add(id(one))
        yield one
        waiting += [one.__cause__, one.__context__, getattr(one, "reason", None), *one.args]


def _tls(error: BaseException, _: float) -> Trouble:
    why = getattr(error, "verify_message", "") or getattr(error, "reason", "") or str(error)
    return Trouble(
        "tls",
        Text(
            f"TLS 握手失败：{why}。请检查证书（有效期、域名、签发机构；自建机构用 ca_file 指定）和 TLS 版本。",
            f"TLS: {why}. Check the certificate (dates, name, issuer; name a CA of your own with ca_file) and the version.",
        ),
    )


def _timeout(_: BaseException, seconds: float) -> Trouble:
    return Trouble(
        "timeout",
        Text(
            f"等了 {seconds:.1f} 秒，服务没有应答。请检查服务是否卡住、网络是否通。",
            f"There was no answer for {seconds:.1f} s; see whether the service hangs and the network is open.",
        ),
    )


def _cut(error: BaseException, _: float) -> Trouble:
    return Trouble(
        "cut",
        Text(
            f"应答中途断开，没有收全（{_brief(error)}）。请检查 Content-Length、分块编码和中间的网关。",
            f"The answer broke off before its end ({_brief(error)}); look at Content-Length, chunks and gateways.",
        ),
    )


def _malformed(error: BaseException, _: float) -> Trouble:
    return Trouble(
        "malformed",
        Text(
            f"收到的不是 HTTP 应答（{_brief(error)}）。请检查端口和协议。",
            f"What came is no HTTP ({_brief(error)}); check port and protocol.",
        ),
    )


def _unreachable(error: BaseException, _: float) -> Trouble:
    return Trouble(
        "unreachable",
        Text(
            f"连接不上，或连接被中断（{_brief(error)}）。请检查地址、端口和服务是否在运行。",
            f"No connection, or it was reset ({_brief(error)}); check address and port, and that the service runs.",
        ),
    )


def _unsendable(error: BaseException, _: float) -> Trouble:
    return Trouble(
        "malformed",
        Text(
            f"地址或请求头不能发送（{_brief(error)}）。", f"The address or a header cannot be sent ({_brief(error)})."
        ),
    )


def _brief(error: BaseException) -> str:
    said = str(error.strerror) if isinstance(error, OSError) and error.strerror else str(error)
    return " ".join(said.split())[:160] or type(error).__name__


_TABLE = (
    ((ssl.SSLCertVerificationError,), _tls),
    ((ssl.SSLEOFError, ssl.SSLZeroReturnError), _cut),
    ((ssl.SSLError, urllib3.exceptions.SSLError), _tls),
    ((urllib3.exceptions.IncompleteRead, http.client.IncompleteRead, urllib3.exceptions.InvalidChunkLength), _cut),
    ((http.client.RemoteDisconnected, ConnectionError, socket.gaierror), _unreachable),
    ((urllib3.exceptions.NewConnectionError,), _unreachable),
    ((http.client.HTTPException,), _malformed),
    (
        (requests.exceptions.InvalidURL, requests.exceptions.InvalidHeader, requests.exceptions.InvalidSchema),
        _unsendable,
    ),
    ((urllib3.exceptions.LocationValueError, UnicodeError), _unsendable),
    ((requests.exceptions.Timeout, urllib3.exceptions.TimeoutError, socket.timeout), _timeout),
)
"""The first row that fits one of the causes, so that the most telling come first."""
