"""The rules that failed, one part each: how often, where, what to do, on whose word."""

from __future__ import annotations

from conformance.report.groups import EXAMPLES, Group, by_field, extent, remedies, same, whole_column
from conformance.report.html.parts import CELL, SENTENCE, Problem, shown
from conformance.report.html.tables import placeless, problem_tables
from conformance.report.html.words import grouped, word
from conformance.report.mending import graded, is_late
from conformance.report.model import Finding, InputReport
from conformance.report.places import where
from conformance.report.rulebook import citation
from conformance.report.view import View
from conformance.report.words import names, say
from conformance.standard.words import FIXES, SEVERITIES, pick


def problem_of(group: Group, anchor: str, entry: InputReport, view: View) -> Problem:
    """Everything the page says of one group of findings."""
    lang = view.lang
    known = view.standard.rules.get(group.rule)
    how_much = extent(group, entry.rows, view)
    tables, others = problem_tables(group, entry, view)
    bare = placeless(group)
    message = same([finding.message for finding in group.findings])
    if message is not None and known is not None and "--" in pick(known.message, lang):
        message = view.said(message)  # what it quotes of a file stays as it is there
    listed = [] if tables and not bare else [_placeless(one, message, entry, view) for one in bare[:EXAMPLES]]
    drawn = sum(len(table.rows) for table in tables) + len(listed)
    fields = by_field(group, entry.item, view)
    rest = []
    if others:
        rest.append(word("more-columns", lang, number=len(others), names=names(others, lang)))
    if group.count > drawn and not group.once and drawn:
        rest.append(word("rest", lang, total=grouped(group.count), shown=drawn))
    return Problem(
        anchor=anchor,
        severity=group.severity,
        severity_words=pick(SEVERITIES[group.severity], lang),
        title=view.rule_title(group.rule),
        rule=group.rule,
        count=group.count,
        extent=how_much,
        shown_extent=how_much or (word("whole-file", lang) if bare and all(one.row is None for one in bare) else ""),
        sentence=None if message is None else shown(message, SENTENCE, lang),
        why=None if known is None else pick(known.why, lang),
        whole_column=say("whole-column", lang) if _by_one_cause(group, entry) else None,
        fields=say("fields", lang, fields=names(fields, lang)) if fields else None,
        remedies=[shown(view.advised(one), SENTENCE, lang) for one in remedies(group.rule, list(group.findings), view)],
        fix=_how(group, view),
        clauses=_clauses(group, view),
        tables=tables,
        places=listed,
        rest=" ".join(rest) or None,
    )


def _by_one_cause(group: Group, entry: InputReport) -> bool:
    return group.severity != "info" and whole_column(group, entry.rows)


def _how(group: Group, view: View) -> str:
    """How its findings are to be mended; where they differ, how many in which way."""
    if is_late(group.rule, view):
        return word("mend-nothing", view.lang)
    found = graded(group, view)
    if len(found) == 1 and found[0][1] is None:
        fix = found[0][0]
        return pick(FIXES[fix], view.lang) if view.commands or fix == "none" else word(f"here-{fix}", view.lang)
    comma, how = "，" if view.lang == "zh" else ", ", "mend" if view.commands else "mend-here"
    return comma.join(word(f"{how}-{fix}", view.lang, number=number) for fix, number in found)


def _placeless(finding: Finding, message: str | None, entry: InputReport, view: View) -> str:
    place = shown(where(finding, entry, view), 2 * CELL, view.lang)
    if message is not None:
        return place
    colon = "：" if view.lang == "zh" else ": "
    return f"{place}{colon}{shown(finding.message, SENTENCE, view.lang)}"


def _clauses(group: Group, view: View) -> list[str]:
    clauses = dict.fromkeys(finding.clause for finding in group.findings)
    known = view.standard.rules.get(group.rule)
    if not clauses and known is not None:
        clauses = {known.clause: None}
    return [citation(clause, view.standard, view.lang, with_note=False) for clause in list(clauses)[:3]]
