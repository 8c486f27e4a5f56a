"""Making and upgrading the tables: in one transaction, by one of those who want to, or not at all."""

from __future__ import annotations

import time
from typing import Any

import sqlalchemy as sa

from conformance.history.engines import WRITES
from conformance.history.problems import Unusable, absent, foreign, newer
from conformance.history.tables import HEAD, REVISIONS, VERSION_TABLE, metadata
from conformance.standard.model import Text

_LOCK = 0x434F4E46
"""Number of the lock by which those who make tables in one PostgreSQL database wait for each other."""


def prepare(engine: sa.Engine, name: str, patience: float, *, create: bool) -> None:
    """See to it that the database has the newest tables. Raises UsageError for one that is not ours, or newer; drivers' errors too."""
    with engine.connect() as connection:
        found = _revision(connection, name)
    if found is None and not create:
        raise absent(name)
    if found != HEAD:
        with engine.connect().execution_options(**{WRITES: True}) as connection, connection.begin():
            if engine.dialect.name == "postgresql":
                connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_LOCK)))
            if _revision(connection, name) != HEAD:  # somebody else may have been quicker
                _upgrade(connection)
    if engine.dialect.name == "sqlite":
        _write_ahead(engine, name, patience)


def is_newest(engine: sa.Engine, name: str) -> bool:
    """Whether the database has the newest tables. Raises UsageError for one that is not ours, or newer; drivers' errors too."""
    with engine.connect() as connection:
        return _revision(connection, name) == HEAD


def _revision(connection: sa.Connection, name: str) -> str | None:
    """The revision that a database has; None for one that is empty."""
    present = set(sa.inspect(connection).get_table_names())
    if VERSION_TABLE in present:
        found = connection.execute(sa.text(f"SELECT version_num FROM {VERSION_TABLE}")).scalars().all()  # noqa: S608
        if len(found) != 1 or found[0] not in REVISIONS:
            raise newer(name, ", ".join(found) or "?")
        return str(found[0])
    ours = present & set(metadata.tables)
    if ours or (present and connection.dialect.name == "sqlite"):
        raise foreign(name)  # a database of a server is often shared, a file hardly ever
    return None


def _upgrade(connection: sa.Connection) -> None:
    from alembic import command

    config = configuration()
    config.attributes["connection"] = connection
    command.upgrade(config, HEAD)


def configuration() -> Any:
    """What Alembic needs to know, for a database that is set as its attribute ``connection``."""
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", "conformance.history:migrations")
    config.set_main_option("path_separator", "os")
    return config


def _write_ahead(engine: sa.Engine, name: str, patience: float) -> None:
    """Let readers and a writer be at work at the same time. The file remembers it; to begin with, nobody else may have it open."""
    until = time.monotonic() + patience
    while True:
        connection = engine.raw_connection()
        try:
            mode = connection.cursor().execute("PRAGMA journal_mode=WAL").fetchone()[0]
        except Exception as error:
            if "locked" not in str(error) or time.monotonic() > until:
                raise
            time.sleep(0.05)
            continue
        finally:
            connection.close()
        if mode != "wal":
            raise Unusable(
                name,
                Text(
                    "该磁盘不支持预写日志，请放在本机磁盘上，多台机器共用请改用 PostgreSQL",
                    "this disk cannot hold a write-ahead log; use a local one, or PostgreSQL for several machines",
                ),
            )
        return
