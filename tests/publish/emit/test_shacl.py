"""SHACL: patterns that XPath has, and shapes that are shapes, of the edition and of one item; verdicts have their own tests."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

import pyshacl
import pytest
from lxml import etree
from rdflib import SH, Graph, URIRef
from rdflib.namespace import DCTERMS

from conformance.artefacts import emitters
from conformance.publish.emit import iris, made
from conformance.publish.emit.jsonld_context import context
from conformance.publish.emit.shacl.constraints import Definitions, record
from conformance.publish.emit.shacl.patterns import Pattern, xpath
from publish.emit.nasty import LONG, nasty_model, nasty_records
from publish.emit.proof import artefact, edition_of, names_of
from publish.emit.rdf_records import class_name, engines, graph_of, n_quads, node, rule_of
from publish.emit.shacl_records import TARGET, shapes_of

each_edition = pytest.mark.parametrize("which", [pytest.param("shipped", marks=pytest.mark.slow), "nasty"])
_XS = "http://www.w3.org/2001/XMLSchema"


@cache
def graph(which: str, name: str) -> Graph:
    return graph_of(artefact(TARGET, which)[name], "turtle")


def test_patterns_are_those_of_xpath():
    assert xpath(r"^(?:a|b)[\u3000-]$") == (Pattern("^(a|b)[\u3000-]$"),)
    assert xpath(r"^(?!0)[0-9]+(?![\s\S])") == (Pattern("^(0)", wanted=False), Pattern("^[0-9]+$"))
    assert xpath(r"(?=^[a(]+$)^.{3}$") == (Pattern("^[a(]+$"), Pattern("^.{3}$"))
    assert xpath(r"\\u3000\(?:") == (Pattern(r"\\u3000\(?:"),)


@pytest.mark.parametrize("pattern", ["(?i)a", "a(?=b)", "(?P<x>a)", "^(?!a)b|c"])
def test_what_xpath_cannot_say_is_refused(pattern):
    with pytest.raises(ValueError, match="XPath"):
        xpath(pattern)


def test_a_keyword_that_nobody_knows_is_refused():
    with pytest.raises(ValueError, match="'minLength'"):
        record({"properties": {"x": {"minLength": 1}}}, Definitions({}, str, str))


def unread(patterns: Iterable[str]) -> set[str]:
    """Those that another reader does not take for patterns of XML Schema, of which XPath's are made; anchors are characters to it."""
    found = set()
    for pattern in patterns:
        root = etree.Element(f"{{{_XS}}}schema", nsmap={"xs": _XS})
        base = etree.SubElement(etree.SubElement(root, f"{{{_XS}}}simpleType", name="a"), f"{{{_XS}}}restriction")
        base.set("base", "xs:string")
        etree.SubElement(base, f"{{{_XS}}}pattern", value=pattern)
        try:
            etree.XMLSchema(etree.fromstring(etree.tostring(root)))
        except etree.XMLSchemaParseError:
            found.add(pattern)
    return found


def patterns(found: Graph) -> set[str]:
    return {str(pattern) for pattern in found.objects(None, SH.pattern)}


@each_edition
def test_l1_every_pattern_is_one_of_xpath(which):
    every = patterns(graph(which, "shapes.ttl")) | patterns(graph(which, "recommended.ttl"))
    assert len(every) > 10
    assert unread(every) == set()
    assert not {one for one in every if re.search(r"(?<!\\)(\\\\)*\\u", one)}


def test_patterns_of_another_dialect_are_caught():
    assert unread(["a(?=b)", "(?:a)(?!b)", "[^a-b]"]) == {"a(?=b)", "(?:a)(?!b)"}


@each_edition
def test_l1_each_check_is_a_shape_with_its_rule_and_words(which):
    rules = edition_of(which).standard.rules
    for name, severity in (("shapes.ttl", None), ("recommended.ttl", SH.Warning)):
        found = graph(which, name)
        checks = set(found.subjects(DCTERMS.identifier, None))
        assert checks
        for one in checks:
            assert str(found.value(one, DCTERMS.identifier)) in rules
            assert found.value(one, SH.severity) == (severity or SH.Violation)
            assert {text.language for text in found.objects(one, SH.message)} == {"zh", "en"}


@each_edition
def test_l1_the_records_and_their_fields_are_named(which):
    edition, found = edition_of(which), graph(which, "shapes.ttl")
    for one in (*edition.records, *edition.items):
        [shape] = [
            s
            for s in found.subjects(SH.targetClass, URIRef(iris.of_record(edition, one)))
            if (s, SH.name, None) in found
        ]
        assert {str(title) for title in found.objects(shape, SH.name)} == {one.title.zh, one.title.en}
        told = {}
        for part in found.objects(shape, SH.property):
            if (part, SH.maxCount, None) in found:
                told[found.value(part, SH.path)] = {str(title) for title in found.objects(part, SH.name)}
        wanted = {URIRef(iris.of_field(edition, f.name)): {f.title.zh, f.title.en} for f in one.fields}
        assert {path: titles for path, titles in told.items() if titles} == wanted


@pytest.mark.slow
def test_l2_the_shapes_are_shapes():
    """By the shapes of shapes that come with the specification."""
    for name in ("shapes.ttl", "recommended.ttl"):
        found = graph_of(shapes_of("licence", "admin-licence")[name], "turtle")
        pyshacl.validate(Graph(), shacl_graph=found, meta_shacl=True, max_validation_depth=50)


def test_l3_nasty_values_are_texts_like_others():
    """What is broken is found behind them, and nothing else."""
    [good, *_] = nasty_records()
    changes = ({}, {LONG: "abcd"}, {"def": "x01"}, {"class": None}, {"group": "no such"}, {"end": "2016/02/28"})
    records = [(class_name("object", None), good | change) for change in changes]
    found = engines(n_quads(records, context(nasty_model())), artefact(TARGET, "nasty"))
    told = [{rule_of(one) for one in found.get(node(number), ())} for number in range(len(records))]
    assert told == [
        set(),
        {("max-length", LONG)},
        {("pattern", "def")},
        {("required", "class")},
        {("code-list", "group")},
        {("date-order", "end")},
    ]


def test_one_item_has_the_shapes_that_it_has_in_the_edition():
    """So that files of items and of the edition can be read together."""
    item = made(emitters()[TARGET], edition_of("shipped", "pollution-permit"), names_of("shipped"))
    for name, content in item.items():
        found, whole = graph_of(content, "turtle"), graph_of(shapes_of("licence", "pollution-permit")[name], "turtle")
        [shape] = [one for one in found.subjects(SH.name, None) if (one, SH.targetClass, None) in found][:1]
        assert set(found.objects(shape, SH.property)) == set(whole.objects(shape, SH.property))
        for part in set(found.objects(shape, SH.property)):
            assert told(found, part) == told(whole, part)


def told(found: Graph, part: object) -> set[tuple[object, object]]:
    return {(p, o) for p, o in found.predicate_objects(part) if isinstance(o, URIRef)}  # type: ignore[arg-type]
