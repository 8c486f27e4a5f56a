"""The findings of a report as a table for spreadsheet programs: CSV in UTF-8 with a byte order mark, lines ending in CRLF.

The columns are those of a finding. It holds what the report holds, examples where there are many: a table has no place to
say so, the command line says it on standard error.
"""

from __future__ import annotations

import csv
import io

from conformance.report.harmless import harmless
from conformance.report.model import Finding, Report
from conformance.report.stream import COLUMNS
from conformance.report.view import View
from conformance.standard.model import Text
from conformance.standard.words import FIXES, SEVERITIES, pick

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
    "key": Text("文号（或主体）", "Key"),
    "message": Text("问题", "What is wrong"),
    "remedy": Text("更正建议", "How to mend it"),
    "clause": Text("依据", "Clause"),
    "fix": Text("改法", "Kind of correction"),
    "fingerprint": Text("问题指纹", "Fingerprint"),
    "baseline_state": Text("与基线相比", "Against the baseline"),
}
"""How the columns of a finding are headed."""
STATES = {"new": Text("新增", "new"), "known": Text("已知", "known")}


def render(report: Report, view: View) -> str:
    """The findings that the report holds, one line each, under headings in the language of the reader."""
    target = io.StringIO(newline="")
    writer = csv.writer(target)
    writer.writerow([pick(HEADINGS[name], view.lang) for name in COLUMNS])
    writer.writerows([_cell(finding, name, view) for name in COLUMNS] for finding in report.findings)
    return BOM + target.getvalue()


def _cell(finding: Finding, name: str, view: View) -> str | int | None:
    content: str | int | None = getattr(finding, name)
    if not isinstance(content, str):
        return content
    words = {"severity": SEVERITIES, "fix": FIXES, "baseline_state": STATES}.get(name)
    return harmless(content) if words is None else pick(words[content], view.lang)
