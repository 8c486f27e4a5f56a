"""Runs, their inputs, counts of rules and fields, and the batches of official submissions."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def _counts(*names: str) -> list[sa.Column[int]]:
    return [sa.Column(name, sa.BigInteger, nullable=False) for name in names]


def _of_run(table: str) -> list[sa.schema.SchemaItem]:
    return [
        sa.Column("run_id", sa.String(32), nullable=False),
        sa.ForeignKeyConstraint(["run_id"], ["conformance_run.id"], name=f"fk_{table}_run_id"),
    ]


def _of_input(table: str, *key: str) -> list[sa.schema.SchemaItem]:
    return [
        *_of_run(table),
        sa.Column("input", sa.Integer, nullable=False),
        sa.ForeignKeyConstraint(
            ["run_id", "input"], ["conformance_input.run_id", "conformance_input.number"], name="input"
        ),
        sa.PrimaryKeyConstraint("run_id", "input", *key, name=f"pk_{table}"),
    ]


def upgrade() -> None:
    """Make them."""
    op.create_table(
        "conformance_run",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("recorded", sa.DateTime, nullable=False),
        sa.Column("as_of", sa.Date, nullable=False),
        sa.Column("party", sa.String(128)),
        sa.Column("batch", sa.String(64)),
        sa.Column("purpose", sa.String(16), nullable=False),
        sa.Column("edition", sa.String(32), nullable=False),
        sa.Column("standard_version", sa.String(32), nullable=False),
        sa.Column("standard_digest", sa.String(80), nullable=False),
        sa.Column("tool_version", sa.String(32), nullable=False),
        sa.Column("engine", sa.String(16), nullable=False),
        sa.Column("verdict", sa.String(32), nullable=False),
        *_counts("errors", "warnings", "infos"),
        sa.Column("applies_from", sa.Date),
        sa.Column("period_from", sa.Date),
        sa.Column("period_to", sa.Date),
        sa.Column("sending", sa.String(16)),
        sa.PrimaryKeyConstraint("id", name="pk_conformance_run"),
        sa.CheckConstraint("kind IN ('self-check', 'official')", name=op.f("ck_conformance_run_kind")),
        sa.CheckConstraint("(kind = 'official') = (batch IS NOT NULL)", name=op.f("ck_conformance_run_batch")),
        sa.CheckConstraint("batch IS NULL OR party IS NOT NULL", name=op.f("ck_conformance_run_party")),
    )
    for column in ("recorded", "as_of", "party"):
        op.create_index(f"ix_conformance_run_{column}", "conformance_run", [column])
    op.create_table(
        "conformance_input",
        *_of_run("conformance_input"),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("item", sa.String(64)),
        sa.Column("format", sa.String(32)),
        sa.Column("digest", sa.String(80)),
        sa.Column("verdict", sa.String(32), nullable=False),
        *_counts("rows", "accepted", "rejected", "late"),
        sa.PrimaryKeyConstraint("run_id", "number", name="pk_conformance_input"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_conformance_input_item", "conformance_input", ["item"])
    op.create_table(
        "conformance_rule_count",
        *_of_input("conformance_rule_count", "rule", "field"),
        sa.Column("rule", sa.String(64), nullable=False),
        sa.Column("field", sa.String(64), nullable=False),
        *_counts("checked", "errors", "warnings", "infos", "known", "suppressed", "unjudged"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "conformance_field_count",
        *_of_input("conformance_field_count", "field"),
        sa.Column("field", sa.String(64), nullable=False),
        *_counts("filled", "blank", "placeholder"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "conformance_batch",
        sa.Column("party", sa.String(128), nullable=False),
        sa.Column("item", sa.String(64), nullable=False),
        sa.Column("batch", sa.String(64), nullable=False),
        *_of_run("conformance_batch"),
        sa.Column("contents", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("party", "item", "batch", name="pk_conformance_batch"),
        sqlite_with_rowid=False,
    )
