"""An exchange folder as something that can be told and asked: the sender's side of the protocol, and nothing beyond it.

=======  =============================  =======================================================================
POST     ``/drops/NAME?item=…&file=…``  puts a table (CSV) into a drop as a data file, then the manifest over all of them
PUT      ``/drops/NAME/FILE``           puts bytes into a drop as they are
GET      ``/drops/NAME``                what lies in the drop, and digests over the sender's files and over the receipt
GET      ``/drops/NAME?quiet``          the same after a time in which a receiver had occasion to do what it should not
GET      ``/drops/NAME/receipt.json``   the receipt as soon as it is there; 404 when patience is at its end
GET      the same with ``?file=FILE``   the part of the receipt about one data file, a Receipt as the HTTP classes have it
GET      ``/drops/NAME/receipt.csv``    the same lines for people
GET      ``/drops``                     the names of all drops, each as it stands in an address
GET      ``/drops?unanswered``          those of its own that it waited for in vain before the receiver was heard of
GET      ``/drops/NAME/judged``         what the reference says of the drop today; nothing is written
DELETE   ``/drops``                     takes back every drop that this sender put there
=======  =============================  =======================================================================

Files appear whole: written under a name that counts as unfinished, then renamed. A file that is there is never written
again. Of a POST, ``manifest=none`` leaves the manifest for later, ``batch`` is the number of the submission (the name of the
drop without it), and ``encoding``, ``digest``, ``declared`` and ``listed`` are as :func:`.sending.data_file` has them.
Where nothing was ever heard of a receiver, there is no answer instead of 404 (:mod:`conformance.exchange.silence`).
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, quote, unquote, urlsplit

from msgspec import Struct, field

from conformance.exchange import lenient
from conformance.exchange.carrier import Unreached, given
from conformance.exchange.carrier import said as said_of
from conformance.exchange.filedrop.beside import Beside
from conformance.exchange.filedrop.judging import Basis, judge
from conformance.exchange.filedrop.layout import (
    MANIFESTS,
    RECEIPT,
    RECEIPT_TABLE,
    digest_of,
    drop_at,
    drops_in,
    is_unfinished,
    put,
    shown,
)
from conformance.exchange.filedrop.receipt import document
from conformance.exchange.filedrop.sending import data_file, manifest
from conformance.exchange.model import Request, Response
from conformance.exchange.run.clock import Clock
from conformance.exchange.silence import Silence
from conformance.report.errors import UsageError
from conformance.standard.model import Standard
from conformance.submission.verify import digest_of as file_digest

CREATED = 201
MANIFEST = "manifest.json"
PATIENCE = 60.0
"""Seconds in which a receiver has to answer a drop that is complete."""
QUIET = 3.0
"""Seconds in which it must not have answered one that is not."""
_SOONEST, _LATEST = 0.1, 2.0
_MEDIA = {RECEIPT: "application/json", RECEIPT_TABLE: "text/csv"}
_LARGEST = 64 << 20
"""Bytes of a receipt that are read."""


class FolderCarrier(Struct, dict=True):
    """The sender's side of one exchange folder."""

    folder: Path
    standard: Standard
    clock: Clock
    patience: float = PATIENCE
    quiet: float = QUIET
    own: dict[str, set[str]] = field(default_factory=dict)
    """Drops that this sender made, and what it put into each; no other is ever touched."""
    silence: Silence = field(default_factory=Silence)
    entries: dict[str, list[Mapping[str, Any]]] = field(default_factory=dict)
    """What the manifest of each of them lists so far."""

    @cached_property
    def beside(self) -> Beside:
        """What is said of rows beside the standard's checks."""
        return Beside(self.standard)

    def perform(self, request: Request) -> Response:
        """Do what a request says. Raises Unreached where the folder cannot be used."""
        parts = urlsplit(request.url)
        steps = [unquote(step, errors="surrogateescape") for step in parts.path.strip("/").split("/")]
        if steps[0] != "drops" or len(steps) > 3 or any(not _is_name(step) for step in steps[1:]):
            return said_of(404, {"path": parts.path})
        try:
            if len(steps) == 1:
                return self._every(request.method, parts.query)
            self.silence.ask()
            return self._perform(request, steps[1], steps[2] if len(steps) == 3 else None, parts.query)
        except OSError as error:
            reason = error.strerror or type(error).__name__
            raise Unreached(
                f"无法使用交换文件夹（{reason}）。", f"The exchange folder cannot be used ({reason})."
            ) from None
        except UsageError as error:
            raise Unreached(error.text.zh, error.text.en) from None

    def _every(self, method: str, query: str) -> Response:
        if method == "GET" and query == "unanswered":
            self._listen()
            return said_of(200, {"drops": self.silence.forgotten()})
        if method == "GET":
            return said_of(200, {"drops": [quote(os.fsencode(drop.path.name)) for drop in drops_in(self.folder)]})
        if method != "DELETE":
            return said_of(405, {"method": method})
        taken = sorted(self.own)
        for name in taken:
            shutil.rmtree(self.folder / name)
            del self.own[name]
        return said_of(200, {"taken": taken})

    def _judged(self, place: Path) -> Response:
        drop = drop_at(place)
        if not drop.manifests:
            return said_of(404, {"drop": place.name})
        basis = Basis(self.standard, self.clock.now().date(), self.beside.taken(drop))
        return said_of(200, document(judge(drop, basis), self.standard))

    def _perform(self, request: Request, drop: str, name: str | None, query: str) -> Response:
        place = self.folder / drop
        match request.method, name:
            case "POST", None:
                return self._send(place, request.body, dict(parse_qsl(query)))
            case "PUT", str():
                return self._put(place, name, request.body)
            case "GET", None:
                if query == "quiet":
                    self.clock.sleep(self.quiet)
                return said_of(200, _listed(place)) if place.is_dir() else said_of(404, {"drop": drop})
            case "GET", "judged":
                return self._judged(place)
            case "GET", str():
                return self._receipt(place, name, query)
        return said_of(405, {"method": request.method})

    def _send(self, place: Path, table: bytes, said: dict[str, str]) -> Response:
        entries = self.entries.setdefault(place.name, [])
        if table:
            file = data_file(said["file"], table, said, self.standard)
            answer = self._put(place, file.name, file.content)
            if answer.status != CREATED:
                return answer
            entries.append(file.entry)
        if said.get("manifest") != "none":
            content = manifest(said.get("batch", place.name), said.get("provider", ""), entries, self.standard)
            answer = self._put(place, MANIFEST, content)
            if answer.status != CREATED:
                return answer
        return said_of(CREATED, _listed(place))

    def _put(self, place: Path, name: str, content: bytes) -> Response:
        if place.name not in self.own:
            try:
                place.mkdir()
            except FileExistsError:
                return said_of(409, {"drop": place.name})
            self.own[place.name] = set()
        target = place / name
        if target.exists():
            return said_of(409, {"drop": place.name, "name": name})
        put(target, content)
        self.own[place.name].add(name)
        return said_of(CREATED, {"name": name, "size": len(content), "sha256": digest_of(content)})

    def _listen(self) -> None:
        """Whether anybody did anything to what was put there, be it only in part."""
        self.silence.heard = self.silence.heard or any(
            not (self.folder / name).is_dir() or {path.name for path in (self.folder / name).iterdir()} != files
            for name, files in self.own.items()
        )

    def _receipt(self, place: Path, name: str, query: str) -> Response:
        target, wait, until = place / name, _SOONEST, self.clock.monotonic() + self.patience
        while target.is_symlink() or not target.is_file():
            left = until - self.clock.monotonic()
            if left <= 0 or name != RECEIPT or query:
                if query == "" and name == RECEIPT and place.name in self.own:
                    self._listen()
                    self.silence.in_vain(place.name, self.patience)
                return said_of(404, {"name": name})
            self.clock.sleep(min(wait, left))
            wait = min(2 * wait, _LATEST)
        self.silence.heard = self.silence.heard or place.name in self.own
        with target.open("rb") as stream:
            content = stream.read(_LARGEST + 1)
        if len(content) > _LARGEST:
            raise Unreached(f"回执超过 {_LARGEST} 字节。", f"The receipt is longer than {_LARGEST} bytes.")
        part = dict(parse_qsl(query)).get("file")
        if part is not None:
            return _part(content, part)
        return given(200, _MEDIA.get(name, "application/octet-stream"), content)


def _part(content: bytes, name: str) -> Response:
    """What a receipt says of one data file; 404 where it says nothing of it."""
    whole = lenient.read(content)
    files = whole.get("files") if isinstance(whole, dict) else None
    for file in files if isinstance(files, list) else ():
        if isinstance(file, dict) and file.get("path") == name and isinstance(file.get("receipt"), dict):
            return said_of(200, file["receipt"])
    return said_of(404, {"file": name})


def _is_name(step: str) -> bool:
    return bool(step) and step not in (".", "..") and not set(step) & {"/", "\\", "\0"}


def _listed(place: Path) -> dict[str, object]:
    """What lies in a drop: files by name, digests over those of the sender and over each receipt."""
    files = {
        shown(file.name): file_digest(file) if file.is_file() and not file.is_symlink() else ""
        for file in sorted(place.iterdir())
        if not is_unfinished(file.name)
    }
    own = {name: digest for name, digest in files.items() if name not in _MEDIA}
    return {
        "drop": shown(place.name),
        "answered": RECEIPT in files,
        "sender": digest_of(json.dumps(own, ensure_ascii=False).encode()),
        "manifest": next((own[name] for name in MANIFESTS if name in own), ""),
        "receipt": "".join(files.get(name, "") for name in _MEDIA),
        "files": [{"name": name, "sha256": digest} for name, digest in own.items()],
    }
