"""Records as nodes of RDF, by the context of the edition, and what two engines of SHACL find in them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cache

import pyld.jsonld
import pyrudof
import pyshacl
from rdflib import RDF, SH, XSD, Graph, Literal
from rdflib.term import Node

from conformance.publish.emit import iris
from conformance.publish.emit.turtle import literal
from conformance.publish.model import EditionModel
from publish.emit.proof import Judged, Record

Found = dict[str, set[str]]
"""Node → the shapes that it does not fit."""


def node(number: int) -> str:
    return f"urn:record:{number}"


def class_name(record_type: str, item: str | None) -> str:
    """As it stands behind ``@type``."""
    return f"record-type-class:{record_type}" if item is None else f"record-class:{item}"


def as_json_ld(records: Iterable[tuple[str, Record]], terms: Mapping[str, object]) -> dict[str, object]:
    """Records, each with the name of its class, as one document; what is empty is left out."""
    graph = [
        {"@id": node(number), "@type": kind, **{name: text for name, text in record.items() if text}}
        for number, (kind, record) in enumerate(records)
    ]
    return {"@context": terms, "@graph": graph}


def n_quads(records: Iterable[tuple[str, Record]], terms: Mapping[str, object]) -> str:
    """The records as another's processor of JSON-LD makes RDF of them."""
    return str(pyld.jsonld.to_rdf(as_json_ld(records, terms), {"format": "application/n-quads"}))


def as_records(quads: str, terms: Mapping[str, object]) -> dict[str, tuple[str, Record]]:
    """Node → class and record: RDF as rdflib reads it as JSON-LD, and that by the context as it was before."""
    triples = [
        {"subject": _term(s), "predicate": _term(p), "object": _term(o)} for s, p, o in graph_of(quads, "nquads")
    ]
    document = pyld.jsonld.compact(pyld.jsonld.from_rdf({"@default": triples}), terms, {"graph": True})
    return {
        one["@id"]: (one["@type"], {name: text for name, text in one.items() if not name.startswith("@")})
        for one in document["@graph"]
    }


def _term(term: Node) -> dict[str, str]:
    """As a processor of JSON-LD has a term of RDF."""
    if not isinstance(term, Literal):
        return {"type": "IRI", "value": str(term)}
    language = {"language": term.language} if term.language else {}
    kind = RDF.langString if term.language else term.datatype or XSD.string
    return {"type": "literal", "value": str(term), "datatype": str(kind), **language}


def judged_quads(records: Iterable[Judged], edition: EditionModel) -> str:
    """The same RDF, written down at once: a processor of JSON-LD takes a minute for thousands of records."""
    start, lines = iris.of_edition(edition), []
    for number, one in enumerate(records):
        kind = f"{start}record-type:{one.record_type}" if one.item is None else f"{start}record:{one.item}"
        lines.append(f"<{node(number)}> <{RDF.type}> <{kind}> .")
        lines += [
            f"<{node(number)}> <{start}field:{name}> {literal(text)} ." for name, text in one.record.items() if text
        ]
    return "\n".join(lines) + "\n"


@cache
def _session(shapes: str) -> pyrudof.Rudof:
    session = pyrudof.Rudof(pyrudof.RudofConfig())
    session.read_shacl(shapes, reader_mode=pyrudof.ReaderMode.Strict)
    return session


def found_by_rudof(quads: str, files: Mapping[str, bytes]) -> Found:
    session = _session(_joined(files))
    # Unless it is told not to, and whatever its manual says, it adds them to those that it has read before.
    session.read_data(quads, pyrudof.RDFFormat.NQuads, reader_mode=pyrudof.ReaderMode.Strict, merge=False)
    found: Found = defaultdict(set)
    for one in session.validate_shacl():
        found[one.focus_node].add(one.source_shape)
    return found


def found_by_pyshacl(quads: str, files: Mapping[str, bytes]) -> Found:
    data = graph_of(quads, "nquads")
    shapes = graph_of(_joined(files), "turtle")
    _, report, _ = pyshacl.validate(data, shacl_graph=shapes, meta_shacl=False, max_validation_depth=50)
    assert isinstance(report, Graph)
    found: Found = defaultdict(set)
    for one in report.objects(None, SH.result):
        found[str(report.value(one, SH.focusNode))].add(str(report.value(one, SH.sourceShape)))
    return found


def engines(quads: str, files: Mapping[str, bytes]) -> Found:
    """What both engines find, which is the same but for lengths: SHACL counts characters, rudof counts bytes."""
    first, second = found_by_rudof(quads, files), found_by_pyshacl(quads, files)
    assert _but_lengths(first) == _but_lengths(second)
    return second


def _but_lengths(found: Found) -> Found:
    kept = {who: {one for one in shapes if rule_of(one)[0] != "max-length"} for who, shapes in found.items()}
    return {who: shapes for who, shapes in kept.items() if shapes}


def graph_of(text: str | bytes, kind: str) -> Graph:
    """Read by rdflib. The one graph, not a graph of graphs."""
    found = Graph()
    found.parse(data=text, format="nt" if kind == "nquads" else kind)
    return found


def _joined(files: Mapping[str, bytes]) -> str:
    return "\n".join(content.decode() for _, content in sorted(files.items()))


def rule_of(shape: str) -> tuple[str, str]:
    """Rule and field that a shape's name tells; that a field holds one text at most is no rule."""
    _, _, field, *rest = shape.split(":shape:")[1].split(":")
    return rest[0] if rest else "", field
