"""The proof itself: what is wrong about an artefact does not go through it unseen."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace

import pytest
from msgspec.structs import replace

from agreement.engine import found_by_engine
from conformance.publish.emit import made
from conformance.publish.matrix import constructs, declared, declared_targets
from conformance.standard.model import Text
from publish.emit.nasty import nasty_model, nasty_names, nasty_records, nasty_standard
from publish.emit.proof import Judged, disagreements, judged_records, refused_for
from recordschema.cases import STANDARD

TARGET = "table-schema"
"""It enforces several constructs in some fields only."""


def as_declared(one) -> bool:
    """What an artefact would say that does nothing but what it declares, and all of that."""
    return not refused_for(TARGET, one)


@pytest.fixture(scope="module")
def records() -> tuple[Judged, ...]:
    return judged_records()


def test_an_artefact_that_does_what_it_declares_is_right(records):
    assert disagreements(TARGET, records, [as_declared(one) for one in records]) == []


def test_one_that_takes_everything_is_caught_at_each_construct(records):
    said = disagreements(TARGET, records, [True] * len(records))
    assert {
        "never refused for date alone, which it declares",
        "never refused for pattern alone, which it declares",
    } <= {*said}
    assert any(one.startswith("accepted although it breaks [('required'") for one in said)


def test_one_that_takes_nothing_is_caught_at_sound_records(records):
    said = disagreements(TARGET, records, [False] * len(records))
    assert any(one.startswith("refused although nothing is broken but []") for one in said)


@pytest.mark.parametrize("construct", ["required", "max-length", "date-form", "number-range"])
def test_one_that_drops_a_construct_is_caught(records, construct):
    blunt = [as_declared(one) or one.constructs == {construct} for one in records]
    said = disagreements(TARGET, records, blunt)
    assert f"never refused for {construct} alone, which it declares" in said


@pytest.mark.parametrize("construct", ["masked", "text", "identifier-form"])
@pytest.mark.parametrize("now", [True, False])
def test_a_single_verdict_about_what_is_enforced_in_some_fields_only_is_caught(records, construct, now):
    """In both directions: one record that is refused in place of accepted, or the other way round."""
    verdicts = [as_declared(one) for one in records]
    place = next(n for n, one in enumerate(records) if one.constructs == {construct} and verdicts[n] != now)
    verdicts[place] = now
    said = disagreements(TARGET, records, verdicts)
    assert len(said) == 1
    assert said[0].startswith("accepted although" if now else "refused although")
    assert records[place].name in said[0]


@pytest.mark.parametrize("target", declared_targets())
def test_what_is_declared_record_by_record_is_about_records_that_are_there(records, target):
    """A name that no record has, a rule that nobody knows, or a part that is nowhere: each would say nothing, and look as if it did."""
    every = (*records, *judged_records(items=True))
    known = {(name, one.name) for one in every for name in one.constructs}
    rules = {(name, rule) for one in every for name, rule, _ in one.found}
    partly = {name: cell for name, cell in declared(target).items() if cell.behaviour == "partly"}
    assert [(name, record) for name, cell in partly.items() for record in cell.but if (name, record) not in known] == []
    assert [(name, rule) for name, cell in partly.items() for rule in cell.rules if (name, rule) not in rules] == []
    assert partly.keys() - {name for one in every for name in refused_for(target, one)} == set()


@pytest.mark.parametrize("construct", ["date-order", "uscc-check-digit", "condition"])
def test_one_that_does_more_than_it_declares_is_caught(records, construct):
    sharp = [as_declared(one) and construct not in one.constructs for one in records]
    said = disagreements(TARGET, records, sharp)
    assert said
    assert all(one.startswith("refused although") and construct in one for one in said)


def test_the_records_break_every_construct_that_somebody_can_enforce(records):
    """What no record breaks is not proved of any artefact. Uniqueness is no affair of one record; items have their own."""
    of_items = {name for one in judged_records(items=True) for name in one.constructs}
    broken = {name for one in records for name in one.constructs} | of_items
    assert {one.id for one in constructs() if one.nobody is None} - broken == {"unique"}


@pytest.mark.parametrize("path", ["/etc/x", "../x", "a/../../x", "a\\b"])
def test_an_emitter_that_writes_elsewhere_is_refused(path):
    emitter = SimpleNamespace(TARGET="x", TITLE=Text("", ""), files=lambda edition, names: iter([(path, "")]))
    with pytest.raises(ValueError, match="gives the path"):
        made(emitter, nasty_model(), nasty_names())


def test_an_emitter_that_gives_a_file_twice_is_refused():
    emitter = SimpleNamespace(TARGET="x", TITLE=Text("", ""), files=lambda edition, names: iter([("a", ""), ("a", "")]))
    with pytest.raises(ValueError, match="gives the path 'a'"):
        made(emitter, nasty_model(), nasty_names())


def test_the_nasty_records_are_sound():
    """So that whoever refuses one is wrong."""
    nothing = {field.name: None for field in nasty_standard().record_types["object"].fields}
    records = [nothing | record for record in nasty_records()]
    standard = replace(nasty_standard(), rules=STANDARD.rules)
    for record in records:
        assert found_by_engine([record], "string", date(2016, 12, 31), "submission", None, standard) == [set()], record
