"""``conformance rules``: every rule of the standard."""

from __future__ import annotations

import json
from typing import Literal

import click

from conformance.cli.parameters import format_option
from conformance.cli.refusal import help_option, lang_option
from conformance.report.rulebook import plain
from conformance.report.words import say
from conformance.standard.load import load
from conformance.standard.model import RANKED, Lang
from conformance.standard.words import MEANINGS, SEVERITIES, pick


@click.command("rules")
@format_option("text", "json")
@lang_option
@help_option
def command(format_: Literal["text", "json"], lang: Lang) -> None:
    """列出全部规则，错误在前。 / List every rule, errors first."""
    standard = load()
    rules = sorted(standard.rules.values(), key=lambda rule: (RANKED.index(rule.severity), rule.id))
    if format_ == "json":
        content = json.dumps([plain(rule, standard) for rule in rules], ensure_ascii=False, indent=2)
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
