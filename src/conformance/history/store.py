"""The store of runs: each is written in one transaction, and read whole."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType

import sqlalchemy as sa
from msgspec import Struct

from conformance.history import tables
from conformance.history.batches import refuse_incomplete, resent
from conformance.history.engines import WRITES, address_of, engine_of, reading_engine, shown
from conformance.history.model import Filter, Recorded, Run
from conformance.history.problems import AGAIN, Unusable, absent, no_run, problem_of
from conformance.history.rows import read_runs, rows_of
from conformance.history.schema import is_newest, prepare
from conformance.sources.database.files import SqliteFile, sqlite_file
from conformance.sources.database.reasons import state_of
from conformance.sources.model import Unusable as Unreadable
from conformance.standard.model import Text

_ATTEMPTS = 3
_WRITTEN = Text("读取期间有程序改写了它，请重做一次", "it was written to while it was read; do the same again")
_AT_A_TIME = 200
"""Runs that are held while runs are read."""


def opened(url: str, *, create: bool, patience: float) -> Store:
    """As :func:`conformance.history.opening.open_store`, where the libraries are there."""
    address = address_of(url)
    name = shown(address)
    if not create and address.drivername == "sqlite" and not Path(str(address.database)).is_file():
        raise absent(name)
    engine = engine_of(address, patience)
    try:
        prepare(engine, name, patience, create=create)
    except sa.exc.DBAPIError as error:
        engine.dispose()
        problem = problem_of(error, name)
        if create or address.drivername != "sqlite" or not _is_unwritable(error):
            raise problem from None
        return _read_only(Path(str(address.database)), name, problem)
    except BaseException:
        engine.dispose()
        raise
    return Store(engine, name)


def _is_unwritable(error: sa.exc.DBAPIError) -> bool:
    """Whether SQLite could not write, not even what it keeps beside a file for others to see (``-shm``)."""
    code = getattr(error.orig, "sqlite_errorcode", 0) & 0xFF
    return code in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_FULL, sqlite3.SQLITE_CANTOPEN)


def _read_only(path: Path, name: str, problem: Unusable) -> Store:
    """A history that lies where nothing can be written, for who only reads. Raises the problem where it has to be upgraded."""
    try:
        file = sqlite_file(path)
    except Unreadable:
        raise problem from None
    engine = reading_engine(file)
    try:
        if not is_newest(engine, name):
            raise problem
    except sa.exc.DBAPIError:
        engine.dispose()
        raise problem from None
    except BaseException:
        engine.dispose()
        raise
    return Store(engine, name, file)


class Store(Struct, frozen=True):
    """An open history. It may be used by several threads."""

    engine: sa.Engine
    name: str
    """What it is called in sentences."""
    file: SqliteFile | None = None
    """Where it can only be read: its file, which has to be the same when all has been read."""

    def record(self, run: Run) -> Recorded:
        """Keep a run, whole or not at all.

        A run that is there already is kept once; so is a batch of the same contents. Raises UsageError where a batch has
        other contents than the one that is there, and where the database refuses.
        """
        refuse_incomplete(run)
        for attempt in range(1, _ATTEMPTS + 1):
            try:
                with self._writing() as connection:
                    earlier = resent(connection, run)
                    if earlier is not None:
                        return Recorded(earlier, already=True)
                    for table, rows in rows_of(run):
                        connection.execute(sa.insert(table), rows)
                return Recorded(run.id, already=False)
            except sa.exc.DBAPIError as error:
                if attempt == _ATTEMPTS or not _may_be_tried_again(error):
                    raise problem_of(error, self.name).of_recording() from None
        raise AssertionError("unreachable")

    def runs(self, which: Filter | None = None, *, errors_only: bool = False) -> Iterator[Run]:
        """The runs of a moment, by the time when they were recorded and their id; none that is recorded meanwhile.

        With ``errors_only`` they come without the counts of rules that found no error: a run has more than a hundred of
        these, and whoever counts reasons for rejection over years needs none of them.
        Raises UsageError where they cannot be read, and where that is not there which they are to be behind.
        """
        try:
            with self._reading() as connection:
                last = None if which is None or which.after is None else _key(connection, which.after)
                while True:
                    query = _query(which or Filter())
                    if last is not None:
                        query = query.where(sa.tuple_(tables.runs.c.recorded, tables.runs.c.id) > last)
                    found = connection.execute(query.limit(_AT_A_TIME)).mappings().all()
                    yield from read_runs(connection, found, errors_only=errors_only)
                    if len(found) < _AT_A_TIME:
                        break
                    last = (found[-1]["recorded"], found[-1]["id"])
            if self.file is not None:
                self.file.check_unchanged()
        except sa.exc.DBAPIError as error:
            raise problem_of(error, self.name) from None
        except Unreadable:
            raise Unusable(self.name, _WRITTEN) from None

    def close(self) -> None:
        """Let go of the database."""
        self.engine.dispose()

    def __enter__(self) -> Store:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @contextmanager
    def _writing(self) -> Iterator[sa.Connection]:
        with self.engine.connect().execution_options(**{WRITES: True}) as connection, connection.begin():
            yield connection

    @contextmanager
    def _reading(self) -> Iterator[sa.Connection]:
        """One moment of the database, however long reading takes."""
        options = {"isolation_level": "REPEATABLE READ"} if self.engine.dialect.name == "postgresql" else {}
        with self.engine.connect().execution_options(**options) as connection, connection.begin():
            yield connection


def _may_be_tried_again(error: sa.exc.DBAPIError) -> bool:
    """Whether the next attempt may go another way: somebody else wrote the same, or the server broke it off.

    Where a connection is lost while it commits nobody knows whether the run is there: the next attempt finds it, or not.
    """
    lost = error.connection_invalidated and not isinstance(error, sa.exc.InterfaceError)
    return isinstance(error, sa.exc.IntegrityError) or state_of(error) in AGAIN or lost


def _key(connection: sa.Connection, id_: str) -> tuple[object, str]:
    """Where a run stands in the order of runs. Raises UsageError where it is not there."""
    run = tables.runs.c
    found = connection.execute(sa.select(run.recorded).where(run.id == id_)).scalar_one_or_none()
    if found is None:
        raise no_run()
    return found, id_


def _query(which: Filter) -> sa.Select[tuple[object, ...]]:
    run = tables.runs.c
    conditions = [
        column == value
        for column, value in ((run.kind, which.kind), (run.party, which.party), (run.batch, which.batch))
        if value is not None
    ]
    if which.item is not None:
        of = sa.select(tables.inputs.c.run_id).where(tables.inputs.c.item == which.item)
        conditions.append(run.id.in_(of))
    if which.recorded_from is not None:
        conditions.append(run.recorded >= which.recorded_from)
    if which.recorded_before is not None:
        conditions.append(run.recorded < which.recorded_before)
    if which.as_of_from is not None:
        conditions.append(run.as_of >= which.as_of_from)
    if which.as_of_to is not None:
        conditions.append(run.as_of <= which.as_of_to)
    return sa.select(tables.runs).where(*conditions).order_by(run.recorded, run.id)
