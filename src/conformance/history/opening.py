"""Opening a history: the one way in, which loads the libraries of the extra and says so where they are missing."""

from __future__ import annotations

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
    try:
        from conformance.history.store import opened
    except ImportError as error:
        if (error.name or "").partition(".")[0] not in _LIBRARIES:
            raise
        raise no_driver("SQLAlchemy、Alembic", "history") from None
    return opened(url, create=create, patience=patience)
