"""What a report did not check, in plain words: silence there would be taken for a pass."""

from __future__ import annotations

from conformance.report.model import ColumnReport, InputReport, Report, RuleReport
from conformance.report.view import View
from conformance.report.words import REASONS, names, say
from conformance.standard.words import pick

QUIET = frozenset({"not-applicable"})
"""Reasons that are no gap: there was nothing for the rule to look at."""
_FEW, _SHORT = 3, 30
"""Names in a short list, and characters of each that is not the standard's."""
_NOT_READ = frozenset({"unknown", "ignored", "duplicate"})


def unchecked(report: Report, view: View) -> list[str]:
    """One sentence for each thing that was not checked."""
    lines = [_input(entry, view) for entry in report.inputs if entry.verdict == "not-checked"]
    lines += _by_rules(report, view)
    lines += beside_rules(report, view)
    return lines + _capped(report, view)


def unchecked_in_short(report: Report, view: View) -> list[str]:
    """The same for a reader with little room: fewer names, all of them counted, what is about single inputs last."""
    lines = [_input(entry, view) for entry in report.inputs if entry.verdict == "not-checked"]
    if len(lines) > _FEW:
        paths = [place_name(entry, view) for entry in report.inputs if entry.verdict == "not-checked"]
        ends = [path if len(path) <= _SHORT else "…" + path[1 - _SHORT :] for path in paths]
        lines = [say("unchecked-inputs", view.lang, number=len(paths), paths=_names(ends, view, short=True))]
    lines += _by_rules(report, view, short=True)
    lines += _capped(report, view)
    lines += beside_rules(report, view, short=True)
    return list(dict.fromkeys(lines))


def _by_rules(report: Report, view: View, *, short: bool = False) -> list[str]:
    return [*_absent(report, view, short), *_skipped(report, view, short), *_unjudged(report, view)]


def _capped(report: Report, view: View) -> list[str]:
    if report.findings_shown >= report.findings_total:
        return []
    return [say("capped", view.lang, total=report.findings_total, shown=report.findings_shown)]


def _names(items: list[str], view: View, short: bool) -> str:
    return names(items, view.lang, _FEW) if short else names(items, view.lang)


def _cut(header: str, short: bool) -> str:
    return header[: _SHORT - 1] + "…" if short and len(header) > _SHORT else header


def templates(report: Report) -> list[str]:
    """The mapping files half filled in of the inputs that need one, each once."""
    found = dict.fromkeys(entry.mapping_template or "" for entry in report.inputs if needs_template(entry))
    return [template for template in found if template]


def beside_rules(report: Report, view: View, *, short: bool = False) -> list[str]:
    """What was left out before any rule had its turn: columns, sheets, decisions before the first day."""
    lines = []
    for entry in report.inputs:
        lines += columns_and_sheets(entry, len(report.inputs) > 1, view, short=short)
    if report.applies_from is not None:
        lines.append(say("applies-from", view.lang, date=report.applies_from))
    return lines


def _input(entry: InputReport, view: View) -> str:
    return say("unchecked-input", view.lang, path=place_name(entry, view))


def place_name(entry: InputReport, view: View) -> str:
    """Path of an input, with its sheet where it has one."""
    if entry.sheet is None:
        return entry.path
    return f"{entry.path} {say('sheet', view.lang, sheet=entry.sheet)}"


def _not_run(report: Report) -> list[RuleReport]:
    return [rule for rule in report.rules if rule.status == "skipped" and not rule.unjudged]


def _absent(report: Report, view: View, short: bool) -> list[str]:
    """One line for each item: the columns that were not there, most of them optional."""
    lines = []
    for item in dict.fromkeys(rule.item for rule in report.rules):
        skipped = [rule for rule in _not_run(report) if rule.item == item and rule.reason == "column-absent"]
        read = {column.field for entry in report.inputs if entry.item == item for column in entry.columns}
        fields = [rule.field for rule in skipped if rule.field and rule.field not in read]
        if skipped:
            titles = [view.field_title(item, field) for field in dict.fromkeys(fields)]
            # Where the column itself is there, another one that the rule compares it with is not.
            others = [rule for rule in skipped if rule.field in read or rule.field is None]
            titles += [f"{view.rule_title(rule.id)} ({rule.id})" for rule in _distinct(others)]
            lines.append(say("absent", view.lang, number=len(skipped), fields=_names(titles, view, short)))
    return lines


def _skipped(report: Report, view: View, short: bool) -> list[str]:
    reasons: dict[str, list[RuleReport]] = {}
    for rule in _not_run(report):
        if rule.reason not in {"column-absent", *QUIET}:
            reasons.setdefault(rule.reason or "not-applicable", []).append(rule)
    return [
        say(
            "skipped",
            view.lang,
            reason=reason_text(reason, view),
            rules=_names(list(dict.fromkeys(_named(rule, report, view) for rule in rules)), view, short),
        )
        for reason, rules in reasons.items()
    ]


def _named(rule: RuleReport, report: Report, view: View) -> str:
    """A rule that did not run; with its field where it did run on another field of the same item."""
    title = view.rule_title(rule.id)
    elsewhere = any((one.id, one.item, one.status) == (rule.id, rule.item, "run") for one in report.rules)
    if elsewhere and rule.field is not None:
        field = view.field_title(rule.item, rule.field)
        title += f"：{field}" if view.lang == "zh" else f": {field}"
    return f"{title} ({rule.id})"


def _unjudged(report: Report, view: View) -> list[str]:
    numbers: dict[tuple[str, str], int] = {}
    for rule in report.rules:
        if rule.unjudged:
            key = (rule.id, rule.reason or "not-applicable")
            numbers[key] = numbers.get(key, 0) + rule.unjudged
    return [
        say(
            "unjudged",
            view.lang,
            rule=f"{view.rule_title(rule)} ({rule})",
            number=number,
            reason=reason_text(reason, view),
        )
        for (rule, reason), number in numbers.items()
    ]


def columns_and_sheets(entry: InputReport, several: bool, view: View, *, short: bool = False) -> list[str]:
    """Columns and sheets of one input that were not checked, named with its path where there are several."""
    lines = []
    zh = f"{entry.path} " if several else "本文件"
    path = zh if view.lang == "zh" else entry.path if several else "this input"
    left = [_cut(column.header, short) for column in entry.columns if column.how in _NOT_READ and not _blank(column)]
    if left:
        lines.append(say("unchecked-columns", view.lang, path=path, names=_names(left, view, short)))
    if entry.mapping_template is not None and not needs_template(entry):
        lines.append(say("mapping-hint", view.lang))
    if entry.ignored_sheets:
        lines.append(
            say(
                "unchecked-sheets",
                view.lang,
                path=path,
                names=_names([_cut(one, short) for one in entry.ignored_sheets], view, short),
            )
        )
    if entry.due_today is not None and entry.due_today.reason == "outside-calendar":
        reason = reason_text(entry.due_today.reason, view)
        lines.append(say("due-untold", view.lang, path=path, reason=reason))
    return lines


def _blank(column: ColumnReport) -> bool:
    """Whether a column has neither a header nor any value."""
    return column.how == "ignored" and not column.header.strip()


def needs_template(entry: InputReport) -> bool:
    """Whether columns that the standard requires are missing under the names it knows."""
    return entry.verdict == "not-checked" or any(failure.rule == "missing-column" for failure in entry.failures)


def reason_text(reason: str, view: View) -> str:
    """Why a rule did not run, in words."""
    known = REASONS.get(reason)
    return reason if known is None else pick(known, view.lang)


def _distinct(rules: list[RuleReport]) -> list[RuleReport]:
    return list({rule.id: rule for rule in rules}.values())
