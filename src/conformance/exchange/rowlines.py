"""From a report to what a receipt says: one line for every row, whichever way the rows came.

Which rows are taken is the file engine's own decision (``accepted_rows`` and ``rejected_rows``); the lines are held against
it, so that a receipt and a report never tell two stories.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal, TypeAlias

from msgspec import Struct

from conformance.report.model import Finding, InputReport, Report
from conformance.standard.jsonpointer import escaped
from conformance.standard.model import RANKED, Party, Severity, Standard, Text
from conformance.standard.parties import find_party

LineVerdict: TypeAlias = Literal["accepted", "accepted-with-warnings", "rejected"]
BatchEnd: TypeAlias = Literal["accepted", "partially-accepted", "rejected"]
EVERY = 1 << 31
"""``examples`` of a check whose findings have to be there all: more than a file has rows."""


STATES = {
    "accepted": Text("全部入库", "accepted"),
    "partially-accepted": Text("部分入库", "partially accepted"),
    "rejected": Text("全部退回", "rejected"),
    "refused": Text("整批退回", "refused"),
}
"""How a batch may end, in words."""


class Torn(Exception):
    """The findings do not bear out which rows are taken: an error of ours, never of the sender's."""


class Problem(Struct, frozen=True):
    """One thing that is wrong, as a receipt says it."""

    rule: str
    severity: Severity
    clause: str
    pointer: str
    """JSON pointer into the row, ``/许可决定日期``: the column as the sender calls it. Empty for the row or file as a whole."""
    message: str

    def as_json(self) -> dict[str, Any]:
        """As in a receipt."""
        return {
            "rule": self.rule,
            "severity": self.severity,
            "clause": self.clause,
            "pointer": self.pointer,
            "message": self.message,
        }


class Line(Struct, frozen=True):
    """What becomes of one row."""

    row: int
    """From 1; headers, footers and empty rows are none."""
    verdict: LineVerdict
    problems: tuple[Problem, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """As in a receipt; the key of a row that came in a table is its number."""
        return {
            "row": self.row,
            "key": str(self.row),
            "verdict": self.verdict,
            "problems": [problem.as_json() for problem in self.problems],
        }


def problem_of(finding: Finding) -> Problem:
    """A finding in the words of a receipt."""
    pointer = "" if finding.column is None else f"/{escaped(finding.column)}"
    return Problem(finding.rule, finding.severity, finding.clause, pointer, finding.message)


def lines_of(table: InputReport, findings: Sequence[Finding]) -> tuple[Line, ...]:
    """One line per row of a table, in order; ``findings`` are all of that table's.

    An error of the whole table (a missing column) is a problem of every row. Raises Torn where the rows rejected so are not
    as many as the report has: then the findings are not all there.
    """
    of_row: dict[int, list[Problem]] = {}
    of_all = [problem_of(one) for one in findings if one.record is None and one.severity == "error"]
    for finding in findings:
        if finding.record is not None:
            of_row.setdefault(finding.record, []).append(problem_of(finding))
    lines = tuple(_line(row, [*of_all, *of_row.get(row, ())]) for row in range(1, table.rows + 1))
    rejected = sum(line.verdict == "rejected" for line in lines)
    if rejected != table.rejected_rows:
        raise Torn(f"{table.path}: {rejected} rows have errors, the report rejects {table.rejected_rows}")
    return lines


def findings_of(report: Report, table: InputReport) -> list[Finding]:
    """The findings of one table of a report."""
    return [one for one in report.findings if (one.path, one.sheet) == (table.path, table.sheet)]


def counted(lines: Sequence[Line]) -> dict[str, int]:
    """The three numbers of a receipt, under the names that a vendor's upload interface of the time has them."""
    failed = sum(line.verdict == "rejected" for line in lines)
    return {"totalSize": len(lines), "successSize": len(lines) - failed, "failSize": failed}


def state_of(total: int, failed: int) -> BatchEnd:
    """How a batch ended whose rows were all judged: ``accepted``, ``partially-accepted`` or ``rejected``."""
    if failed == 0:
        return "accepted"
    return "rejected" if failed == total else "partially-accepted"


def _line(row: int, problems: list[Problem]) -> Line:
    problems.sort(key=lambda one: RANKED.index(one.severity))
    grave = {one.severity for one in problems}
    verdict: LineVerdict = (
        "rejected" if "error" in grave else "accepted-with-warnings" if "warning" in grave else "accepted"
    )
    return Line(row, verdict, tuple(problems))


def party_of_provider(provider: str, standard: Standard) -> Party | None:
    """The party that a provider is, named as ``--party`` takes it or by the id of its unit alone; None where there is none."""
    return find_party(provider, standard) or find_party(f"unit:{provider}", standard)


def ending(state: str, counts: Mapping[str, int]) -> Text:
    """How a batch ended, in one line of a log."""
    total, taken, failed = (counts[name] for name in ("totalSize", "successSize", "failSize"))
    word = STATES[state]
    return Text(
        f"{word.zh}：共 {total} 条，可入库 {taken} 条，退回 {failed} 条",
        f"{word.en}: {total} rows, {taken} taken, {failed} rejected",
    )
