"""Problems (RFC 9457): their form over the whole run, and what single ones have to name."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from conformance.exchange.lenient import text_of
from conformance.exchange.model import Exchange
from conformance.exchange.profile.problems import PROBLEMS, TYPE_PREFIX
from conformance.exchange.suite.checks.base import Outcome, Param, Scene, answer, departs, holds, kind, unseen
from conformance.exchange.suite.checks.envelope import faults_of
from conformance.exchange.suite.checks.look import (
    ABSENT,
    at,
    body_of,
    called,
    entries,
    listed,
    media_type,
    path_of,
    refused,
    shown,
)
from conformance.standard.model import Text

_TRACE = re.compile(
    r"Traceback \(most recent call last\)|^\s+at [\w$.]+\([\w.]+:[0-9]+\)|File \"[^\"]+\", line [0-9]+|"
    r"\.java:[0-9]+\)|goroutine [0-9]+ \[|Exception in thread|/(?:site-packages|node_modules)/|\bORA-[0-9]{5}\b|SQLSTATE\[",
    re.MULTILINE,
)
Judge = Callable[[Exchange], str | None]
"""What is wrong with one refusal, shown in the sentence; None where nothing is."""


def _media_type(exchange: Exchange) -> str | None:
    seen = media_type(answer(exchange).header("Content-Type"))
    return None if seen == "application/problem+json" else seen or "∅"


def _members(exchange: Exchange) -> str | None:
    return next(iter(faults_of("Problem", body_of(exchange), ("type", "status"))), None)


def _status(exchange: Exchange) -> str | None:
    seen, status = at(exchange, "/status"), answer(exchange).status
    return None if seen is ABSENT or seen == status else f"{shown(seen)} ≠ {status}"


def _type(exchange: Exchange) -> str | None:
    seen, status = at(exchange, "/type"), answer(exchange).status
    if seen is ABSENT:
        return None
    name = seen.removeprefix(TYPE_PREFIX) if isinstance(seen, str) and seen.startswith(TYPE_PREFIX) else None
    return None if name in PROBLEMS and PROBLEMS[name].status == status else shown(seen)


def _trace(exchange: Exchange) -> str | None:
    found = _TRACE.search(text_of(answer(exchange).body))
    return shown(found[0].strip()) if found else None


_ASPECTS: dict[str, tuple[Judge, Text]] = {
    "media-type": (_media_type, Text("应为 application/problem+json", "has to be application/problem+json")),
    "members": (_members, Text("应符合问题信封", "has to be a problem envelope")),
    "status": (_status, Text("的 status 应等于 HTTP 状态码", "has to repeat the HTTP status in its member status")),
    "type": (
        _type,
        Text("的 type 应为登记的、与状态码相符的类型", "has to be of a registered type that fits its status"),
    ),
    "trace": (_trace, Text("不应含程序堆栈或内部信息", "must not show a stack trace or internals")),
}
_EVERY = frozenset({"trace", "media-type"})
"""Aspects that are judged whatever the body is; the others only where it is said to be a problem and is an object."""


@kind(
    "problem-form",
    Param("aspect", "text", required=True, among=tuple(_ASPECTS)),
    Param("except_paths", "texts"),
    across=True,
)
def check_problem_form(params: Mapping[str, Any], scene: Scene) -> Outcome:
    """Every refusal of the run has one aspect of a problem. The token endpoint has a form of its own (RFC 6749, section 5.2)."""
    aspect = params["aspect"]
    judge, words = _ASPECTS[aspect]
    left_out = tuple(params.get("except_paths", ()))
    all_refusals = [one for one in refused(scene.exchanges) if path_of(one, scene.participant.url) not in left_out]
    looked = [one for one in all_refusals if aspect in _EVERY or isinstance(body_of(one), dict)]
    if aspect != "trace":
        looked = [one for one in looked if answer(one).body or aspect == "media-type"]
    if not looked:
        return unseen("没有出现错误应答。", "There was no refusal to look at.")
    wrong = [(one, said) for one in looked if (said := judge(one)) is not None]
    if not wrong:
        return holds(
            f"{len(looked)} 个错误应答都符合：{words.zh}。",
            f"Each of {len(looked)} refusals is as it has to be: it {words.en}.",
        )
    first, said = wrong[0]
    return departs(
        f"错误应答{words.zh}，{len(wrong)} 个不符，如 {called(first)}：{said}。",
        f"A refusal {words.en}; {len(wrong)} differ, such as {called(first)}: {said}.",
        *(one for one, _ in wrong),
    )


@kind("problem-type", Param("is", "text", required=True))
def check_problem_type(params: Mapping[str, Any], scene: Scene) -> Outcome:
    """Where a status has several types of problems, the last answer is of the right one."""
    last, wanted = scene.exchanges[-1], params["is"]
    seen = at(last, "/type")
    if not isinstance(seen, str) or seen.removeprefix(TYPE_PREFIX) not in PROBLEMS:
        return unseen("应答没有登记的问题类型。", "The answer has no registered type of problem.", last)
    if seen == TYPE_PREFIX + wanted:
        return holds(f"问题类型为 {wanted}。", f"The problem is {wanted}.", last)
    return departs(
        f"问题类型应为 {wanted}，实际为 {shown(seen)}。", f"The problem has to be {wanted} and is {shown(seen)}.", last
    )


@kind("problem-error", Param("pointer", "pointer", required=True), Param("rules", "texts"))
def check_problem_error(params: Mapping[str, Any], scene: Scene) -> Outcome:
    """The errors of the last answer name a place of the body, and one of some rules there."""
    last, pointer = scene.exchanges[-1], params["pointer"]
    errors = entries(body_of(last), "/errors")
    there = [one for one in errors if one.get("pointer") == pointer]
    if not there:
        seen = listed([one.get("pointer", "∅") for one in errors]) or "∅"
        return departs(
            f"errors 应指明位置 {pointer}，实际为 {seen}。",
            f"errors has to name the place {pointer} and names {seen}.",
            last,
        )
    rules = params.get("rules")
    if rules and not any(one.get("rule") in rules for one in there):
        seen = listed([one.get("rule", "∅") for one in there])
        return departs(
            f"{pointer} 处的规则应为 {listed(rules)}，实际为 {seen}。",
            f"The rule at {pointer} has to be {listed(rules)} and is {seen}.",
            last,
        )
    return holds(f"errors 指明了位置 {pointer}。", f"errors names the place {pointer}.", last)
