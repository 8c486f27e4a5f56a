"""What a report says of the submission as a whole."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from handmade import REQUEST, STANDARD, a_result, a_tally, a_violation
from msgspec.structs import replace

from conformance.report.build import build_report, exit_code
from conformance.report.submission import submission_report
from conformance.report.text import render
from conformance.report.view import View
from conformance.submission.model import DeclaredFile, Manifest
from conformance.submission.verify import Compared

LICENCES = DeclaredFile("licence.csv", Path("licence.csv"), 12, "increment")
MANIFEST = Manifest("manifest.yaml", "2016-05", date(2016, 5, 1), date(2016, 5, 31), "increment", True, (LICENCES,))
COMPARED = (
    Compared(LICENCES, None, Decimal(12), Decimal(10)),
    Compared(LICENCES, "remarks", Decimal("10.50"), Decimal("10.50")),
)


def report_of(*beside, manifest=MANIFEST, compared=COMPARED, previous=None):
    submission = submission_report(manifest, previous, compared)
    return build_report([a_result()], REQUEST, submission=submission, beside=beside)


def shown(report):
    return render(report, View(STANDARD))


def of_the_manifest(rule="required", failed=1):
    violations = [a_violation(rule, row=None, value="more.csv") for _ in range(failed)]
    return a_result(
        path="manifest.yaml",
        format="manifest",
        item="",
        columns=(),
        rows=0,
        accepted=0,
        tallies=[a_tally(rule, failed=failed)],
        violations=[replace(one, column=None) for one in violations],
    )


def test_declared_and_found_numbers_stand_beside_each_other_with_their_difference():
    text = shown(report_of())
    assert "报送清单 manifest.yaml：编号 2016-05，期间 2016-05-01 至 2016-05-31" in text
    assert "licence.csv：记录数 清单 12，实有 10，相差 -2" in text
    assert "licence.csv：“备注”合计 清单 10.50，实有 10.50，相符" in text


def test_a_kind_that_differs_from_the_rest_is_said():
    one = replace(COMPARED[0], file=replace(LICENCES, kind="full"))
    assert "licence.csv（全量）：记录数" in shown(report_of(compared=[one]))


def test_a_file_that_was_not_checked_was_not_compared():
    report = report_of(compared=[replace(COMPARED[0], found=None)])
    assert "licence.csv：未能校验，没有核对" in shown(report)
    assert (report.submission.compared[0].found, report.submission.compared[0].difference) == (None, None)


@pytest.mark.parametrize(
    ("manifest", "said"),
    [
        (MANIFEST, "本次为增量报送"),
        (replace(MANIFEST, kind="full"), "本次为全量报送"),
        (replace(MANIFEST, kind="full", kind_stated=False), "未写明报送方式，按全量对待"),
    ],
)
def test_full_or_increment_is_said_and_so_is_what_was_taken_for_granted(manifest, said):
    assert said in shown(report_of(manifest=manifest))


def test_a_finding_about_the_manifest_counts_and_has_the_manifest_as_its_place():
    report = report_of(of_the_manifest())
    assert (report.verdict, report.counts["error"], exit_code(report)) == ("non-conforming", 1, 1)
    assert [(part.path, part.verdict) for part in report.submission.parts] == [("manifest.yaml", "non-conforming")]
    assert [entry.path for entry in report.inputs] == ["licence.csv"]
    assert {rule.item for rule in report.rules} == {None}
    assert "  manifest.yaml\n" in shown(report)


def test_a_warning_about_it_leaves_the_submission_ready():
    report = report_of(of_the_manifest("surrounding-blanks"))
    assert (report.verdict, exit_code(report)) == ("conforming-with-warnings", 0)


def test_the_submission_before_is_named_and_is_no_input():
    last = a_result(path="last.csv", rows=0, tallies=[a_tally("date-form", "document_number", failed=1)])
    report = report_of(last, manifest=None, compared=(), previous=[last])
    assert "上期 last.csv（行政许可信息）" in shown(report)
    assert (len(report.inputs), report.counts["warning"]) == (1, 1)


def test_single_files_say_nothing_of_it():
    report = report_of(manifest=None, compared=())
    assert report.submission is None
    assert "报送清单" not in shown(report)
