"""What must hold of the sources beyond what LinkML itself sees: names, annotations, rules, words, data."""

from __future__ import annotations

from collections.abc import Iterator

from conformance.standard.compile.lint import catalogue, fields, modules, rules, words
from conformance.standard.compile.schema import Schema
from conformance.standard.compile.sources import Sources
from conformance.standard.problems import Problem


def schema_problems(schema: Schema) -> Iterator[Problem]:
    """Faults of the LinkML modules: without them nothing can be derived."""
    unknown = list(modules.undefined(schema))
    if unknown:
        yield from unknown
        return
    yield from modules.problems(schema)
    yield from fields.problems(schema)


def problems(sources: Sources) -> Iterator[Problem]:
    """Faults of the rule book and the catalogue."""
    yield from rules.problems(sources)
    yield from words.problems(sources)
    yield from catalogue.problems(sources)
