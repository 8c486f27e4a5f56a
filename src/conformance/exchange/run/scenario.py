"""Scenarios over several participants: pushed at a district, seen at the city, withdrawn, gone at the province.

Every check is put down to the participant whose step it belongs to, so that nobody is blamed for another's fault; who was not
reached because somebody before failed is skipped.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from conformance.exchange.model import ConformanceClass, Participant, TestResult
from conformance.exchange.run.plan import unwritable
from conformance.exchange.run.play import Played, result_of, step_of
from conformance.exchange.run.state import Context, State
from conformance.exchange.suite.model import TestCase
from conformance.standard.model import Text

_SHARED = "fixture."


def roles_of(case: TestCase) -> tuple[ConformanceClass, ...]:
    """The classes that a scenario needs a participant of, in the order of its steps."""
    return tuple(dict.fromkeys(step.at for step in case.steps if step.at is not None))


def cast_of(case: TestCase, classes: Mapping[str, Sequence[ConformanceClass]]) -> dict[ConformanceClass, str] | None:
    """Who plays which part, each participant one only; None where there are too few of some class.

    ``classes`` are those of each participant, in the order of the targets. Where several could play a part, the first that
    leaves the others possible does.
    """
    return _cast(roles_of(case), classes, {})


def _cast(
    open_roles: Sequence[ConformanceClass],
    classes: Mapping[str, Sequence[ConformanceClass]],
    given: dict[ConformanceClass, str],
) -> dict[ConformanceClass, str] | None:
    if not open_roles:
        return given
    for name, own in classes.items():
        if open_roles[0] in own and name not in given.values():
            found = _cast(open_roles[1:], classes, {**given, open_roles[0]: name})
            if found is not None:
                return found
    return None


def play_scenario(
    case: TestCase, cast: Mapping[ConformanceClass, str], states: Mapping[str, State], context: Context
) -> tuple[TestResult, ...]:
    """The results of everybody who takes part, in the order in which they come in."""
    played = {name: Played() for name in cast.values()}
    shared: dict[str, Any] = {}
    culprit: Participant | None = None
    for step in case.steps:
        name = cast[step.at] if step.at is not None else next(iter(cast.values()))
        own, so_far = states[name], played[name]
        if culprit is not None:
            if culprit.name != name:
                so_far.unplayed = so_far.unplayed or _held_up(culprit)
            continue
        on_stage = _on_stage(own, shared)
        step_of(case, step, on_stage, context, so_far)
        own.waited = on_stage.waited
        shared.update(
            {key: value for key, value in on_stage.values.items() if own.values.get(key, _NOTHING) is not value}
        )
        if so_far.stopped or so_far.unplayed is not None or any(one.verdict == "fail" for one in so_far.checks):
            culprit = own.participant
    return tuple(result_of(case, states[name], so_far) for name, so_far in played.items())


_NOTHING = object()


def _on_stage(own: State, shared: Mapping[str, Any]) -> State:
    """A participant's state for one step: its own values (such as its tokens) and what the scenario knows by now."""
    return State(own.participant, {**own.values, **shared}, own.exchanges, own.fixtures, own.pools, own.waited)


def _held_up(culprit: Participant) -> Text:
    return Text(
        f"场景在 {culprit.name} 一步没有走通，后面的步骤没有进行",
        f"the scenario came to a halt at {culprit.name}, and later steps were not taken",
    )


def too_few(case: TestCase) -> Text:
    """Why a scenario that cannot be cast is left out."""
    return Text(
        f"场景需要不同的参与方各一个：{'、'.join(roles_of(case))}，本次测试的参与方不够",
        f"the scenario needs a participant of its own for each of {', '.join(roles_of(case))}; this run has too few",
    )


def unwritten(case: TestCase, states: Iterable[State], context: Context) -> Text | None:
    """Why a scenario may not write to everybody in it; None where it may, or writes nothing."""
    if case.effect == "read":
        return None
    reasons = (unwritable(state.participant, context.setup) for state in states)
    return next((reason for reason in reasons if reason is not None), None)
