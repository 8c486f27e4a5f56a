"""From the engine's answers to one report: verdicts, exact counts, how each rule went, findings in order."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from conformance.engine.model import Request, TableResult, Violation
from conformance.report.model import (
    Finding,
    InputReport,
    Report,
    StandardRef,
    SubmissionReport,
    Tool,
    Verdict,
)
from conformance.report.profile import columns_of, due_of, stretches_of
from conformance.report.tallies import counts_of, failures_of, rules_of, severities_of, summed
from conformance.report.view import recognised
from conformance.report.wording import Wording
from conformance.sources.codes import ProblemCode
from conformance.standard.model import Lang, Severity, Text
from conformance.version import __version__

TOOL = "conformance"
NO_ROWS = Text(
    "没有数据行：只有表头，没有可校验的记录。如本期确无记录，请按零报告办理。",
    "There are no data rows: the input has a header and no record to check. If there was nothing to report, send a "
    "nil return.",
)
NOT_OF_ITEM = Text(
    "没有数据行，表头里也没有一列是该数据事项的：请核对文件、工作表和数据事项是否选对；列名与标准不同的，先照填报模板改列名。",
    "There are no data rows, and no column of the header is one of the data item: see whether the file, the sheet and the data "
    "item are the right ones; where headers differ from the standard's, rename them as in the template first.",
)


class Unread(Struct, frozen=True):
    """An input that could not be used, and the sentence why."""

    path: str
    problem: Text
    mapping_template: str | None = None
    code: ProblemCode = "unreadable"


def build_report(
    outcomes: Sequence[TableResult | Unread],
    request: Request,
    *,
    lang: Lang = "zh",
    show_personal_data: bool = False,
    engine: str = "local",
    notes: Sequence[str] = (),
    submission: SubmissionReport | None = None,
    beside: Sequence[TableResult] = (),
) -> Report:
    """The report of one run over all its inputs, worded in ``lang``, masked unless told otherwise.

    ``beside`` are the results whose place is no input: the manifest, and the submission before.

    Raises TemplateError where a rule's sentence and its check do not fit together.
    """
    wording = Wording(request.standard, lang, show_personal_data=show_personal_data)
    inputs: list[InputReport] = []
    findings: list[Finding] = []
    for outcome in outcomes:
        if isinstance(outcome, Unread):
            inputs.append(_unread(outcome, wording))
            continue
        inputs.append(_input(outcome, request, wording))
        findings += _findings(outcome, wording)
    parts = [_part(result, request, wording) for result in beside]
    for result in beside:
        findings += _findings(result, wording)
    results = [*(outcome for outcome in outcomes if isinstance(outcome, TableResult)), *beside]
    rules = summed((entry.rules for entry in (*inputs, *parts)), request.standard)
    counts = counts_of(results, request)
    edition = request.standard.edition
    return Report(
        tool=Tool(TOOL, __version__, engine),
        standard=StandardRef(edition.id, edition.version, request.standard.digest),
        as_of=request.as_of.isoformat(),
        party=_party(results, request),
        purpose=request.purpose,
        verdict=_overall([entry.verdict for entry in (*inputs, *parts)]),
        inputs=inputs,
        rules=rules,
        counts=counts,
        findings=findings,
        findings_shown=len(findings),
        findings_total=sum(counts.values()),
        applies_from=None if request.applies_from is None else request.applies_from.isoformat(),
        notes=list(notes),
        submission=None if submission is None else replace(submission, parts=parts),
    )


def _party(results: Sequence[TableResult], request: Request) -> str | None:
    """Who submits: whom the caller named, whatever could be read; else whom all tables of records name."""
    if request.party is not None:
        return request.party.id
    named = {None if party is None else party.id for party in (request.of(r.party).party for r in results if r.item)}
    return named.pop() if len(named) == 1 else None


def _part(result: TableResult, request: Request, wording: Wording) -> InputReport:
    """A place of findings that is no input: nothing in it was checked but what is said of it."""
    part = _input(result, request, wording)
    return replace(part, verdict=_worst(severities_of(result, request)), problem=None, problem_code=None)


def _unread(unread: Unread, wording: Wording) -> InputReport:
    return InputReport(
        path=unread.path,
        format=None,
        encoding=None,
        sheet=None,
        item=None,
        rows=0,
        accepted_rows=0,
        rejected_rows=0,
        late_rows=0,
        verdict="not-checked",
        problem=wording.say(unread.problem),
        problem_code=unread.code,
        mapping_template=None if unread.mapping_template is None else wording.quote(unread.mapping_template),
    )


def _input(result: TableResult, request: Request, wording: Wording) -> InputReport:
    empty = result.rows == 0 and bool(result.item)  # an envelope without records was checked all the same
    confidence = _confidence(result, wording)
    strange = bool(result.columns) and not confidence
    return InputReport(
        path=result.path,
        format=result.format,
        encoding=result.encoding,
        sheet=result.sheet,
        item=result.item or None,
        rows=result.rows,
        accepted_rows=result.accepted,
        rejected_rows=result.rejected,
        late_rows=result.late,
        verdict="not-checked" if empty else _worst(severities_of(result, request)),
        columns=columns_of(result, wording),
        confidence=confidence,
        problem=wording.say(NOT_OF_ITEM if strange else NO_ROWS) if empty else None,
        problem_code=None if not empty else "not-of-item" if strange else "no-records",
        ignored_sheets=[_ignored(sheet, why, wording) for sheet, why in result.ignored_sheets],
        mapping_template=None if result.mapping_template is None else wording.quote(result.mapping_template),
        failures=failures_of(result, request),
        rules=rules_of(result, request.standard),
        stretches=stretches_of(result),
        due_today=due_of(result, wording),
    )


def _confidence(result: TableResult, wording: Wording) -> float:
    """The share of the item's national fields that have a column, whoever named the item."""
    found, known = recognised(result.item, result.columns, wording.standard)
    return found / known if known else result.confidence


def _ignored(sheet: str, why: Text, wording: Wording) -> str:
    return f"{sheet}（{why.zh}）" if wording.lang == "zh" else f"{sheet} ({why.en})"


def _worst(severities: set[Severity]) -> Verdict:
    if "error" in severities:
        return "non-conforming"
    return "conforming-with-warnings" if "warning" in severities else "conforming"


def _overall(verdicts: list[Verdict]) -> Verdict:
    """The worst of all; an input that was not checked weighs less than an error and more than a warning."""
    ranks: tuple[Verdict, ...] = ("non-conforming", "not-checked", "conforming-with-warnings", "conforming")
    return next((verdict for verdict in ranks if verdict in verdicts), "not-checked")


def _findings(result: TableResult, wording: Wording) -> list[Finding]:
    def order(violation: Violation) -> tuple[int, int, str]:
        row = -1 if violation.row is None else violation.row
        column = -1 if violation.column is None else result.columns[violation.column].index
        return row, column, violation.check.rule

    return wording.findings(result, sorted(result.violations, key=order))


def exit_code(report: Report, fail_on: str = "error") -> int:
    """Exit code of ``check``: 2 if any input was not checked, else 1 if it fails, else 0.

    It follows from the findings that are shown: with a baseline from the new ones.
    """
    if any(entry.verdict == "not-checked" for entry in report.inputs) or not report.inputs:
        return 2
    fails = report.counts["error"] or (fail_on == "warning" and report.counts["warning"])
    return 1 if fails else 0
