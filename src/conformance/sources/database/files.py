"""Files of SQLite, opened so that neither they nor what lies beside them changes."""

from __future__ import annotations

import sqlite3
from contextlib import suppress
from pathlib import Path

from msgspec import Struct

from conformance.sources.model import Unusable
from conformance.sources.source import Source, source_of

_MAGIC = b"SQLite format 3\0"
_AHEAD = 2
"""What stands in the header (at byte 18) of a database that writes ahead (WAL)."""
_PATIENCE = 30.0


class SqliteFile(Struct, frozen=True):
    """A file that is a database, and how it may be opened."""

    source: Source
    alone: bool
    """Whether nobody may write to it meanwhile: then SQLite is told so, and it has to be the same at the end."""

    def connect(self) -> sqlite3.Connection:
        """A connection that can only read."""
        how = "mode=ro&immutable=1" if self.alone else "mode=ro"
        place = Path(self.source.path).absolute().as_uri()
        connection = sqlite3.connect(f"{place}?{how}", uri=True, check_same_thread=False, timeout=_PATIENCE)
        connection.isolation_level = None
        return connection

    def check_unchanged(self) -> None:
        """Raise Unusable where it was written to though nobody should."""
        if self.alone:
            self.source.check_unchanged()


def sqlite_file(path: Path) -> SqliteFile:
    """Look at a file. Raises Unusable for what is no database, and for one that cannot be read without writing.

    A database that writes ahead keeps what was written last in a file beside it (``-wal``). With nothing in there it is read as
    one that nobody changes, for else SQLite would make files beside it; with something in there a program has it open.
    """
    source = source_of(path)
    head = source.head()
    if not head.startswith(_MAGIC):
        raise Unusable(
            "文件不是 SQLite 数据库（或已加密），请核对文件。",
            "The file is no SQLite database (or an encrypted one); check which file it is.",
        )
    if _size(path, "-journal"):
        return SqliteFile(source, alone=False)
    if head[18] != _AHEAD:
        return SqliteFile(source, alone=False)
    if not _size(path, "-wal"):
        return SqliteFile(source, alone=True)
    if not _size(path, "-shm"):
        raise Unusable(
            f"数据库旁边的“{path.name}-wal”里有尚未并入的内容，只读打不开；请用原来的程序正常打开、关闭一次（或复制一份后打开），再校验。",
            f"What was written last still lies beside the database in {path.name}-wal, and cannot be read without writing; open and "
            "close it once in the program that it belongs to (or do so with a copy), and check it again.",
        )
    return SqliteFile(source, alone=False)


def _size(path: Path, suffix: str) -> int:
    with suppress(OSError):
        return path.with_name(path.name + suffix).stat().st_size
    return 0
