"""A connection of any driver that keeps to PEP 249, with the few statements that staging tables need."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, Protocol, TypeAlias

from msgspec import Struct

Row: TypeAlias = dict[str, Any]


class Connection(Protocol):
    """As PEP 249 has it."""

    def cursor(self) -> Any:
        """A new cursor."""
        ...

    def commit(self) -> None:
        """Make what was done last."""
        ...

    def rollback(self) -> None:
        """Undo what was done since."""
        ...


class Database(Struct, frozen=True):
    """A connection and how its driver marks parameters (``paramstyle`` of PEP 249). Names are ours, values are always parameters."""

    connection: Connection
    paramstyle: str = "qmark"
    errors: tuple[type[Exception], ...] = (sqlite3.Error,)
    """What the driver raises where the database cannot be used."""

    def rows(self, table: str, where: Mapping[str, Any] | None = None, order: Sequence[str] = ()) -> list[Row]:
        """Rows with all their columns, under upper-case names."""
        condition, values = self._condition(where or {})
        ordered = f" ORDER BY {', '.join(order)}" if order else ""
        cursor = self._run(f"SELECT * FROM {table}{condition}{ordered}", values)  # noqa: S608 names are those of the layout
        names = [str(column[0]).upper() for column in cursor.description]
        found = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
        cursor.close()
        return found

    def insert(self, table: str, row: Mapping[str, Any]) -> None:
        """Add one row."""
        marks = ", ".join(self._mark(place) for place in range(len(row)))
        self._run(f"INSERT INTO {table} ({', '.join(row)}) VALUES ({marks})", list(row.values())).close()  # noqa: S608

    def update(self, table: str, values: Mapping[str, Any], where: Mapping[str, Any]) -> None:
        """Change rows."""
        changed = ", ".join(f"{name} = {self._mark(place)}" for place, name in enumerate(values))
        condition, more = self._condition(where, len(values))
        self._run(f"UPDATE {table} SET {changed}{condition}", [*values.values(), *more]).close()  # noqa: S608

    def delete(self, table: str, where: Mapping[str, Any]) -> None:
        """Remove rows."""
        condition, values = self._condition(where)
        self._run(f"DELETE FROM {table}{condition}", values).close()  # noqa: S608

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All of it or nothing."""
        try:
            yield
        except BaseException:
            self.connection.rollback()
            raise
        self.connection.commit()

    def _condition(self, where: Mapping[str, Any], first: int = 0) -> tuple[str, list[Any]]:
        if not where:
            return "", []
        said = " AND ".join(f"{name} = {self._mark(first + place)}" for place, name in enumerate(where))
        return f" WHERE {said}", list(where.values())

    def _run(self, statement: str, values: Sequence[Any]) -> Any:
        cursor = self.connection.cursor()
        named = {f"p{place}": value for place, value in enumerate(values)}
        cursor.execute(statement, named if self.paramstyle in ("named", "pyformat") else tuple(values))
        return cursor

    def _mark(self, place: int) -> str:
        marks = {
            "qmark": "?",
            "format": "%s",
            "numeric": f":{place + 1}",
            "named": f":p{place}",
            "pyformat": f"%(p{place})s",
        }
        return marks[self.paramstyle]


def digest_of(rows: Sequence[Mapping[str, Any]], without: Sequence[str] = ()) -> str:
    """SHA-256 over rows in their order, whatever the driver makes of their types."""
    plain = [
        {name: None if value is None else str(value) for name, value in row.items() if name not in without}
        for row in rows
    ]
    return hashlib.sha256(json.dumps(plain, ensure_ascii=False, sort_keys=True).encode()).hexdigest()
