"""What became of every requirement, as a table for spreadsheet programs: CSV in UTF-8 with a byte order mark."""

from __future__ import annotations

import csv
import io

from conformance.exchange.evidence.views.model import Raw
from conformance.exchange.evidence.views.words import say
from conformance.exchange.run.words import LEVELS, REQUIREMENT_VERDICTS
from conformance.report.csv import BOM
from conformance.report.harmless import harmless
from conformance.standard.words import pick

FILE = "requirements.csv"
COLUMNS = ("participant", "id", "verdict", "level", "origin", "clause", "text", "tests")


def render(raw: Raw) -> str:
    """The whole table. Verdicts stand as words for people and, behind them, as the ids that programs go by."""
    lang = raw.lang
    known = {one.id: one for one in raw.suite.requirements}
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([*(say(column, lang) for column in COLUMNS), "verdict"])
    for participant in raw.results.participants:
        for one in participant.requirements:
            asked = known[one.id]
            cells = (
                participant.name,
                one.id,
                pick(REQUIREMENT_VERDICTS[one.verdict], lang),
                pick(LEVELS[asked.level], lang),
                asked.origin,
                asked.clause,
                pick(asked.text, lang),
                " ".join(one.tests),
                one.verdict,
            )
            writer.writerow([harmless(cell) for cell in cells])
    return BOM + out.getvalue()
