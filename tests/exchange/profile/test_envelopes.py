from __future__ import annotations

import copy
from collections.abc import Iterator
from datetime import date
from typing import Any

import jsonschema
import jsonschema_rs
import pytest

from conformance.api import Options, check_many
from conformance.exchange.profile.envelopes import envelope_names, envelope_schema, exchange_schema, faults
from conformance.exchange.profile.load import profile
from conformance.exchange.profile.synthetic import is_synthetic
from conformance.exchange.rowlines import EVERY, findings_of, lines_of
from conformance.standard.load import load
from recordschema.validators import taken_by_ajv

EXAMPLES = {one.id: one for one in profile().examples}
OTHER_VALUES = (None, "", 0, -1, 1.5, True, [], {}, ["x"], "2016-02-30T25:00:00Z")


@pytest.mark.parametrize("name", envelope_names())
def test_the_schema_of_an_envelope_is_one(name):
    jsonschema.Draft202012Validator.check_schema(envelope_schema(name))


def test_the_schema_of_all_envelopes_is_one():
    jsonschema.Draft202012Validator.check_schema(exchange_schema())


def test_a_third_validator_takes_them():
    """ajv reads patterns as JavaScript does, and in its strict mode refuses what it does not know."""
    taken_by_ajv([*map(envelope_schema, envelope_names()), exchange_schema()])


def test_a_name_that_is_none_is_refused():
    with pytest.raises(KeyError):
        envelope_schema("BatchState")  # a code list, no object
    with pytest.raises(KeyError):
        list(faults("Parcel", {}))


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_examples_are_valid(name):
    example = EXAMPLES[name]
    assert list(faults(example.envelope, example.value)) == []


def test_a_misspelt_key_is_refused_in_what_is_submitted():
    batch = copy.deepcopy(EXAMPLES["batch"].value)
    batch["records"][0]["keys"] = batch["records"][0].pop("key")
    assert {tuple(path[:2]) for path, _ in faults("Batch", batch)} == {("records", 0)}


def test_a_further_key_is_passed_over_in_what_is_answered():
    status = EXAMPLES["batch-status"].value | {"queue": 7}
    assert list(faults("BatchStatus", status)) == []


def test_whatever_a_row_holds_is_for_its_receipt_to_say():
    batch = copy.deepcopy(EXAMPLES["batch"].value)
    batch["records"][0]["data"] = {"decision_date": ["2016-05-09"], "no_such_field": None}
    assert list(faults("Batch", batch)) == []


def test_a_tombstone_has_nothing_of_what_was_withdrawn_but_says_why():
    page = copy.deepcopy(EXAMPLES["record-page"].value)
    del page["records"][1]["reason"]
    assert list(faults("RecordPage", page))


@pytest.mark.parametrize("name", EXAMPLES)
def test_two_validators_agree_about_right_and_wrong_bodies(name):
    example = EXAMPLES[name]
    schema = envelope_schema(example.envelope)
    quick, thorough = jsonschema_rs.validator_for(schema), jsonschema.Draft202012Validator(schema)
    bodies = list(spoilt(example.value))
    verdicts = [quick.is_valid(body) for body in bodies]
    assert verdicts == [thorough.is_valid(body) for body in bodies]
    assert not all(verdicts)


def spoilt(value: Any) -> Iterator[Any]:
    """The body with one key left out, one more, or one value in place of another; everywhere but in the data of records."""
    yield from OTHER_VALUES
    if isinstance(value, dict):
        yield value | {"no_such_key": 1}
        for key, held in value.items():
            yield {name: other for name, other in value.items() if name != key}
            inner = OTHER_VALUES if key == "data" else spoilt(held)
            yield from ({**value, key: other} for other in inner)
    elif isinstance(value, list):
        for place, held in enumerate(value):
            yield from ([*value[:place], other, *value[place + 1 :]] for other in spoilt(held))


def test_the_example_of_a_receipt_is_what_the_engine_says_of_the_example_of_a_batch():
    batch, receipt = EXAMPLES["batch"].value, EXAMPLES["receipt"].value
    rows = [record["data"] for record in batch["records"]]
    options = Options(item=batch["item"], party=batch["provider"], as_of=date(2016, 6, 30), examples=EVERY)
    report = check_many([rows], options, standard=load())
    table = report.inputs[0]
    said = [line.as_json() for line in lines_of(table, findings_of(report, table))]
    for line, record in zip(said, batch["records"], strict=True):
        line["key"] = record["key"]
        for problem in line["problems"]:
            problem["pointer"] = f"/records/{line['row'] - 1}/data{problem['pointer']}"
    assert [{key: value for key, value in line.items() if key != "record"} for line in receipt["lines"]] == said


def test_the_examples_are_about_nobody():
    batch = EXAMPLES["batch"].value
    assert all(is_synthetic(record["data"]["subject_uscc"]) for record in batch["records"])
    assert is_synthetic(EXAMPLES["person-query"].value["subject"]["id"])
