"""Nil returns (零报告): an official submission whose tables hold no record says that there was nothing to report.

Nothing in them could be checked, so the verdict and the exit code stay those of what was not checked; the words say what it is.
A report is written before its run is recorded, and the history may refuse the batch: so the words say what it will be.
"""

from __future__ import annotations

from conformance.report.model import Report
from conformance.report.view import View
from conformance.report.words import VERDICTS, say
from conformance.standard.words import pick


def has_nil(report: Report) -> bool:
    """Whether all that was not checked are tables of known items without records, and nothing is wrong anywhere."""
    left = [entry for entry in report.inputs if entry.verdict == "not-checked"]
    return bool(left) and all(entry.item is not None for entry in left) and not report.counts["error"]


def is_nil(report: Report) -> bool:
    """Whether there is nothing else in it."""
    return has_nil(report) and all(entry.verdict == "not-checked" for entry in report.inputs)


def verdict_word(report: Report, view: View) -> str:
    """The verdict in words, with what it means of a nil return."""
    word = pick(VERDICTS[report.verdict], view.lang)
    return say("nil-verdict", view.lang, verdict=word) if view.official is not None and is_nil(report) else word


def nil_step(report: Report, view: View) -> str:
    """What comes next where there are such tables."""
    if view.official is None:
        return say("next-nil", view.lang)
    return say("next-nil-official", view.lang, batch=view.official)
