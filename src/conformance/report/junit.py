"""The report as JUnit XML, which build servers show as tests: a suite for each input, a case for each rule and field.

Findings that the run does not fail for are in the case's output; what was not judged is a skipped case of its own.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from msgspec.structs import replace

from conformance.report.groups import remedies, tables_of
from conformance.report.leftout import suppressed_lines
from conformance.report.model import Failure, Finding, InputReport, Report, RuleReport
from conformance.report.places import where
from conformance.report.unchecked import columns_and_sheets, place_name, reason_text, unchecked
from conformance.report.view import View, visible
from conformance.report.words import VERDICTS, say
from conformance.report.xmltext import attribute, content
from conformance.standard.model import RANKED, Severity
from conformance.standard.words import SEVERITIES, pick

SUFFIXES = (".xml",)
EXAMPLES = 10
"""Findings that a case quotes."""
_Found = dict[tuple[str, str | None, str, Severity], list[Finding]]


def render(report: Report, view: View) -> str:
    """The whole document. Rules that only warn fail where the run was to fail for warnings."""
    found: _Found = {}
    for finding in report.findings:
        found.setdefault((finding.path, finding.sheet, finding.rule, finding.severity), []).append(finding)
    suites = [_Suite(entry, report, found, view) for entry in tables_of(report)]
    totals = sum((suite.numbers for suite in suites), Counter[str]())
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', f"<testsuites{_numbers(totals, report.tool.name)}>"]
    said = [*unchecked(report, view), *suppressed_lines(report, view), *report.notes]
    for place, suite in enumerate(suites):
        lines += suite.lines(place, said if place == 0 else [])
    return "\n".join([*lines, "</testsuites>"]) + "\n"


class _Suite:
    """One input."""

    def __init__(self, entry: InputReport, report: Report, found: _Found, view: View) -> None:
        self.entry = entry
        self.report = report
        self.found = found
        self.view = view
        self.name = place_name(entry, view)
        self.numbers: Counter[str] = Counter(tests=0, failures=0, errors=0, skipped=0)
        self.cases = [line for case in self._cases() for line in case]

    def lines(self, place: int, said: list[str]) -> list[str]:
        """The suite; ``said`` is what the run as a whole did not check, and what else has to be known of it."""
        numbers = _numbers(self.numbers, self.name)
        skipped = f' skipped="{self.numbers["skipped"]}"'
        output = [f"  <system-out>{content(chr(10).join(said))}</system-out>"] if said else []
        return [
            f'<testsuite{numbers}{skipped} id="{place}">',
            *self._properties(),
            *self.cases,
            *output,
            "</testsuite>",
        ]

    def _properties(self) -> list[str]:
        entry, report = self.entry, self.report
        facts = {
            "verdict": entry.verdict,
            "item": entry.item,
            "format": entry.format,
            "encoding": entry.encoding,
            "rows": entry.rows,
            "accepted": entry.accepted_rows,
            "rejected": entry.rejected_rows,
            "late": entry.late_rows,
            "as-of": report.as_of,
            "purpose": report.purpose,
            "party": report.party,
            "standard": f"{report.standard.edition} {report.standard.version} {report.standard.digest}",
            "tool": f"{report.tool.name} {report.tool.version} ({report.tool.engine})",
        }
        listed = [
            f'    <property name="{name}" value={attribute(str(value))}/>'
            for name, value in facts.items()
            if value is not None
        ]
        return ["  <properties>", *listed, "  </properties>"]

    def _cases(self) -> Iterator[list[str]]:
        if self.entry.verdict == "not-checked":
            yield self._unread()
        known = {(rule.id, rule.field) for rule in self.entry.rules if rule.status == "run"}
        for rule in self.entry.rules:
            if rule.status == "run" and (rule.checked or rule.failed):
                yield self._run(rule)
            elif rule.status == "run":
                # It looked at nothing: a test that passes would say more than is known.
                yield self._skipped(replace(rule, reason="not-applicable"), False)
            else:
                yield self._skipped(rule, (rule.id, rule.field) in known)
        for sentence in columns_and_sheets(self.entry, False, self.view):
            self.numbers["skipped"] += 1
            yield self._case(sentence, [f"    <skipped>{content(say('unchecked', self.view.lang))}</skipped>"])

    def _unread(self) -> list[str]:
        self.numbers["errors"] += 1
        problem = self.entry.problem or pick(VERDICTS["not-checked"], self.view.lang)
        name = pick(VERDICTS["not-checked"], self.view.lang)
        body = f'    <error type="not-checked" message={attribute(problem)}>{content(problem)}</error>'
        return self._case(name, [body])

    def _run(self, rule: RuleReport) -> list[str]:
        wrong = [one for one in self.entry.failures if (one.rule, one.field) == (rule.id, rule.field)]
        fatal = [one for one in wrong if RANKED.index(one.severity) <= RANKED.index(self.view.fail_on)]
        mild = [one for one in wrong if one not in fatal]
        self.numbers["failures"] += bool(fatal)
        body = [
            f'    <failure type="{one.severity}" message={attribute(self._headline(one))}>'
            f"{content(self._examples(one))}</failure>"
            for one in fatal
        ]
        lines = [f"{self._headline(one)}\n{self._examples(one)}" for one in mild]
        if rule.known or rule.suppressed:
            lines.append(say("left-out", self.view.lang, known=rule.known, suppressed=rule.suppressed))
        if lines:
            said = "\n".join(lines)
            body.append(f"    <system-out>{content(said)}</system-out>")
        return self._case(self._title(rule), body)

    def _skipped(self, rule: RuleReport, ran_too: bool) -> list[str]:
        """A rule that did not run, or the records that it could not judge where it did."""
        self.numbers["skipped"] += 1
        title, reason = self._title(rule), reason_text(rule.reason or "", self.view)
        if rule.unjudged:
            said = say("unjudged", self.view.lang, rule=title, number=rule.unjudged, reason=reason)
        else:
            said = say("skipped", self.view.lang, rules=title, reason=reason)
        name = f"{title} [{rule.reason}]" if ran_too else title
        return self._case(name, [f"    <skipped>{content(said)}</skipped>"])

    def _case(self, name: str, body: list[str]) -> list[str]:
        self.numbers["tests"] += 1
        start = f"  <testcase name={attribute(name)} classname={attribute(self.name)}"
        return [f"{start}>", *body, "  </testcase>"] if body else [f"{start}/>"]

    def _title(self, rule: RuleReport) -> str:
        """``date-order: 许可截止期``; the id comes first, as it is what stays the same in every language."""
        about = self.view.rule_title(rule.id)
        if rule.field is not None:
            about = f"{self.view.field_title(self.entry.item, rule.field)} ({rule.field})"
        return f"{rule.id}: {about}"

    def _headline(self, failure: Failure) -> str:
        severity = pick(SEVERITIES[failure.severity], self.view.lang)
        number = say("places", self.view.lang, number=failure.failed)
        return f"[{severity}] {self.view.rule_title(failure.rule)}  {number}"

    def _examples(self, failure: Failure) -> str:
        known = self.found.get((self.entry.path, self.entry.sheet, failure.rule, failure.severity), [])
        found = [one for one in known if failure.field in {None, one.field}][:EXAMPLES]
        lines = [f"{visible(where(one, self.entry, self.view))}  {visible(one.message)}" for one in found]
        lines += [say("remedy", self.view.lang, remedy=one) for one in remedies(failure.rule, found, self.view)]
        if failure.failed > len(found):
            lines.append(say("more", self.view.lang, number=failure.failed - len(found)))
        return "\n".join(lines)


def _numbers(numbers: Counter[str], name: str) -> str:
    counted = "".join(f' {key}="{numbers[key]}"' for key in ("tests", "failures", "errors"))
    return f" name={attribute(name)}{counted}"
