"""The address of a table of a database, taken apart.

An address may hold a password. So it is taken apart once, at the edge (``sources.database.addressing``), and from then on it is called
by its label, which has neither user nor password.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct, field

from conformance.standard.model import Text

if TYPE_CHECKING:
    from conformance.sources.database.identifiers import Names


class Address(Struct, frozen=True):
    """A table of a database. As a text it is its label."""

    label: str
    """What it is called in reports and sentences."""
    dialect: str
    driver: str | None = None
    host: str = ""
    port: int | None = None
    database: str = ""
    user: str | None = None
    password: str | None = None
    parameters: Mapping[str, str] = field(default_factory=dict)
    """Those for the driver."""
    table: Names = ()
    order: tuple[Names, ...] = ()
    columns: tuple[Names, ...] = ()
    """The columns to be read; all of them if empty."""
    refusal: Text | None = None
    """Why it cannot be read, where that is known already."""
    bare: bool = False
    """Whether the address itself held the password."""

    @property
    def file(self) -> Path | None:
        """The file, of a database that is one."""
        return Path(self.database) if self.dialect == "sqlite" and self.database else None

    def __str__(self) -> str:
        return self.label

    def __repr__(self) -> str:
        return f"Address({self.label!r})"
