"""Words of the views, in both languages; those of verdicts and levels are the run's."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from conformance.exchange.evidence.views.model import Raw
from conformance.exchange.model import TestVerdict
from conformance.standard.model import Lang, Text
from conformance.standard.words import pick

WHAT_IT_MEANS: Mapping[TestVerdict, Text] = {
    "fail": Text("要求没有做到", "a requirement is not kept"),
    "error": Text(
        "工具或网络的原因，不算对方的对错，但也没有验证",
        "on our side or the network's: neither for nor against, and not shown",
    ),
    "skip": Text(
        "前提不具备，没有验证，不能据此认定符合", "could not be shown, and keeps from conformance until it is"
    ),
    "attest": Text("需要人看证据作出判断", "a person has to look at the evidence"),
    "warn": Text("“宜”的要求没有做到", "a recommendation is not kept"),
    "omit": Text("本次不适用，原因如下", "does not apply, for the reason given"),
    "pass": Text("做到了", "kept"),
}
_WORDS: Mapping[str, Text] = {
    "title": Text("交换服务测试报告", "Exchange conformance report"),
    "of": Text("{name}（{url}，{environment}）", "{name} ({url}, {environment})"),
    "test": Text("测试环境", "test environment"),
    "production": Text("生产环境", "production"),
    "counts": Text("{total} 个用例：{parts}", "{total} tests: {parts}"),
    "no-class": Text(
        "没有可以测试的类别：没有指定，对方也没有声明", "no class to be tested: none was asked for and none is declared"
    ),
    "asked": Text("要求", "Requirement"),
    "seen": Text("发现", "Seen"),
    "reason": Text("原因", "Reason"),
    "why": Text("为什么重要", "Why it matters"),
    "remedy": Text("怎样更正", "How to mend it"),
    "exchange": Text("第 {number} 次交换", "Exchange {number}"),
    "no-answer": Text("没有应答", "no answer"),
    "redacted": Text("（其中的秘密和个人信息已换成化名）", "(secrets and personal data in it are pseudonyms)"),
    "cut": Text("…（共 {bytes} 字节，其余从略，见 bodies/）", "… ({bytes} bytes in all; the rest is in bodies/)"),
    "binary": Text("（{bytes} 字节，不是文本）", "({bytes} bytes, no text)"),
    "warnings": Text("本次测试的局限", "Limits of this run"),
    "blocks": Text("（因此不能认定符合）", "(keeps from conformance)"),
    "omitted": Text("不适用的用例", "Tests that do not apply"),
    "passed": Text("通过的用例", "Tests that passed"),
    "requirements": Text("要求一览", "Requirements"),
    "cleanup": Text("清理：撤回了 {withdrawn} 条测试记录", "Cleaned up: {withdrawn} test records were withdrawn"),
    "left": Text("没能撤回：{left}（{reason}）", "Not withdrawn: {left} ({reason})"),
    "basis": Text(
        "工具 {tool}，接口规范 {profile}，标准 {edition} 版 {version}，测试套件 {suite}，按 {as_of} 校验",
        "Tool {tool}, profile {profile}, standard {edition} version {version}, suite {suite}, judged by {as_of}",
    ),
    "baseline": Text("基线 {baseline}；对象 {environment}", "Baseline {baseline}; environment {environment}"),
    "profile-note": Text(
        "来源为 profile 的要求是本接口规范自定的，不是三清单文件的原文；交换事项本身出自该文件。",
        "Requirements of origin profile are our own, not the source document's; that the exchanges exist is the document's.",
    ),
    "nothing": Text("没有需要处理的用例。", "Nothing has to be done."),
    "not-reached": Text("没有应答过，无法测试", "it never answered and could not be tested"),
    "id": Text("编号", "Id"),
    "level": Text("程度", "Level"),
    "origin": Text("来源", "Origin"),
    "clause": Text("依据", "Clause"),
    "text": Text("内容", "Text"),
    "verdict": Text("结论", "Verdict"),
    "tests": Text("用例", "Tests"),
    "participant": Text("参与方", "Participant"),
    "more": Text("另有 {number} 个同类用例没有展开", "{number} more of these are not shown at length"),
}


def basis(raw: Raw) -> Iterator[str]:
    """What the verdicts rest on."""
    run, lang = raw.run, raw.lang
    yield say(
        "basis",
        lang,
        tool=run.tool,
        profile=run.profile,
        edition=run.edition,
        version=run.version,
        suite=run.suite,
        as_of=raw.results.as_of,
    )
    yield say("baseline", lang, baseline=run.baseline, environment=run.environment)
    yield say("profile-note", lang)


def say(key: str, lang: Lang, /, **parts: object) -> str:
    """A sentence of the views. Raises KeyError for a key that does not exist."""
    return pick(_WORDS[key], lang).format(**parts)
