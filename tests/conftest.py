"""What tests of several packages need."""

from __future__ import annotations

import gc
import zipfile
from collections.abc import Callable, Iterator, Mapping
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from publish.emit.servers import Server

_DATABASES = count(1)
Packer = Callable[..., Path]


def pytest_collection_finish() -> None:
    """What was collected stays until the end: the garbage collector need not go through it again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 20, 20)


class _Named(zipfile.ZipInfo):
    """An entry whose name is written in an encoding of its own, without saying so, as Windows tools in China do."""

    encoding = "gbk"

    def _encodeFilenameFlags(self) -> tuple[bytes, int]:  # noqa: N802 - the name that zipfile calls
        return self.filename.encode(self.encoding), self.flag_bits & ~0x800


@pytest.fixture
def pack() -> Packer:
    """Make a ZIP of contents by name; ``names`` is the encoding of the names, None for UTF-8 that says so."""

    def make(path: Path, contents: Mapping[str, bytes], names: str | None = "gbk") -> Path:
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in contents.items():
                entry = zipfile.ZipInfo(name)
                if names is not None:
                    entry = _Named("x")
                    entry.filename, entry.encoding = name, names
                entry.compress_type = zipfile.ZIP_DEFLATED
                archive.writestr(entry, content)
        return path

    return make


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[Server]:
    """PostgreSQL: one server for all tests of a process."""
    from publish.emit.servers import postgresql

    with postgresql() as server:
        yield server


@pytest.fixture(scope="session")
def mariadb_server() -> Iterator[Server]:
    """MariaDB, likewise."""
    from publish.emit.servers import mariadb

    with mariadb() as server:
        yield server


@pytest.fixture
def postgresql_url(postgresql_server: Server) -> str:
    """The address of a new database in it."""
    name = f"fresh{next(_DATABASES)}"
    postgresql_server.run("postgres", f"CREATE DATABASE {name};")
    return postgresql_server.url(name)
