"""SHACL: patterns that XPath has, and two engines that find in records what our own does, as far as is declared."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
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
from conformance.publish.model import EditionModel
from publish.emit.nasty import LONG, nasty_model, nasty_records
from publish.emit.proof import (
    Judged,
    artefact,
    disagreements,
    edition_of,
    judged_records,
    names_of,
)
from publish.emit.python_examples import LICENCE
from publish.emit.rdf_records import (
    Found,
    class_name,
    found_by_pyshacl,
    found_by_rudof,
    graph_of,
    judged_quads,
    n_quads,
    node,
    rule_of,
)

TARGET = "shacl"
each_edition = pytest.mark.parametrize("which", [pytest.param("shipped", marks=pytest.mark.slow), "nasty"])
Files = dict[str, bytes]
_XS = "http://www.w3.org/2001/XMLSchema"


@cache
def of_records(*names: str) -> EditionModel:
    """The shipped edition with these record types and items only: what is not asked for need not be read."""
    edition = edition_of("shipped")
    return replace(
        edition,
        records=tuple(one for one in edition.records if one.id in names),
        items=tuple(one for one in edition.items if one.id in names),
    )


def files_of(edition: EditionModel, which: str = "shipped") -> Files:
    return made(emitters()[TARGET], edition, names_of(which))


@cache
def shapes_of(*names: str) -> Files:
    return files_of(of_records(*names))


@cache
def every_record() -> tuple[Judged, ...]:
    return (*judged_records(), *judged_records(items=True))


@cache
def names_of_all() -> tuple[str, ...]:
    return tuple(sorted({name for one in every_record() for name in (one.record_type, one.item) if name}))


def found_in(records: Sequence[Judged], files: Files) -> list[set[str]]:
    """What rudof finds, which is fast; but where it finds a text too long, pyshacl: rudof counts bytes."""
    found = found_by_rudof(judged_quads(records, edition_of("shipped")), files)
    told = [found.get(node(number), set()) for number in range(len(records))]
    doubtful = [place for place, one in enumerate(told) if any(rule_of(shape)[0] == "max-length" for shape in one)]
    if doubtful:
        again = found_by_pyshacl(judged_quads([records[one] for one in doubtful], edition_of("shipped")), files)
        for number, place in enumerate(doubtful):
            told[place] = again.get(node(number), set())
    return told


@cache
def found_in_all() -> list[set[str]]:
    return found_in(every_record(), shapes_of(*names_of_all()))


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


def engines(quads: str, files: Files) -> Found:
    """What both engines find, which is the same but for lengths: SHACL counts characters, rudof counts bytes."""
    first, second = found_by_rudof(quads, files), found_by_pyshacl(quads, files)
    assert but_lengths(first) == but_lengths(second)
    return second


def but_lengths(found: Found) -> Found:
    kept = {who: {one for one in shapes if rule_of(one)[0] != "max-length"} for who, shapes in found.items()}
    return {who: shapes for who, shapes in kept.items() if shapes}


@pytest.mark.slow
def test_l2_both_engines_find_the_same():
    """In a record for each rule of licences, as records of their type and of their item."""
    chosen: dict[object, Judged] = {}
    for one in every_record():
        if one.record_type == "licence":
            chosen.setdefault((one.item, *sorted({rule for _, rule, _ in one.found})), one)
    records = list(chosen.values())
    found = engines(judged_quads(records, edition_of("shipped")), shapes_of("licence", "admin-licence"))
    assert len(records) > 30
    assert len(found) > 20


@pytest.mark.slow
def test_l4_it_says_what_is_declared():
    assert disagreements(TARGET, every_record(), [not found for found in found_in_all()]) == []


@pytest.mark.slow
def test_it_tells_the_rules_and_fields_that_we_tell():
    """Never another. Of days in the wrong order where the earlier is yet to come, we only tell the latter."""
    for one, found in zip(every_record(), found_in_all(), strict=True):
        ours = {(rule, field) for _, rule, field in one.found}
        more = {rule_of(shape) for shape in found} - ours
        assert not more or ("today" in one.constructs and {rule for rule, _ in more} == {"date-order"}), one.name


@pytest.mark.slow
def test_what_only_warns_is_no_error():
    """``shapes.ttl`` alone takes every licence in which nothing is worse than a warning."""
    files = shapes_of("licence", "admin-licence")
    records = [one for one in every_record() if one.record_type == "licence"]
    severe = set(map(str, graph_of(files["shapes.ttl"], "turtle").subjects(SH.severity, SH.Violation)))
    both, alone = found_in(records, files), found_in(records, {"shapes.ttl": files["shapes.ttl"]})
    assert alone == [found & severe for found in both]
    assert any(found and not found & severe for found in both)


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


WRONG = {
    "loses a code": ("\\|普通\\|", "|"),
    "takes days in any order": (r"sh:lessThanOrEquals <[^>]*>", "sh:maxCount 1"),
    "makes warnings of errors": ("sh:minCount 1", "sh:minCount 0"),
}


@pytest.mark.slow
@pytest.mark.parametrize("fault", WRONG)
def test_a_wrong_emitter_is_caught(fault):
    right = shapes_of("licence", "admin-licence")
    old, new = WRONG[fault]
    wrong, counts = {}, 0
    for name, content in right.items():
        text, count = re.subn(old, new, content.decode())
        wrong[name], counts = text.encode(), counts + count
    assert counts
    records = tuple(one for one in every_record() if one.record_type == "licence")
    said = [
        {*disagreements(TARGET, records, [not found for found in found_in(records, files)])} for files in (right, wrong)
    ]
    assert said[1] - said[0]


def test_records_are_judged_as_the_context_has_them():
    some = [one for one in judged_records() if one.record_type == "licence"][:20]
    by_context = n_quads(
        [(class_name(one.record_type, one.item), one.record) for one in some], context(edition_of("shipped"))
    )
    ours = judged_quads(some, edition_of("shipped"))
    assert set(graph_of(ours, "nquads")) == set(graph_of(by_context, "nquads"))


def test_a_licence_is_sound():
    records = [
        (class_name("licence", None), LICENCE),
        (class_name("licence", None), LICENCE | {"document_number": None}),
    ]
    found = found_by_rudof(n_quads(records, context(edition_of("shipped"))), shapes_of("licence"))
    assert {who: {rule_of(one) for one in shapes} for who, shapes in found.items()} == {
        node(1): {("required", "document_number")}
    }
