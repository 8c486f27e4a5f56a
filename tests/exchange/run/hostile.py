"""Services that do whatever they like with a connection: raw sockets, no HTTP library between."""

from __future__ import annotations

import contextlib
import json
import socket
import ssl
import threading
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

Handler = Callable[[socket.socket, str, str], None]
"""(connection, method, path): whatever it does, the connection is closed after it."""
DISCOVERY = "/.well-known/credit-exchange"


@contextlib.contextmanager
def serving(handler: Handler, context: ssl.SSLContext | None = None) -> Iterator[str]:
    """Serve every connection with a handler, each in a thread of its own, until the block ends."""
    listener = socket.create_server(("127.0.0.1", 0))
    ended = threading.Event()
    threads: list[threading.Thread] = []

    def one(connection: socket.socket) -> None:
        with contextlib.suppress(OSError, ValueError), connection:
            served = connection if context is None else context.wrap_socket(connection, server_side=True)
            with served:
                method, path = _asked(served)
                handler(served, method, path)

    def accept() -> None:
        while not ended.is_set():
            with contextlib.suppress(OSError):
                connection, _ = listener.accept()
                connection.settimeout(5)
                threads.append(threading.Thread(target=one, args=(connection,), daemon=True))
                threads[-1].start()

    accepting = threading.Thread(target=accept, daemon=True)
    accepting.start()
    try:
        yield f"{'https' if context else 'http'}://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        ended.set()
        with contextlib.suppress(OSError):
            listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        accepting.join(5)
        for thread in threads:
            thread.join(5)


def _asked(connection: socket.socket) -> tuple[str, str]:
    """Method and path of a request; its body is read as far as it is declared."""
    head = b""
    while b"\r\n\r\n" not in head:
        piece = connection.recv(65536)
        if not piece:
            raise ValueError("no request")
        head += piece
    lines, _, body = head.partition(b"\r\n\r\n")
    length = 0
    for line in lines.split(b"\r\n")[1:]:
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            length = int(value)
    while len(body) < length:
        body += connection.recv(65536)
    method, path, _ = lines.split(b"\r\n")[0].decode("ascii").split(" ")
    return method, path


def answer(status: int, body: bytes = b"", **headers: str) -> bytes:
    """An answer as bytes, with its right length."""
    lines = [f"HTTP/1.1 {status} X", f"Content-Length: {len(body)}"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def as_json(value: Any, status: int = 200, **headers: str) -> bytes:
    """A JSON answer as bytes."""
    return answer(status, json.dumps(value).encode(), Content_Type="application/json", **headers)


def sends(content: bytes) -> Handler:
    """Sends the same bytes to whatever is asked."""
    return lambda connection, method, path: connection.sendall(content)


def drips(start: bytes, piece: bytes, pause: float = 0.05) -> Handler:
    """Sends something at once and then the same little piece again and again, until the other side has gone."""

    def handle(connection: socket.socket, method: str, path: str) -> None:
        connection.sendall(start)
        waiting = threading.Event()
        while True:
            connection.sendall(piece)
            waiting.wait(pause)

    return handle


def floods(start: bytes, piece: bytes) -> Handler:
    """Sends without end and as fast as it goes."""
    return drips(start, piece, 0)


def hangs(connection: socket.socket, method: str, path: str) -> None:
    """Sends nothing, until the other side has gone."""
    connection.recv(1)


def otherwise(
    handler: Handler, operations: tuple[str, ...] = ("push", "query", "list", "corrections", "reference-data")
) -> Handler:
    """Says what it declares and gives tokens as it should; everything else is the handler's."""
    capabilities: Mapping[str, Any] = {
        "profile": "2016.1",
        "classes": ["district"],
        "operations": list(operations),
        "items": ["admin-licence"],
        "limits": {"max_body_bytes": 100000, "max_records": 100, "max_page_size": 10, "token_failures_per_minute": 5},
    }

    def handle(connection: socket.socket, method: str, path: str) -> None:
        if path == DISCOVERY:
            connection.sendall(as_json(capabilities))
        elif path == "/token":
            connection.sendall(
                as_json({"access_token": "a-token-of-some-length", "token_type": "Bearer", "expires_in": 600})
            )
        else:
            handler(connection, method, path)

    return handle


def closed_port() -> str:
    """An address of this machine at which nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return f"http://127.0.0.1:{listener.getsockname()[1]}"


def own_certificate(folder: Path) -> ssl.SSLContext:
    """A server context with a certificate that nobody has signed."""
    from datetime import UTC, datetime, timedelta
    from ipaddress import ip_address

    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "nobody")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = folder / "own.pem"
    path.write_bytes(
        certificate.public_bytes(serialization.Encoding.PEM)
        + key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path)
    return context
