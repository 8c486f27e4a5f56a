"""An exchange folder as something that can be told and asked: the sender's side of the protocol, and nothing beyond it.

=======  ============================  ========================================================================
PUT      ``/drops/NAME/FILE``          writes a file so that it appears whole; 201, 409 where one is there
GET      ``/drops/NAME``               what lies in the drop: name, size and SHA-256 of every file of the sender's
GET      ``/drops/NAME?quiet``         the same after a time in which a receiver had occasion to answer too early
GET      ``/drops/NAME/receipt.json``  the receipt as soon as it is there; 404 when patience is at its end
GET      ``/drops/NAME/receipt.csv``   the same for people
DELETE   ``/drops/NAME``               takes back a drop that this sender put there
=======  ============================  ========================================================================
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote, urlsplit

from conformance.exchange.carrier import Unreached, given, said
from conformance.exchange.filedrop.layout import RECEIPT, RECEIPT_TABLE, digest_of, put
from conformance.exchange.model import Request, Response
from conformance.exchange.run.clock import Clock
from conformance.report.errors import UsageError

PATIENCE = 60.0
"""Seconds in which a receiver has to answer a drop that is complete."""
QUIET = 5.0
"""Seconds in which it must not have answered one that is not."""
_SOONEST, _LATEST = 0.1, 2.0
_MEDIA = {RECEIPT: "application/json", RECEIPT_TABLE: "text/csv"}
_LARGEST = 64 << 20
"""Bytes of a receipt that are read."""


@dataclass
class FolderCarrier:
    """The sender's side of one exchange folder."""

    folder: Path
    clock: Clock
    patience: float = PATIENCE
    quiet: float = QUIET
    own: set[str] = field(default_factory=set)
    """Drops that this sender made; no other is ever touched."""

    def perform(self, request: Request) -> Response:
        """Do what a request says. Raises Unreached where the folder cannot be used."""
        parts = urlsplit(request.url)
        steps = [unquote(step) for step in parts.path.strip("/").split("/")]
        if steps[0] != "drops" or not 2 <= len(steps) <= 3 or any(not _is_name(step) for step in steps[1:]):
            return said(404, {"path": parts.path})
        try:
            return self._perform(request, steps[1], steps[2] if len(steps) == 3 else None, parts.query)
        except OSError as error:
            reason = error.strerror or type(error).__name__
            raise Unreached(
                f"无法使用交换文件夹（{reason}）。", f"The exchange folder cannot be used ({reason})."
            ) from None
        except UsageError as error:
            raise Unreached(error.text.zh, error.text.en) from None

    def _perform(self, request: Request, drop: str, name: str | None, query: str) -> Response:
        place = self.folder / drop
        match request.method, name:
            case "PUT", str():
                return self._put(place, name, request.body)
            case "GET", None:
                if query == "quiet":
                    self.clock.sleep(self.quiet)
                return said(200, _listed(place)) if place.is_dir() else said(404, {"drop": drop})
            case "GET", str():
                return self._receipt(place, name)
            case "DELETE", None if drop in self.own:
                shutil.rmtree(place)
                self.own.discard(drop)
                return said(200, {"drop": drop})
        return said(405, {"method": request.method})

    def _put(self, place: Path, name: str, content: bytes) -> Response:
        if place.name not in self.own:
            try:
                place.mkdir()
            except FileExistsError:
                return said(409, {"drop": place.name})
            self.own.add(place.name)
        target = place / name
        if target.exists():
            return said(409, {"drop": place.name, "name": name})
        put(target, content)
        return said(201, {"name": name, "size": len(content), "sha256": digest_of(content)})

    def _receipt(self, place: Path, name: str) -> Response:
        target, wait, until = place / name, _SOONEST, self.clock.monotonic() + self.patience
        while not target.is_file():
            left = until - self.clock.monotonic()
            if left <= 0 or name not in _MEDIA:
                return said(404, {"name": name})
            self.clock.sleep(min(wait, left))
            wait = min(2 * wait, _LATEST)
        with target.open("rb") as stream:
            content = stream.read(_LARGEST + 1)
        if len(content) > _LARGEST:
            raise Unreached(f"回执超过 {_LARGEST} 字节。", f"The receipt is longer than {_LARGEST} bytes.")
        return given(200, _MEDIA.get(name, "application/octet-stream"), content)


def _is_name(step: str) -> bool:
    return bool(step) and step not in (".", "..") and not set(step) & {"/", "\\", "\0"}


def _listed(place: Path) -> dict[str, object]:
    """What lies in a drop, folders by their name alone."""
    files = [
        {
            "name": file.name,
            **({"size": file.stat().st_size, "sha256": digest_of(file.read_bytes())} if file.is_file() else {}),
        }
        for file in sorted(place.iterdir())
        if file.name not in _MEDIA
    ]
    return {"drop": place.name, "answered": (place / RECEIPT).is_file(), "files": files}
