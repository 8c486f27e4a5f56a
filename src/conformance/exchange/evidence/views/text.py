"""The view for terminals and mails; its first line is the verdict. It is what ``probe`` shows."""

from __future__ import annotations

from conformance.exchange.evidence.views.model import Raw
from conformance.exchange.evidence.views.words import basis
from conformance.exchange.run.told import told
from conformance.exchange.run.words import brief
from conformance.report.view import visible

FILE = "report.txt"


def render(raw: Raw) -> str:
    """The whole report."""
    briefs = {one.sequence: brief(one) for one in raw.exchanges}
    lines = told(raw.results, raw.suite, briefs, raw.lang, None)
    return "\n".join(visible(line) for line in [*lines, "", *basis(raw)]) + "\n"
