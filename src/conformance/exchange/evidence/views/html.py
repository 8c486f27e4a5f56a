"""The view for people: one HTML file, no scripts, nothing loaded from elsewhere, every text escaped."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

import jinja2

from conformance.exchange.evidence.views.messages import answer_lines, request_lines
from conformance.exchange.evidence.views.model import Raw
from conformance.exchange.evidence.views.sections import ORDER, sections
from conformance.exchange.evidence.views.words import WHAT_IT_MEANS, basis, say
from conformance.exchange.run.told import head
from conformance.exchange.run.words import CLASS_VERDICTS, LEVELS, REQUIREMENT_VERDICTS, TEST_VERDICTS
from conformance.report.view import visible
from conformance.standard.model import Lang, Text
from conformance.standard.pages import html_templates
from conformance.standard.words import pick

FILE = "report.html"
_AT_LENGTH = 60
"""Tests of one verdict and participant that are told at length."""
_BODY = 2000
_WORDS: Mapping[str, Mapping[Any, Text]] = {
    "class": CLASS_VERDICTS,
    "test": TEST_VERDICTS,
    "meaning": WHAT_IT_MEANS,
    "requirement": REQUIREMENT_VERDICTS,
    "level": LEVELS,
}


def render(raw: Raw) -> str:
    """The whole page."""
    template = _environment(raw.lang).get_template("report.html")
    return template.render(
        raw=raw,
        sections=sections(raw),
        head=head(raw.results, raw.suite, raw.lang),
        requirements={one.id: one for one in raw.suite.requirements},
        basis=list(basis(raw)),
        order=ORDER,
        at_length=_AT_LENGTH,
    )


@cache
def _environment(lang: Lang) -> jinja2.Environment:
    """The templates of the view with what they call."""
    environment = html_templates("conformance.exchange.evidence.views")
    environment.globals |= {
        "lang": lang,
        "say": lambda key, **parts: say(key, lang, **parts),
        "word": lambda kind, key: pick(_WORDS[kind][key], lang),
    }
    environment.filters |= {
        "said": lambda text: "" if text is None else visible(pick(text, lang)),
        "visible": visible,
        "request": lambda exchange: "\n".join(request_lines(exchange, lang, _BODY)),
        "answer": lambda exchange: "\n".join(answer_lines(exchange, lang, _BODY)),
        "of_verdict": _of_verdict,
    }
    return environment


def _of_verdict(told: Any, verdict: str) -> list[Any]:
    return [one for one in told if one.result.verdict == verdict]
