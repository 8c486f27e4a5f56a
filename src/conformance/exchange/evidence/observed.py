"""Judging what a client did while a reference server watched it (``reference-server --record``)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Any, cast

from msgspec.structs import replace

from conformance.exchange.evidence.reader import Record
from conformance.exchange.evidence.replay import Replay
from conformance.exchange.model import ConformanceClass, Exchange, Participant, TestResult
from conformance.exchange.profile.load import profile
from conformance.exchange.run import exits, rollup
from conformance.exchange.run.clock import StillClock
from conformance.exchange.run.model import Setup
from conformance.exchange.run.play import lacking, play
from conformance.exchange.run.results import Cleanup, ParticipantResult, Results, worst
from conformance.exchange.run.state import Context, missing, opened
from conformance.exchange.suite.model import Suite, TestCase
from conformance.report.errors import Refusal
from conformance.standard.model import Standard
from conformance.version import __version__

CLASSES: tuple[ConformanceClass, ...] = ("department", "province")
"""What a client can be judged as."""


def participant_of(record: Record, classes: Sequence[ConformanceClass]) -> Participant:
    """The client that was watched; ``url`` is the server's. Raises Refusal where ``run.json`` does not say."""
    setup: Any = record.run.setup
    try:
        given = {"provoked": list(setup.get("provoked", ()))}
        return Participant(str(setup["participant"]), str(setup["url"]), tuple(classes), "test", given)
    except (KeyError, TypeError, AttributeError):
        raise Refusal(
            f"{record.folder / 'run.json'} 没有写明被观察的客户端；请使用 reference-server --record 写成的文件夹。",
            f"{record.folder / 'run.json'} does not say which client was watched; use a folder that reference-server --record "
            "has written.",
        ) from None


def judged(record: Record, suite: Suite, standard: Standard, classes: tuple[ConformanceClass, ...]) -> Results:
    """What the suite says of a client as one of ``classes``. Raises Refusal where there is nothing to judge it by."""
    tests = [case for case in suite.tests if case.observed and set(case.actors) & set(classes) & set(CLASSES)]
    if not classes or not tests:
        raise Refusal(
            f"{record.folder} 记录的是一个客户端；请用 --as 说明按哪一类判断：{'、'.join(CLASSES)}。",
            f"{record.folder} records a client; say with --as what it is to be judged as: {', '.join(CLASSES)}.",
        )
    who = participant_of(record, classes)
    setup = Setup((who,), suite.edition, str(record.run.setup["as_of"]), 0, classes)
    return weighed(who, record.exchanges, suite, standard, setup, record.folder)


def weighed(
    who: Participant,
    exchanges: Sequence[Exchange],
    suite: Suite,
    standard: Standard,
    setup: Setup,
    folder: Path = Path(),
) -> Results:
    """What the observing tests say of exchanges that somebody else brought about; nothing is sent."""
    classes = who.classes
    tests = [case for case in suite.tests if case.observed and set(case.actors) & set(classes)]
    context = Context(setup, standard, Replay((), folder), StillClock())
    state = opened(who, setup)
    state.exchanges += exchanges
    results = tuple(_result(case, state, context) for case in tests)
    cases = {case.id: case for case in tests}
    class_results = tuple(rollup.class_result(name, results, cases, (), False) for name in classes)
    verdict = worst(tuple(one.verdict for one in class_results))
    participant = ParticipantResult(
        name=who.name,
        url=who.url,
        environment=who.environment,
        verdict=verdict,
        reached=bool(exchanges),
        classes=class_results,
        operations=tuple(sorted({one.step for one in exchanges})),
        requirements=rollup.requirement_results(_of_clients(suite, tests), classes, results),
        warnings=(),
        cleanup=Cleanup(),
    )
    return Results(
        tool=__version__,
        profile=profile().version,
        edition=suite.edition,
        standard=standard.digest,
        suite=suite.digest,
        as_of=setup.as_of,
        verdict=verdict,
        exit=exits.OF_VERDICT[verdict],
        interrupted=False,
        participants=(participant,),
        tests=results,
    )


def _result(case: TestCase, state: Any, context: Context) -> TestResult:
    absent = missing(case.needs, state)
    if absent is not None:
        return TestResult(case.id, state.participant.name, "skip", lacking(absent))
    return play(replace(case, over="run"), state, context)


def _of_clients(suite: Suite, tests: Collection[TestCase]) -> Suite:
    """The suite without what is asked of services: a province is both, and only the client was watched."""
    asked = {name for case in tests for name in rollup.verified_by(case)}
    return replace(
        suite,
        tests=cast("tuple[TestCase, ...]", tuple(tests)),
        requirements=tuple(one for one in suite.requirements if one.id in asked),
    )
