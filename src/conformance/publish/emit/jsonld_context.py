"""JSON-LD: the context that makes a record in JSON a node of RDF, and the vocabulary that it leads to.

A record becomes JSON-LD by two members: ``@context``, and ``@type`` with ``record-type-class:`` or ``record-class:`` before the name of its type or
its data item. Its texts stay texts, character by character: what RDF says of a record is what was sent.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from conformance.publish.emit import header, iris
from conformance.publish.emit.code_lists import scheme_uri
from conformance.publish.emit.jsontext import written
from conformance.publish.emit.turtle import both, literal
from conformance.publish.model import EditionModel, FieldModel
from conformance.publish.names import NameTable
from conformance.standard.model import Text

TARGET = "jsonld-context"
TITLE = Text("JSON-LD 上下文与词汇表", "JSON-LD context, and the vocabulary")
USE = Text("把记录读作 RDF 关联数据", "read records as linked data")
_PREFIXES = (
    "@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .",
    "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .",
    "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .",
    "@prefix dcterms: <http://purl.org/dc/terms/> .",
)


def files(edition: EditionModel, names: NameTable) -> Iterator[tuple[str, str]]:
    """``context.jsonld`` and ``vocabulary.ttl``."""
    yield "context.jsonld", written({"x-standard": header.data(edition), "@context": context(edition)})
    yield "vocabulary.ttl", "\n".join([*_vocabulary(edition), ""])


def context(edition: EditionModel) -> dict[str, Any]:
    """A term for each field, and prefixes for the classes; their hyphens keep them apart from fields."""
    found: dict[str, Any] = {"@version": 1.1}
    for prefix in ("record-type", "record"):
        found[f"{prefix}-class"] = {"@id": f"{iris.of_edition(edition)}{prefix}:", "@prefix": True}
    for name in _fields(edition):
        found[name] = iris.of_field(edition, name)
    return found


def _fields(edition: EditionModel) -> dict[str, list[FieldModel]]:
    """Every field as the records have it: what it is called, and its national code, need not be the same in all."""
    found: dict[str, list[FieldModel]] = {}
    for record in (*edition.records, *edition.items):
        for field in record.fields:
            found.setdefault(field.name, []).append(field)
    return found


def _vocabulary(edition: EditionModel) -> Iterator[str]:
    yield from (f"# {line}" for line in header.lines(edition, TARGET))
    yield from _PREFIXES
    yield ""
    for record in edition.records if edition.item else (*edition.records, *edition.items):
        said = [f"rdfs:label {both(record.title)}", f"dcterms:source {literal(record.clause)}"]
        if record.item is not None:
            # Not a subclass: an item may leave out what its record type asks, and shapes of a class hold for its subclasses.
            said.append(f"dcterms:type <{iris.of_record_type(edition, record.record_type)}>")
        yield _entry(iris.of_record(edition, record), "rdfs:Class", said)
    for name, fields in _fields(edition).items():
        yield _entry(iris.of_field(edition, name), "rdf:Property", _field(fields, edition))


def _entry(iri: str, kind: str, said: Iterable[str]) -> str:
    return " ;\n  ".join([f"<{iri}> a {kind}", *said]) + " ."


def _field(fields: list[FieldModel], edition: EditionModel) -> Iterator[str]:
    said = [f"rdfs:label {both(field.title)}" for field in fields]
    said += [f"skos:notation {literal(field.code)}" for field in fields if field.code]
    lists = (edition.code_list(field.code_list) for field in fields if field.code_list)
    said += [f"rdfs:seeAlso <{scheme_uri(edition, entries)}>" for entries in lists]
    yield from dict.fromkeys(said)
