"""``conformance rules``: every rule of the standard."""

from __future__ import annotations

import json
from typing import Any, Literal

import click

from conformance.cli.parameters import format_option
from conformance.cli.refusal import help_option, lang_option
from conformance.report.rulebook import items_of, places_of
from conformance.report.words import say
from conformance.standard.load import load
from conformance.standard.model import RANKED, Lang, Rule, Standard
from conformance.standard.words import MEANINGS, SEVERITIES, both, pick


@click.command("rules")
@format_option("text", "json")
@lang_option
@help_option
def command(format_: Literal["text", "json"], lang: Lang) -> None:
    """列出全部规则，错误在前。 / List every rule, errors first."""
    standard = load()
    rules = sorted(standard.rules.values(), key=lambda rule: (RANKED.index(rule.severity), rule.id))
    if format_ == "json":
        content = json.dumps([_plain(rule, standard) for rule in rules], ensure_ascii=False, indent=2)
        click.echo(content)
        return
    width = max((len(rule.id) for rule in rules), default=0)
    for severity in RANKED:
        chosen = [rule for rule in rules if rule.severity == severity]
        if chosen:
            click.echo(say("severity", lang, severity=pick(SEVERITIES[severity], lang), number=len(chosen)))
            click.echo("  " + pick(MEANINGS[severity], lang))
            for rule in chosen:
                click.echo(f"  {rule.id:<{width}}  {pick(rule.title, lang)}")
        click.echo("")
    example = rules[0].id if rules else "required"
    click.echo(say("next-explain", lang, rule=example, lang="" if lang == "zh" else " --lang en"))


def _plain(rule: Rule, standard: Standard) -> dict[str, Any]:
    texts = {
        name: both(text)
        for name, text in (
            ("title", rule.title),
            ("message", rule.message),
            ("remedy", rule.remedy),
            ("why", rule.why),
        )
    }
    return {
        "id": rule.id,
        "severity": rule.severity,
        "scope": rule.scope,
        "origin": rule.origin,
        "clause": rule.clause,
        "fix": rule.fix,
        **texts,
        "applies_to": [
            {"record_type": place.record_type, "fields": list(place.fields), "purposes": list(place.purposes)}
            for place in places_of(rule.id, standard)
        ],
        "items": items_of(rule.id, standard),
    }
