"""The report as SARIF 2.1.0, which code-scanning platforms and editors show beside the file that was checked."""

from __future__ import annotations

from typing import Any

from conformance.report.model import Report
from conformance.report.sarif.artifacts import ROOT, artifacts_of
from conformance.report.sarif.invocation import invocation
from conformance.report.sarif.results import results_of
from conformance.report.sarif.rules import rules_of
from conformance.report.utf8 import as_json
from conformance.report.view import View

SUFFIXES = (".sarif", ".json")
SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"


def render(report: Report, view: View) -> str:
    """A log with one run. Findings beyond the limit are left out, the worst kept; counts are exact all the same."""
    return as_json(log_of(report, view), 2) + "\n"


def log_of(report: Report, view: View) -> dict[str, Any]:
    """The whole log as plain data."""
    rules = rules_of(report, view)
    places = {rule["id"]: place for place, rule in enumerate(rules)}
    artifacts = artifacts_of(report)
    results = results_of(report, places, artifacts)
    return {
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {"driver": _driver(report, rules, view)},
                "language": _language(view),
                "columnKind": "unicodeCodePoints",
                "originalUriBaseIds": {ROOT: {"description": {"text": _root(view)}}},
                "invocations": [invocation(report, view, places, artifacts, len(results))],
                "artifacts": artifacts.listed(report),
                "results": results,
                "properties": _facts(report, len(results)),
            }
        ],
    }


def _driver(report: Report, rules: list[dict[str, Any]], view: View) -> dict[str, Any]:
    return {
        "name": report.tool.name,
        "version": report.tool.version,
        "language": _language(view),
        "rules": rules,
        "properties": {"engine": report.tool.engine},
    }


def _facts(report: Report, shown: int) -> dict[str, Any]:
    """What holds for the run as a whole; the counts are of all findings, shown or not."""
    return {
        "verdict": report.verdict,
        "counts": dict(report.counts),
        "findingsTotal": report.findings_total,
        "findingsShown": shown,
        "standard": {
            "edition": report.standard.edition,
            "version": report.standard.version,
            "digest": report.standard.digest,
        },
        "asOf": report.as_of,
        "party": report.party,
        "purpose": report.purpose,
        "appliesFrom": report.applies_from,
        "findingsKnown": 0 if report.baseline is None else sum(report.baseline.known.values()),
        "findingsSuppressed": sum(number for one in report.suppressed for number in one.counts.values()),
    }


def _language(view: View) -> str:
    return "zh-CN" if view.lang == "zh" else "en"


def _root(view: View) -> str:
    return "运行本工具时所在的文件夹" if view.lang == "zh" else "The folder in which the tool was run"
