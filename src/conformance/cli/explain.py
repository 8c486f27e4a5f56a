"""``conformance explain RULE``: what a rule wants, why, and what to do."""

from __future__ import annotations

import click

from conformance.cli.refusal import help_option, lang_option
from conformance.report.rulebook import Basis, bases_of, citation, open_sentence, places_of, rule_of
from conformance.report.view import View
from conformance.report.words import MEANINGS, ORIGINS, PURPOSES, SEVERITIES, names, pick
from conformance.standard.load import load
from conformance.standard.model import Check, Lang, RecordType, Rule, Standard, Text

_FIX = {
    "safe": Text("改法唯一，可以成批替换", "there is one correction only; it can be applied to all at once"),
    "confirm": Text("改法大致确定，请逐条确认后替换", "the correction is fairly certain; confirm each one"),
    "none": Text("请对照原件由人更正", "has to be corrected by hand from the original"),
}
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
@click.argument("rule", metavar="RULE")
@lang_option
@help_option
def command(rule: str, lang: Lang) -> None:
    """解释一条规则：要求、理由、更正办法、依据。 / Explain one rule: what, why, how to mend, on whose word."""
    standard = load()
    click.echo("\n".join(explanation(rule_of(rule, standard), View(standard, lang))))


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
    lines.append(_line("fix", pick(_FIX[rule.fix], lang), lang))
    lines += [_line("where", where, lang) for where in _where(rule, view)]
    lines += [_line("clause", _basis(basis, view), lang) for basis in bases_of(rule, view.standard)]
    return lines


def _basis(basis: Basis, view: View) -> str:
    """Document and place, on whose word, and for which fields where it is not for all."""
    origin = pick(ORIGINS[basis.origin], view.lang)
    cited = citation(basis.clause, view.standard, view.lang) + (
        f"（{origin}）" if view.lang == "zh" else f" ({origin})"
    )
    if basis.record_type is None:
        return cited
    titles = _titles(view.standard.record_types[basis.record_type], view.lang)
    where = names([titles[name] for name in basis.fields if name in titles], view.lang, 40)
    record = pick(view.standard.record_types[basis.record_type].title, view.lang)
    return f"{cited}——{record}：{where}" if view.lang == "zh" else f"{cited} - {record}: {where}"


def _titles(record_type: RecordType, lang: Lang) -> dict[str, str]:
    return {field.name: field.title if lang == "zh" else field.title_en for field in record_type.fields}


def _checks(rule: Rule, standard: Standard) -> list[Check]:
    return [check for kind in standard.record_types.values() for check in kind.checks if check.rule == rule.id]


def _severity(rule: Rule, standard: Standard, lang: Lang) -> str:
    own = pick(SEVERITIES[rule.severity], lang)
    others = {check.severity for check in _checks(rule, standard) if check.severity not in (None, rule.severity)}
    if not others:
        return own
    listed = names([pick(SEVERITIES[severity], lang) for severity in sorted(filter(None, others))], lang)
    return f"{own}（个别情形为{listed}）" if lang == "zh" else f"{own} (in some cases {listed})"


def _where(rule: Rule, view: View) -> list[str]:
    lines = []
    for place in places_of(rule.id, view.standard):
        record_type = view.standard.record_types[place.record_type]
        titles = _titles(record_type, view.lang)
        line = pick(record_type.title, view.lang)
        if place.fields:
            line += ("：" if view.lang == "zh" else ": ") + names(
                [titles[name] for name in place.fields], view.lang, 40
            )
        if len(place.purposes) == 1:
            purpose = pick(PURPOSES[place.purposes[0]], view.lang)
            line += f"（{purpose}）" if view.lang == "zh" else f" ({purpose})"
        lines.append(line)
    return lines


def _line(label: str, text: str, lang: Lang) -> str:
    return f"{pick(_LABELS[label], lang)}{'：' if lang == 'zh' else ': '}{text}"
