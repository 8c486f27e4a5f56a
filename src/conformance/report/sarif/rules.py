"""The rules of a run as SARIF's reporting descriptors."""

from __future__ import annotations

from typing import Any

from conformance.report.model import Report
from conformance.report.rulebook import citation, general_sentence
from conformance.report.sarif.message import message, plain
from conformance.report.view import View
from conformance.report.words import say
from conformance.standard.markdown import cell
from conformance.standard.model import Rule, Severity
from conformance.standard.words import ORIGINS, pick

LEVELS: dict[Severity, str] = {"error": "error", "warning": "warning", "info": "note"}
"""Severity → level."""


def rules_of(report: Report, view: View) -> list[dict[str, Any]]:
    """One descriptor for every rule that was run, that was not run, or that found something, in that order."""
    named = [*(rule.id for rule in report.rules), *(finding.rule for finding in report.findings)]
    return [_rule(rule, view) for rule in dict.fromkeys(named)]


def _rule(identifier: str, view: View) -> dict[str, Any]:
    rule = view.standard.rules.get(identifier)
    if rule is None:
        return {"id": identifier}
    return {
        "id": identifier,
        **_name(identifier),
        "shortDescription": message(pick(rule.title, view.lang)),
        "fullDescription": message(pick(rule.why, view.lang)),
        "help": _help(rule, view),
        "defaultConfiguration": {"level": LEVELS[rule.severity]},
        "properties": {
            "tags": [rule.origin, rule.scope],
            "origin": rule.origin,
            "clause": rule.clause,
            "scope": rule.scope,
            "fix": rule.fix,
        },
    }


def _name(identifier: str) -> dict[str, str]:
    """``date-order`` → ``DateOrder``, the form that viewers expect; none where it would be the id once more."""
    name = "".join(part.capitalize() for part in identifier.split("-"))
    return {} if name.lower() == identifier else {"name": name}


def _help(rule: Rule, view: View) -> dict[str, str]:
    """What to do, why, and on whose word; once as text and once as Markdown."""
    option = "" if view.lang == "zh" else " --lang en"
    remedy = say("remedy", view.lang, remedy=general_sentence(rule.remedy, view.lang))
    said = [
        remedy,
        pick(rule.why, view.lang),
        say("clause", view.lang, clause=citation(rule.clause, view.standard, view.lang)),
        say("origin", view.lang, origin=pick(ORIGINS[rule.origin], view.lang)),
    ]
    explain = say("next-explain", view.lang, rule=rule.id, lang=option)
    return {
        "text": plain("\n".join([*said, explain])),
        "markdown": plain("\n\n".join([*map(cell, said), explain])),
    }
