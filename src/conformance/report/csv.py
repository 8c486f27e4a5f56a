"""The findings of a report as a table for spreadsheet programs: CSV in UTF-8 with a byte order mark, lines ending in CRLF.

The columns are those of a finding; what a cell should hold is parted into what may be written there, and what a person may
only compare it with. It holds what the report holds, examples where there are many: a table has no place to
say so, the command line says it on standard error.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping

from conformance.report.harmless import harmless
from conformance.report.mending import comparison, correction, grade
from conformance.report.model import Finding, Report
from conformance.report.stream import COLUMNS
from conformance.report.view import View
from conformance.standard.model import Text
from conformance.standard.words import SEVERITIES, pick

SUFFIXES = (".csv",)
BOM = "\ufeff"

HEADINGS = {
    "rule": Text("规则", "Rule"),
    "severity": Text("级别", "Severity"),
    "path": Text("文件", "File"),
    "sheet": Text("工作表", "Sheet"),
    "record": Text("第几条记录", "Record"),
    "row": Text("行号", "Row"),
    "line": Text("文件第几行", "Line"),
    "column": Text("列名", "Column"),
    "cell": Text("单元格", "Cell"),
    "pointer": Text("JSON 指针", "JSON pointer"),
    "field": Text("数据项", "Field"),
    "value": Text("原值", "Value"),
    "expected": Text("应为", "Expected"),
    "comparison": Text("供核对", "To compare with"),
    "key": Text("文号（或主体）", "Key"),
    "message": Text("问题", "What is wrong"),
    "remedy": Text("更正建议", "How to mend it"),
    "clause": Text("依据", "Clause"),
    "fix": Text("改法", "How it is mended"),
    "fingerprint": Text("问题指纹", "Fingerprint"),
    "baseline_state": Text("与基线相比", "Against the baseline"),
}
"""How the columns are headed."""
_SHOWN = (
    *COLUMNS[: (_AT := COLUMNS.index("expected") + 1)],
    "comparison",
    "fix",
    *(c for c in COLUMNS[_AT:] if c != "fix"),
)
"""The columns, how sure a correction is beside it."""
_MENDING: Mapping[str, Callable[[Finding, View], str | None]] = {
    "expected": lambda finding, view: correction(finding, view.lang),
    "comparison": comparison,
    "fix": grade,
}
STATES = {"new": Text("新增", "new"), "known": Text("已知", "known")}


def render(report: Report, view: View) -> str:
    """The findings that the report holds, one line each, under headings in the language of the reader."""
    target = io.StringIO(newline="")
    writer = csv.writer(target)
    writer.writerow([pick(HEADINGS[name], view.lang) for name in _SHOWN])
    writer.writerows([_cell(finding, name, view) for name in _SHOWN] for finding in report.findings)
    return BOM + target.getvalue()


def _cell(finding: Finding, name: str, view: View) -> str | int | None:
    if name in _MENDING:
        told = _MENDING[name](finding, view)
        return None if told is None else harmless(told)
    content: str | int | None = getattr(finding, name)
    if not isinstance(content, str):
        return content
    words = {"severity": SEVERITIES, "baseline_state": STATES}.get(name)
    return harmless(content) if words is None else pick(words[content], view.lang)
