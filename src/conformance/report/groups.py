"""Findings gathered by rule for people: how many, in how much of the input, with a few telling examples."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec import Struct

from conformance.report.model import Failure, Finding, InputReport, Report
from conformance.report.rulebook import general_sentence
from conformance.report.view import View, visible
from conformance.report.words import say, share
from conformance.standard.model import FOUND_READING, RANKED, Severity

EXAMPLES = 5
_REMEDIES = 2


class Group(Struct, frozen=True):
    """All findings of one rule and severity in one input."""

    rule: str
    severity: Severity
    failures: tuple[Failure, ...]
    """By field, most frequent first."""
    findings: tuple[Finding, ...]
    """Those that the report holds."""
    once: bool
    """Reported once per input, however many rows it concerns."""

    @property
    def count(self) -> int:
        """How often the rule failed."""
        return sum(failure.failed for failure in self.failures)

    def examples(self, limit: int = EXAMPLES) -> list[Finding]:
        """A few findings in order of rows, every field having its turn before one has a second."""
        turns: dict[str | None, int] = {}
        ranked = []
        for position, finding in enumerate(self.findings):
            turn = turns.get(finding.field, 0)
            turns[finding.field] = turn + 1
            ranked.append((turn, position))
        chosen = sorted(position for _, position in sorted(ranked)[:limit])
        return [self.findings[position] for position in chosen]


def tables_of(report: Report) -> list[InputReport]:
    """All places of findings: the inputs, then the manifest and the tables of the submission before."""
    return [*report.inputs, *(report.submission.parts if report.submission is not None else [])]


Found = Mapping[tuple[str, str | None], Sequence[Finding]]
"""The findings of each input, by its path and sheet."""


def found_in(report: Report) -> Found:
    """The findings by the path and sheet of their input."""
    found: dict[tuple[str, str | None], list[Finding]] = {}
    for finding in report.findings:
        found.setdefault((finding.path, finding.sheet), []).append(finding)
    return found


def grouped_inputs(report: Report, view: View) -> Iterator[tuple[InputReport, list[Group]]]:
    """All places of findings with their groups, errors first, the most frequent first."""
    found = found_in(report)
    for entry in tables_of(report):
        yield entry, _groups_of(entry, found.get((entry.path, entry.sheet), ()), view)


def _groups_of(entry: InputReport, found: Iterable[Finding], view: View) -> list[Group]:
    failures: dict[tuple[Severity, str], list[Failure]] = {}
    for failure in entry.failures:
        failures.setdefault((failure.severity, failure.rule), []).append(failure)
    findings: dict[tuple[Severity, str], list[Finding]] = {}
    for finding in found:
        findings.setdefault((finding.severity, finding.rule), []).append(finding)
    groups = []
    for (severity, rule), parts in failures.items():
        known = view.standard.rules.get(rule)
        groups.append(
            Group(
                rule,
                severity,
                tuple(parts),
                tuple(findings.get((severity, rule), ())),
                known is not None and known.once_per_input,
            )
        )
    return sorted(groups, key=worst_first)


def worst_first(group: Group) -> tuple[int, int, str]:
    """What groups are ordered by."""
    return RANKED.index(group.severity), -group.count, group.rule


def extent(group: Group, rows: int, view: View) -> str:
    """How much of the input a problem concerns, in words that scale: every row, most, a share.

    Empty where it has no meaning: problems of the file as a whole.
    """
    known = view.standard.rules.get(group.rule)
    if not rows or group.once or known is None or known.scope in FOUND_READING:
        return ""
    if all(failure.field is None for failure in group.failures):
        return ""  # footers and empty rows are no records to have a share of
    most = max(failure.failed for failure in group.failures)
    if most >= rows:
        return say("every", view.lang)
    # Several fields may fail in the same row: the worst of them is what is certain.
    key = ("most" if most * 2 > rows else "some") + ("-fields" if len(group.failures) > 1 else "")
    return say(key, view.lang, share=share(most, rows))


def whole_column(group: Group, rows: int) -> bool:
    """Whether so much of a larger input is wrong that one cause is more likely than many slips."""
    return rows >= EXAMPLES and any(failure.field and failure.failed * 10 >= rows * 9 for failure in group.failures)


def by_field(group: Group, item: str | None, view: View) -> list[str]:
    """``title count`` for each field, where a group has several."""
    named = [failure for failure in group.failures if failure.field]
    if len(named) < 2:
        return []
    return [
        say("field-count", view.lang, title=view.field_title(item, failure.field or ""), number=failure.failed)
        for failure in named
    ]


def same(parts: Sequence[str]) -> str | None:
    """The one sentence that all parts share, None where they differ."""
    return parts[0] if parts and all(part == parts[0] for part in parts) else None


def remedies(rule: str, examples: list[Finding], view: View) -> list[str]:
    """What to do: one or two remedies as they are, more of them as the one sentence that they are cases of."""
    found = list(dict.fromkeys(visible(finding.remedy) for finding in examples))
    if len(found) > _REMEDIES and rule in view.standard.rules:
        return [general_sentence(view.standard.rules[rule].remedy, view.lang)]
    return found
