"""Records and tombstones: which record a row is, who it is about, and in which order they are told."""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
import sqlite3
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any, Literal

from msgspec import Struct, field

from conformance.exchange.server.cursors import Place
from conformance.exchange.server.world import World
from conformance.standard.model import RecordType

SCHEMES = {
    "uscc": "uscc",
    "organisation-code": "organisation_code",
    "registration-number": "registration_number",
    "citizen-id": "citizen_id",
}
"""Scheme of a subject's identifier → type of the fields that hold it."""


class Stored(Struct, frozen=True):
    """A record, or what is left of one that was withdrawn."""

    id: str
    item: str
    provider: str
    state: Literal["current", "withdrawn"]
    modified: str
    reason: str | None
    """Of a withdrawn one."""
    data: Mapping[str, Any] = field(default_factory=dict)
    """Of a current one; empty otherwise."""
    upstream: str | None = None
    """Address of the service that it was taken over from; None for one that was pushed here."""


class Window(Struct, frozen=True):
    """The part of the list that a client asks for."""

    item: str | None
    after: Place
    limit: int


class Found(Struct, frozen=True):
    """What the store gives for a window or a subject."""

    entries: tuple[Stored, ...]
    end: Place
    """Where to go on: the place of the last entry, or of the window where there is none."""


def identity_of(data: Mapping[str, Any], item: str, world: World) -> str:
    """By what a record is known again: a digest of the fields that may not be alike in two records of its type.

    It is keyed, because it outlives the record and a natural person's number is among the fields.
    """
    record_type = world.standard.record_type_of(item)
    fields = next((check.fields for check in record_type.checks if check.kind == "unique"), (record_type.key_field,))
    packed = json.dumps([_normal(data.get(name)) for name in fields], ensure_ascii=False).encode()
    return hmac.digest(world.cursors.secret, b"record:" + packed, hashlib.sha256).hex()


def _normal(value: object) -> str:
    return "" if value is None else unicodedata.normalize("NFKC", str(value)).strip()


def standard_form(identifier: str) -> str:
    """An identifier as it is compared: half-width capitals without hyphens and blanks."""
    text = unicodedata.normalize("NFKC", identifier).upper()
    return "".join(sign for sign in text if sign not in "-‐‑–— \t")


def subjects_of(data: Mapping[str, Any], record_type: RecordType) -> dict[str, str]:
    """Scheme → identifier of whom a record is about."""
    found: dict[str, str] = {}
    for scheme, type_ in SCHEMES.items():
        for one in record_type.fields:
            value = data.get(one.name)
            if one.type == type_ and value not in (None, ""):
                found.setdefault(scheme, standard_form(str(value)))
    return found


def put(db: sqlite3.Connection, world: World, item: str, provider: str, data: Mapping[str, Any], stamp: str) -> str:
    """Keep a record, in place of the one that it is a newer version of, and answer with its id."""
    identity = identity_of(data, item, world)
    known = db.execute(
        "SELECT id FROM records WHERE item = ? AND provider = ? AND identity = ?", (item, provider, identity)
    ).fetchone()
    id_ = known["id"] if known is not None else f"r-{secrets.token_hex(10)}"
    write(db, world, Stored(id_, item, provider, "current", stamp, None, data))
    return id_


def write(db: sqlite3.Connection, world: World, record: Stored) -> None:
    """Keep a record or a tombstone under its id, whatever was there."""
    current = record.state == "current"
    data = json.dumps(record.data, ensure_ascii=False) if current else None
    row = (
        record.id,
        record.item,
        record.provider,
        identity_of(record.data, record.item, world) if current else "",
        record.upstream,
        record.state,
        record.reason,
        record.modified,
        data,
    )
    db.execute("DELETE FROM subjects WHERE record = ?", (record.id,))
    db.execute(
        "INSERT INTO records VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET item = excluded.item,"
        " provider = excluded.provider, identity = excluded.identity, upstream = excluded.upstream, state = excluded.state,"
        " reason = excluded.reason, modified = excluded.modified, data = excluded.data",
        row,
    )
    subjects = subjects_of(record.data, world.standard.record_type_of(record.item)) if current else {}
    db.executemany(
        "INSERT INTO subjects VALUES (?, ?, ?)", [(record.id, scheme, value) for scheme, value in subjects.items()]
    )


def withdraw(db: sqlite3.Connection, id_: str, reason: str, stamp: str) -> None:
    """Leave a tombstone of a record: nothing of what it said is kept."""
    db.execute("DELETE FROM subjects WHERE record = ?", (id_,))
    db.execute(
        "UPDATE records SET state = 'withdrawn', reason = ?, modified = ?, data = NULL WHERE id = ? AND state = 'current'",
        (reason, stamp, id_),
    )


def withdraw_others(
    db: sqlite3.Connection, world: World, item: str, provider: str, submitted: Sequence[Mapping[str, Any]], stamp: str
) -> None:
    """Withdraw what was pushed here and a full batch does not hold any more; a rejected row leaves its record as it was."""
    here = {identity_of(data, item, world) for data in submitted}
    held = db.execute(
        "SELECT id, identity FROM records WHERE item = ? AND provider = ? AND state = 'current' AND upstream IS NULL",
        (item, provider),
    )
    for row in held.fetchall():
        if row["identity"] not in here:
            withdraw(db, row["id"], "withdrawn", stamp)


def get(db: sqlite3.Connection, id_: str) -> Stored | None:
    """The record of that id."""
    row = db.execute("SELECT * FROM records WHERE id = ?", (id_,)).fetchone()
    return None if row is None else _stored(row)


def listed(db: sqlite3.Connection, window: Window) -> Found:
    """Records and tombstones behind a place, by (modified, id)."""
    rows = db.execute(
        "SELECT * FROM records WHERE (modified, id) > (?, ?) AND (? IS NULL OR item = ?) ORDER BY modified, id LIMIT ?",
        (window.after.modified, window.after.id, window.item, window.item, window.limit),
    ).fetchall()
    entries = tuple(map(_stored, rows))
    return Found(entries, Place(entries[-1].modified, entries[-1].id) if entries else window.after)


def about(db: sqlite3.Connection, scheme: str, identifier: str, items: Sequence[str] | None) -> Found:
    """Current records of a subject, of some items or of all, by (modified, id)."""
    rows = db.execute(
        "SELECT records.* FROM records JOIN subjects ON subjects.record = records.id"
        " WHERE scheme = ? AND value = ? AND state = 'current' ORDER BY modified, id",
        (scheme, standard_form(identifier)),
    ).fetchall()
    return Found(tuple(_stored(row) for row in rows if items is None or row["item"] in items), Place())


def _stored(row: sqlite3.Row) -> Stored:
    data = json.loads(row["data"]) if row["data"] is not None else {}
    named = {name: row[name] for name in ("id", "item", "provider", "state", "modified", "reason", "upstream")}
    return Stored(**named, data=data)


def document(record: Stored, hidden: frozenset[str]) -> dict[str, Any]:
    """``ExchangeRecord`` or ``Tombstone``, without the fields that this client does not get to see."""
    found: dict[str, Any] = {"id": record.id, "item": record.item, "state": record.state, "modified": record.modified}
    if record.state == "withdrawn":
        return {**found, "reason": record.reason}
    data = {name: value for name, value in record.data.items() if name not in hidden}
    return {**found, "provider": record.provider, "data": data}


def restricted_fields(record_type: RecordType) -> frozenset[str]:
    """Fields that are not for everybody."""
    return frozenset(one.name for one in record_type.fields if one.disclosure != "public")
