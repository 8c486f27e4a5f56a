"""What a report comes to, in sentences: why all records go back, what falls due, what to do next, on what basis."""

from __future__ import annotations

from collections.abc import Iterable

from conformance.report.mending import fix_step, only_late
from conformance.report.model import Finding, InputReport, Report
from conformance.report.places import TABULAR
from conformance.report.verdict import not_checked, unread
from conformance.report.view import View
from conformance.report.words import GO, STOP, say
from conformance.standard.model import RANKED
from conformance.standard.words import PURPOSES, listing, pick

_NAMED = 5
"""Places that a sentence names."""


def all_back(entry: InputReport, found: Iterable[Finding], view: View) -> bool:
    """Whether an error of the whole input is why no record can be taken (a manifest that counts otherwise is not).

    ``found`` are the findings of the input.
    """
    return 0 < entry.rows == entry.rejected_rows and any(
        finding.severity == "error" and finding.row is None and view.standard.rules[finding.rule].scope != "submission"
        for finding in found
    )


def due_sentence(entry: InputReport, report: Report, view: View) -> str | None:
    """How many records of an input fall due today and where the first of them are; None where none does."""
    due = entry.due_today
    if due is None or not due.records:
        return None
    first = ""
    if some := due.examples[:_NAMED]:
        tabular = entry.format in TABULAR and all(one.row is not None for one in some)
        places = listing((str(one.row if tabular else one.record) for one in some), view.lang)
        key = f"due-{'rows' if tabular else 'records'}{'-some' if due.records > len(some) else ''}"
        first = say(key, view.lang, places=places)
    return say("due-today", view.lang, number=due.records, as_of=report.as_of, first=first)


def next_steps(report: Report, view: View) -> list[str]:
    """What to do now, a sentence each."""
    lines = [say("next-item", view.lang, item=view.item_title(item)) for item in _doubtful_items(report, view)]
    if report.verdict == "not-checked":
        lines.append(unread(report, view))
    elif report.verdict == "non-conforming":
        lines.append(say("next-stop", view.lang, stop=pick(STOP[report.purpose], view.lang)))
        if not_checked(report, view):
            lines.append(say("next-unread", view.lang))
    else:
        lines.append(say(_go_on(report, view), view.lang, go=pick(GO[report.purpose], view.lang)))
    by_itself = fix_step(report, view)
    if by_itself is not None:
        lines.append(by_itself)
    if report.findings and view.commands:
        worst = min(report.findings, key=lambda finding: RANKED.index(finding.severity))
        option = "" if view.lang == "zh" else " --lang en"
        lines.append(say("next-explain", view.lang, rule=worst.rule, lang=option))
    return lines


def _go_on(report: Report, view: View) -> str:
    """What is said where all can be taken: of records that only come late nothing is to be mended."""
    if report.verdict == "conforming":
        return "next-go"
    return "next-late" if only_late(report, view) else "next-warnings"


def _doubtful_items(report: Report, view: View) -> list[str]:
    """Items that every record contradicts by something that only the item asks for: perhaps another one was meant."""
    plain = {check.rule for kind in view.standard.record_types.values() for check in kind.checks}
    contradicted = [
        rule.item
        for rule in report.rules
        if rule.id not in plain and rule.item and rule.checked > 1 and rule.failed == rule.checked
    ]
    return list(dict.fromkeys(contradicted))


def basis(report: Report, view: View) -> list[str]:
    """What was checked against, for whom, as of when, and by which program."""
    return [
        say(
            "basis",
            view.lang,
            edition=report.standard.edition,
            version=report.standard.version,
            digest=report.standard.digest[: len("sha256:") + 12],
            purpose=pick(PURPOSES[report.purpose], view.lang),
            as_of=report.as_of,
            party=report.party or say("no-party", view.lang),
        ),
        say("tool", view.lang, name=report.tool.name, version=report.tool.version, engine=report.tool.engine),
    ]
