"""The SQLite store: one connection, one writer at a time, and a transaction that is either wholly there or not."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from conformance.exchange.server.times import after, text_of
from conformance.report.errors import UsageError

FORMAT = 1
"""Version of the tables (``PRAGMA user_version``)."""
_TABLES = """
CREATE TABLE tokens (digest TEXT PRIMARY KEY, client TEXT NOT NULL, scope TEXT NOT NULL, expires TEXT NOT NULL);
CREATE TABLE retired_cursors (cursor TEXT PRIMARY KEY);
CREATE TABLE batches (
  id TEXT PRIMARY KEY, client TEXT NOT NULL, key TEXT NOT NULL, fingerprint TEXT NOT NULL,
  edition TEXT NOT NULL, item TEXT NOT NULL, provider TEXT NOT NULL, kind TEXT NOT NULL,
  state TEXT NOT NULL, received TEXT NOT NULL, total INTEGER NOT NULL, failed INTEGER NOT NULL DEFAULT 0,
  UNIQUE (client, key)
);
CREATE INDEX batches_open ON batches (state) WHERE state IN ('received', 'validating');
CREATE TABLE rows (batch TEXT NOT NULL REFERENCES batches, row INTEGER NOT NULL, key TEXT NOT NULL, data TEXT NOT NULL,
  PRIMARY KEY (batch, row));
CREATE TABLE lines (batch TEXT NOT NULL REFERENCES batches, place INTEGER NOT NULL, row INTEGER NOT NULL, key TEXT NOT NULL,
  verdict TEXT NOT NULL, record TEXT, problems TEXT NOT NULL, PRIMARY KEY (batch, place));
CREATE TABLE records (
  id TEXT PRIMARY KEY, item TEXT NOT NULL, provider TEXT NOT NULL, identity TEXT NOT NULL, upstream TEXT,
  state TEXT NOT NULL, reason TEXT, modified TEXT NOT NULL, data TEXT
);
CREATE INDEX records_order ON records (modified, id);
CREATE INDEX records_identity ON records (item, provider, identity);
CREATE TABLE subjects (record TEXT NOT NULL REFERENCES records, scheme TEXT NOT NULL, value TEXT NOT NULL,
  PRIMARY KEY (record, scheme));
CREATE INDEX subjects_value ON subjects (scheme, value);
CREATE TABLE corrections (
  id TEXT PRIMARY KEY, record TEXT NOT NULL REFERENCES records, kind TEXT NOT NULL, reason TEXT NOT NULL, evidence TEXT,
  data TEXT, state TEXT NOT NULL, received TEXT NOT NULL, decided TEXT
);
CREATE TABLE upstreams (url TEXT PRIMARY KEY, cursor TEXT);
CREATE TABLE server (last TEXT NOT NULL, secret BLOB NOT NULL);
INSERT INTO server VALUES ('0001-01-02T00:00:00.000000+08:00', randomblob(32));
"""


class Store:
    """The tables behind one connection, which all threads share one after the other."""

    def __init__(self, path: Path | None) -> None:
        """Open or make the file; None: in memory. Raises UsageError for a file that is no store of ours."""
        self._lock = threading.RLock()
        place = ":memory:" if path is None else path
        try:
            self._db = sqlite3.connect(place, check_same_thread=False, isolation_level=None)
            self._db.row_factory = sqlite3.Row
            try:
                self._prepare()
            except BaseException:
                self._db.close()
                raise
        except (sqlite3.DatabaseError, _Foreign) as error:
            raise UsageError(
                f"--database：{path} 不能用作本服务的数据库（{error}），请另换一个文件。",
                f"--database: {path} cannot be the database of this server ({error}); name another file.",
            ) from error

    def _prepare(self) -> None:
        version = self._db.execute("PRAGMA user_version").fetchone()[0]
        tables = self._db.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
        if version == 0 and tables == 0:
            self._db.executescript(f"BEGIN; {_TABLES} PRAGMA user_version = {FORMAT}; COMMIT;")
        elif version != FORMAT:
            raise _Foreign(f"user_version {version}")
        self._db.execute("PRAGMA foreign_keys = ON")

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """The connection, with everything that is done kept together or, where an exception leaves, not at all."""
        with self._lock:
            if self._db.in_transaction:  # within another one of the same thread
                yield self._db
                return
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield self._db
            except BaseException:
                self._db.execute("ROLLBACK")
                raise
            self._db.execute("COMMIT")

    @property
    def secret(self) -> bytes:
        """32 bytes at random that go with the file: cursors stay good when the server is started again."""
        with self.transaction() as db:
            return bytes(db.execute("SELECT secret FROM server").fetchone()[0])

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            self._db.close()


class _Foreign(Exception):
    """A database that something else made."""


def stamped(db: sqlite3.Connection, now: datetime) -> str:
    """The time of change for what this transaction changes: later than that of every transaction before.

    Whoever has read the list up to some place will therefore find behind it whatever changes later, however coarse the
    clock is or if it is set back.
    """
    last = db.execute("SELECT last FROM server").fetchone()[0]
    stamp = text_of(after(last, now))
    db.execute("UPDATE server SET last = ?", (stamp,))
    return stamp
