"""What a report says of the submission as a whole: its manifest, what of it the files bear out, and the one before."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from conformance.engine.model import TableResult
from conformance.report.model import ComparedReport, InputReport, Report, SubmissionReport
from conformance.report.view import View, visible
from conformance.report.words import say

if TYPE_CHECKING:
    from conformance.submission.model import Manifest
    from conformance.submission.verify import Compared


def submission_report(
    manifest: Manifest | None, previous: Sequence[TableResult] | None, compared: Sequence[Compared]
) -> SubmissionReport | None:
    """The facts about a submission; None where nothing but single files was given."""
    if manifest is None and previous is None:
        return None
    from conformance.submission.verify import plain, signed

    return SubmissionReport(
        manifest=None if manifest is None else manifest.path,
        id=None if manifest is None else manifest.id,
        party=None if manifest is None or manifest.party is None else manifest.party.id,
        period_from=None if manifest is None else manifest.first.isoformat(),
        period_to=None if manifest is None else manifest.last.isoformat(),
        kind="full" if manifest is None else manifest.kind,
        kind_stated=manifest is not None and manifest.kind_stated,
        compared=[
            ComparedReport(
                path=one.file.written,
                sheet=one.file.sheet,
                kind=one.file.kind,
                field=one.field,
                declared=plain(one.declared),
                found=None if one.found is None else plain(one.found),
                difference=None if one.difference is None else signed(one.difference),
            )
            for one in compared
        ],
    )


def submission_lines(report: Report, view: View) -> list[str]:
    """The section of the text report, without its heading."""
    said = report.submission
    if said is None:
        return []
    lines = []
    if said.manifest is not None:
        period = say("period", view.lang, first=said.period_from, last=said.period_to)
        lines.append(say("manifest", view.lang, path=said.manifest, id=said.id, period=period))
    lines.append(say("kind-" + said.kind + ("" if said.kind_stated else "-taken"), view.lang))
    lines += [_compared(one, report, view) for one in said.compared]
    for part in said.parts:
        if part.format != "manifest":
            item = view.item_title(part.item or "")
            lines.append(say("previous", view.lang, path=name_of(part), item=item))
    return [visible(line) for line in lines]


def _compared(one: ComparedReport, report: Report, view: View) -> str:
    path = one.path if one.sheet is None else f"{one.path} {say('sheet', view.lang, sheet=one.sheet)}"
    if report.submission is not None and one.kind != report.submission.kind:
        path += say("of-kind-" + one.kind, view.lang)
    if one.found is None:
        return say("compared-not", view.lang, path=path)
    what = say("records", view.lang) if one.field is None else _title(one, report, view)
    key = "compared-other" if Decimal(one.difference or 0) else "compared-same"
    return say(key, view.lang, path=path, what=what, declared=one.declared, found=one.found, difference=one.difference)


def _title(one: ComparedReport, report: Report, view: View) -> str:
    """The field's title as one of the inputs has it."""
    items = [entry.item for entry in report.inputs if entry.item is not None]
    titles = (view.field_title(item, one.field or "") for item in items)
    return say("total", view.lang, field=next((title for title in titles if title != one.field), one.field))


def name_of(part: InputReport) -> str:
    """Path of a part, with its sheet where it has one."""
    return part.path if part.sheet is None else f"{part.path} {part.sheet}"
