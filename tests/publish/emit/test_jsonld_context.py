"""The context: two processors make the same RDF of records by it, and of that the same records."""

from __future__ import annotations

import json
from functools import cache

import pytest
from msgspec.structs import replace
from rdflib import RDF, RDFS, Graph, Literal, URIRef
from rdflib.compare import isomorphic

from conformance.artefacts import emitters
from conformance.publish.emit import iris, made
from conformance.publish.emit.jsonld_context import context
from publish.emit.nasty import nasty_names, nasty_records
from publish.emit.proof import EDITIONS, Record, artefact, edition_of, judged_records
from publish.emit.python_examples import LICENCE
from publish.emit.rdf_records import as_json_ld, as_records, class_name, graph_of, n_quads, node

TARGET = "jsonld-context"
each_edition = pytest.mark.parametrize("which", EDITIONS)
Records = list[tuple[str, Record]]


def terms(which: str = "shipped") -> dict[str, object]:
    found = json.loads(artefact(TARGET, which)["context.jsonld"])["@context"]
    assert isinstance(found, dict)
    return found


def some_records(which: str) -> Records:
    if which == "nasty":
        return [(class_name(*kind), one) for one in nasty_records() for kind in (("object", None), ("object", "class"))]
    return [(class_name("licence", None), LICENCE), (class_name("licence", "admin-licence"), LICENCE)]


@cache
def vocabulary(which: str) -> Graph:
    return graph_of(artefact(TARGET, which)["vocabulary.ttl"], "turtle")


def came_back(records: Records, known: dict[str, object]) -> bool:
    """Whether they are what they were, by way of RDF."""
    wanted = {node(n): (kind, {k: v for k, v in one.items() if v}) for n, (kind, one) in enumerate(records)}
    return as_records(n_quads(records, known), known) == wanted


@each_edition
def test_l1_two_processors_make_the_same_of_a_record(which):
    records = some_records(which)
    other = graph_of(json.dumps(as_json_ld(records, terms(which))), "json-ld")
    mine = graph_of(n_quads(records, terms(which)), "nquads")
    assert len(mine) == sum(1 + sum(bool(text) for text in one.values()) for _, one in records)
    assert isomorphic(mine, other)


@each_edition
def test_l2_classes_and_properties_stand_in_the_vocabulary(which):
    edition, found = edition_of(which), vocabulary(which)
    for record in (*edition.records, *edition.items):
        labels = {Literal(record.title.zh, lang="zh"), Literal(record.title.en, lang="en")}
        assert labels == set(found.objects(URIRef(iris.of_record(edition, record)), RDFS.label))
        for field in record.fields:
            iri = URIRef(iris.of_field(edition, field.name))
            assert (iri, RDFS.label, Literal(field.title.zh, lang="zh")) in found
            assert terms(which)[field.name] == str(iri)
    used = set(graph_of(n_quads(some_records(which), terms(which)), "nquads").predicates()) - {RDF.type}
    assert used <= set(found.subjects(RDF.type, RDF.Property))


@each_edition
def test_no_two_terms_mean_the_same(which):
    names = [one if isinstance(one, str) else str(one["@id"]) for key, one in terms(which).items() if key[0] != "@"]  # type: ignore[index]
    assert len(names) == len({*names}) > 10


def test_l3_nasty_values_come_back_as_they_went():
    assert came_back(some_records("nasty"), terms("nasty"))


@pytest.mark.slow
def test_l3_every_record_comes_back():
    """Those with faults as well: whatever is wrong with a text, it is the same text. Every text, and every field of every class."""
    every = (*judged_records(), *judged_records(items=True))
    kept, seen = [], set[object]()
    for kind, record in ((class_name(one.record_type, one.item), one.record) for one in every):
        shown = {one for name, text in record.items() if text for one in (text, (kind, name))}
        if not shown <= seen:
            kept.append((kind, record))
            seen |= shown
    assert came_back(kept, terms())


def test_an_item_has_the_fields_that_it_has_and_calls_them_the_same():
    mine = json.loads(artefact(TARGET, item="pollution-permit")["context.jsonld"])["@context"]
    assert mine.items() < terms().items()
    assert "emission_kind" in mine
    assert "penalty_facts" not in mine


def test_the_files_say_of_which_edition_they_are():
    assert json.loads(artefact(TARGET)["context.jsonld"])["x-standard"]["digest"] == edition_of("shipped").digest


WRONG = {
    "forgets a field": lambda known: {name: one for name, one in known.items() if name != "subject_uscc"},
    "calls two fields alike": lambda known: known | {"subject_name": known["subject_uscc"]},
    "makes numbers of texts": lambda known: (
        known | {"document_number": {"@id": known["document_number"], "@type": "@id"}}
    ),
    "splits a text by language": lambda known: known | {"@language": "zh", "subject_name": None},
}


@pytest.mark.parametrize("fault", WRONG)
def test_a_wrong_context_is_caught(fault):
    assert came_back(some_records("shipped"), terms())
    assert not came_back(some_records("shipped"), WRONG[fault](terms()))


def test_a_field_is_called_what_it_is_in_every_record():
    """Titles and national codes may differ from one record to another; then the property has them all."""
    [record] = edition_of("nasty").records
    other = replace(record, id="other", fields=tuple(replace(one, code="A-1 <b>") for one in record.fields))
    edition = replace(edition_of("nasty"), records=(record, other), items=())
    files = made(emitters()[TARGET], edition, nasty_names())
    assert context(edition) == context(replace(edition, records=(record,)))
    assert b'"A-1 <b>"' in files["vocabulary.ttl"]
