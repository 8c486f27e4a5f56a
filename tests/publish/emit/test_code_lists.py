"""Code lists: what RDF and CSV readers that are not ours find in them is what the edition has."""

from __future__ import annotations

import csv
import io
from functools import cache

import polars as pl
import pytest
from rdflib import Graph, Literal, URIRef
from rdflib.compare import isomorphic
from rdflib.namespace import DCTERMS, RDF, SKOS

from conformance.publish.emit.code_lists import HEADINGS, concept_uri, scheme_uri
from publish.emit.proof import EDITIONS, artefact, edition_of


@cache
def graph(which: str, suffix: str = "ttl") -> Graph:
    found = Graph()
    found.parse(
        data=artefact("code-lists", which)[f"code-lists.{suffix}"],
        format={"ttl": "turtle", "jsonld": "json-ld"}[suffix],
    )
    return found


def rows(which: str, name: str) -> list[list[str]]:
    content = artefact("code-lists", which)[f"csv/{name}.csv"]
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize("which", EDITIONS)
def test_turtle_and_json_ld_say_the_same(which):
    assert isomorphic(graph(which), graph(which, "jsonld"))


@pytest.mark.parametrize("which", EDITIONS)
def test_every_code_is_a_concept_with_its_labels(which):
    has_every_code(graph(which), which)


@pytest.mark.parametrize(
    ("right", "wrong"),
    [('skos:notation "1"', 'skos:notation "01"'), ("@en", "@zh"), ("a skos:Concept ;", "a skos:Collection ;")],
)
def test_a_wrong_emitter_is_caught(right, wrong):
    """One that pads a code, mixes up the languages of a label, or forgets what a code is."""
    text = artefact("code-lists")["code-lists.ttl"].decode()
    at = text.index(right, text.index("skos:Concept ;") - 20)
    faulty = Graph()
    faulty.parse(data=text[:at] + wrong + text[at + len(right) :], format="turtle")
    with pytest.raises(AssertionError):
        has_every_code(faulty, "shipped")


def has_every_code(found: Graph, which: str) -> None:
    edition = edition_of(which)
    for entries in edition.code_lists:
        scheme = URIRef(scheme_uri(edition, entries))
        assert (scheme, RDF.type, SKOS.ConceptScheme) in found
        for code in entries.codes:
            concept = URIRef(concept_uri(edition, entries, code))
            assert set(found.objects(concept, SKOS.notation)) == {Literal(code.code)}
            labels = {Literal(code.title.zh, lang="zh"), Literal(code.title.en, lang="en")}
            assert set(found.objects(concept, SKOS.prefLabel)) == labels
            assert (concept, SKOS.inScheme, scheme) in found
    codes = sum(len(entries.codes) for entries in edition.code_lists)
    assert len(set(found.subjects(RDF.type, SKOS.Concept))) == codes
    assert {str(version).split()[-1] for version in found.objects(None, DCTERMS.hasVersion)} == {edition.digest}


def test_a_concept_has_one_preferred_label_in_each_language_and_its_other_words():
    """SKOS S13 and S14: labels are disjoint, and there is one preferred label at most in a language."""
    for concept in graph("shipped").subjects(RDF.type, SKOS.Concept):
        preferred = list(graph("shipped").objects(concept, SKOS.prefLabel))
        assert sorted(str(label.language) for label in preferred) == ["en", "zh"]
        assert not set(preferred) & set(graph("shipped").objects(concept, SKOS.altLabel))
    ordinary = URIRef("urn:three-list-conformance:2016:code-list:approval_category:ordinary")
    assert Literal("普通许可", lang="zh") in set(graph("shipped").objects(ordinary, SKOS.altLabel))


@pytest.mark.parametrize("which", EDITIONS)
def test_csv_gives_the_codes_back(which):
    for entries in edition_of(which).code_lists:
        heading, *found = rows(which, entries.id)
        assert tuple(heading) == HEADINGS
        assert [(row[0], row[1], row[4]) for row in found] == [(c.code, c.title.zh, c.written) for c in entries.codes]


def test_a_spreadsheet_sees_that_it_is_utf_8():
    for path, content in artefact("code-lists").items():
        assert content.startswith(b"\xef\xbb\xbf") == path.endswith(".csv")
    frame = pl.read_csv(artefact("code-lists")["csv/current_status.csv"], infer_schema=False)
    assert frame["code"].to_list() == ["0", "1", "2", "3"]


def test_an_item_has_the_lists_that_it_uses():
    assert {path for path in artefact("code-lists", item="admin-licence") if path.startswith("csv/")} == {
        "csv/approval_category.csv",
        "csv/current_status.csv",
        "csv/subject_category.csv",
        "csv/usage_scope.csv",
    }
