"""Batches: kept whole or not at all, judged step by step as they are looked at, and answered row by row.

There is no worker and no waiting: a batch goes one step on with each look at its status or receipt (received, validating,
decided), and whatever is left of the steps is done before records are given to anybody. Hence every client sees the same
states in the same order, however fast it is.
"""

from __future__ import annotations

import hashlib
import json
import secrets
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Literal

from msgspec import Struct, field
from msgspec.structs import replace

from conformance.exchange.rowlines import Problem as RowProblem
from conformance.exchange.rowlines import state_of
from conformance.exchange.server import records
from conformance.exchange.server.hooks import Moment, through
from conformance.exchange.server.store import stamped
from conformance.exchange.server.times import text_of
from conformance.exchange.server.validation import judge
from conformance.exchange.server.world import World
from conformance.report.days import beijing_day

DECIDED = ("accepted", "partially-accepted", "rejected")


class Row(Struct, frozen=True):
    """One row as it was submitted."""

    key: str
    data: Mapping[str, Any]


class Batch(Struct, frozen=True):
    """A batch that is about to be kept."""

    edition: str
    item: str
    provider: str
    kind: Literal["full", "incremental"]
    rows: tuple[Row, ...]


class Replay(Struct, frozen=True):
    """What an idempotency key is to this client: new, known with the same request, or known with another one."""

    state: Literal["new", "same", "other"]
    batch: str | None
    """Id of the batch that was made under it."""


class Line(Struct, frozen=True):
    """One line of a receipt."""

    row: int
    key: str
    verdict: Literal["accepted", "accepted-with-warnings", "rejected"]
    problems: tuple[RowProblem, ...] = ()
    """Pointers from the row's ``data``."""
    data: Mapping[str, Any] = field(default_factory=dict)
    """Its fields by their English names; a record comes of them unless the row is rejected."""


def fingerprint(*parts: str | bytes) -> str:
    """Of a request, by which the same one is known again."""
    digest = hashlib.sha256()
    for part in parts:
        raw = part.encode() if isinstance(part, str) else part
        digest.update(len(raw).to_bytes(8, "big") + raw)
    return digest.hexdigest()


def replay_of(db: sqlite3.Connection, client: str, key: str, print_: str) -> Replay:
    """What the key is to the client."""
    row = db.execute("SELECT id, fingerprint FROM batches WHERE client = ? AND key = ?", (client, key)).fetchone()
    if row is None:
        return Replay("new", None)
    return Replay("same" if row["fingerprint"] == print_ else "other", row["id"])


def add(db: sqlite3.Connection, batch: Batch, client: str, key: str, print_: str, world: World) -> str:
    """Keep a new batch with its rows and answer with its id."""
    id_ = f"b-{secrets.token_hex(8)}"
    # A hook may take a known key for a new one; the table still wants each key once.
    kept = key if replay_of(db, client, key, print_).state == "new" else f"{key}\0{id_}"
    db.execute(
        "INSERT INTO batches (id, client, key, fingerprint, edition, item, provider, kind, state, received, total)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'received', ?, ?)",
        (
            id_,
            client,
            kept,
            print_,
            batch.edition,
            batch.item,
            batch.provider,
            batch.kind,
            text_of(world.now()),
            len(batch.rows),
        ),
    )
    rows = [(id_, at, row.key, _text(row.data)) for at, row in enumerate(batch.rows, start=1)]
    db.executemany("INSERT INTO rows VALUES (?, ?, ?, ?)", rows)
    return id_


def status(world: World, id_: str) -> dict[str, Any] | None:
    """``BatchStatus`` as it is now; None for a batch that does not exist."""
    with world.store.transaction() as db:
        row = db.execute("SELECT * FROM batches WHERE id = ?", (id_,)).fetchone()
    if row is None:
        return None
    decided = row["state"] in DECIDED
    found = {key: row[key] for key in ("id", "state", "item", "edition", "provider", "received")}
    found["totalSize"] = row["total"]
    found["successSize"] = row["total"] - row["failed"] if decided else 0
    found["failSize"] = row["failed"] if decided else 0
    if decided:
        found["receipt"] = f"/batches/{id_}/receipt"
    return found


def receipt(world: World, id_: str) -> dict[str, Any] | None:
    """``Receipt`` of a batch; None where there is none, or none yet."""
    told = status(world, id_)
    if told is None or told["state"] not in DECIDED:
        return None
    with world.store.transaction() as db:
        lines = db.execute("SELECT * FROM lines WHERE batch = ? ORDER BY place", (id_,)).fetchall()
    edition = world.standard.edition
    return {
        "batch": id_,
        "edition": told["edition"],
        "item": told["item"],
        "standard": {"edition": edition.id, "version": edition.version, "digest": world.standard.digest},
        **{key: told[key] for key in ("totalSize", "successSize", "failSize")},
        "lines": [_line_document(line) for line in lines],
    }


def _line_document(line: sqlite3.Row) -> dict[str, Any]:
    found = {
        "row": line["row"],
        "key": line["key"],
        "verdict": line["verdict"],
        "problems": json.loads(line["problems"]),
    }
    if line["record"] is not None:
        found["record"] = line["record"]
    return found


def step(world: World, id_: str, moment: Moment) -> None:
    """Go one step on with a batch, where there is one left. What came before it is decided before it."""
    with world.store.transaction() as db:
        moved = db.execute("UPDATE batches SET state = 'validating' WHERE id = ? AND state = 'received'", (id_,))
        if moved.rowcount:
            return
    settle(world, moment, id_)


def settle(world: World, moment: Moment, last: str | None = None) -> None:
    """Decide whatever is undecided, in the order in which it came; up to the batch ``last``, if there is one."""
    with world.store.transaction() as db:
        found = db.execute(
            "SELECT id FROM batches WHERE state IN ('received', 'validating')"
            " AND (? IS NULL OR rowid <= (SELECT rowid FROM batches WHERE id = ?)) ORDER BY rowid",
            (last, last),
        ).fetchall()
    for row in found:
        _decide(world, row["id"], moment)


def _decide(world: World, id_: str, moment: Moment) -> None:
    """Judge the rows of an undecided batch and keep lines, records and state together."""
    with world.store.transaction() as db:
        batch = db.execute(
            "SELECT * FROM batches WHERE id = ? AND state IN ('received', 'validating')", (id_,)
        ).fetchone()
        rows = [] if batch is None else db.execute("SELECT * FROM rows WHERE batch = ? ORDER BY row", (id_,)).fetchall()
    if batch is None:
        return
    # Judged outside of any transaction: nobody has to wait for it but who asked.
    lines = through(lambda hooks: hooks.lines, tuple(_judged(world, batch, rows)), moment)
    with world.store.transaction() as db:
        failed = sum(line.verdict == "rejected" for line in lines)
        state = state_of(len(lines), failed)
        taken = db.execute(
            "UPDATE batches SET state = ?, failed = ? WHERE id = ? AND state IN ('received', 'validating')",
            (state, failed, id_),
        )
        if taken.rowcount:  # else somebody else has decided it meanwhile
            _keep(db, world, batch, lines)


def _judged(world: World, batch: sqlite3.Row, rows: Sequence[sqlite3.Row]) -> Iterator[Line]:
    submitted = [json.loads(row["data"]) for row in rows]
    verdicts = judge(submitted, batch["item"], batch["provider"], world.standard, beijing_day(world.now()))
    for row, line, data in zip(rows, verdicts.lines, verdicts.data, strict=True):
        yield Line(line.row, row["key"], line.verdict, line.problems, data)


def _keep(db: sqlite3.Connection, world: World, batch: sqlite3.Row, lines: Sequence[Line]) -> None:
    stamp = stamped(db, world.now())
    for place, line in enumerate(lines):
        id_ = None
        if line.verdict != "rejected":
            id_ = records.put(db, world, batch["item"], batch["provider"], line.data, stamp)
        problems = [replace(one, pointer=_in_body(line.row, one.pointer)).as_json() for one in line.problems]
        row = (batch["id"], place, line.row, line.key, line.verdict, id_, _text(problems))
        db.execute("INSERT INTO lines VALUES (?, ?, ?, ?, ?, ?, ?)", row)
    if batch["kind"] == "full":
        submitted = [line.data for line in lines]
        records.withdraw_others(db, world, batch["item"], batch["provider"], submitted, stamp)


def _in_body(row: int, pointer: str | None) -> str:
    """A pointer from the row's data as one into the envelope."""
    return f"/records/{row - 1}/data{pointer}" if pointer else f"/records/{row - 1}"


def _text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
