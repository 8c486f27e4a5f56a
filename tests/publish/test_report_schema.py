from __future__ import annotations

import json
import typing
from pathlib import Path
from typing import Any

import jsonschema
import jsonschema_rs
import pytest
from msgspec import Struct

from conformance.api import Options, check, check_many
from conformance.publish.written_schema import report_schema
from conformance.report import model
from conformance.report.json import render
from conformance.report.view import View
from conformance.sources.model import How
from conformance.standard.load import load
from conformance.standard.reasons import Reason

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
BAD = sorted((EXAMPLES / "submissions" / "invalid").glob("*.csv"))
BATCH = EXAMPLES / "batches" / "invalid" / "changed-history"
RECORD = {"行政许可决定书文号": "", "居民身份证号": "310115199001011232", "许可决定日期": "2016/13/01"}
SCHEMA = report_schema()


def faults(report: model.Report) -> list[str]:
    """Where a report departs from the schema, by two validators that have to agree."""
    written = json.loads(render(report, View(load())))
    found = [error.message for error in jsonschema.Draft202012Validator(SCHEMA).iter_errors(written)]
    assert jsonschema_rs.Draft202012Validator(SCHEMA).is_valid(written) == (not found)
    return found


@pytest.fixture(scope="module")
def report() -> model.Report:
    """A report with findings, on records from a program."""
    return check([RECORD], item="admin-licence", as_of="2016-06-01")


SHAPES: dict[str, Any] = {
    "several inputs": lambda: check_many(BAD, Options(as_of="2016-06-01", party="district:310115")),
    "not read": lambda: check(str(EXAMPLES / "README.md"), as_of="2016-06-01"),
    "manifest and previous": lambda: check(
        manifest=BATCH / "manifest.yaml", previous=BATCH / "previous" / "manifest.yaml", as_of="2016-08-01"
    ),
    "previous alone": lambda: check(
        BATCH / "penalties.csv", previous=BATCH / "previous" / "penalties.csv", as_of="2016-08-01"
    ),
    "English, unmasked": lambda: check([RECORD], item="admin-licence", lang="en", show_personal_data=True),
    "publication, from a day on": lambda: check(
        [RECORD], item="admin-licence", purpose="publication", applies_from="2016-01-01", as_of="2016-06-01"
    ),
    "no rows": lambda: check([], item="admin-licence"),
}


CONFIGURATION = """
party = "district:310115"

[[suppress]]
rule = "date"
field = "许可决定日期"
reason = "系统更换前的数据"
until = 2099-12-31

[[severities]]
rule = "required"
severity = "warning"
reason = "接口升级中"
until = 2099-12-31
"""


def test_a_configuration_and_a_baseline_fit(tmp_path: Path) -> None:
    (tmp_path / "conformance.toml").write_text(CONFIGURATION, encoding="utf-8")
    earlier = tmp_path / "earlier.json"
    earlier.write_text(render(check(str(BAD[0]), as_of="2016-06-01"), View(load())), encoding="utf-8")
    report = check(
        [str(path) for path in BAD], as_of="2016-06-01", config=tmp_path / "conformance.toml", baseline=earlier
    )
    assert report.suppressed
    assert report.severities
    assert report.baseline is not None
    assert faults(report) == []


@pytest.mark.parametrize("shape", SHAPES)
def test_reports_of_every_shape_fit(shape: str) -> None:
    assert faults(SHAPES[shape]()) == []


def test_a_key_that_it_does_not_know_is_refused(report: model.Report) -> None:
    written = json.loads(render(report, View(load())))
    written["findings"][0]["surprise"] = 1
    assert not jsonschema_rs.Draft202012Validator(SCHEMA).is_valid(written)


def test_a_key_that_is_not_there_is_refused(report: model.Report) -> None:
    written = json.loads(render(report, View(load())))
    del written["findings"][0]["expected"]
    assert not jsonschema_rs.Draft202012Validator(SCHEMA).is_valid(written)


def _is_record(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, Struct)


def _classes(kind: Any) -> dict[str, dict[str, Any]]:
    """Every record of the report that is reached from one, with its keys and their types."""
    found: dict[str, dict[str, Any]] = {}
    waiting = [kind]
    while waiting:
        part = waiting.pop()
        waiting += typing.get_args(part)
        if _is_record(part) and part.__name__ not in found:  # type: ignore[union-attr]
            found[part.__name__] = typing.get_type_hints(part)  # type: ignore[union-attr]
            waiting += found[part.__name__].values()
    return found


def _pairs(hint: Any, part: dict[str, Any]) -> typing.Iterator[tuple[str, str]]:
    """Record and class of the schema that stand for each other, by where they are used."""
    named = [kind for kind in (hint, *typing.get_args(hint)) if _is_record(kind)]
    refs = [
        one["$ref"].rpartition("/")[2] for one in (part, part.get("items", {}), *part.get("anyOf", [])) if "$ref" in one
    ]
    if named:
        yield named[0].__name__, refs[0]


def test_its_keys_are_those_of_the_report() -> None:
    classes = _classes(model.Report)
    twins = {"Report": "Report"}
    for name in classes:
        twin = SCHEMA["$defs"][twins[name]]
        assert sorted(twin["properties"]) == sorted(classes[name]), name
        for key, hint in classes[name].items():
            twins |= dict(_pairs(hint, twin["properties"][key]))
    assert set(twins) == set(classes)


@pytest.mark.parametrize(
    ("code_list", "words"),
    [("VerdictKind", model.Verdict), ("NotRunReason", Reason), ("ColumnMatch", How)],
)
def test_its_code_lists_are_those_of_the_program(code_list: str, words: Any) -> None:
    assert set(SCHEMA["$defs"][code_list]["enum"]) == set(typing.get_args(words)) - {""}


def test_a_line_of_the_findings_file_is_a_finding(tmp_path: Path) -> None:
    check([RECORD], item="admin-licence", as_of="2016-06-01", findings=tmp_path / "all.jsonl")
    lines = (tmp_path / "all.jsonl").read_text(encoding="utf-8").splitlines()
    validator = jsonschema.Draft202012Validator({**SCHEMA, "$ref": "#/$defs/ReportFinding"})
    assert lines
    assert [error.message for line in lines for error in validator.iter_errors(json.loads(line))] == []
