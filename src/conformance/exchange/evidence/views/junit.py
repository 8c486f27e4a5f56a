"""The results as JUnit XML, which build servers show as tests: a suite for each participant, a case for each test.

Build servers pass over what is skipped. So each class has a case of its own besides, which fails unless the participant conforms.
"""

from __future__ import annotations

from collections import Counter

from conformance.exchange.evidence.views.model import Raw, Section, Told
from conformance.exchange.evidence.views.sections import sections
from conformance.exchange.evidence.views.words import WHAT_IT_MEANS, say
from conformance.exchange.profile.load import profile
from conformance.exchange.run.results import ClassResult
from conformance.exchange.run.words import CLASS_VERDICTS, TEST_VERDICTS
from conformance.report.view import visible
from conformance.report.xmltext import attribute, content
from conformance.standard.model import Lang
from conformance.standard.words import pick

FILE = "junit.xml"
_CONFORM = ("conformant", "conformant-with-findings")


def render(raw: Raw) -> str:
    """The whole document."""
    suites = [_Suite(section, raw) for section in sections(raw)]
    totals = sum((suite.numbers for suite in suites), Counter[str]())
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', f"<testsuites{_numbers(totals, 'conformance probe')}>"]
    return "\n".join([*lines, *(line for suite in suites for line in suite.lines()), "</testsuites>"]) + "\n"


class _Suite:
    """One participant."""

    def __init__(self, section: Section, raw: Raw) -> None:
        self._raw, self._lang, self._section = raw, raw.lang, section
        self.numbers: Counter[str] = Counter(tests=0, failures=0, errors=0, skipped=0)
        self._cases = [line for one in section.participant.classes for line in self._class(one)]
        if not section.participant.classes:
            why = say("no-class" if section.participant.reached else "not-reached", self._lang)
            self._cases += self._case("class", "verdict", [self._error("not-fully-verified", why)])
        for told in (*section.told, *section.passed, *section.omitted):
            self._cases += self._test(told)

    def lines(self) -> list[str]:
        """The suite."""
        participant, run = self._section.participant, self._raw.run
        facts = {
            "verdict": participant.verdict,
            "url": participant.url,
            "environment": participant.environment,
            "suite": run.suite,
            "baseline": run.baseline,
            "standard": f"{run.edition} {run.version} {run.standard}",
            "tool": run.tool,
            "as-of": self._raw.results.as_of,
        }
        properties = [f'    <property name="{name}" value={attribute(value)}/>' for name, value in facts.items()]
        said = "\n".join(pick(one.text, self._lang) for one in participant.warnings)
        output = [f"  <system-out>{content(said)}</system-out>"] if said else []
        numbers = f'{_numbers(self.numbers, participant.name)} skipped="{self.numbers["skipped"]}"'
        inside = ["  <properties>", *properties, "  </properties>", *self._cases, *output]
        return [f"<testsuite{numbers}>", *inside, "</testsuite>"]

    def _class(self, one: ClassResult) -> list[str]:
        title = pick(profile().class_of(one.name).title, self._lang)
        body = []
        if one.verdict not in _CONFORM:
            message = f"{pick(CLASS_VERDICTS[one.verdict], self._lang)}: {_counted(one, self._lang)}"
            if one.verdict == "non-conformant":
                self.numbers["failures"] += 1
                body = [f'    <failure type="{one.verdict}" message={attribute(message)}/>']
            else:
                body = [self._error(one.verdict, message)]
        return self._case(f"{one.name}: {title}", "verdict", body)

    def _error(self, kind: str, message: str) -> str:
        self.numbers["errors"] += 1
        return f'    <error type="{kind}" message={attribute(message)}/>'

    def _test(self, told: Told) -> list[str]:
        verdict = told.result.verdict
        said = _said(told, self._lang)
        headline = attribute(visible(said[0]) if said else pick(TEST_VERDICTS[verdict], self._lang))
        text = content("\n".join(visible(line) for line in said))
        match verdict:
            case "fail":
                self.numbers["failures"] += 1
                body = [f'    <failure type="fail" message={headline}>{text}</failure>']
            case "error":
                self.numbers["errors"] += 1
                body = [f'    <error type="error" message={headline}>{text}</error>']
            case "skip" | "omit" | "attest":
                self.numbers["skipped"] += 1
                meaning = f"{pick(TEST_VERDICTS[verdict], self._lang)}: {pick(WHAT_IT_MEANS[verdict], self._lang)}"
                body = [f"    <skipped>{content(meaning)}\n{text}</skipped>"]
            case _:
                body = [f"    <system-out>{text}</system-out>"] if said else []
        return self._case(f"{told.case.id}: {pick(told.case.title, self._lang)}", told.case.group, body)

    def _case(self, name: str, group: str, body: list[str]) -> list[str]:
        self.numbers["tests"] += 1
        called = attribute(f"{self._section.participant.name}.{group}")
        start = f"  <testcase name={attribute(name)} classname={called}"
        return [f"{start}>", *body, "  </testcase>"] if body else [f"{start}/>"]


def _counted(one: ClassResult, lang: Lang) -> str:
    joint = "，" if lang == "zh" else ", "
    parts = joint.join(f"{pick(TEST_VERDICTS[word], lang)} {number}" for word, number in one.tests.items() if number)
    return say("counts", lang, total=sum(one.tests.values()), parts=parts)


def _said(told: Told, lang: Lang) -> list[str]:
    """What was seen, what is asked, how to mend it."""
    lines = [pick(sentence, lang) for sentence in dict.fromkeys(told.seen)]
    if told.result.reason is not None and told.result.reason not in told.seen:
        lines.insert(0, pick(told.result.reason, lang))
    if told.result.verdict in ("pass", "omit"):
        return lines
    lines += [f"{say('asked', lang)}: {one.id} ({one.clause}) {pick(one.text, lang)}" for one in told.requirements]
    lines.append(f"{say('remedy', lang)}: {pick(told.case.remedy, lang)}")
    lines += [say("exchange", lang, number=one.sequence) for one in told.exchanges]
    return lines


def _numbers(numbers: Counter[str], name: str) -> str:
    counted_ = "".join(f' {key}="{numbers[key]}"' for key in ("tests", "failures", "errors"))
    return f" name={attribute(name)}{counted_}"
