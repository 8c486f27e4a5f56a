"""Playing one test: the one engine for live runs and replays.

What is sent next follows from the suite, the seed, and values taken from earlier (redacted) answers, and from nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from msgspec import Struct, field

from conformance.exchange.model import CheckResult, Exchange, TestResult
from conformance.exchange.run import verdict
from conformance.exchange.run.captures import captured
from conformance.exchange.run.sending import Sender
from conformance.exchange.run.state import Context, State, Unfit
from conformance.exchange.run.steps import STEPS, Doing
from conformance.exchange.suite import template
from conformance.exchange.suite.checks import run_checks
from conformance.exchange.suite.checks.base import Scene
from conformance.exchange.suite.model import Step, TestCase
from conformance.standard.model import Text


class Played(Struct):
    """What came of the steps of a test so far."""

    checks: list[CheckResult] = field(default_factory=list)
    exchanges: list[Exchange] = field(default_factory=list)
    unplayed: Text | None = None
    """Why a step was not done."""
    unfit: Unfit | None = None
    """Why no batch could be made for it."""
    stopped: bool = False


def play(case: TestCase, state: State, context: Context) -> TestResult:
    """The result of a test on one participant."""
    played = Played()
    for step in case.steps:
        if played.stopped:
            break
        step_of(case, step, state, context, played)
    if played.unfit is not None and not played.exchanges:
        return TestResult(case.id, state.participant.name, played.unfit.verdict, played.unfit.text)
    over = tuple(state.exchanges) if case.over == "run" else tuple(played.exchanges)
    played.checks += run_checks(case.across, scene_of(case, None, over, state, context))
    return result_of(case, state, played)


def result_of(case: TestCase, state: State, played: Played) -> TestResult:
    """The result of a participant from what was played."""
    word, reason = verdict.of_test(played.checks, played.exchanges, played.unplayed)
    return TestResult(
        case.id,
        state.participant.name,
        word,
        reason,
        tuple(played.checks),
        tuple(one.sequence for one in played.exchanges),
    )


def step_of(case: TestCase, step: Step, state: State, context: Context, played: Played) -> None:
    """Do a step, judge it, and take what it gives."""
    sender = Sender(context, state)
    try:
        _wait(step, state, context)
        STEPS[step.kind](Doing(case.id, step.id, state, context, sender), step.params)
    except template.Missing as missing:
        played.unplayed = played.unplayed or lacking(missing.name)
    except Unfit as unfit:
        played.unfit = played.unfit or unfit
        played.unplayed = played.unplayed or unfit.text
    played.exchanges += sender.exchanges
    scene = scene_of(case, step, tuple(sender.exchanges), state, context)
    found = run_checks(step.checks, scene) if sender.exchanges or played.unfit is None else ()
    played.checks += found
    state.values.update(captured(step.capture, sender.exchanges))
    broken = bool(sender.exchanges) and sender.exchanges[-1].trouble is not None
    failed = any(one.verdict == "fail" for one in found)
    played.stopped = broken or (failed and case.on_fail == "stop-test")


def _wait(step: Step, state: State, context: Context) -> None:
    """Let the time pass that a step is to come after. Raises Unfit where that is longer than a run may wait."""
    if "after" not in step.params:
        return
    seconds = template.fill(step.params["after"], state.values)
    if isinstance(seconds, bool) or not isinstance(seconds, int | float) or seconds < 0:
        raise Unfit(
            "skip", Text(f"要等待的时间不是秒数：{seconds}", f"what to wait for is no number of seconds: {seconds}")
        )
    if seconds > context.limits.wait_seconds:
        most = context.limits.wait_seconds
        raise Unfit(
            "skip",
            Text(
                f"声明的时限 {seconds:g} 秒超过本次测试最多等待的 {most:g} 秒，没有测试",
                f"the declared {seconds:g} s are more than the {most:g} s that are waited for at the most",
            ),
        )
    context.clock.sleep(seconds)


def scene_of(
    case: TestCase, step: Step | None, exchanges: tuple[Exchange, ...], state: State, context: Context
) -> Scene:
    """What the checks of a step, or of the whole test, may look at."""
    return Scene(
        test=case.id,
        step=None if step is None else step.id,
        exchanges=exchanges,
        values=state.values,
        standard=context.standard,
        participant=state.participant,
        as_of=context.as_of,
        refusals_count=step is not None and _wants_refusals(step.params),
    )


def _wants_refusals(params: Mapping[str, Any]) -> bool:
    until = params.get("until", {})
    statuses = [*params.get("stop_at", ()), *(until.get("status", ()) if isinstance(until, Mapping) else ())]
    return params.get("retry") is False or 429 in statuses


def lacking(name: str) -> Text:
    """Why a step or test cannot be done: a value is not there, and where it would come from."""
    if name.startswith("given."):
        return Text(
            f"测试对象清单没有给出“{name.removeprefix('given.')}”（given 之下），请补充后再测",
            f"the targets do not give {name.removeprefix('given.')} (under given); add it and run again",
        )
    if name.startswith("client."):
        client = name.removeprefix("client.")
        return Text(
            f"没有给出客户端 {client} 的凭据（credentials 之下），请补充后再测",
            f"no credentials of the client {client} are given (under credentials); add them and run again",
        )
    if name.startswith("token."):
        return Text(
            f"没有取得访问令牌（{name.removeprefix('token.')}），请先解决 /token 的问题",
            f"there is no access token ({name.removeprefix('token.')}); mend what is wrong with /token first",
        )
    return Text(
        f"前面的用例没有取得“{name}”，请先解决它们的问题",
        f"earlier tests did not get {name}; mend what is wrong there first",
    )
