"""Tables of PostgreSQL, by ADBC: the server turns values into text, and Arrow's batches come as they are made.

Three times as fast as a cursor of rows (docs/decisions/0050-tables-of-databases.md), and the same text.
"""

from __future__ import annotations

import importlib
from collections.abc import Sequence
from contextlib import suppress
from typing import Any

from conformance.sources.arrow import text_frame
from conformance.sources.database.address import Address
from conformance.sources.database.identifiers import chosen
from conformance.sources.database.model import (
    EXTRA,
    Field,
    Frames,
    Relation,
    encoding_known,
    no_driver,
    no_table,
    relation_of,
    unread,
    written,
)
from conformance.sources.database.reasons import FAILED, LOST, Failure, told_by
from conformance.sources.database.texts import decoded, encoding_of
from conformance.sources.model import Notice, Unusable
from conformance.standard.model import Text

_BATCH_BYTES = 16 << 20
_CONNECTING = 10
"""Seconds that a server may take to answer."""
_SILENT = {"keepalives_idle": "30", "keepalives_interval": "10", "keepalives_count": "3", "tcp_user_timeout": "60000"}
"""After a minute without a sign of life a connection is broken."""
_NO_ENCODING = "SQL_ASCII"
_RELATIONS = """
SELECT n.nspname::text, c.relname::text, pg_catalog.pg_table_is_visible(c.oid), c.oid::int8
FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND n.nspname NOT LIKE 'pg\\_%' AND n.nspname <> 'information_schema'
ORDER BY 1, 2"""
_COLUMNS = """
WITH RECURSIVE base(num, type) AS (
  SELECT attnum, atttypid FROM pg_catalog.pg_attribute WHERE attrelid = {oid} AND attnum > 0 AND NOT attisdropped
  UNION ALL
  SELECT base.num, t.typbasetype FROM base JOIN pg_catalog.pg_type t ON t.oid = base.type WHERE t.typtype = 'd')
SELECT a.attname::text, pg_catalog.format_type(a.atttypid, a.atttypmod), t.typname::text, t.typcategory::text
FROM base JOIN pg_catalog.pg_type t ON t.oid = base.type AND t.typtype <> 'd'
JOIN pg_catalog.pg_attribute a ON a.attrelid = {oid} AND a.attnum = base.num
ORDER BY a.attnum"""
_KEY = """
SELECT a.attname::text FROM pg_catalog.pg_index i
CROSS JOIN LATERAL unnest(i.indkey::int2[]) WITH ORDINALITY AS k(num, place)
JOIN pg_catalog.pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.num
WHERE i.indrelid = {oid} AND i.indisprimary ORDER BY k.place"""
_READABLE = frozenset("NSBE")
"""Categories of types that have a text of their own: numbers, texts, booleans, lists of labels."""
_MOMENTS = {
    "date": "CASE WHEN isfinite({0}) AND {0} >= '0001-01-01' THEN to_char({0}, 'YYYY/MM/DD') ELSE {0}::text END",
    "timestamp": "CASE WHEN NOT isfinite({0}) OR {0} < '0001-01-01' THEN {0}::text"
    " WHEN date_trunc('day', {0}) = {0} THEN to_char({0}, 'YYYY/MM/DD')"
    " WHEN date_trunc('second', {0}) = {0} THEN to_char({0}, 'YYYY/MM/DD HH24:MI:SS')"
    " WHEN date_trunc('milliseconds', {0}) = {0} THEN to_char({0}, 'YYYY/MM/DD HH24:MI:SS.MS')"
    " ELSE to_char({0}, 'YYYY/MM/DD HH24:MI:SS.US') END",
}
_OTHERS = {"time": "{0}::text", "timetz": "{0}::text", "interval": "{0}::text", "uuid": "{0}::text"}
_SPECIAL = {**_MOMENTS, "timestamptz": _MOMENTS["timestamp"].replace("{0}", "{0}::timestamp"), **_OTHERS}
_SPECIAL["money"] = "{0}::numeric::text"


class PostgresqlSession:
    """A transaction that only reads and sees one moment."""

    def __init__(self, address: Address, encoding: str | None) -> None:
        try:
            driver: Any = importlib.import_module("adbc_driver_postgresql.dbapi")  # it says nothing to a type checker
        except ImportError:
            raise no_driver(EXTRA) from None
        self._address = address
        self._connection: Any = None
        self._types: dict[str, str] = {}
        self._places: dict[str, int] = {}
        self._oid = 0
        self.errors: tuple[type[BaseException], ...] = (driver.Error, OSError, ValueError, Failure)
        try:
            self._connection = driver.connect(_conninfo(address))
            self._tell("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            said = self._ask("SELECT current_setting('server_encoding')")[0][0]
            if said == _NO_ENCODING:
                self._tell("SET client_encoding TO SQL_ASCII")
        except self.errors as error:
            self.close()
            raise unread(error) from None
        self._raw = said == _NO_ENCODING
        self.encoding: str | None = None if self._raw else said
        if encoding is not None:
            self.encoding = encoding_of(encoding)
            if not self._raw:
                self.close()
                raise encoding_known(said)

    def relation(self) -> Relation:
        """The table that the address names."""
        asked = self._address.table
        if len(asked) > 2:
            raise no_table(written(asked), asked[-1].text, [])
        there = self._ask(_RELATIONS)
        if len(asked) == 2:
            schema = chosen(asked[0], list(dict.fromkeys(row[0] for row in there)), str)
            mine = [row for row in there if row[0] == schema]
        else:
            mine = [row for row in there if row[2]]
        found = chosen(asked[-1], mine, lambda row: str(row[1]))
        if found is None:
            known = [f"{row[0]}.{row[1]}" for row in there if asked[-1].fits(row[1])] or [
                row[1] for row in mine or there
            ]
            raise (
                no_table(written(asked), known[0] if "." in known[0] else asked[-1].text, known)
                if known
                else no_table(written(asked), asked[-1].text, [])
            )
        self._schema, self._table, self._oid = found[0], found[1], int(found[3])
        columns = self._ask(_COLUMNS.format(oid=self._oid))
        self._types = {name: base for name, _, base, _ in columns}
        self._places = {row[0]: place for place, row in enumerate(columns)}
        fields = [
            Field(name, shown, category in _READABLE or base in _SPECIAL) for name, shown, base, category in columns
        ]
        key = [row[0] for row in self._ask(_KEY.format(oid=self._oid))]
        return relation_of(written(asked), "", fields, key, self._address.columns, self._address.order)

    def frames(self, relation: Relation) -> Frames:
        """The records as texts; at the end the server has to say that the transaction is sound."""
        texts = [self._text_of(field) for field in relation.fields]
        # Columns go by numbers: a name may be of an encoding that the server does not know.
        numbered = ", ".join(f"c{place}" for place in range(len(self._places)))
        statement = f"SELECT {', '.join(texts)} FROM {_quoted(self._schema)}.{_quoted(self._table)} AS t({numbered})"  # noqa: S608
        if relation.order:
            statement += " ORDER BY " + ", ".join(self._column(name) for name in relation.order)
        try:
            yield from self._frames(statement)
        except (OSError, ValueError) as error:
            # An error in the middle comes without its state: whether the connection lives says which.
            raise Failure(told_by(str(error)) or self._after()) from None
        self._ask("SELECT 1")

    def _frames(self, statement: str) -> Frames:
        before = 0
        with self._connection.cursor() as cursor:
            cursor.adbc_statement.set_options(**{"adbc.postgresql.batch_size_hint_bytes": str(_BATCH_BYTES)})
            cursor.execute(statement)
            for batch in cursor.fetch_record_batch():
                notices: list[Notice] = []
                if self._raw:
                    batch, notices = decoded(batch, self.encoding, before)  # noqa: PLW2901
                frame, _ = text_frame(batch)
                before += frame.height
                if frame.height:
                    yield frame, notices

    def _after(self) -> Text:
        try:
            self._connection.rollback()
            self._ask("SELECT 1")
        except self.errors:
            return LOST
        return FAILED

    def close(self) -> None:
        """Let go of the connection."""
        connection, self._connection = self._connection, None
        if connection is not None:
            with suppress(Exception):
                connection.close()

    def _column(self, name: str) -> str:
        return f"t.c{self._places[name]}"

    def _text_of(self, field: Field) -> str:
        return _SPECIAL.get(self._types[field.name], "{0}::text").format(self._column(field.name))

    def _tell(self, statement: str) -> None:
        with self._connection.cursor() as cursor:
            cursor.execute(statement)

    def _ask(self, question: str) -> list[Sequence[Any]]:
        with self._connection.cursor() as cursor:
            cursor.execute(question)
            found: list[Sequence[Any]] = cursor.fetchall()
            return found


def _conninfo(address: Address) -> str:
    """The words with which libpq connects; PGPASSWORD and ~/.pgpass are its own business."""
    said = {
        "host": address.host,
        "port": None if address.port is None else str(address.port),
        "dbname": address.database,
        "user": address.user,
        "password": address.password,
        "connect_timeout": str(_CONNECTING),
        "application_name": "conformance",
        "client_encoding": "UTF8",
        **_SILENT,
        **address.parameters,
    }
    if any(value is not None and "\0" in value for value in said.values()):
        raise Unusable("数据库地址里有空字符（%00）。", "The address of the database holds a null character (%00).")
    return " ".join(f"{name}={_literal(value)}" for name, value in said.items() if value)


def _literal(value: str) -> str:
    doubled = value.replace("\\", "\\\\").replace("'", "\\'")
    return f"'{doubled}'"


def _quoted(name: str) -> str:
    doubled = name.replace('"', '""')
    return f'"{doubled}"'
