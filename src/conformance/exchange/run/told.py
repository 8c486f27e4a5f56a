"""A run in words for a terminal: the verdict first, then what failed and how to mend it, what could not be shown and why."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from conformance.exchange.model import CheckResult, TestResult, TestVerdict
from conformance.exchange.profile.load import profile
from conformance.exchange.run.results import ParticipantResult, Results
from conformance.exchange.run.words import CLASS_VERDICTS, LEVELS, TEST_VERDICTS
from conformance.exchange.suite.model import Requirement, Suite, TestCase
from conformance.standard.model import Lang, Text
from conformance.standard.words import pick

_MOST_EXCHANGES = 3
_MOST_NAMES = 30
_FIRST_NAMES = 10
_COUNTED: tuple[TestVerdict, ...] = ("pass", "warn", "fail", "error", "skip", "attest", "omit")


def told(results: Results, suite: Suite, briefs: Mapping[int, str], lang: Lang, evidence: str | None) -> list[str]:
    """The lines. ``briefs``: exchange → what it was in one line; ``evidence``: where the record of the run lies."""
    teller = _Teller(results, suite, briefs, lang)
    return [*teller.head(), *teller.body(), *teller.foot(evidence)]


def head(results: Results, suite: Suite, lang: Lang) -> list[str]:
    """The verdict alone: of all, then of each participant and class."""
    return [*_Teller(results, suite, {}, lang).head()]


class _Teller:
    """What all lines need."""

    def __init__(self, results: Results, suite: Suite, briefs: Mapping[int, str], lang: Lang) -> None:
        self._results, self._briefs, self._lang = results, briefs, lang
        self._cases = {case.id: case for case in suite.tests}
        self._requirements = {one.id: one for one in suite.requirements}

    def _say(self, zh: str, en: str) -> str:
        return zh if self._lang == "zh" else en

    def _pick(self, text: Text) -> str:
        return pick(text, self._lang)

    def head(self) -> Iterator[str]:
        """The verdict: of all, then of each participant and class."""
        several = len(self._results.participants) > 1
        if several:
            word = self._pick(CLASS_VERDICTS[self._results.verdict])
            yield self._say(f"结论：{word}", f"Verdict: {word}")
        for one in self._results.participants:
            yield from self._of_participant(one, several)
        if self._results.interrupted:
            yield self._say("测试被中断，以下是中断前的结果", "The run was interrupted; this is what had been found")

    def _of_participant(self, one: ParticipantResult, several: bool) -> Iterator[str]:
        named = f"{one.name} {one.url}" if several else one.url
        if not one.classes:
            word = self._pick(CLASS_VERDICTS[one.verdict])
            why = self._say("不知道它属于哪一类别，请用 --as 指定", "its class is not known; name it with --as")
            yield self._say(f"结论：{word}　{named}：{why}", f"Verdict: {word}  {named}: {why}")
        for held in one.classes:
            word, title = self._pick(CLASS_VERDICTS[held.verdict]), self._pick(profile().class_of(held.name).title)
            yield self._say(
                f"结论：{word}　{title}（{held.name}）　{named}", f"Verdict: {word}  {title} ({held.name})  {named}"
            )
            counts = [
                f"{self._pick(TEST_VERDICTS[verdict])} {held.tests[verdict]}"
                for verdict in _COUNTED
                if held.tests[verdict]
            ]
            yield "  " + self._say("，", ", ").join(counts)

    def body(self) -> Iterator[str]:
        """What failed, what has findings, what was not shown, what the run does not tell."""
        yield from self._failed("fail", Text("不通过", "Failed"))
        yield from self._failed("warn", Text("提示", "Findings"))
        yield from self._unshown(
            "error",
            Text("出错（我方或网络的原因，不计入结论）", "Errors (ours or the network's; they count neither way)"),
        )
        yield from self._unshown("skip", Text("未能测试（因此不能认定符合）", "Skipped (so conformance is not shown)"))
        yield from self._unshown("attest", Text("待人工确认", "To be attested by a person"))
        yield from self._unshown("omit", Text("不适用", "Omitted (does not apply)"))
        for one in self._results.participants:
            if one.warnings:
                yield self._say("注意：", "Note:")
                yield from (f"  - {self._pick(warning.text)}" for warning in one.warnings)
            yield from self._cleanup(one)

    def _cleanup(self, one: ParticipantResult) -> Iterator[str]:
        if one.cleanup.withdrawn:
            number = one.cleanup.withdrawn
            yield self._say(
                f"清理：已撤回测试报送的记录 {number} 条", f"Cleanup: {number} pushed records were withdrawn"
            )
        if one.cleanup.left:
            why = self._pick(one.cleanup.reason) if one.cleanup.reason is not None else ""
            listed = ", ".join(one.cleanup.left[:10]) + (" …" if len(one.cleanup.left) > 10 else "")
            yield self._say(
                f"清理未完成：{len(one.cleanup.left)} 项留在服务中（{why}），请手工删除：{listed}",
                f"Not cleaned up: {len(one.cleanup.left)} are left in the service ({why}); remove them by hand: {listed}",
            )

    def _failed(self, verdict: TestVerdict, title: Text) -> Iterator[str]:
        found = [one for one in self._results.tests if self._counts_as(one, verdict)]
        if not found:
            return
        yield ""
        yield self._say(f"{title.zh} {len(found)} 项：", f"{title.en}: {len(found)}")
        for number, result in enumerate(found, 1):
            case = self._cases[result.test]
            yield f" {number}. {self._title(case, result)}"
            for check in result.checks:
                if check.verdict == verdict:
                    yield from self._check(check)
            yield from self._remedies(case, result, verdict)

    def _remedies(self, case: TestCase, result: TestResult, verdict: TestVerdict) -> Iterator[str]:
        """How to mend it: what the requirements say that are not kept, or else the test."""
        names = dict.fromkeys(
            name for check in result.checks if check.verdict == verdict for name in check.requirements
        )
        of_requirements = [self._requirements[name].remedy for name in names if name in self._requirements]
        for remedy in [one for one in of_requirements if one is not None] or [case.remedy]:
            yield self._say(f"    办法：{remedy.zh}", f"    To mend it: {remedy.en}")

    @staticmethod
    def _counts_as(result: TestResult, verdict: TestVerdict) -> bool:
        """Whether a test is listed among those of a verdict; what was seen to fail is, even where trouble came after it."""
        failed = any(check.verdict == "fail" for check in result.checks)
        return result.verdict == verdict or (verdict == "fail" and failed and result.verdict == "error")

    def _check(self, check: CheckResult) -> Iterator[str]:
        for name in check.requirements:
            requirement = self._requirements.get(name)
            if requirement is not None:
                yield "    " + self._requirement(requirement)
        yield self._say(f"    情况：{check.message.zh}", f"    Seen: {check.message.en}")
        shown = [self._briefs[sequence] for sequence in check.exchanges if sequence in self._briefs]
        if shown:
            more = self._say("等", "…") if len(shown) > _MOST_EXCHANGES else ""
            listed = self._say("；", "; ").join(shown[-_MOST_EXCHANGES:])
            yield self._say(f"    交换：{listed}{more}", f"    Exchange: {listed}{more}")

    def _requirement(self, one: Requirement) -> str:
        level = self._pick(LEVELS[one.level])
        text = self._pick(one.text)
        return self._say(
            f"要求 {one.id}（{level}，{one.clause}）：{text}", f"Requirement {one.id} ({level}, {one.clause}): {text}"
        )

    def _unshown(self, verdict: TestVerdict, title: Text) -> Iterator[str]:
        found = [one for one in self._results.tests if one.verdict == verdict]
        if not found:
            return
        yield ""
        yield self._say(f"{title.zh} {len(found)} 项：", f"{title.en}: {len(found)}")
        for reason, results in _by_reason(found, self._lang).items():
            names = self._listed(results)
            if len(names) > _MOST_NAMES:  # such as all that was not chosen; the reports have every one
                names = [*names[:_FIRST_NAMES], f"…（{len(names)}）"]
            yield f"  - {self._say('、', ', ').join(names)}{self._say('：', ': ')}{reason}"

    def _listed(self, results: Sequence[TestResult]) -> list[str]:
        """Titles of tests, each once; of several participants with the names of those that it concerns."""
        whose: dict[str, list[str]] = {}
        for one in results:
            whose.setdefault(one.test, []).append(one.participant)
        several = len(self._results.participants) > 1
        return [
            f"{self._pick(self._cases[test].title)} ({test})" + (f" [{', '.join(names)}]" if several else "")
            for test, names in whose.items()
        ]

    def _title(self, case: TestCase, result: TestResult) -> str:
        whose = f"{result.participant}: " if len(self._results.participants) > 1 else ""
        return f"{whose}{self._pick(case.title)} ({case.id})"

    def foot(self, evidence: str | None) -> Iterator[str]:
        """Where the evidence lies."""
        if evidence is not None:
            yield ""
            yield self._say(
                f"证据：{evidence}（conformance verify {evidence} 可离线复核）",
                f"Evidence: {evidence} (conformance verify {evidence} judges it again, offline)",
            )


def _by_reason(results: Sequence[TestResult], lang: Lang) -> dict[str, list[TestResult]]:
    """The tests under each reason, so that one cause is said once."""
    found: dict[str, list[TestResult]] = {}
    for one in results:
        found.setdefault("" if one.reason is None else pick(one.reason, lang), []).append(one)
    return found
