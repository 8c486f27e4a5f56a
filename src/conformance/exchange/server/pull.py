"""Following the lists of other services, so that what changes there is seen here: records and tombstones."""

from __future__ import annotations

import sqlite3
import sys
import threading
from typing import Any

import requests
from msgspec import Struct, field

from conformance.exchange.profile import reference
from conformance.exchange.profile.envelopes import faults
from conformance.exchange.server import records
from conformance.exchange.server.bodies import strict_json
from conformance.exchange.server.envelopes import pointer_of
from conformance.exchange.server.store import stamped
from conformance.exchange.server.world import World

_PAGES = 1000
"""Pages of one look at a list, at the most; the next look goes on where this one ended."""
_SECONDS = 10.0


_MOST_BYTES = 16 << 20
"""A page or token is no larger, unpacked."""


class Astray(Exception):
    """The other service cannot be followed; says why."""


def _session() -> requests.Session:
    """One that goes where it is told and with our own credentials: no proxies, no ``.netrc`` of this machine."""
    session = requests.Session()
    session.trust_env = False
    return session


class Upstream(Struct):
    """Another service and the token that is held for it."""

    url: str
    session: requests.Session = field(default_factory=_session)
    token: str | None = None
    lock: threading.Lock = field(default_factory=threading.Lock)

    def page(self, since: str | None) -> dict[str, Any] | None:
        """A page of its list; None where the cursor is not good any more. Raises Astray."""
        for _ in range(2):
            if self.token is None:
                self.token = self._token()
            headers = {"Authorization": f"Bearer {self.token}"}
            answer = self._sent("GET", "/records", params={} if since is None else {"since": since}, headers=headers)
            if answer.status_code != requests.codes.unauthorized:
                break
            self.token = None  # it has expired; once more with a new one
        if answer.status_code == requests.codes.gone:
            return None
        return self._object(answer, "RecordPage")

    def _token(self) -> str:
        form = {"grant_type": "client_credentials", "scope": "list query query-restricted"}
        answer = self._sent("POST", "/token", data=form, auth=(reference.FULL.id, reference.FULL.secret))
        return str(self._object(answer, "Token")["access_token"])

    def _sent(self, method: str, path: str, **more: Any) -> requests.Response:
        url = self.url.rstrip("/") + path
        try:
            return self.session.request(method, url, timeout=_SECONDS, allow_redirects=False, stream=True, **more)
        except requests.RequestException as error:
            raise Astray(type(error).__name__) from error

    def _object(self, answer: requests.Response, envelope: str) -> dict[str, Any]:
        if answer.status_code != requests.codes.ok:
            raise Astray(f"HTTP {answer.status_code}")
        try:
            found: dict[str, Any] = strict_json(_body(answer))
        except ValueError as error:
            raise Astray(f"{envelope}: {error}") from error
        for path, fault in faults(envelope, found):
            raise Astray(f"{envelope} {pointer_of(path)}: {fault}")
        return found


def _body(answer: requests.Response) -> bytes:
    """What was answered. Raises Astray where it is too large or breaks off."""
    found = bytearray()
    try:
        for part in answer.iter_content(1 << 16):
            found += part
            if len(found) > _MOST_BYTES:
                raise Astray(f"more than {_MOST_BYTES} bytes")
    except requests.RequestException as error:
        raise Astray(type(error).__name__) from error
    finally:
        answer.close()
    return bytes(found)


def refresh(world: World) -> None:
    """Take over what has changed upstream. One that cannot be followed is said on standard error; what is here stays.

    Whoever asks while somebody else is at it does not wait: services may follow each other in a circle.
    """
    for upstream in world.upstreams:
        if not upstream.lock.acquire(blocking=False):
            continue
        try:
            _follow(world, upstream)
        except Astray as error:
            print(f"reference-server: {upstream.url}: {error}", file=sys.stderr)
        finally:
            upstream.lock.release()


def _follow(world: World, upstream: Upstream) -> None:
    with world.store.transaction() as db:
        row = db.execute("SELECT cursor FROM upstreams WHERE url = ?", (upstream.url,)).fetchone()
    since = None if row is None else row["cursor"]
    for _ in range(_PAGES):
        page = upstream.page(since)
        if page is None:
            if since is None:
                raise Astray("HTTP 410 without a cursor")
            since = None  # from the beginning
            continue
        entries, next_ = page["records"], page["next"]
        with world.store.transaction() as db:
            _take(world, upstream.url, entries, db)
            db.execute("INSERT OR REPLACE INTO upstreams VALUES (?, ?)", (upstream.url, next_))
        if not entries and next_ == since:
            return
        since = next_


def _take(world: World, url: str, entries: list[dict[str, Any]], db: sqlite3.Connection) -> None:
    """Records and tombstones of one page; not of items that the standard lacks, nor what is not that service's to change."""
    stamp = stamped(db, world.now()) if entries else ""
    for entry in entries:
        held = records.get(db, entry["id"])
        if entry["item"] not in world.standard.items or (held is not None and held.upstream != url):
            continue
        if entry["state"] == "current":
            if held is None or (held.state, held.data) != ("current", entry["data"]):
                who = (entry["id"], entry["item"], entry["provider"])
                records.write(db, world, records.Stored(*who, "current", stamp, None, entry["data"], url))
        elif held is None:
            gone = records.Stored(entry["id"], entry["item"], "", "withdrawn", stamp, entry["reason"], upstream=url)
            records.write(db, world, gone)
        else:
            records.withdraw(db, entry["id"], entry["reason"], stamp)
