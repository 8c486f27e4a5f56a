"""Revisions of the schema, for Alembic. They say what they make themselves: tables change, a revision does not."""
