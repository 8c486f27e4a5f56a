"""Opening a history: the one way in, which loads the libraries of the extra and says so where they are missing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from conformance.history.problems import no_driver

if TYPE_CHECKING:
    from conformance.history.store import Store

PATIENCE = 30.0
_LIBRARIES = ("sqlalchemy", "alembic")


def open_store(url: str, *, create: bool = True, patience: float = PATIENCE) -> Store:
    """The history at ``sqlite:///FILE`` or ``postgresql://…``: made or upgraded where need be.

    Without ``create`` it has to be there. ``patience`` is how many seconds to wait for what others have locked. Raises
    UsageError, in which no password is ever shown.
    """
    with _libraries():
        from conformance.history.store import opened
    return opened(url, create=create, patience=patience)


def address_at(url: str) -> Path | None:
    """The file that an address names; None for that of a server. Raises UsageError for what is no address, and without the libraries."""
    with _libraries():
        import alembic  # noqa: F401 asked for before any work is done

        from conformance.history.engines import address_of, expect_driver
    address = address_of(url)
    expect_driver(address)
    return Path(str(address.database)) if address.drivername == "sqlite" else None


@contextmanager
def _libraries() -> Iterator[None]:
    try:
        yield
    except ImportError as error:
        if (error.name or "").partition(".")[0] not in _LIBRARIES:
            raise
        raise no_driver("SQLAlchemy、Alembic", "history") from None
