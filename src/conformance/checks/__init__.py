"""The closed vocabulary of check kinds: parameters to Polars expressions, one small function each.

Importing the package enters every kind and every derived column into the registries of :mod:`conformance.checks.base`.
"""

from conformance.checks import (
    codes,
    dates,
    deadline,
    divisions,
    facets,
    identifiers,
    items,
    keys,
    numbers,
    presence,
    privacy,
    references,
    rows,
    subject,
    text,
)
from conformance.checks.base import KINDS, Context, Judgement, Skip, build

__all__ = [
    "KINDS",
    "Context",
    "Judgement",
    "Skip",
    "build",
    "codes",
    "dates",
    "deadline",
    "divisions",
    "facets",
    "identifiers",
    "items",
    "keys",
    "numbers",
    "presence",
    "privacy",
    "references",
    "rows",
    "subject",
    "text",
]
