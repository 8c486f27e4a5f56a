"""Every change of the registry: an edit makes exactly it, the opposite edit exactly its reverse, and levels are sound."""

from __future__ import annotations

import re
import string
from collections.abc import Callable

import pytest
from edition_changes import Pair, edits

from conformance.catalog.diff import compare
from conformance.catalog.diff.model import DIRECTIONS
from conformance.catalog.diff.registry import OPPOSITES, SELF, registry

RAW = re.compile(r"[a-z_]+=|(?<![（(/.:#])\b[a-z]+_[a-z_]+\b(?![）)])")
"""A key with its value, or a name of the files that stands in no brackets."""
EDITS = [(one, one if other == "=" else other, sides) for one, other, sides in edits()]


@pytest.mark.parametrize(("change", "reverse", "sides"), EDITS, ids=[one for one, _, _ in EDITS])
def test_an_edit_makes_exactly_its_change_and_the_opposite_edit_the_reverse(
    change: str, reverse: str, sides: Callable[[], Pair]
) -> None:
    old, new = sides()
    there, back = compare(old, new), compare(new, old)
    assert {one.id for one in there} == {change}
    assert {one.id for one in back} == {reverse}
    for one in (*there, *back):
        assert not RAW.search(one.zh), "a key of the files in a sentence for readers"
        assert not RAW.search(one.en)


def test_every_change_has_an_edit() -> None:
    shown = {one for change, reverse, _ in EDITS for one in (change, reverse)}
    assert registry().keys() - shown == set()
    assert shown - registry().keys() == set()


@pytest.mark.parametrize(("change", "reverse"), [(one, other) for one, other, _ in EDITS])
def test_the_reverse_that_is_declared_is_the_one_that_is_found(change: str, reverse: str) -> None:
    known = registry()
    assert known[change].nature.reverse == reverse or known[change].lopsided
    assert known[reverse].nature.reverse == change or known[reverse].lopsided or known[change].lopsided


@pytest.mark.parametrize("change", registry())
def test_the_registry_is_symmetric_but_for_reasons(change: str) -> None:
    known = registry()
    one = known[change]
    other = known[one.nature.reverse]
    assert other.nature.reverse == change or one.lopsided, "its reverse has another reverse and no reason is given"
    assert other.nature.kind == one.nature.kind or one.lopsided
    both = OPPOSITES | {value: key for key, value in OPPOSITES.items()}
    if one.nature.action in SELF:
        assert other.nature.action in SELF
    else:
        assert other.nature.action == both[one.nature.action]


@pytest.mark.parametrize("change", registry())
def test_sentences_ask_only_for_what_is_there_and_speak_both_languages(change: str) -> None:
    sentence = registry()[change].sentence
    asked = [{name for _, name, _, _ in string.Formatter().parse(text) if name} for text in (sentence.zh, sentence.en)]
    assert asked[0] == asked[1], "the two languages say different things"
    assert asked[0] <= {"entry", "name", "old", "new"}
    assert sentence.zh.endswith("。")
    assert sentence.en.endswith(".")


@pytest.mark.parametrize("change", registry())
def test_what_is_tighter_never_breaks_readers_only_and_what_is_looser_never_those_who_submit(change: str) -> None:
    kind = registry()[change]
    nature = kind.nature
    usual = {
        "tightened": nature.submit != "INFO" and nature.read != "ERR",
        "loosened": nature.submit != "ERR" and nature.read != "INFO",
    }.get(nature.action, True)
    assert usual or kind.exempt, "its levels are not those of its action and no reason is given"
    assert not (usual and kind.exempt), "a reason for what needs none"


@pytest.mark.parametrize("change", registry())
def test_what_breaks_comes_with_advice(change: str) -> None:
    kind = registry()[change]
    if "ERR" in {kind.level(direction) for direction in DIRECTIONS}:
        assert kind.advice.zh != "无需处理。"
