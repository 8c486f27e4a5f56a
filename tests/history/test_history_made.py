"""What is made of a report: the numbers that it has, and no words that the standard does not have."""

from __future__ import annotations

from datetime import UTC, datetime

import conformance
from conformance.history.made import run_of
from conformance.history.model import Run
from conformance.report.model import Report
from conformance.standard.load import load

STANDARD = load()
WRONG = [
    {"许可决定日期": "2016/13/45", "项目名称": "", "张三的一列": "x"},
    {"许可决定日期": "2016/05/03", "项目名称": "无"},
]


def checked(**options: object) -> Report:
    return conformance.check(WRONG, item="admin-licence", as_of="2016-05-09", **options)  # type: ignore[arg-type]


def made(report: Report) -> Run:
    return run_of(report, STANDARD, id_="0" * 32, recorded=datetime(2016, 5, 9, tzinfo=UTC))


def test_every_failure_is_counted() -> None:
    report = checked()
    (kept,) = made(report).inputs
    failed = [(one.rule, one.field, one.severity, one.failed) for one in report.inputs[0].failures if one.failed]
    numbers = {(one.rule, one.field): one for one in kept.rules}
    assert failed
    assert [f for f in failed if getattr(numbers[f[0], f[1]], f"{f[2]}s") != f[3]] == []
    assert sum(one.errors for one in kept.rules) == report.counts["error"] == made(report).errors
    assert sum(one.warnings for one in kept.rules) == report.counts["warning"]


def test_fields_and_rules_are_the_standards() -> None:
    run = made(checked())
    (kept,) = run.inputs
    fields = {field.name for field in STANDARD.record_type_of("admin-licence").fields}
    assert {one.field for one in kept.fields} <= fields
    assert {one.field for one in kept.rules} <= {*fields, None}
    assert {one.rule for one in kept.rules} <= set(STANDARD.rules)
    assert "张三" not in repr(run)


def test_how_complete_a_field_is() -> None:
    (kept,) = made(checked()).inputs
    project = next(one for one in kept.fields if one.field == "project_name")
    assert (project.filled, project.blank, project.placeholder) == (0, 1, 1)


def test_what_a_baseline_knows_is_kept_apart(tmp_path) -> None:
    baseline = tmp_path / "known.jsonl"
    first = made(checked(findings=baseline))
    again = made(checked(baseline=baseline))
    assert again.errors == 0
    assert sum(one.known for one in again.inputs[0].rules) == first.errors + first.warnings + first.infos
    assert again.verdict == first.verdict == "non-conforming"


def test_without_a_manifest_there_is_no_period() -> None:
    run = made(checked())
    assert (run.period_from, run.period_to, run.sending, run.figures) == (None, None, None, ())
    assert (run.kind, run.party) == ("self-check", None)
