"""Tables of every other database, by SQLAlchemy: a cursor of the server, rows in bounded batches."""

from __future__ import annotations

import importlib
import sqlite3
import warnings
from collections.abc import Sequence
from contextlib import closing, suppress
from typing import Any

from conformance.sources.database.address import Address
from conformance.sources.database.files import SqliteFile, sqlite_file
from conformance.sources.database.identifiers import Name, chosen
from conformance.sources.database.model import (
    EXTRA,
    Field,
    Frames,
    Relation,
    encoding_known,
    no_driver,
    no_table,
    not_utf8,
    relation_of,
    unread,
    written,
)
from conformance.sources.database.reasons import UNREADABLE_TEXT, Failure
from conformance.sources.database.texts import encoding_of, frame_of_values
from conformance.sources.model import Unusable

_DRIVERS = {
    "sqlite": ("sqlite", EXTRA),
    "mysql": ("mysql+pymysql", "sqlalchemy pymysql"),
    "mariadb": ("mariadb+pymysql", "sqlalchemy pymysql"),
    "oracle": ("oracle+oracledb", "sqlalchemy oracledb"),
    "mssql": ("mssql+pyodbc", "sqlalchemy pyodbc"),
    "dm": ("dm+dmPython", "sqlalchemy dmPython dmSQLAlchemy"),
}
"""The driver that is taken where an address names none, and what is to be installed for it."""
_BEGINNINGS: dict[str, tuple[str, ...]] = {
    "sqlite": ("BEGIN",),
    "mysql": (
        "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ",
        "START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY",
    ),
    "oracle": ("SET TRANSACTION READ ONLY",),
    "dm": ("SET TRANSACTION READ ONLY",),
}
_BEGINNINGS["mariadb"] = _BEGINNINGS["mysql"]
_FIRST, _MOST = 500, 50_000
"""Rows fetched at first, when nobody knows yet how long they are, and at most."""
_BATCH_BYTES = 24 << 20


class GeneralSession:
    """A connection of SQLAlchemy."""

    def __init__(self, address: Address, encoding: str | None) -> None:
        try:
            self._sa: Any = importlib.import_module("sqlalchemy")
        except ImportError:
            raise _no_driver(address.dialect) from None
        self._address = address
        self._file: SqliteFile | None = None if address.file is None else sqlite_file(address.file)
        self._connection: Any = None
        self._unfinished: Any = None
        """A result that was not read to its end."""
        self._schema: str | None = None
        self.errors: tuple[type[BaseException], ...] = (self._sa.exc.SQLAlchemyError, OSError, sqlite3.Error)
        self.encoding: str | None = None
        if encoding is not None:
            self.encoding = encoding_of(encoding)
            if self._file is None:
                raise encoding_known("Unicode")
        try:
            self._connection = self._engine().connect()
            self._inspector = self._sa.inspect(self._connection)
            for statement in _BEGINNINGS.get(address.dialect, ()):
                self._connection.exec_driver_sql(statement)
        except (ImportError, self._sa.exc.NoSuchModuleError):
            self.close()
            raise _no_driver(address.dialect) from None
        except self.errors as error:
            self.close()
            raise unread(error) from None
        except (TypeError, ValueError):
            self.close()
            raise Unusable(
                f"数据库地址不合这种数据库（{address.dialect}）的驱动的要求，请核对各参数。",
                f"The driver of such a database ({address.dialect}) does not take this address; check its parameters.",
            ) from None

    def _engine(self) -> Any:
        sa, address = self._sa, self._address
        options: dict[str, Any] = {"hide_parameters": True, "poolclass": sa.pool.NullPool}
        if self._file is not None:
            return sa.create_engine("sqlite://", creator=self._sqlite, **options)
        name = _DRIVERS.get(address.dialect, (address.dialect, ""))[0]
        url = sa.URL.create(
            name if address.driver is None else f"{address.dialect}+{address.driver}",
            address.user,
            address.password,
            address.host or None,
            address.port,
            address.database,
            dict(address.parameters),
        )
        return sa.create_engine(url, **options)

    def _sqlite(self) -> sqlite3.Connection:
        assert self._file is not None  # noqa: S101 - asked for where there is one
        return self._file.connect()

    def relation(self) -> Relation:
        """The table that the address names."""
        asked = self._address.table
        self._schema = self._named_schema(asked[:-1])
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tables = self._inspector.get_table_names(schema=self._schema)
            views = self._inspector.get_view_names(schema=self._schema)
            name = chosen(asked[-1], [*tables, *views], str)
            if name is None:
                raise no_table(written(asked), asked[-1].text, [*tables, *views])
            fields = [self._field(column) for column in self._inspector.get_columns(name, schema=self._schema)]
            key = self._inspector.get_pk_constraint(name, schema=self._schema)["constrained_columns"]
        self._table = name
        by_rowid = self._file is not None and name in tables and not key
        kind = "rowid" if by_rowid and all(field.name.lower() != "_rowid_" for field in fields) else ""
        self._rowid = bool(kind)
        self._all = [field.name for field in fields]
        return relation_of(written(asked), kind, fields, key, self._address.columns, self._address.order)

    def _named_schema(self, steps: Sequence[Name]) -> str | None:
        if not steps:
            return None
        wanted = ".".join(one.text for one in steps)
        known = self._inspector.get_schema_names()
        found = chosen(steps[0], known, str) if len(steps) == 1 else wanted
        if found is None:
            raise no_table(written(self._address.table), wanted, known)
        return found

    def _field(self, column: dict[str, Any]) -> Field:
        types = self._sa.types
        kind = column["type"]
        if self._file is not None:  # any column may hold anything
            return Field(column["name"], str(kind))
        no_text = (types.LargeBinary, types.BINARY, types.VARBINARY, types.JSON, types.ARRAY, types.NullType)
        shown = type(kind).__name__ if isinstance(kind, types.NullType) else str(kind.compile(self._connection.dialect))
        return Field(
            column["name"], shown, not isinstance(kind, no_text), padded=isinstance(kind, types.CHAR | types.NCHAR)
        )

    def frames(self, relation: Relation) -> Frames:
        """The records as texts, cut so that a batch is bounded in rows and in bytes."""
        sa = self._sa
        table = sa.table(self._table, *(sa.column(name) for name in self._all), schema=self._schema)
        chosen_columns = [table.c[field.name].label(f"f{place}") for place, field in enumerate(relation.fields)]
        order = [table.c[name] for name in relation.order]
        if self._rowid:
            order.append(sa.literal_column("_rowid_"))
        statement = sa.select(*chosen_columns).order_by(*order)
        if self.encoding is not None:
            self._decode_as(self.encoding)
        options = {"stream_results": True, "max_row_buffer": _FIRST}
        wanted, before = _FIRST, 0
        try:
            result = self._unfinished = self._connection.execute(statement, execution_options=options)
            while rows := result.fetchmany(wanted):
                frame, notices = frame_of_values(list(zip(*rows, strict=True)), relation.fields, before)
                before += frame.height
                yield frame, notices
                each = max(1, int(frame.estimated_size()) // frame.height)
                wanted = max(1, min(_MOST, _BATCH_BYTES // each))
            self._unfinished = None
        except UnicodeDecodeError:
            raise self._undecoded(statement, before) from None
        except (sa.exc.DBAPIError, sqlite3.Error) as error:
            if _is_undecoded(error):
                raise self._undecoded(statement, before) from None
            raise
        if self._file is not None:
            self._file.check_unchanged()

    def _decode_as(self, encoding: str) -> None:
        """What SQLite holds as text may be anything; names of tables and columns are read before."""
        self._connection.connection.driver_connection.text_factory = lambda value: value.decode(encoding)

    def _undecoded(self, statement: Any, before: int) -> Unusable:
        if self._file is None:
            return unread(Failure(UNREADABLE_TEXT), before)
        record = self._first_undecoded(statement, before)
        if self.encoding is None:
            return not_utf8(record)
        return Unusable(
            f"第 {record} 条记录起有不是 {self.encoding} 的字节，请核对 --encoding。",
            f"From record {record} on there are bytes that are not {self.encoding}; check --encoding.",
        )

    def _first_undecoded(self, statement: Any, before: int) -> int:
        """The record with the first text that is none: the driver gives up a whole batch, so it is looked for once more."""
        bad = object()

        def told(value: bytes) -> object:
            try:
                return value.decode(self.encoding or "utf-8")
            except UnicodeDecodeError:
                return bad

        if self._unfinished is not None:
            self._unfinished.close()
        self._connection.connection.driver_connection.text_factory = told
        rows = self._connection.execute(statement, execution_options={"stream_results": True, "max_row_buffer": _FIRST})
        with closing(rows):
            return next((number for number, row in enumerate(rows, 1) if any(cell is bad for cell in row)), before + 1)

    def close(self) -> None:
        """Let go of the connection."""
        connection, self._connection = self._connection, None
        if connection is None:
            return
        with suppress(Exception):
            if self._unfinished is not None:
                _let_go(self._unfinished)
                connection.invalidate()  # nothing more is asked of it, not even to roll back
            connection.close()


def _let_go(result: Any) -> None:
    """PyMySQL would read a result to its end before it lets go of it, a million rows perhaps, or from a connection that is gone."""
    waiting: Any = getattr(getattr(result, "cursor", None), "_result", None)
    if waiting is not None and getattr(waiting, "unbuffered_active", False):
        waiting.unbuffered_active = False


def _is_undecoded(error: BaseException) -> bool:
    """Whether SQLite holds a text that is none: its driver says so in words only."""
    return "decode to UTF-8" in str(getattr(error, "orig", None) or error)


def _no_driver(dialect: str) -> Unusable:
    """The error where a library is missing; of databases that we do not know no package is named."""
    if dialect in _DRIVERS:
        return no_driver(_DRIVERS[dialect][1])
    return Unusable(
        f"本机没有数据库“{dialect}”的 SQLAlchemy 方言和驱动，请按其厂商的说明安装，见 docs/guide-databases.zh.md。",
        f'There are no dialect and driver of SQLAlchemy for a database "{dialect}"; install what its maker provides, see '
        "docs/guide-databases.en.md.",
    )
