"""The words of the rules: placeholders that somebody supplies, and clauses of documents that are known."""

from __future__ import annotations

import string
from collections.abc import Iterator

from conformance.standard.compile.declarations import placeholders_of
from conformance.standard.compile.rulebook import Entry
from conformance.standard.compile.sources import Sources
from conformance.standard.model import Origin, Text
from conformance.standard.problems import Problem

ALWAYS = frozenset({"title", "value"})
_FORM = "form-2015"
_STANDINGS = {
    "document": {"city"},
    "national": {"national"},
    "profile": {"vendor", "practice", "own", "national"},
}
"""Origin → whose documents it may rest on: nothing of ours is presented as anybody else's. A profile may read a national
text in its own way (how the seven working days are counted), and says so by its origin."""


def problems(sources: Sources) -> Iterator[Problem]:
    """Faults of sentences and clauses."""
    for entry in sources.entries.values():
        yield from _rule(entry, sources)
    for one in sources.everything_declared():
        supplied = ALWAYS | placeholders_of(one.data["kind"], sources.schema)
        for part in ("message", "remedy"):
            if part in one.data:
                yield from _sentence(one.place, f"{part} of {one.rule}", Text(**one.data[part]), supplied)
    for place, clause in _clauses(sources):
        document = clause.partition("#")[0]
        if document not in sources.catalogue.documents:
            yield Problem(place, f"the clause {clause} names no known document")
    for place, origin, clause in _origins(sources):
        named = sources.catalogue.documents.get(clause.partition("#")[0])
        if named is not None and named.standing not in _STANDINGS[origin]:
            yield Problem(
                place, f"the origin is {origin}, and the clause {clause} is of a document of standing {named.standing}"
            )
    yield from _columns(sources)


def _rule(entry: Entry, sources: Sources) -> Iterator[Problem]:
    rule = entry.rule
    for part, text in (("message", rule.message), ("remedy", rule.remedy)):
        supplied = ALWAYS | entry.supplied
        # The rule's own sentence is said by the checks that have none: all of them must supply what it asks for.
        spoken = [one for one in sources.everything_declared() if one.rule == rule.id and part not in one.data]
        if spoken:
            supplied |= frozenset.intersection(*(placeholders_of(one.data["kind"], sources.schema) for one in spoken))
        yield from _sentence(entry.place, f"{part} of {rule.id}", text, supplied)
    for part, text in (("title", rule.title), ("why", rule.why)):
        yield from _sentence(entry.place, f"{part} of {rule.id}", text, frozenset())


def _sentence(place: str, what: str, text: Text, supplied: frozenset[str]) -> Iterator[Problem]:
    for lang, template in (("zh", text.zh), ("en", text.en)):
        if not template.strip():
            yield Problem(place, f"{what} ({lang}) is empty")
        try:
            names = {name for _, name, _, _ in string.Formatter().parse(template) if name is not None}
        except ValueError as error:
            yield Problem(place, f"{what} ({lang}) is no template: {error}")
            continue
        for name in sorted(names - supplied):
            known = ", ".join(sorted(supplied)) or "none"
            yield Problem(place, f"{what} ({lang}) has the placeholder {{{name}}}; supplied: {known}")


def _columns(sources: Sources) -> Iterator[Problem]:
    """The form was seen column by column, in templates and systems: no place in it is known but its columns."""
    columns = {record.title.zh for record in sources.record_types.values()}
    for record in sources.record_types.values():
        for field in record.fields:
            if field.origin == "national":
                columns.add(field.code or "")
                if field.clause != f"{_FORM}#{field.code}":
                    yield Problem(f"{record.name}.{field.name}", f"the clause is {field.clause}, the code {field.code}")
    for place, clause in _clauses(sources):
        document, _, named = clause.partition("#")
        if document == _FORM:
            for name in named.split("、"):
                if name not in columns:
                    yield Problem(place, f"the clause {clause}: the form has no column {name}")


def _origins(sources: Sources) -> Iterator[tuple[str, Origin, str]]:
    for entry in sources.entries.values():
        yield entry.place, entry.rule.origin, entry.rule.clause
    for one in sources.everything_declared():
        rule = sources.entries[one.rule].rule
        if one.data.keys() & {"origin", "clause"}:
            yield one.place, one.data.get("origin", rule.origin), one.data.get("clause", rule.clause)
    for record in sources.record_types.values():
        for field in record.fields:
            yield f"{record.name}.{field.name}", field.origin, field.clause


def _clauses(sources: Sources) -> Iterator[tuple[str, str]]:
    for entry in sources.entries.values():
        yield entry.place, entry.rule.clause
    for one in sources.everything_declared():
        if "clause" in one.data:
            yield one.place, one.data["clause"]
    for record in sources.record_types.values():
        yield record.name, record.clause
        for field in record.fields:
            yield f"{record.name}.{field.name}", field.clause
    for entries in sources.lists.values():
        yield entries.id, entries.source
    for name in ("items", "units"):
        for written in sources.catalogue.entries.of(name):
            for place in written.data["provenance"]["clauses"]:
                yield written.place("provenance"), sources.catalogue.clause(place)
