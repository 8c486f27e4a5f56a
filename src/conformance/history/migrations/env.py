"""How Alembic comes to the database: by the connection, and in the transaction, of whoever opened the store."""

from __future__ import annotations

from alembic import context

from conformance.history.tables import VERSION_TABLE, metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    version_table=VERSION_TABLE,
    render_as_batch=True,
)
context.run_migrations()
