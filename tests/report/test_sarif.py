from __future__ import annotations

import json

import pytest
from handmade import REQUEST, STANDARD, a_result, a_tally, a_violation
from msgspec.structs import replace
from official import sarif_faults

from conformance.engine.model import Tally
from conformance.report.build import Unread, build_report
from conformance.report.model import BaselineReport, SuppressionReport
from conformance.report.sarif import render
from conformance.report.sarif import results as sarif_results
from conformance.report.sarif.artifacts import address
from conformance.report.sarif.message import plain
from conformance.report.view import View
from conformance.standard.model import Text

UNREAD = Unread("x.pdf", Text("这是PDF。", "This is a PDF."))
WRONG = a_result(tallies=[a_tally("pattern", "remarks", 1)], violations=[a_violation("pattern", "remarks")])


def run_of(*outcomes, fail_on="error", **more):
    """The one run of the log, which is valid SARIF."""
    lang = more.get("lang", "zh")
    log = json.loads(render(build_report(outcomes, REQUEST, **more), View(STANDARD, lang, fail_on=fail_on)))
    assert sarif_faults(log) == []
    return log["runs"][0]


def test_a_finding_has_rule_level_place_and_what_to_do():
    run = run_of(WRONG)
    (result,) = run["results"]
    assert (result["ruleId"], result["level"]) == ("pattern", "error")
    assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == "pattern"
    assert result["message"]["text"] == "“备注”的值“x”有误。请更正。"
    assert result["locations"][0] == {
        "physicalLocation": {
            "artifactLocation": {"uri": "licence.csv", "uriBaseId": "%SRCROOT%", "index": 0},
            "region": {"startLine": 2},
        },
        "logicalLocations": [{"name": "备注", "fullyQualifiedName": "G2", "kind": "cell"}],
    }
    assert result["properties"]["clause"] == "form#表"


def test_rules_are_explained_in_the_readers_language():
    (rule,) = run_of(WRONG, lang="en")["tool"]["driver"]["rules"]
    assert rule["shortDescription"]["text"] == "Rule pattern"
    assert rule["fullDescription"]["text"] == "Reason"
    assert rule["help"]["text"].startswith("Remedy: Correct it.")
    assert rule["defaultConfiguration"] == {"level": "error"}


@pytest.mark.parametrize(("rule", "level"), [("pattern", "error"), ("date-form", "warning"), ("footer-row", "note")])
def test_levels_follow_severities(rule, level):
    found = a_violation(rule, "remarks", details={"expected": "y"})
    (result,) = run_of(a_result(tallies=[a_tally(rule, "remarks", 1)], violations=[found]))["results"]
    assert result["level"] == level


def test_a_workbook_has_no_lines_but_cells_of_sheets():
    found = a_violation("pattern", "remarks", row=17, line=None)
    run = run_of(a_result(path="a.xlsx", format="xlsx", encoding=None, sheet="许可", violations=[found]))
    (location,) = run["results"][0]["locations"]
    assert "region" not in location["physicalLocation"]
    assert location["logicalLocations"][0]["fullyQualifiedName"] == "许可!G17"


def test_a_payload_has_json_pointers():
    found = a_violation("pattern", "remarks", line=None)
    run = run_of(a_result(path="a.json", format="json", pointer_prefix="", violations=[found]))
    assert run["results"][0]["locations"][0]["logicalLocations"][0]["fullyQualifiedName"] == "/0/备注"


def test_inputs_that_were_not_read_are_errors_of_the_run():
    invocation = run_of(WRONG, UNREAD)["invocations"][0]
    assert (invocation["executionSuccessful"], invocation["exitCode"]) == (False, 2)
    said = [one for one in invocation["toolExecutionNotifications"] if one["level"] == "error"]
    assert [one["message"]["text"] for one in said] == ["这是PDF。"]
    assert said[0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "x.pdf"


def test_rules_that_did_not_run_are_said_with_their_reason():
    skipped = Tally(a_tally("late", "decision_date").check, "skipped", "column-absent")
    (said,) = run_of(a_result(tallies=[skipped]))["invocations"][0]["toolConfigurationNotifications"]
    assert said["associatedRule"] == {"id": "late", "index": 0}
    assert said["properties"]["reason"] == "column-absent"
    assert "没有所需的列" in said["message"]["text"]


@pytest.mark.parametrize(("fail_on", "code"), [("error", 0), ("warning", 1)])
def test_the_exit_code_is_that_of_the_command(fail_on, code):
    warned = a_result(tallies=[a_tally("date-form", "decision_date", 2)])
    invocation = run_of(warned, fail_on=fail_on)["invocations"][0]
    assert (invocation["exitCode"], invocation["executionSuccessful"]) == (code, True)


def test_of_too_many_results_the_worst_are_kept_and_counts_stay_exact(monkeypatch):
    monkeypatch.setattr(sarif_results, "MOST", 2)
    found = [a_violation("footer-row", row=2), a_violation("pattern", "remarks", row=3)]
    found.append(a_violation("pattern", "remarks", row=4))
    tallies = [a_tally("footer-row", failed=1), a_tally("pattern", "remarks", 2)]
    run = run_of(a_result(tallies=tallies, violations=found))
    assert [result["level"] for result in run["results"]] == ["error", "error"]
    assert run["properties"]["counts"] == {"error": 2, "warning": 0, "info": 1}
    assert (run["properties"]["findingsShown"], run["properties"]["findingsTotal"]) == (2, 3)
    said = run["invocations"][0]["toolExecutionNotifications"]
    assert [one["descriptor"]["id"] for one in said] == ["findings-capped"]


@pytest.mark.parametrize(
    ("path", "uri"),
    [
        ("报送/行政 许可#1.csv", "%E6%8A%A5%E9%80%81/%E8%A1%8C%E6%94%BF%20%E8%AE%B8%E5%8F%AF%231.csv"),
        ("../a.csv", "../a.csv"),
        ("a:b.csv", "a%3Ab.csv"),
        ("/data/a.csv", "file:///data/a.csv"),
        ("C:\\报送\\a.csv", "file:///C:/%E6%8A%A5%E9%80%81/a.csv"),
        ("\\\\server\\share\\a.csv", "file://server/share/a.csv"),
        ("\udcd0\udcd0.csv", "%D0%D0.csv"),
    ],
)
def test_paths_become_addresses(path, uri):
    assert address(path)["uri"] == uri


def test_what_is_no_file_has_no_address():
    assert address("<frame>") == {"description": {"text": "<frame>"}}


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("{0} {x}", "{{0}} {{x}}"),
        ("[沪](http://x.example)", "\\[沪](http://x.example)"),
        ("第[3]号", "第[3]号"),
    ],
)
def test_data_is_no_placeholder_and_no_link(text, shown):
    assert plain(text) == shown


def test_hostile_values_stay_valid():
    found = a_violation("pattern", "remarks", value="\x00\u202e{0}[a](0)")
    run_of(replace(WRONG, path="\udcff.csv", violations=[found]))


def test_a_finding_is_known_again_by_its_fingerprint():
    (result,) = run_of(WRONG)["results"]
    again = a_violation("pattern", "remarks", row=9)
    (moved,) = run_of(replace(WRONG, violations=[again]))["results"]
    assert result["partialFingerprints"] == moved["partialFingerprints"]
    own = result["partialFingerprints"]["conformance/v1"]
    assert result["partialFingerprints"]["primaryLocationLineHash"] == f"{own}:1"


SUPPRESSED = SuppressionReport(
    *("pattern", None, None, [], "系统更换前的数据", "2099-12-31", False, 3),
    counts={"error": 2, "warning": 0, "info": 0},
    counted=0,
)


def test_what_is_suppressed_or_known_is_counted_and_said():
    report = replace(
        build_report([WRONG], REQUEST),
        suppressed=[SUPPRESSED],
        baseline=BaselineReport("earlier.json", 5, {"error": 4, "warning": 0, "info": 0}, 1),
    )
    log = json.loads(render(report, View(STANDARD)))
    assert sarif_faults(log) == []
    (run,) = log["runs"]
    assert (run["properties"]["findingsKnown"], run["properties"]["findingsSuppressed"]) == (4, 2)
    said = run["invocations"][0]["toolExecutionNotifications"]
    (one,) = [one for one in said if one["descriptor"]["id"] == "findings-suppressed"]
    assert "系统更换前的数据" in one["message"]["text"]


@pytest.mark.parametrize(("state", "said"), [("new", "new"), ("known", "unchanged"), (None, None)])
def test_what_a_baseline_says_of_a_finding(state, said):
    report = build_report([WRONG], REQUEST)
    report = replace(report, findings=[replace(report.findings[0], baseline_state=state)])
    log = json.loads(render(report, View(STANDARD)))
    assert sarif_faults(log) == []
    assert log["runs"][0]["results"][0].get("baselineState") == said
