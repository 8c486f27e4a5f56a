"""Reports on real submissions, in every format that has an official schema or a parser."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from markdown_it import MarkdownIt
from official import junit_faults, sarif_faults

from conformance import check
from conformance.report import junit, markdown, sarif
from conformance.report.groups import tables_of
from conformance.report.view import View
from conformance.standard.load import load

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
BATCH = EXAMPLES / "batches" / "invalid" / "vanished-key"
FILES = [EXAMPLES / "README.md", *sorted((EXAMPLES / "submissions" / "invalid").iterdir())]
SHAPES = {
    "files of every kind, one unreadable": lambda lang: check(FILES, as_of="2016-06-01", lang=lang),
    "manifest and previous": lambda lang: check(
        manifest=BATCH / "manifest.yaml", previous=BATCH / "previous" / "manifest.yaml", as_of="2016-08-01", lang=lang
    ),
    "records": lambda lang: check([{"文号": "1", "项目名称": "甲|乙"}], item="admin-licence", lang=lang),
}


@pytest.fixture(scope="module", params=[(shape, lang) for shape in SHAPES for lang in ("zh", "en")], ids="-".join)
def made(request):
    """A report and how it is to be shown."""
    shape, lang = request.param
    return SHAPES[shape](lang), View(load(), lang)


def test_sarif_is_valid_and_names_every_input(made):
    report, view = made
    log = json.loads(sarif.render(report, view))
    assert sarif_faults(log) == []
    (run,) = log["runs"]
    tables = sum(len(artifact["properties"]["tables"]) for artifact in run["artifacts"])
    assert tables == len(report.inputs) + (len(report.submission.parts) if report.submission else 0)
    assert len(run["results"]) == report.findings_shown


def test_junit_is_valid_and_fails_for_every_error(made):
    report, view = made
    document = junit.render(report, view)
    assert junit_faults(document) == []
    failures = [failure for entry in tables_of(report) for failure in entry.failures]
    assert document.count("<failure ") == sum(failure.severity == "error" for failure in failures)
    assert document.count("<error ") == sum(entry.verdict == "not-checked" for entry in report.inputs)


def test_markdown_has_a_row_for_every_input(made):
    report, view = made
    html = MarkdownIt("commonmark").enable("table").render(markdown.render(report, view))
    first = html.partition("</table>")[0]
    assert first.count("<tr>") == 1 + len(report.inputs)
