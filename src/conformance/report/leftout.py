"""What a report says of findings that it does not show: those that the configuration suppresses, those of a baseline.

What nobody may miss (what expired, what matched nothing, how many there are) is among the notes as well.
"""

from __future__ import annotations

from conformance.report.model import Report, SuppressionReport
from conformance.report.view import View
from conformance.report.words import names, say
from conformance.standard.words import SEVERITIES, bracket, listing, pick


def nothing_found(report: Report, view: View) -> str:
    """The sentence where a report shows no finding: an input that nobody read is not one without problems."""
    if not any(entry.rows for entry in report.inputs):
        return say("nothing-read", view.lang)
    if report.baseline is not None and any(report.baseline.known.values()):
        return say("no-new-findings", view.lang, number=sum(report.baseline.known.values()))
    if any(number for one in report.suppressed for number in one.counts.values()):
        return say("no-other-findings", view.lang)
    unread = any(entry.verdict == "not-checked" for entry in report.inputs)
    return say("no-findings-read" if unread else "no-findings", view.lang)


def suppressed_lines(report: Report, view: View) -> list[str]:
    """A line for each suppression that holds: how many findings of which rule where, why, until when."""
    return [_line(one, view) for one in report.suppressed if not one.expired]


def _line(one: SuppressionReport, view: View) -> str:
    comma = "，" if view.lang == "zh" else ", "
    where = [say("suppressed-path", view.lang, path=one.path)] if one.path is not None else []
    if one.field is not None:
        where.append(say("suppressed-field", view.lang, field=one.field))
    if one.keys:
        where.append(say("suppressed-keys", view.lang, keys=names(one.keys, view.lang, 5)))
    counts = [f"{pick(SEVERITIES[severity], view.lang)} {number}" for severity, number in one.counts.items() if number]
    number = say("places", view.lang, number=sum(one.counts.values()))
    if counts:
        number += bracket(listing(counts, view.lang), view.lang)
    return say(
        "suppressed",
        view.lang,
        rule=view.rule_title(one.rule),
        id=one.rule,
        where=comma + comma.join(where) if where else "",
        number=number,
        until=one.until,
        reason=one.reason,
    )
