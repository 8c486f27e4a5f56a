"""A running service and a client of it, as its tests use them."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import requests
from msgspec import Struct, field

from conformance.exchange.server.running import listening, serving
from conformance.service.app import close, create_app
from conformance.service.settings import Settings

EXAMPLES = Path(__file__).parents[2] / "examples" / "submissions"
GOOD = EXAMPLES / "valid" / "admin-licence.csv"
MIXED = EXAMPLES / "invalid" / "admin-penalty-mixed.xlsx"
DAY = "2016-12-31"
API = "/api/v1"


class Live(Struct):
    """A service that is up, and a client."""

    url: str
    app: Any
    session: requests.Session = field(default_factory=requests.Session)

    @property
    def settings(self) -> Settings:
        found: Settings = self.app.state.settings
        return found

    @property
    def jobs(self) -> Any:
        return self.app.state.jobs

    def send(self, method: str, path: str, **more: Any) -> requests.Response:
        return self.session.request(
            method, self.url + (path if path.startswith("/") else f"{API}/{path}"), timeout=60, **more
        )

    def get(self, path: str, **more: Any) -> requests.Response:
        return self.send("GET", path, **more)

    def post(self, path: str, **more: Any) -> requests.Response:
        return self.send("POST", path, **more)

    def check(self, file: Path, *, wait: int = 30, **fields: str) -> dict[str, Any]:
        """A check that has ended."""
        form = {"as_of": DAY, **fields}
        answer = self.post("checks", files={"file": (file.name, file.read_bytes())}, data=form, headers=waiting(wait))
        assert answer.status_code == 201, answer.text
        return dict(answer.json())

    def left(self) -> list[str]:
        """What lies among the incoming files."""
        return [one.name for one in self.settings.incoming.iterdir()]

    @contextmanager
    def raw(self, head: str) -> Iterator[socket.socket]:
        """A connection on which a request was begun, for what no proper client does."""
        parts = urlsplit(self.url)
        with socket.create_connection((parts.hostname or "", parts.port or 0), timeout=30) as connection:
            connection.sendall(head.replace("\n", "\r\n").encode())
            yield connection


def waiting(seconds: int) -> dict[str, str]:
    return {"Prefer": f"wait={seconds}"}


@contextmanager
def live_at(folder: Path, **more: Any) -> Iterator[Live]:
    """A service while the block runs."""
    with served(Settings(**{"folder": folder, **more})) as (url, app):
        yield Live(url, app)


@contextmanager
def served(given: Settings) -> Iterator[tuple[str, Any]]:
    """The address of a service, and its app, while the block runs."""
    app = create_app(given)
    try:
        with serving(app, listening()) as url:
            yield url, app
    finally:
        close(app)


def until(true: Any, seconds: float = 30.0) -> None:
    """Wait until something is so."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it never came about"
        time.sleep(0.02)


def problem(answer: requests.Response) -> str:
    """The name of the problem that an answer is; it is one, and says what HTTP says."""
    assert answer.headers["Content-Type"] == "application/problem+json", answer.text
    told = answer.json()
    assert told["status"] == answer.status_code
    assert " / " in told["detail"]
    return str(told["type"]).removeprefix("urn:three-list-conformance:problem:")
