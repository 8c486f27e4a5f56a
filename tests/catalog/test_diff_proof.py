"""Proofs: the prover's yes, a record for every no, and nothing claimed where there is neither."""

from __future__ import annotations

import json
from pathlib import Path

import edition_edits as e
import jsonschema
import pytest
from msgspec.structs import replace

from conformance.api import Options, check_many
from conformance.catalog.diff import compare
from conformance.catalog.diff.proof import covers, covers_pattern, takes, witness
from conformance.catalog.diff.schema import Record, record_schema
from conformance.catalog.diff.tightness import turn
from conformance.standard.model import Check, Standard, narrowed


def _licence(standard: Standard) -> Record:
    return record_schema(standard.record_types["licence"], standard)


def test_every_record_type_takes_what_it_takes() -> None:
    for record in e.shipped().record_types.values():
        schema = record_schema(record, e.shipped())
        assert covers(schema, schema) == "yes"


@pytest.mark.parametrize("name", e.shipped().items)
def test_the_schema_of_every_item_is_one_and_takes_something(name: str) -> None:
    standard = e.shipped()
    item = standard.items[name]
    schema = record_schema(narrowed(standard.record_types[item.record_type], item), standard, item)
    jsonschema.Draft202012Validator.check_schema(schema.schema())
    nothing = replace(schema, required=schema.required | {"never_there"})
    example = witness(schema, nothing)
    assert example is not None, "no record was found that the item takes"
    assert jsonschema.Draft202012Validator(schema.schema()).is_valid(example), "another validator disagrees"


def test_a_longer_text_is_a_counter_example_of_a_shorter_length() -> None:
    old, new = _licence(e.shipped()), _licence(e.with_field("licence", "project_name", max_length=100))
    assert covers(old, new) == "yes"
    assert covers(new, old) == "unknown"
    example = witness(old, new)
    assert example is not None
    assert len(example["project_name"]) == 101


def test_the_example_passes_the_tool_with_the_old_edition_and_not_with_the_new_one(tmp_path: Path) -> None:
    old = e.shipped()
    new = e.with_field("licence", "remarks", requirement="required")
    checks = new.record_types["licence"].checks
    new = e.with_record(
        replace(
            new.record_types["licence"], checks=(*checks, Check("required", "required", ("remarks",), {"lawful": []}))
        ),
        new,
    )
    (change,) = compare(e.compiled(old), e.compiled(new))
    assert change.example is not None
    path = tmp_path / "record.json"
    path.write_text(json.dumps([change.example], ensure_ascii=False), encoding="utf-8")
    before, after = (check_many([str(path)], Options(item="admin-licence"), standard=one) for one in (old, new))
    assert [one for one in before.findings if one.severity == "error"] == []
    assert {(one.rule, one.field) for one in after.findings if one.severity == "error"} == {
        ("missing-column", "remarks")
    }


@pytest.mark.parametrize("code", sorted(_licence(e.shipped()).one_of))
def test_the_records_that_examples_are_made_of_keep_every_rule(code: str, tmp_path: Path) -> None:
    schema = replace(_licence(e.shipped()), one_of=frozenset({code}))
    example = witness(schema, replace(schema, required=schema.required | {"never_there"}))
    path = tmp_path / "record.json"
    path.write_text(json.dumps([example], ensure_ascii=False), encoding="utf-8")
    report = check_many([str(path)], Options(item="admin-licence"), standard=e.shipped())
    assert [one.rule for one in report.findings if one.severity == "error"] == []


def test_what_the_prover_cannot_decide_is_unknown_and_counts_as_tighter() -> None:
    assert covers_pattern("^[0-9A-Z]{18}$", "^[0-9]{18}$") == "unknown"
    old = Check("pattern", "pattern", ("subject_uscc",), {"pattern": "^[0-9]{18}$"})
    new = replace(old, params={"pattern": "^[0-9A-Z]{18}$"})
    assert turn(old, new, (old.fields, new.fields))[0] == "unknown"
    changed = e.with_check("licence", "pattern", "subject_uscc", params={"pattern": "^[0-9A-Z]{18}$"})
    (change,) = compare(e.compiled(), e.compiled(changed))
    assert (change.id, change.level_submit, change.proof) == ("check-changed", "ERR", "unknown")


def test_a_pattern_that_takes_less_has_a_counter_example() -> None:
    changed = e.with_check("licence", "pattern", "subject_uscc", params={"pattern": "^92[0-9A-Z]{16}$"})
    (change,) = compare(e.compiled(), e.compiled(changed))
    assert change.proof == "no"
    assert change.example is not None
    assert not change.example["subject_uscc"].startswith("92")


def test_values_of_one_field() -> None:
    few, many = {"enum": ["A", "B"]}, {"enum": ["A", "B", "C"]}
    assert takes(many, few) == "yes"
    assert takes(few, many) == "unknown"
    assert takes({"type": "string", "minLength": 1}, few) == "yes"


def test_one_of_a_group_left_out_has_a_counter_example() -> None:
    old = _licence(e.shipped())
    new = replace(old, one_of=old.one_of - {"subject_tax_number"})
    assert covers(old, new) == "yes"
    example = witness(old, new)
    assert example is not None
    assert "subject_tax_number" in example


def test_every_change_of_a_code_list_is_proved_by_itself() -> None:
    """A list that gains and loses: what is new breaks nothing, and what is gone has an example of its own."""
    kinds = e.shipped().code_lists["list_kind"]
    first, second, third, *rest = kinds.codes
    more = replace(first, code="91", label="另一种名单", label_en="Another list", aliases=())
    third = replace(third, aliases=(*third.aliases, "又一种写法"))
    found = {
        (one.id, one.path): one
        for one in compare(e.compiled(), e.compiled(e.with_codes("list_kind", (third, *rest, more))))
    }
    assert {key: one.proof for key, one in found.items()} == {
        ("code-removed", f"codes.{first.code}"): "no",
        ("code-removed", f"codes.{second.code}"): "no",
        ("code-added", "codes.91"): "yes",
        ("code-alias-added", f"codes.{third.code}.aliases"): "yes",
    }
    for code in (first, second):
        example = found["code-removed", f"codes.{code.code}"].example
        assert example is not None
        assert example["list_kind"] in (code.code, code.label, *code.aliases)


def test_a_code_that_becomes_a_word_for_another_is_no_loss() -> None:
    kinds = e.shipped().code_lists["list_kind"]
    first, second, *rest = kinds.codes
    merged = replace(second, aliases=(*second.aliases, first.label, first.code, *first.aliases))
    found = compare(e.compiled(), e.compiled(e.with_codes("list_kind", (merged, *rest))))
    assert {one.proof for one in found} == {"yes"}


def test_values_that_an_item_gains_are_proved_beside_those_that_it_loses() -> None:
    item = e.shipped().items["tax-credit-rating"]
    checks = tuple(
        replace(one, params={**one.params, "allowed": ["A", "B", "C", "M"]}) if one.field == "grade" else one
        for one in item.checks
    )
    found = {one.id: one for one in compare(e.compiled(), e.compiled(e.with_item(item.id, checks=checks)))}
    assert found["item-values-widened"].proof == "yes"
    assert found["item-values-narrowed"].proof == "no"
    example = found["item-values-narrowed"].example
    assert example is not None
    assert example["grade"] == "D"


@pytest.mark.parametrize(
    ("kind", "old", "new", "way"),
    [
        ("max_length", {"limit": 64}, {"limit": 32}, "tighter"),
        ("max_length", {"limit": 64}, {"limit": 128}, "looser"),
        ("number_range", {"minimum": 0}, {"minimum": 0, "maximum": 9}, "tighter"),
        ("number_range", {"minimum": 0, "maximum": 9}, {"minimum": 1, "maximum": 10}, "unknown"),
        ("issuer", {"units": ["a", "b"]}, {"units": ["a"]}, "tighter"),
        ("issuer", {"units": ["a"]}, {"units": ["b"]}, "unknown"),
        ("comparison", {"operator": ">="}, {"operator": ">"}, "tighter"),
        ("comparison", {"operator": ">"}, {"operator": ">="}, "looser"),
        ("date", {"long_term": True}, {"long_term": False}, "tighter"),
        ("condition", {"when": []}, {"when": [1]}, "unknown"),
    ],
)
def test_which_way_a_parameter_turns(kind: str, old: dict[str, object], new: dict[str, object], way: str) -> None:
    one = Check("a-rule", kind, ("authority",), old)
    assert turn(one, replace(one, params=new), (one.fields, one.fields))[0] == way
