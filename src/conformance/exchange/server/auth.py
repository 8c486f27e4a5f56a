"""Who is calling: client credentials for a token (RFC 6749, section 4.4), and a token for everything else (RFC 6750)."""

from __future__ import annotations

import hashlib
import hmac
import secrets
import threading
from base64 import b64decode
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Literal
from urllib.parse import unquote_plus

from msgspec import Struct

from conformance.exchange.server.times import text_of

if TYPE_CHECKING:
    from conformance.exchange.server.world import World

MINUTE = timedelta(minutes=1)
_REMEMBERED = 10_000
"""Clients whose failures are kept in mind at the most."""


class Client(Struct, frozen=True):
    """Somebody who may ask for tokens."""

    id: str
    secret: str
    scopes: tuple[str, ...]


class Grant(Struct, frozen=True):
    """Whose token it is and what it is good for."""

    client: str
    scopes: frozenset[str]


class Access(Struct, frozen=True):
    """What became of the header Authorization: a grant, or the reason why there is none."""

    grant: Grant | None
    refusal: Literal["absent", "unknown", "expired"] | None = None


def digest_of(token: str) -> str:
    """Under which a token is kept: the store holds none that could be used."""
    return hashlib.sha256(token.encode()).hexdigest()


def issue(world: World, client: str, scopes: tuple[str, ...]) -> str:
    """A new token for a client."""
    token = secrets.token_urlsafe(24)
    keep(world, token, client, scopes, world.now() + timedelta(seconds=world.settings.token_seconds))
    return token


def keep(world: World, token: str, client: str, scopes: tuple[str, ...], expires: datetime) -> None:
    """Enter a token with its end."""
    with world.store.transaction() as db:
        db.execute("DELETE FROM tokens WHERE expires < ?", (text_of(world.now() - timedelta(days=1)),))
        row = (digest_of(token), client, " ".join(scopes), text_of(expires))
        db.execute("INSERT OR REPLACE INTO tokens VALUES (?, ?, ?, ?)", row)


def identify(authorization: str | None, world: World) -> Access:
    """What a header ``Authorization: Bearer …`` stands for."""
    kind, _, token = (authorization or "").partition(" ")
    if kind.lower() != "bearer" or not token.strip():
        return Access(None, "absent")
    with world.store.transaction() as db:
        row = db.execute("SELECT * FROM tokens WHERE digest = ?", (digest_of(token.strip()),)).fetchone()
    if row is None:
        return Access(None, "unknown")
    if row["expires"] <= text_of(world.now()):
        return Access(None, "expired")
    return Access(Grant(row["client"], frozenset(row["scope"].split())))


def basic(authorization: str | None) -> tuple[str, str] | None:
    """Id and secret of ``Authorization: Basic …`` as RFC 6749, section 2.3.1 writes them; None where there are none."""
    kind, _, packed = (authorization or "").partition(" ")
    if kind.lower() != "basic":
        return None
    try:
        text = b64decode(packed.strip(), validate=True).decode()
    except ValueError:
        return None
    name, colon, secret = text.partition(":")
    return (unquote_plus(name), unquote_plus(secret)) if colon else None


def client_of(name: str, secret: str, world: World) -> Client | None:
    """The client of that id and secret."""
    for client in world.clients:
        if client.id == name and hmac.compare_digest(client.secret.encode(), secret.encode()):
            return client
    return None


class Failures:
    """How often a client has failed to show who it is within the last minute."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._times: dict[tuple[str, str], list[datetime]] = {}
        self._lock = threading.Lock()

    def wait(self, peer: str, client: str, now: datetime) -> int | None:
        """Seconds until this client may try again; None where it may now."""
        with self._lock:
            recent = self._recent(peer, client, now)
            if len(recent) < self._most:
                return None
            left = recent[-self._most] + MINUTE - now
            return max(1, -int(-left.total_seconds() // 1))

    def add(self, peer: str, client: str, now: datetime) -> None:
        """Take note of a failure."""
        with self._lock:
            recent = [*self._recent(peer, client, now), now]
            if len(self._times) >= _REMEMBERED:
                self._times.clear()
            self._times[peer, client] = recent

    def _recent(self, peer: str, client: str, now: datetime) -> list[datetime]:
        return [one for one in self._times.get((peer, client), ()) if now - one < MINUTE]
