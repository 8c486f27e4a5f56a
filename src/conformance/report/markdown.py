"""The report as Markdown, for merge requests, job summaries and wikis; it reads well as plain text too.

Its size is bounded, so that it fits a comment: what is left out is counted.
"""

from __future__ import annotations

from collections.abc import Iterable

from conformance.report.advice import all_back, basis, due_sentence, next_steps
from conformance.report.groups import Group, by_field, extent, found_in, grouped_inputs, remedies, same, tables_of
from conformance.report.inputs import about, is_envelope
from conformance.report.leftout import nothing_found, suppressed_lines
from conformance.report.mending import comparison, correction, grade, grades
from conformance.report.model import Finding, InputReport, Report
from conformance.report.nil import verdict_word
from conformance.report.places import where
from conformance.report.rulebook import citation
from conformance.report.submission import submission_lines
from conformance.report.unchecked import place_name, unchecked
from conformance.report.verdict import outcome
from conformance.report.view import View, visible
from conformance.report.words import VERDICTS, names, say
from conformance.standard.markdown import exact, foreign, table
from conformance.standard.words import SEVERITIES, pick

SUFFIXES = (".md", ".markdown")
LENGTH = 60_000
"""Characters of a report at the most; GitHub takes comments of 65,536."""
_ROWS = 50
"""Inputs, notes and sentences of one kind at the most."""
_WIDTH = 200
"""Characters of a text in a table."""


def render(report: Report, view: View) -> str:
    """The whole report, ending in a line break."""
    head = [f"# {verdict_word(report, view)}", "", _said(outcome(report, view)), ""]
    head += [*_inputs(report, view), *_submission(report, view)]
    left_out = suppressed_lines(report, view)
    tail = _listed("suppressed-heading", left_out, view) if left_out else []
    tail += [*_listed("unchecked", unchecked(report, view) or [say("unchecked-none", view.lang)], view)]
    tail += _listed("next", next_steps(report, view), view)
    tail += ["---", "", *(f"{_said(line)}  " for line in basis(report, view))]
    room = LENGTH - len("\n".join(head)) - len("\n".join(tail))
    return "\n".join([*head, *_findings(report, view, room), *tail]).rstrip() + "\n"


def _said(text: str, limit: int = 2_000) -> str:
    """A text of ours with the data that it quotes."""
    return foreign(visible(_cut(text, limit)))


def _cut(text: str, limit: int) -> str:
    return text if len(text) <= limit else text[: limit - 1] + "…"


def _heading(text: str) -> list[str]:
    return [f"## {_said(text)}", ""]


def _listed(key: str, lines: list[str], view: View) -> list[str]:
    """A section of sentences, cut with the number of the rest."""
    items = [f"- {_said(line, 500)}" for line in lines[:_ROWS]]
    return [*_heading(say(key, view.lang)), *items, *_rest(len(lines) - _ROWS, view), ""]


def _rest(number: int, view: View) -> list[str]:
    return ["", say("more-lines", view.lang, number=number)] if number > 0 else []


def _inputs(report: Report, view: View) -> list[str]:
    heads = [
        say(f"head-{name}", view.lang) for name in ("input", "verdict", "item", "rows", "accepted", "rejected", "late")
    ]
    shown = report.inputs[:_ROWS]
    lines = table(heads, (_input_row(entry, view) for entry in shown))
    found = found_in(report)
    remarks = [
        f"- {exact(visible(entry.path))}: {_said(sentence, 500)}"
        for entry in shown
        for sentence in _remarks(entry, found.get((entry.path, entry.sheet), ()), report, view)
    ]
    remarks += ["- " + _said(say("note", view.lang, note=note), 500) for note in report.notes[:_ROWS]]
    rest = _rest(len(report.inputs) - len(shown), view)
    return [*_heading(say("inputs", view.lang)), *lines, *rest, "", *remarks, *([""] if remarks else [])]


def _remarks(entry: InputReport, found: Iterable[Finding], report: Report, view: View) -> list[str]:
    """What the numbers of an input do not say: why it was not checked, why all goes back, what falls due."""
    said = [] if entry.problem is None else [entry.problem]
    if all_back(entry, found, view):
        said.append(say("all-back", view.lang))
    if due := due_sentence(entry, report, view):
        said.append(due)
    return said


def _input_row(entry: InputReport, view: View) -> list[str]:
    item = "" if entry.item is None else f"{view.item_title(entry.item)} ({entry.item})"
    if is_envelope(entry):
        item = about(entry, view)
    numbers = (entry.rows, entry.accepted_rows, entry.rejected_rows, entry.late_rows)
    counted = ["–"] * len(numbers) if entry.verdict == "not-checked" else list(map(str, numbers))
    name = _said(place_name(entry, view), _WIDTH)
    return [name, pick(VERDICTS[entry.verdict], view.lang), _said(item), *counted]


def _submission(report: Report, view: View) -> list[str]:
    lines = submission_lines(report, view)
    return _listed("submission", lines, view) if lines else []


def _findings(report: Report, view: View, room: int) -> list[str]:
    """The groups of every input, as many as there is room for; the rest is counted."""
    if not report.findings_total:
        return [_said(nothing_found(report, view)), ""] if any(entry.rows for entry in report.inputs) else []
    several = len(tables_of(report)) > 1
    lines = _heading(say("findings", view.lang, **report.counts))
    left = room - len("\n".join(lines)) - 200
    omitted = 0
    for entry, groups in grouped_inputs(report, view):
        heading = [f"### {_said(place_name(entry, view), _WIDTH)}", ""] if several else []
        for group in groups:
            part = [*heading, *_group(group, entry, view)] if left >= 0 else []
            left -= len("\n".join(part)) + 1
            if left < 0:
                omitted += group.count
                continue
            lines += part
            heading = []
    if omitted:
        lines += [f"**{say('more', view.lang, number=omitted)}**", ""]
    return lines


def _group(group: Group, entry: InputReport, view: View) -> list[str]:
    severity = pick(SEVERITIES[group.severity], view.lang)
    comma = "，" if view.lang == "zh" else ", "
    how_much = extent(group, entry.rows, view)
    number = say("places", view.lang, number=group.count) + (comma + how_much if how_much else "")
    lines = [f"**{severity}** {_said(view.rule_title(group.rule))} (`{group.rule}`): {number}", ""]
    fields = by_field(group, entry.item, view)
    if fields:
        lines.append("- " + _said(say("fields", view.lang, fields=names(fields, view.lang))))
    examples = group.examples()
    message = same([finding.message for finding in examples])
    if message is not None and len(examples) > 1:
        lines.append(f"- {_said(message, _WIDTH)}")
    lines += _sentences(
        [
            *(say("remedy", view.lang, remedy=remedy) for remedy in remedies(group.rule, examples, view)),
            *(say("clause", view.lang, clause=_cited(finding.clause, view)) for finding in examples),
        ]
    )
    if how := grades(group, view):
        lines.append("- " + _said(say("grade", view.lang, grades=how)))
    lines += ["", *_examples(examples, entry, view)]
    rest = group.count - len(examples)
    if rest > 0 and not group.once:
        lines += ["", say("more", view.lang, number=rest)]
    return [*lines, ""]


def _sentences(said: list[str]) -> list[str]:
    """A list of sentences, each once."""
    return [f"- {_said(sentence, 2 * _WIDTH)}" for sentence in dict.fromkeys(said)]


def _cited(clause: str, view: View) -> str:
    return citation(clause, view.standard, view.lang, with_note=False)


def _examples(examples: list[Finding], entry: InputReport, view: View) -> list[str]:
    """The first wrong places as a table; a column that no example fills is left out."""
    columns = {
        "where": [_said(where(one, entry, view)) for one in examples],
        "key": [exact(_cut(visible(one.key or ""), 60)) for one in examples],
        "column": [_said(one.column or "", 60) for one in examples],
        "value": [exact(_cut(visible(one.value or ""), 60)) for one in examples],
        "correction": [exact(_cut(visible(correction(one, view.lang) or ""), 60)) for one in examples],
        "comparison": [exact(_cut(visible(comparison(one, view) or ""), 60)) for one in examples],
        "grade": [grade(one, view) for one in examples],
        "message": [_said(one.message, _WIDTH) for one in examples],
    }
    if len(set(columns["grade"])) == 1:
        del columns["grade"]  # said above
    if len({one.message for one in examples}) == 1 and len(examples) > 1:
        del columns["message"]  # said once, above
    filled = {name: cells for name, cells in columns.items() if any(cells)}
    heads = [view.key_title(entry.item) if name == "key" else say(f"head-{name}", view.lang) for name in filled]
    return table(map(_said, heads), zip(*filled.values(), strict=True))
