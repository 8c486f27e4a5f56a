"""``conformance explain RULE``: what a rule wants, why, and what to do."""

from __future__ import annotations

import sys
from collections.abc import Iterable

import click

from conformance.cli import completion
from conformance.cli.refusal import help_option, lang_option
from conformance.cli.terminal import columns
from conformance.report.rulebook import Basis, bases_of, citation, items_of, open_sentence, places_of, rule_of
from conformance.report.view import View
from conformance.report.words import names
from conformance.report.wrap import fitted
from conformance.standard.load import load
from conformance.standard.model import Check, Lang, Purpose, RecordType, Rule, Standard, Text
from conformance.standard.words import FIXES, MEANINGS, ORIGINS, PURPOSES, SEVERITIES, bracket, pick

_LABELS = {
    "severity": Text("级别", "Severity"),
    "means": Text("后果", "Means"),
    "what": Text("报告中写作", "A finding says"),
    "why": Text("理由", "Why"),
    "remedy": Text("更正建议", "Remedy"),
    "fix": Text("更正方式", "Correction"),
    "where": Text("适用范围", "Where"),
    "cases": Text("或写作", "Or"),
    "clause": Text("依据", "Rests on"),
}


@click.command("explain")
@click.argument("rule", metavar="RULE", shell_complete=completion.rules)
@lang_option
@help_option
def command(rule: str, lang: Lang) -> None:
    """解释一条规则：要求、理由、更正办法、依据。 / Explain one rule: what, why, how to mend, on whose word."""
    standard = load()
    click.echo("\n".join(fitted(explanation(rule_of(rule, standard), View(standard, lang)), columns(sys.stdout))))


def explanation(rule: Rule, view: View) -> list[str]:
    """The explanation as lines."""
    lang = view.lang
    lines = [f"{pick(rule.title, lang)}  {rule.id}", ""]
    lines.append(_line("severity", _severity(rule, view.standard, lang), lang))
    lines.append(_line("means", pick(MEANINGS[rule.severity], lang), lang))
    lines.append(_line("what", open_sentence(rule.message, lang), lang))
    cases = {pick(c.message, lang): c for c in _checks(rule, view.standard) if c.message is not None}
    lines += [_line("cases", open_sentence(check.message or rule.message, lang), lang) for check in cases.values()]
    lines.append(_line("why", pick(rule.why, lang), lang))
    lines.append(_line("remedy", open_sentence(rule.remedy, lang), lang))
    lines.append(_line("fix", pick(FIXES[rule.fix], lang), lang))
    lines += [_line("where", where, lang) for where in _where(rule, view)]
    lines += [_line("clause", _basis(basis, view), lang) for basis in bases_of(rule, view.standard)]
    return lines


def _basis(basis: Basis, view: View) -> str:
    """Document and place, on whose word, and for which fields where it is not for all."""
    origin = pick(ORIGINS[basis.origin], view.lang)
    cited = citation(basis.clause, view.standard, view.lang) + bracket(origin, view.lang)
    if not basis.where:
        return cited
    places = "；".join(_merged(basis.where, view)) if view.lang == "zh" else "; ".join(_merged(basis.where, view))
    return f"{cited}——{places}" if view.lang == "zh" else f"{cited} - {places}"


def _merged(where: Iterable[tuple[str, tuple[str, ...]]], view: View) -> list[str]:
    """Record types with the fields that are meant, those with the same fields together."""
    found: dict[tuple[str, ...], list[str]] = {}
    for record, fields in where:
        record_type = view.standard.record_types[record]
        titles = _titles(record_type, view.lang)
        shown = tuple(dict.fromkeys(titles[name] for name in fields if name in titles))
        found.setdefault(shown, []).append(pick(record_type.title, view.lang))
    everywhere = Text("全部记录", "all records")
    colon = "：" if view.lang == "zh" else ": "
    lines = []
    for titles_of, records in found.items():
        whole = len(records) == len(view.standard.record_types)
        kinds = pick(everywhere, view.lang) if whole else names(records, view.lang, 40)
        lines.append(kinds + (colon + names(list(titles_of), view.lang, 40) if titles_of else ""))
    return lines


def _titles(record_type: RecordType, lang: Lang) -> dict[str, str]:
    return {field.name: field.title if lang == "zh" else field.title_en for field in record_type.fields}


def _checks(rule: Rule, standard: Standard) -> list[Check]:
    everywhere = [check for kind in standard.record_types.values() for check in kind.checks]
    of_items = [check for item in standard.items.values() for check in item.checks]
    return [check for check in everywhere + of_items if check.rule == rule.id]


def _severity(rule: Rule, standard: Standard, lang: Lang) -> str:
    own = pick(SEVERITIES[rule.severity], lang)
    others = {check.severity for check in _checks(rule, standard) if check.severity not in (None, rule.severity)}
    if not others:
        return own
    listed = names([pick(SEVERITIES[severity], lang) for severity in sorted(filter(None, others))], lang)
    return f"{own}（个别情形为{listed}）" if lang == "zh" else f"{own} (in some cases {listed})"


def _where(rule: Rule, view: View) -> list[str]:
    by_purposes: dict[tuple[Purpose, ...], list[tuple[str, tuple[str, ...]]]] = {}
    for place in places_of(rule.id, view.standard):
        by_purposes.setdefault(place.purposes, []).append((place.record_type, place.fields))
    lines = []
    for purposes, where in by_purposes.items():
        purpose = pick(PURPOSES[purposes[0]], view.lang) if len(purposes) == 1 else ""
        said = bracket(purpose, view.lang)
        lines += [line + (said if purpose else "") for line in _merged(where, view)]
    items = items_of(rule.id, view.standard)
    if items:
        shown = names([f"data:{item}" for item in items], view.lang, 5)
        lines.append(
            f"{len(items)} 个数据事项另有要求：{shown}"
            if view.lang == "zh"
            else f"{len(items)} data items ask for more: {shown}"
        )
    return lines


def _line(label: str, text: str, lang: Lang) -> str:
    return f"{pick(_LABELS[label], lang)}{'：' if lang == 'zh' else ': '}{text}"
