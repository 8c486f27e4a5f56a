"""What people are told to write into cells, how sure that is, and how much of it the program can do for them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from conformance.report.groups import Group, found_in, tables_of
from conformance.report.model import Finding, InputReport, Report
from conformance.report.view import View
from conformance.report.words import say
from conformance.standard.model import LATE_KINDS, LIMIT_KINDS, Fix, Lang
from conformance.standard.words import GRADES, pick

TEXTS = frozenset({"csv", "tsv", "json", "jsonl"})
"""Formats that have an encoding."""
WRITABLE = TEXTS | {"xlsx", "parquet"}
"""Formats of files that ``conformance fix`` mends."""
RANKED_FIXES: tuple[Fix, ...] = ("safe", "confirm", "none")
_NO_FILE = re.compile(r"<.*>|-|.*\.zip[/\\].*", re.IGNORECASE | re.DOTALL)
"""Names of what cannot be mended as it is: frames, standard input, members of archives."""


def correction(finding: Finding, lang: Lang) -> str | None:
    """What the cell is to be changed to, surely or after a look at it; None where that is not known.

    Stars that hide personal data are no text to be written.
    """
    if finding.fix == "none" or finding.expected is None:
        return None
    return say("emptied", lang) if finding.expected == "" else _unmasked(finding, finding.expected, lang)


def comparison(finding: Finding, view: View) -> str | None:
    """What a cell that a person has to mend may be held against, never to be copied into it; None where nothing helps.

    The last day that would have been right helps nobody: dates are not to be moved.
    """
    if finding.fix != "none" or not finding.expected or view.is_of(finding.rule, LIMIT_KINDS):
        return None
    return _unmasked(finding, finding.expected, view.lang)


def _unmasked(finding: Finding, text: str, lang: Lang) -> str:
    if "*" not in text or "*" not in (finding.value or ""):
        return text
    return say("masked", lang, expected=text)


def grade(finding: Finding, view: View) -> str:
    """How the finding is to be mended, in a word: by the program, or by hand, or not at all."""
    return say("as-it-is", view.lang) if is_late(finding.rule, view) else pick(GRADES[finding.fix], view.lang)


def is_late(rule: str, view: View) -> bool:
    """Whether a rule says that something came late, so that nothing is to be changed."""
    return view.is_of(rule, LATE_KINDS)


def only_late(report: Report, view: View) -> bool:
    """Whether nothing worse is wrong than that something came late."""
    rules = {one.rule for entry in tables_of(report) for one in entry.failures if one.severity in ("error", "warning")}
    return bool(rules) and all(is_late(rule, view) for rule in rules)


def grades(group: Group, view: View) -> str:
    """How the findings of a group are to be mended: one grade, or how many there are of each; empty where unknown."""
    found = graded(group, view)
    if len(found) == 1 and found[0][1] is None:
        return grade(group.findings[0], view)
    comma = "，" if view.lang == "zh" else ", "
    return comma.join(
        say("of-grade", view.lang, grade=pick(GRADES[fix], view.lang), number=number) for fix, number in found
    )


def graded(group: Group, view: View) -> list[tuple[Fix, str | None]]:
    """The grades of a group's findings, the surest first, each with how many there are (at least, if not all are known).

    None where all are of the one grade.
    """
    counts = Counter(finding.fix for finding in group.findings)
    exact = group.once or len(group.findings) >= group.count or not _may_be_mended(group.rule, view)
    if exact and len(counts) == 1:
        return [(fix, None) for fix in counts]
    least = "" if exact else say("at-least", view.lang)
    return [(fix, f"{least}{counts[fix]}") for fix in RANKED_FIXES if counts[fix]]


def _may_be_mended(rule: str, view: View) -> bool:
    known = view.standard.rules.get(rule)
    return known is not None and known.fix != "none"


def fix_step(report: Report, view: View) -> str | None:
    """How many findings ``conformance fix`` mends, and how to call it; None where it can mend none."""
    counts, exact = mendable(report, view)
    key = "+".join(fix for fix in ("safe", "confirm") if counts[fix])
    if not view.commands:
        key = "here" if counts["safe"] else ""
    if not key:
        return None
    least = "" if exact else say("at-least", view.lang)
    return say(f"next-fix-{key}", view.lang, safe=f"{least}{counts['safe']}", confirm=f"{least}{counts['confirm']}")


def mendable(report: Report, view: View) -> tuple[Counter[Fix], bool]:
    """How many findings the program can mend, by how sure that is; and whether there are not more than the report holds."""
    found = found_in(report)
    counts, exact = Counter[Fix](), True
    for entry in report.inputs:
        if _can_be_written(entry):
            held = found.get((entry.path, entry.sheet), ())
            counts += Counter(finding.fix for finding in held)
            exact = exact and _all_held(entry, held, view)
    return counts, exact


def _can_be_written(entry: InputReport) -> bool:
    return entry.verdict != "not-checked" and entry.format in WRITABLE and _NO_FILE.fullmatch(entry.path) is None


def _all_held(entry: InputReport, held: Iterable[Finding], view: View) -> bool:
    """Whether the report holds every finding of the input that could be mended by itself."""
    # By rule alone: what is about a whole row is counted for no field, yet shown at one.
    counts = Counter(finding.rule for finding in held)
    failed = Counter[str]()
    for one in entry.failures:
        failed[one.rule] += one.failed
    return all(
        counts[rule] >= number or view.standard.rules[rule].once_per_input
        for rule, number in failed.items()
        if _may_be_mended(rule, view)
    )
