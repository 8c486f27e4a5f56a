"""What manifests say: records, and decisions to be published, published and withheld."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make the two tables."""
    op.create_table(
        "conformance_figure",
        sa.Column("run_id", sa.String(32), nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("item", sa.String(64)),
        sa.Column("records", sa.BigInteger, nullable=False),
        sa.Column("to_publish", sa.BigInteger),
        sa.Column("published", sa.BigInteger),
        sa.ForeignKeyConstraint(["run_id"], ["conformance_run.id"], name="fk_conformance_figure_run_id"),
        sa.PrimaryKeyConstraint("run_id", "number", name="pk_conformance_figure"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "conformance_withheld",
        sa.Column("run_id", sa.String(32), nullable=False),
        sa.Column("figure", sa.Integer, nullable=False),
        sa.Column("ground", sa.String(32), nullable=False),
        sa.Column("records", sa.BigInteger, nullable=False),
        sa.ForeignKeyConstraint(["run_id"], ["conformance_run.id"], name="fk_conformance_withheld_run_id"),
        sa.ForeignKeyConstraint(
            ["run_id", "figure"], ["conformance_figure.run_id", "conformance_figure.number"], name="figure"
        ),
        sa.PrimaryKeyConstraint("run_id", "figure", "ground", name="pk_conformance_withheld"),
        sqlite_with_rowid=False,
    )
