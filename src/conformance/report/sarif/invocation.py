"""How the run went: its exit code, and everything that was not checked as notifications."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from conformance.report.build import exit_code
from conformance.report.leftout import suppressed_lines
from conformance.report.model import Report, RuleReport
from conformance.report.sarif.artifacts import Artifacts
from conformance.report.sarif.message import message
from conformance.report.unchecked import QUIET, beside_rules, reason_text
from conformance.report.view import View
from conformance.report.words import VERDICTS, say
from conformance.standard.words import pick

_BROKEN_OFF = 2
"""Exit codes from here on say that not everything was checked."""


def invocation(
    report: Report, view: View, rules: Mapping[str, int], artifacts: Artifacts, shown: int
) -> dict[str, Any]:
    """The one invocation of a run. It was successful if every input was checked, whatever was found."""
    code = exit_code(report, view.fail_on)
    return {
        "executionSuccessful": code < _BROKEN_OFF,
        "exitCode": code,
        "exitCodeDescription": pick(VERDICTS[report.verdict], view.lang),
        "toolExecutionNotifications": [*_inputs(report, artifacts), *_rest(report, view, shown)],
        "toolConfigurationNotifications": list(_rules(report, view, rules)),
    }


def _inputs(report: Report, artifacts: Artifacts) -> Iterator[dict[str, Any]]:
    for entry in report.inputs:
        if entry.verdict == "not-checked":
            yield {
                "level": "error",
                "descriptor": {"id": "input-not-checked"},
                "message": message(entry.problem or entry.path),
                "locations": [{"physicalLocation": {"artifactLocation": artifacts.location(entry.path)}}],
            }


def _rest(report: Report, view: View, shown: int) -> Iterator[dict[str, Any]]:
    for sentence in beside_rules(report, view):
        said = say("unchecked", view.lang) + ("：" if view.lang == "zh" else ": ") + sentence
        yield {"level": "warning", "descriptor": {"id": "not-checked"}, "message": message(said)}
    if shown < report.findings_total:
        sentence = say("capped", view.lang, total=report.findings_total, shown=shown)
        yield {"level": "warning", "descriptor": {"id": "findings-capped"}, "message": message(sentence)}
    for sentence in suppressed_lines(report, view):
        said = say("suppressed-heading", view.lang) + ("：" if view.lang == "zh" else ": ") + sentence
        yield {"level": "note", "descriptor": {"id": "findings-suppressed"}, "message": message(said)}
    for note in report.notes:
        yield {"level": "note", "descriptor": {"id": "note"}, "message": message(note)}


def _rules(report: Report, view: View, rules: Mapping[str, int]) -> Iterator[dict[str, Any]]:
    for rule in report.rules:
        if rule.status == "skipped" and rule.reason not in QUIET:
            yield {
                "level": "note",
                "descriptor": {"id": "records-not-judged" if rule.unjudged else "rule-not-run"},
                "associatedRule": {"id": rule.id, "index": rules[rule.id]},
                "message": message(_sentence(rule, view)),
                "properties": {
                    "item": rule.item,
                    "field": rule.field,
                    "reason": rule.reason,
                    "recordsNotJudged": rule.unjudged,
                },
            }


def _sentence(rule: RuleReport, view: View) -> str:
    title = view.rule_title(rule.id)
    if rule.field is not None:
        field = view.field_title(rule.item, rule.field)
        title += f"：{field}" if view.lang == "zh" else f": {field}"
    reason = reason_text(rule.reason or "", view)
    if rule.unjudged:
        return say("unjudged", view.lang, rule=title, number=rule.unjudged, reason=reason)
    return say("skipped", view.lang, rules=title, reason=reason)
