"""A whole run: asking what is declared, planning, playing, clearing up, weighing. The same over the network and over a record."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Literal

from msgspec import Struct, field
from msgspec.structs import replace

from conformance.exchange.model import ConformanceClass, Participant, TestResult, Transport
from conformance.exchange.profile.load import profile
from conformance.exchange.run import cleanup, exits, hollow, rollup, scenario
from conformance.exchange.run.clock import Clock
from conformance.exchange.run.declared import discover
from conformance.exchange.run.model import CLEANUP, Declared, Setup
from conformance.exchange.run.plan import Turn, classes_of, gives, operations_of, plan
from conformance.exchange.run.play import lacking, play
from conformance.exchange.run.results import Cleanup, ParticipantResult, Results, worst
from conformance.exchange.run.state import Context, State, missing, opened
from conformance.exchange.suite.model import Suite, TestCase
from conformance.report.errors import UsageError
from conformance.standard.model import Standard, Text
from conformance.version import __version__

_PATIENCE = 3
"""Tests in a row that end in silence before a participant is not asked any more."""
_SILENCES = ("unreachable", "timeout", "tls")

Tell = Callable[[str, str, int, int], None]
"""Told of progress: participant, id of the test that begins, its number, how many there are; after Ctrl-C that ``cleanup`` begins."""


class Interrupted(Exception):
    """A run that was broken off, by somebody or by a fault of ours, once it has cleared up; carries what it had found, and the
    cause behind it."""

    def __init__(self, results: Results) -> None:
        super().__init__("interrupted")
        self.results = results


class _Part(Struct):
    """A participant in the run."""

    state: State
    declared: Declared = field(default_factory=Declared)
    classes: tuple[ConformanceClass, ...] = ()
    operations: frozenset[str] = frozenset()
    turns: tuple[Turn, ...] = ()
    silences: int = 0
    silence: Text | None = None
    cleanup: Cleanup = field(default_factory=Cleanup)
    played: set[str] = field(default_factory=set)


def run(
    setup: Setup,
    suite: Suite,
    standard: Standard,
    transport: Transport,
    clock: Clock,
    tell: Tell = lambda *_: None,
) -> Results:
    """Everything, from the first question to the verdict.

    Raises Interrupted when it is broken off (Ctrl-C, a fault of ours), after having cleared up; UsageError where the transport has no answer to
    give, as a record that lacks an exchange.
    """
    going = _Run(setup, suite, Context(setup, standard, transport, clock), tell)
    broken: BaseException | None = None
    try:
        going.main()
    except (UsageError, GeneratorExit):
        raise
    except (
        BaseException
    ) as error:  # Ctrl-C, an order to end, a fault of ours: what was pushed is cleared up all the same
        broken = error
        going.tell_of_clearing()
    broken = going.clear() or broken
    results = going.results(broken)
    if broken is not None:
        raise Interrupted(results) from broken
    return results


class _Run:
    """The run as far as it has come."""

    def __init__(self, setup: Setup, suite: Suite, context: Context, tell: Tell) -> None:
        self._setup, self._suite, self._context, self._tell = setup, suite, context, tell
        self._parts = {
            one.name: _Part(opened(one, setup), classes=classes_of(one, Declared(), setup))
            for one in setup.participants
        }
        self._cases = {case.id: case for case in suite.tests}
        self._done: list[TestResult] = []
        self._internal = False

    def main(self) -> None:
        """Plan and play everything but what clears up."""
        for part in self._parts.values():
            part.declared = discover(part.state, self._context)
            part.classes = classes_of(part.state.participant, part.declared, self._setup)
            # What it is held to, whoever said so, is what checks know of it.
            part.state.participant = replace(part.state.participant, classes=part.classes)
            part.operations = operations_of(part.state.participant, part.declared, part.classes)
            part.turns = plan(self._suite.tests, part.state.participant, part.declared, part.classes, self._setup)
            last = part.state.exchanges[-1]
            if last.trouble is not None and last.trouble.kind in _SILENCES:
                part.silence = last.trouble.text
        for part in self._parts.values():
            self._play(part, (turn for turn in part.turns if turn.case.phase == "main"))
        self._scenarios()

    def tell_of_clearing(self) -> None:
        """Say where there is something to clear up, which takes a while."""
        for part in self._parts.values():
            if cleanup.pushed(part.state.exchanges):
                self._tell(part.state.participant.name, CLEANUP, 0, 0)

    def clear(self) -> Exception | None:
        """Play what clears up, whatever came before, then withdraw what is left; gives a fault of ours that kept it from that."""
        broken = None
        for part in self._parts.values():
            self._play(part, (turn for turn in part.turns if turn.case.phase == "cleanup"))
            try:
                part.cleanup = cleanup.clear(part.state, self._context)
            except UsageError:
                raise
            except Exception as error:
                broken = error
                part.cleanup = Cleanup(0, tuple(cleanup.pushed(part.state.exchanges)), _ours(error))
        return broken

    def _play(self, part: _Part, turns: Iterable[Turn]) -> None:
        for turn in turns:
            part.played.add(turn.case.id)
            self._tell(part.state.participant.name, turn.case.id, len(part.played), len(part.turns))
            result = self._result(turn, part)
            self._done.append(result)
            self._mind(part, result)

    def _result(self, turn: Turn, part: _Part) -> TestResult:
        name = part.state.participant.name
        if turn.leave is not None:
            return TestResult(turn.case.id, name, turn.leave, turn.reason)
        if part.silence is not None:
            return TestResult(turn.case.id, name, "error", part.silence)
        absent = missing(turn.case.needs, part.state)
        if absent is not None:
            return TestResult(turn.case.id, name, "skip", self._lacking(absent, part))
        try:
            return play(turn.case, part.state, self._context)
        except UsageError:
            raise
        except Exception as error:
            self._internal = True
            return TestResult(turn.case.id, name, "error", _ours(error))

    def _lacking(self, name: str, part: _Part) -> Text:
        """Why a value is not there: what became of the test that would have given it."""
        giver = next((turn.case.id for turn in part.turns if gives(turn.case, name)), None)
        for one in self._done:
            if (one.test, one.participant) == (giver, part.state.participant.name) and one.reason is not None:
                return Text(
                    f"它依赖的用例 {giver} 没有完成：{one.reason.zh}",
                    f"{giver}, which it builds on, was not completed: {one.reason.en}",
                )
        return lacking(name)

    def _mind(self, part: _Part, result: TestResult) -> None:
        """After several tests that ended in silence the participant is left alone."""
        of_test = [one for one in part.state.exchanges if one.sequence in result.exchanges]
        if not of_test:
            return
        last = of_test[-1].trouble
        part.silences = part.silences + 1 if last is not None and last.kind in _SILENCES else 0
        if part.silences >= _PATIENCE and last is not None:
            part.silence = Text(
                f"连续 {_PATIENCE} 个用例没有应答，不再继续：{last.text.zh}",
                f"{_PATIENCE} tests in a row had no answer, so it was not asked any more: {last.text.en}",
            )

    def _scenarios(self) -> None:
        cases = [case for case in self._suite.tests if case.scenario and self._chosen(case)]
        classes = {name: part.classes for name, part in self._parts.items()}
        for case in cases:
            cast = scenario.cast_of(case, classes)
            concerned = [part for part in self._parts.values() if set(part.classes) & set(scenario.roles_of(case))]
            if cast is None:
                self._leave(case, concerned, "omit", scenario.too_few(case))
                continue
            playing = [self._parts[name] for name in cast.values()]
            states = {part.state.participant.name: part.state for part in playing}
            reason = scenario.unwritten(case, states.values(), self._context)
            silent = next((part.silence for part in playing if part.silence is not None), None)
            if reason is not None or silent is not None:
                self._leave(case, playing, "skip", reason or silent)
                continue
            self._tell(next(iter(states)), case.id, len(self._done), len(self._done) + 1)
            self._done += scenario.play_scenario(case, cast, states, self._context)

    def _chosen(self, case: TestCase) -> bool:
        only = self._setup.only
        return not only or case.id in only or case.group in only

    def _leave(
        self, case: TestCase, parts: Iterable[_Part], verdict: Literal["skip", "omit"], reason: Text | None
    ) -> None:
        self._done += [TestResult(case.id, part.state.participant.name, verdict, reason) for part in parts]

    def results(self, broken: BaseException | None) -> Results:
        """What was found; tests that were planned and not come to are errors. ``broken``: what the run was broken off by."""
        interrupted = broken is not None
        if isinstance(broken, Exception):
            self._internal = True
        if interrupted:
            late = (
                _ours(broken)
                if isinstance(broken, Exception)
                else Text("测试被中断，没有进行", "the run was interrupted before it")
            )
            self._done += [
                TestResult(turn.case.id, part.state.participant.name, "error", late)
                for part in self._parts.values()
                for turn in part.turns
                if turn.case.id not in part.played
            ]
        parts = tuple(self._participant(part, interrupted) for part in self._parts.values())
        verdict = worst(tuple(one.verdict for one in parts))
        return Results(
            tool=__version__,
            profile=profile().version,
            edition=self._suite.edition,
            standard=self._context.standard.digest,
            suite=self._suite.digest,
            as_of=self._setup.as_of,
            verdict=verdict,
            exit=exits.INTERNAL if self._internal else exits.OF_VERDICT[verdict],
            interrupted=interrupted,
            participants=parts,
            tests=tuple(self._done),
        )

    def _participant(self, part: _Part, interrupted: bool) -> ParticipantResult:
        who: Participant = part.state.participant
        own = [one for one in self._done if one.participant == who.name]
        warnings = hollow.hollow(part.state, own, self._cases, part.operations)
        classes = tuple(rollup.class_result(name, own, self._cases, warnings, interrupted) for name in part.classes)
        return ParticipantResult(
            name=who.name,
            url=who.url,
            environment=who.environment,
            verdict=worst(tuple(one.verdict for one in classes)),
            reached=part.declared.reached,
            classes=classes,
            operations=tuple(sorted(part.operations)),
            requirements=rollup.requirement_results(self._suite, part.classes, own),
            warnings=warnings,
            cleanup=part.cleanup,
        )


def _ours(error: Exception) -> Text:
    said = f"{type(error).__name__}: {error}"[:200]
    return Text(
        f"测试工具内部错误（{said}），不计入结论，请告知维护人员",
        f"an error of the tester ({said}); it counts neither way; please report it",
    )
