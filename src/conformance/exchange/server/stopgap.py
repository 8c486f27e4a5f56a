"""STOPGAP until profile.reference is there."""
from dataclasses import dataclass


@dataclass(frozen=True)
class C:
    id: str
    secret: str
    scopes: tuple[str, ...]


CLIENTS = (
    C("reference-full", "reference-full-secret", ("push", "query", "query-restricted", "list", "correct")),
    C("reference-limited", "reference-limited-secret", ("query", "list")),
)
