"""SHACL: two engines find in records what our own does, as far as is declared, and a wrong emitter is found out."""

from __future__ import annotations

import re

import pytest
from rdflib import SH

from conformance.publish.emit.jsonld_context import context
from publish.emit.proof import disagreements, edition_of, judged_records
from publish.emit.python_examples import LICENCE
from publish.emit.rdf_records import (
    class_name,
    engines,
    found_by_rudof,
    graph_of,
    judged_quads,
    n_quads,
    node,
    rule_of,
)
from publish.emit.shacl_records import (
    TARGET,
    departures,
    every_record,
    found_in,
    found_in_all,
    one_of_each,
    shapes_of,
)


@pytest.mark.slow
def test_l2_both_engines_find_the_same():
    """In a record for each rule of licences, as records of their type and of their item."""
    records = one_of_each(one for one in every_record() if one.record_type == "licence")
    found = engines(judged_quads(records, edition_of("shipped")), shapes_of("licence", "admin-licence"))
    assert len(records) > 30
    assert len(found) > 20


@pytest.mark.slow
def test_l4_it_says_what_is_declared():
    assert disagreements(TARGET, every_record(), [not found for found in found_in_all()]) == []


@pytest.mark.slow
def test_it_tells_the_rules_and_fields_that_json_schema_tells():
    assert departures(every_record(), found_in_all()) == []


@pytest.mark.slow
def test_what_only_warns_is_no_error():
    """``shapes.ttl`` alone takes licences in which nothing is worse than a warning."""
    files = shapes_of("licence", "admin-licence")
    records = one_of_each(one for one in every_record() if one.record_type == "licence")
    severe = set(map(str, graph_of(files["shapes.ttl"], "turtle").subjects(SH.severity, SH.Violation)))
    both, alone = found_in(records, files), found_in(records, {"shapes.ttl": files["shapes.ttl"]})
    assert alone == [found & severe for found in both]
    assert any(found and not found & severe for found in both)


WRONG = {
    "loses a code": ("code-list", r"\|普通(?=[|)])", ""),
    "takes days in any order": ("date-order", r"sh:lessThanOrEquals <[^>]*>", "sh:maxCount 1"),
    "makes warnings of errors": ("required", "sh:minCount 1", "sh:minCount 0"),
    "loses a length": ("max-length", r"sh:maxLength 16 ", "sh:maxLength 1600 "),
    "loses a pattern": ("pattern", r"(:division_code:pattern> [^.]*?)sh:node <[^>]*> ;", r"\1"),
    "takes days that are none": ("date", r"30\)\|02/\(0\[1-9\]\|1\[0-9\]\|2\[0-8\]\)", "30)|02/[0-3][0-9]"),
    "wants what may be left out": (None, r"(:remarks> a sh:PropertyShape ;)", r"\1 sh:minCount 1 ;"),
}
"""The construct whose records show it (sound ones do where there is none), what it is in Turtle, and what becomes of it."""


@pytest.mark.slow
@pytest.mark.parametrize("fault", WRONG)
def test_a_wrong_emitter_is_caught(fault):
    construct, old, new = WRONG[fault]
    right = shapes_of("licence", "admin-licence")
    wrong = {name: re.sub(old, new, content.decode()).encode() for name, content in right.items()}
    assert wrong != right
    licences = [one for one in every_record() if one.item == "admin-licence"]
    records = [one for one in licences if one.constructs == ({construct} if construct else set())][:40]
    assert records
    assert departures(records, found_in(records, right)) == []
    assert departures(records, found_in(records, wrong))


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
    terms, shapes = context(edition_of("shipped")), shapes_of("licence")
    found = found_by_rudof(n_quads(records, terms), shapes)
    assert {who: {rule_of(one) for one in shapes} for who, shapes in found.items()} == {
        node(1): {("required", "document_number")}
    }
    assert found_by_rudof(n_quads(records[:1], terms), shapes) == {}, "what was judged before is forgotten"
