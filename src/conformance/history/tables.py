"""The tables of the newest schema. Their names begin with ``conformance_``, so that they can stand in a database with others.

Revisions in ``migrations`` make them; a test holds the two together.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

VERSION_TABLE = "conformance_version"
REVISIONS = ("0001", "0002")
"""Every revision, oldest first. What a database says that is not among them was written by a newer tool."""
HEAD = REVISIONS[-1]

metadata = sa.MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class Moment(sa.TypeDecorator[datetime]):
    """A moment with its time zone, kept as UTC without one: the same in every database."""

    impl = sa.DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> datetime | None:
        """To UTC. Raises ValueError for a moment without a zone."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs its time zone")
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Any) -> datetime | None:
        """From UTC."""
        return None if value is None else value.replace(tzinfo=UTC)


def _count(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger, nullable=False)


def _run_id(*, primary_key: bool = True) -> sa.Column[str]:
    return sa.Column(
        "run_id", sa.String(32), sa.ForeignKey("conformance_run.id"), primary_key=primary_key, nullable=False
    )


def _number(name: str = "number") -> sa.Column[int]:
    return sa.Column(name, sa.Integer, primary_key=True, autoincrement=False)


runs = sa.Table(
    "conformance_run",
    metadata,
    sa.Column("id", sa.String(32), primary_key=True),
    sa.Column("kind", sa.String(16), nullable=False),
    sa.Column("recorded", Moment, nullable=False, index=True),
    sa.Column("as_of", sa.Date, nullable=False, index=True),
    sa.Column("party", sa.String(128), index=True),
    sa.Column("batch", sa.String(64)),
    sa.Column("purpose", sa.String(16), nullable=False),
    sa.Column("edition", sa.String(32), nullable=False),
    sa.Column("standard_version", sa.String(32), nullable=False),
    sa.Column("standard_digest", sa.String(80), nullable=False),
    sa.Column("tool_version", sa.String(32), nullable=False),
    sa.Column("engine", sa.String(16), nullable=False),
    sa.Column("verdict", sa.String(32), nullable=False),
    _count("errors"),
    _count("warnings"),
    _count("infos"),
    sa.Column("applies_from", sa.Date),
    sa.Column("period_from", sa.Date),
    sa.Column("period_to", sa.Date),
    sa.Column("sending", sa.String(16)),
    sa.CheckConstraint("kind IN ('self-check', 'official')", name="kind"),
    sa.CheckConstraint("(kind = 'official') = (batch IS NOT NULL)", name="batch"),
    sa.CheckConstraint("batch IS NULL OR party IS NOT NULL", name="party"),
)

inputs = sa.Table(
    "conformance_input",
    metadata,
    _run_id(),
    _number(),
    sa.Column("item", sa.String(64), index=True),
    sa.Column("format", sa.String(32)),
    sa.Column("digest", sa.String(80)),
    sa.Column("verdict", sa.String(32), nullable=False),
    _count("rows"),
    _count("accepted"),
    _count("rejected"),
    _count("late"),
    sqlite_with_rowid=False,
)

rules = sa.Table(
    "conformance_rule_count",
    metadata,
    _run_id(),
    _number("input"),
    sa.Column("rule", sa.String(64), primary_key=True),
    sa.Column("field", sa.String(64), primary_key=True),
    *map(_count, ("checked", "errors", "warnings", "infos", "known", "suppressed", "unjudged")),
    sa.ForeignKeyConstraint(
        ["run_id", "input"], ["conformance_input.run_id", "conformance_input.number"], name="input"
    ),
    sqlite_with_rowid=False,
)
"""An empty ``field`` stands for none: it is part of the key."""

fields = sa.Table(
    "conformance_field_count",
    metadata,
    _run_id(),
    _number("input"),
    sa.Column("field", sa.String(64), primary_key=True),
    *map(_count, ("filled", "blank", "placeholder")),
    sa.ForeignKeyConstraint(
        ["run_id", "input"], ["conformance_input.run_id", "conformance_input.number"], name="input"
    ),
    sqlite_with_rowid=False,
)

batches = sa.Table(
    "conformance_batch",
    metadata,
    sa.Column("party", sa.String(128), primary_key=True),
    sa.Column("item", sa.String(64), primary_key=True),
    sa.Column("batch", sa.String(64), primary_key=True),
    _run_id(primary_key=False),
    sa.Column("contents", sa.String(64), nullable=False),
    sqlite_with_rowid=False,
)
"""Which run holds a batch of a party and an item: there is one, whoever writes at the same time."""

figures = sa.Table(
    "conformance_figure",
    metadata,
    _run_id(),
    _number(),
    sa.Column("item", sa.String(64)),
    _count("records"),
    sa.Column("to_publish", sa.BigInteger),
    sa.Column("published", sa.BigInteger),
    sqlite_with_rowid=False,
)

withheld = sa.Table(
    "conformance_withheld",
    metadata,
    _run_id(),
    _number("figure"),
    sa.Column("ground", sa.String(32), primary_key=True),
    _count("records"),
    sa.ForeignKeyConstraint(
        ["run_id", "figure"], ["conformance_figure.run_id", "conformance_figure.number"], name="figure"
    ),
    sqlite_with_rowid=False,
)
