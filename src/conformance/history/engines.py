"""From an address to an engine of SQLAlchemy that keeps what it is told to keep."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import URL, make_url

from conformance.history.problems import ill_formed, no_address, no_driver
from conformance.sources.database.addressing import well_formed
from conformance.sources.database.files import SqliteFile
from conformance.standard.model import Text

WRITES = "conformance_writes"
"""Execution option of a transaction that will write: SQLite has to be told at its beginning, or two that read first and
write later wait for each other for ever."""
_CONNECTING = 10
"""Seconds that a server may take to answer."""


def address_of(url: str) -> URL:
    """The address, of one of the databases that there are. Raises UsageError without repeating it."""
    try:
        parsed = make_url(url)
        driver, database = parsed.drivername, parsed.database
    except (sa.exc.ArgumentError, ValueError):
        raise no_address() from None
    if driver == "sqlite":
        if not database or database == ":memory:" or database.startswith("file:") or parsed.host or parsed.query:
            raise no_address()
        return parsed
    if driver in ("postgresql", "postgres", "postgresql+psycopg"):
        place, _, query = url.partition("://")[2].partition("?")
        if not well_formed(place) or "@" in query:
            raise ill_formed()
        return parsed.set(drivername="postgresql+psycopg")
    raise no_address()


def shown(url: URL) -> str:
    """What an address is called in sentences: no user, no password, no parameters."""
    if url.drivername == "sqlite":
        return str(url.database)
    port = "" if url.port is None else f":{url.port}"
    return f"postgresql://{url.host or ''}{port}/{url.database or ''}"


def unnamed(said: Text, url: str) -> Text:
    """A sentence about a history for somebody to whom it is nothing where that lies."""
    place = shown(address_of(url))
    zh, en = (one.replace(place, "") for one in (said.zh, said.en))
    return Text(zh.replace("“”", ""), en.replace("  ", " ").replace(" ;", ";"))


def expect_driver(url: URL) -> None:
    """Raise UsageError where the driver that an address needs is not installed."""
    if url.drivername == "sqlite":
        return
    try:
        import psycopg  # noqa: F401 asked for here, so that its absence is told
    except ImportError:
        raise no_driver("psycopg", "postgres") from None


def engine_of(url: URL, patience: float) -> sa.Engine:
    """An engine for an address; nothing is connected yet. ``patience`` is how many seconds to wait for others' locks."""
    if url.drivername == "sqlite":
        return _sqlite(url, patience)
    expect_driver(url)
    milliseconds = max(1, int(patience * 1000))
    options = f"-c lock_timeout={milliseconds} -c timezone=UTC"
    given = url.query.get("options")
    if given:
        options = f"{given if isinstance(given, str) else ' '.join(given)} {options}"
    arguments: dict[str, Any] = {"options": options, "application_name": "conformance"}
    if "connect_timeout" not in url.query:
        arguments["connect_timeout"] = _CONNECTING
    return sa.create_engine(
        url.difference_update_query(["options"]), connect_args=arguments, hide_parameters=True, pool_pre_ping=True
    )


def reading_engine(file: SqliteFile) -> sa.Engine:
    """An engine for a file that cannot be written to, nor anything beside it."""
    engine = sa.create_engine(
        "sqlite://", creator=file.connect, hide_parameters=True, poolclass=sa.pool.QueuePool, pool_size=2
    )

    @sa.event.listens_for(engine, "begin")
    def _(connection: sa.Connection) -> None:
        connection.exec_driver_sql("BEGIN")

    return engine


def _sqlite(url: URL, patience: float) -> sa.Engine:
    engine = sa.create_engine(
        url, connect_args={"timeout": patience}, hide_parameters=True, poolclass=sa.pool.QueuePool, pool_size=2
    )

    @sa.event.listens_for(engine, "connect")
    def _(connection: Any, record: Any) -> None:
        connection.isolation_level = None  # transactions are begun below, those that make tables included
        connection.execute("PRAGMA foreign_keys=ON")
        connection.execute("PRAGMA synchronous=FULL")  # what was said to be recorded survives a power cut

    @sa.event.listens_for(engine, "begin")
    def _(connection: sa.Connection) -> None:
        writes = connection.get_execution_options().get(WRITES, False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine
