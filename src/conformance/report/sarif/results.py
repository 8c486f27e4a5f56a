"""Findings as SARIF's results."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from conformance.report.model import Finding, Report
from conformance.report.sarif.artifacts import Artifacts
from conformance.report.sarif.message import message
from conformance.report.sarif.rules import LEVELS

MOST = 5_000
"""Results in a log: no platform shows more, and GitHub refuses a log of 25,000."""
FINGERPRINT = "conformance/v1"
_PROPERTIES = (
    "sheet",
    "record",
    "row",
    "column",
    "cell",
    "pointer",
    "field",
    "value",
    "expected",
    "key",
    "clause",
    "fix",
)


def results_of(report: Report, rules: Mapping[str, int], artifacts: Artifacts) -> list[dict[str, Any]]:
    """The findings in their order; of too many the mildest are left out."""
    findings = report.findings
    if len(findings) > MOST:
        ranks = list(LEVELS)
        worst = sorted(range(len(findings)), key=lambda place: (ranks.index(findings[place].severity), place))
        findings = [findings[place] for place in sorted(worst[:MOST])]
    return [_result(finding, rules, artifacts) for finding in findings]


def _result(finding: Finding, rules: Mapping[str, int], artifacts: Artifacts) -> dict[str, Any]:
    known = {name: value for name in _PROPERTIES if (value := getattr(finding, name)) is not None}
    return {
        "ruleId": finding.rule,
        "ruleIndex": rules[finding.rule],
        "level": LEVELS[finding.severity],
        "message": message(_text(finding)),
        "locations": [_location(finding, artifacts)],
        **_identity(finding),
        "properties": known | {"remedy": finding.remedy},
    }


def _identity(finding: Finding) -> dict[str, Any]:
    """By what a finding is known again in another run: under a name of ours, and under the one that GitHub goes by."""
    known: dict[str, Any] = {}
    if finding.fingerprint:
        prints = {FINGERPRINT: finding.fingerprint, "primaryLocationLineHash": f"{finding.fingerprint}:1"}
        known["partialFingerprints"] = prints
    if finding.baseline_state is not None:
        known["baselineState"] = "new" if finding.baseline_state == "new" else "unchanged"
    return known


def _text(finding: Finding) -> str:
    """What is wrong and what to do; after a full-width stop no blank is wanted."""
    return finding.message + (" " if finding.message[-1:].isascii() else "") + finding.remedy


def _location(finding: Finding, artifacts: Artifacts) -> dict[str, Any]:
    physical: dict[str, Any] = {"artifactLocation": artifacts.location(finding.path)}
    if finding.line is not None:
        physical["region"] = {"startLine": finding.line}
    logical = _logical(finding)
    return {"physicalLocation": physical} | ({"logicalLocations": [logical]} if logical else {})


def _logical(finding: Finding) -> dict[str, Any]:
    """The place within the data: a cell of a sheet, a value of a payload, a record."""
    name = {} if finding.column is None else {"name": finding.column}
    sheet = "" if finding.sheet is None else f"{finding.sheet}!"
    if finding.pointer is not None:
        return {**name, "fullyQualifiedName": finding.pointer, "kind": "value" if finding.column else "object"}
    if finding.cell is not None:
        return {**name, "fullyQualifiedName": sheet + finding.cell, "kind": "cell"}
    if finding.record is not None:
        within = "" if finding.field is None else f"/{finding.field}"
        return {**name, "fullyQualifiedName": f"{sheet}{finding.record}{within}", "kind": "record"}
    if sheet or name:
        return {
            **name,
            "fullyQualifiedName": sheet.rstrip("!") or finding.column,
            "kind": "table" if sheet else "column",
        }
    return {}
