"""The edits that an edition is most often about, each judged in both directions, and made to the sources themselves."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import edition_edits as e
import pytest
from edition_changes import Pair
from msgspec.structs import replace
from project_edits import change, copied, six_edits

from conformance.catalog.diff import Change, compare
from conformance.catalog.diff.compare import Comparison, compared
from conformance.catalog.diff.sides import open_side
from conformance.standard.compile import build

Levels = tuple[str, str]
KINDS = e.shipped().code_lists["list_kind"]
PROJECT = e.shipped().record_types["licence"].field("project_name")


def _field(**changes: object) -> Pair:
    return e.compiled(), e.compiled(e.with_field("licence", "project_name", **changes))


def _more(required: bool) -> Pair:
    place = replace(PROJECT, name="project_place", title="项目地点", code=None, aliases=())
    return e.compiled(), e.compiled(e.more_field("licence", place, required=required))


CASES: dict[str, tuple[Callable[[], Pair], Levels, Levels]] = {
    # edit: (sides, levels for submit and read, levels of the opposite edit)
    "rename a field": (lambda: _field(name="project_title"), ("ERR", "ERR"), ("ERR", "ERR")),
    "rename a field, keep the name as alias": (
        lambda: _field(name="project_title", aliases=("project_name", *PROJECT.aliases)),
        ("INFO", "ERR"),
        ("ERR", "ERR"),
    ),
    "drop a code": (
        lambda: (e.compiled(), e.compiled(e.with_codes("list_kind", KINDS.codes[1:]))),
        ("ERR", "INFO"),
        ("INFO", "WARN"),
    ),
    "tighten a length": (lambda: _field(max_length=100), ("ERR", "INFO"), ("INFO", "WARN")),
    "add a required field": (lambda: _more(required=True), ("ERR", "WARN"), ("WARN", "ERR")),
    "add an optional field": (lambda: _more(required=False), ("INFO", "WARN"), ("WARN", "ERR")),
    "make a field required": (
        lambda: (e.compiled(), e.compiled(e.with_field("licence", "remarks", requirement="required"))),
        ("ERR", "INFO"),
        ("INFO", "ERR"),
    ),
    "retire an item": (
        lambda: (e.lists(), e.edited("data", "tax-credit-rating", deprecated_since="2017-01-01")),
        ("ERR", "ERR"),
        ("WARN", "WARN"),
    ),
    "take an item away": (
        lambda: (e.lists(), e.removed("data", "tax-credit-rating")),
        ("ERR", "ERR"),
        ("INFO", "INFO"),
    ),
    "narrow the values of an item": (
        lambda: (
            e.compiled(),
            e.compiled(e.with_item("tax-credit-rating", required=("rating_year", "score"))),
        ),
        ("ERR", "INFO"),
        ("INFO", "ERR"),
    ),
}


@pytest.mark.parametrize("edit", CASES)
def test_an_edit_is_judged_for_those_who_submit_and_those_who_read(edit: str) -> None:
    sides, there, back = CASES[edit]
    old, new = sides()
    assert [(one.level_submit, one.level_read) for one in compare(old, new)] == [there]
    assert [(one.level_submit, one.level_read) for one in compare(new, old)] == [back]


def test_an_unchanged_edition_has_no_changes() -> None:
    assert compare(e.whole(), e.whole()) == []


def test_a_change_says_where_it_is_and_what_was_there() -> None:
    (one,) = compare(e.lists(), e.edited("data", "tax-credit-rating", update_period="monthly"))
    assert (one.list, one.entry, one.path) == ("data", "tax-credit-rating", "update_period")
    assert (one.old, one.new) == ("yearly", "monthly")
    assert one.zh == "数据事项“纳税信用等级”（tax-credit-rating）的更新周期由“每年”缩短为“每月”。"
    assert (
        one.en == "data item “Tax credit grade” (tax-credit-rating) is to be updated more often: yearly is now monthly."
    )
    assert one.place.startswith("data/sh-tax.yaml:")


def test_a_key_that_nothing_special_is_known_of_is_reported_all_the_same() -> None:
    (one,) = compare(e.lists(), e.edited("unit", "sh-jcr-office", level="national"))
    assert (one.id, one.path) == ("entry-changed", "level")
    assert "市级" in one.zh


def test_a_list_that_a_whole_edition_no_longer_has_is_not_passed_over() -> None:
    gone = e.lists()
    assert gone.entries is not None
    kept = tuple(file for file in gone.entries.files if file.list != "regimes")
    found = compared(e.lists(), replace(gone, entries=replace(gone.entries, files=kept)))
    assert {one.id for one in found.changes} == {"regime-removed"}
    assert len(found.changes) == 24


def test_what_only_one_side_has_is_said_not_to_be_compared() -> None:
    found = compared(e.whole(), e.lists())
    assert [one for one in found.not_compared if "代码表" in one.zh and "schemas/" in one.zh]
    found = compared(e.whole(), e.compiled())
    assert [one for one in found.not_compared if "报送计划" in one.zh]
    assert found.changes == ()


# ---- the sources themselves


@pytest.fixture(scope="module")
def before_and_after(tmp_path_factory: pytest.TempPathFactory) -> Pair:
    """A project compiled as it is, and compiled again with six real edits."""
    root = copied(tmp_path_factory.mktemp("six"))
    before = open_side(str(root), build.outputs)
    return before, open_side(str(six_edits(root)), build.outputs)


def _by_id(found: Comparison) -> dict[str, Change]:
    return {one.id: one for one in found.changes}


def test_six_edits_of_the_sources_are_found_and_nothing_else(before_and_after: Pair) -> None:
    before, after = before_and_after
    assert sorted(one.id for one in compare(before, after)) == [
        "check-changed-mild",  # the rule about changed history names the renamed field
        "code-added",
        "code-removed",
        "field-added-required",
        "field-described-otherwise",  # the clause of the renamed field is named after it
        "field-length-shortened",
        "field-renamed",
        "item-retired",
    ]
    assert sorted(one.id for one in compare(after, before)) == [
        "check-changed-mild",
        "code-added",
        "code-removed",
        "field-described-otherwise",
        "field-length-lengthened",
        "field-removed-required",
        "field-renamed",
        "item-reinstated",
    ]


def test_what_breaks_has_a_record_that_passed_before(before_and_after: Pair) -> None:
    found = _by_id(compared(*before_and_after))
    shorter = found["field-length-shortened"].example
    assert shorter is not None
    assert len(shorter["project_name"]) == 201
    dropped = found["code-removed"].example
    assert dropped is not None
    assert dropped["report_status"] == "未报告"
    added = found["field-added-required"].example
    assert added is not None
    assert "honour_reason" not in added
    assert found["code-added"].proof == "yes"


def test_a_record_type_is_proved_to_take_what_it_took_or_not(before_and_after: Pair) -> None:
    proofs = {one.entry: (one.takes_all, one.adds_none) for one in compared(*before_and_after).proofs}
    assert proofs["commitment"] == ("yes", "no")
    assert proofs["licence"] == ("no", "yes")


def test_an_edit_of_a_file_of_a_copied_edition(tmp_path: Path) -> None:
    folder = copied(tmp_path) / "catalogs" / "2016"
    old = open_side(str(folder))
    change(folder / "data" / "sh-tax.yaml", "values: [A, B, C, D]", "values: [A, B, C]")
    (one,) = compare(old, open_side(str(folder)))
    assert (one.id, one.path, one.old) == ("item-values-narrowed", "narrowing.grade", ["D"])
