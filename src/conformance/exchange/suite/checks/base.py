"""What every check kind has in common: what it looks at, what it says, and the registry that it enters."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any, Literal, TypeAlias

from msgspec import Struct

from conformance.exchange.model import CheckResult, CheckVerdict, Exchange, Participant, Response
from conformance.exchange.suite import template
from conformance.exchange.suite.model import Check
from conformance.standard.model import Standard, Text

ACROSS = "across"
"""Stands for the step in the ids of checks over several steps."""


class Scene(Struct, frozen=True):
    """What a check may look at. It is pure: nothing else enters its verdict."""

    test: str
    step: str | None
    """None for a check over several steps."""
    exchanges: tuple[Exchange, ...]
    """In the order in which they happened: those of the step (polls, pages and retries each one), or, for a check over
    several steps, those of all steps of the test; of a test with ``over: run``, all of the participant so far."""
    values: Mapping[str, Any]
    """What ``${name}`` stands for: captured values, those of fixtures, ``given.…``; redacted."""
    standard: Standard
    participant: Participant
    as_of: date
    """The day by which records are judged: that of the run."""
    refusals_count: bool = False
    """Whether 429 is what the step is after (``until: {status: [429]}``); else such an answer gives no verdict."""

    @property
    def last(self) -> Exchange | None:
        """What the step ended with; retries and polls before it do not count."""
        return self.exchanges[-1] if self.exchanges else None

    def of(self, *steps: str) -> tuple[Exchange, ...]:
        """The exchanges of some steps, in order."""
        return tuple(one for one in self.exchanges if one.step in steps)


class Outcome(Struct, frozen=True):
    """What a check kind says. Whether what does not hold fails the test is said by the check's level, not here."""

    verdict: Literal["pass", "fail", "info", "not-evaluated"]
    text: Text
    """One sentence: what was wanted and what was seen."""
    exchanges: tuple[int, ...] = ()
    """Sequence numbers of those that show it; none: all that it looked at."""


def holds(zh: str, en: str, *exchanges: Exchange) -> Outcome:
    """It is as it has to be."""
    return Outcome("pass", Text(zh, en), tuple(one.sequence for one in exchanges))


def departs(zh: str, en: str, *exchanges: Exchange) -> Outcome:
    """It is not as it has to be."""
    return Outcome("fail", Text(zh, en), tuple(one.sequence for one in exchanges))


def unseen(zh: str, en: str, *exchanges: Exchange) -> Outcome:
    """It could not be looked at: neither for nor against the participant."""
    return Outcome("not-evaluated", Text(zh, en), tuple(one.sequence for one in exchanges))


ParamType: TypeAlias = Literal[
    "text", "texts", "integer", "integers", "number", "boolean", "pointer", "pointers", "any", "object", "objects"
]


class Param(Struct, frozen=True):
    """A parameter of a check kind. A text with ``${name}`` in it may stand for any type."""

    name: str
    type: ParamType
    required: bool = False
    among: tuple[str, ...] = ()
    """The only texts that it may be."""


CheckFunction: TypeAlias = Callable[[Mapping[str, Any], Scene], Outcome]


class Kind(Struct, frozen=True):
    """A check kind: its function and what may be asked of it."""

    name: str
    function: CheckFunction
    params: tuple[Param, ...] = ()
    across: bool = False
    """Looks at exchanges of several steps, and therefore stands under ``across`` of a test."""
    ground: bool = False
    """Where it fails, there is no ground for the checks of the step that come after it."""


KINDS: dict[str, Kind] = {}


def kind(
    name: str, *params: Param, across: bool = False, ground: bool = False
) -> Callable[[CheckFunction], CheckFunction]:
    """Enter a check kind into the closed vocabulary under the name that the tests use. Raises ValueError for a second one."""

    def enter(function: CheckFunction) -> CheckFunction:
        if name in KINDS:
            raise ValueError(f"two check kinds are named {name}")
        KINDS[name] = Kind(name, function, params, across, ground)
        return function

    return enter


def problems_of(kind_name: str, params: Mapping[str, Any]) -> Iterable[str]:
    """What is wrong with the parameters of a check, as English sentences; none where it can be run."""
    if kind_name not in KINDS:
        yield f"unknown check kind {kind_name!r}; known: {', '.join(sorted(KINDS))}"
        return
    declared = {one.name: one for one in KINDS[kind_name].params}
    for name, value in params.items():
        if name not in declared:
            yield f"{kind_name} has no parameter {name!r}; it has: {', '.join(declared) or 'none'}"
        elif not _fits(value, declared[name]):
            among = f" ({', '.join(declared[name].among)})" if declared[name].among else ""
            yield f"{kind_name}: {name} has to be of type {declared[name].type}{among}, not {value!r}"
    for one in declared.values():
        if one.required and one.name not in params:
            yield f"{kind_name}: {one.name} is missing"


def _fits(value: object, param: Param) -> bool:
    if isinstance(value, str) and next(template.names(value), None) is not None:
        return True
    if param.among:
        several = value if isinstance(value, list) else [value]
        if any(one not in param.among for one in several):
            return False
    single = param.type.removesuffix("s")
    if param.type != single:
        return isinstance(value, list) and bool(value) and all(_is(one, single) for one in value)
    return _is(value, single)


def _is(value: object, type_name: str) -> bool:
    match type_name:
        case "text":
            return isinstance(value, str)
        case "pointer":
            return isinstance(value, str) and (value == "" or value.startswith("/"))
        case "integer":
            return isinstance(value, int) and not isinstance(value, bool)
        case "number":
            return isinstance(value, int | float) and not isinstance(value, bool)
        case "boolean":
            return isinstance(value, bool)
        case "object":
            return isinstance(value, Mapping)
        case _:
            return True


def run_checks(checks: Iterable[Check], scene: Scene) -> tuple[CheckResult, ...]:
    """The verdicts of all checks of a step, in order. One cause, one finding: after a status that is not as it has to be the rest
    is ``not-evaluated``, for the answer is then another one than those checks are about."""
    results: list[CheckResult] = []
    lost: CheckResult | None = None
    for check in checks:
        if lost is None:
            results.append(run_check(check, scene))
            if KINDS[check.kind].ground and results[-1].verdict not in ("pass", "not-evaluated"):
                lost = results[-1]
            continue
        text = Text(
            "应答不是所要的，其余检查不再进行。",
            "The answer is not the one that was wanted, so the rest is not looked at.",
        )
        results.append(CheckResult(id_of(check, scene), "not-evaluated", text, lost.exchanges, check.verifies))
    return tuple(results)


def id_of(check: Check, scene: Scene) -> str:
    """``TEST/STEP/CHECK``."""
    return f"{scene.test}/{scene.step or ACROSS}/{check.id}"


def run_check(check: Check, scene: Scene) -> CheckResult:
    """The verdict of one check over what happened.

    What cannot be evaluated is ``not-evaluated`` with the reason: no exchange, no answer, a value that was never captured, an
    answer that only says that too much was asked. It is never a pass. Raises KeyError for an unknown kind; the loader
    lets none through.
    """
    entry = KINDS[check.kind]
    outcome = _unanswered(entry, scene)
    if outcome is None:
        try:
            params = template.fill(dict(check.params), scene.values)
        except template.Missing as missing:
            outcome = unseen(
                f"没有取得“{missing.name}”，无法判断。", f"There is no {missing.name}, so this cannot be judged."
            )
        else:
            odd = next(iter(problems_of(check.kind, params)), None)
            outcome = (
                entry.function(params, scene)
                if odd is None
                else unseen(f"取得的值不合用：{odd}", f"A value is of no use here: {odd}.")
            )
    verdict: CheckVerdict = check.level if outcome.verdict == "fail" else outcome.verdict
    return CheckResult(
        id_of(check, scene),
        verdict,
        outcome.text,
        outcome.exchanges or tuple(one.sequence for one in scene.exchanges),
        check.verifies,
    )


def _unanswered(entry: Kind, scene: Scene) -> Outcome | None:
    """Why there is nothing to judge; None where there is."""
    last = scene.last
    if last is None:
        return unseen("没有发出任何请求。", "Nothing was sent.")
    if entry.across:
        return None
    if last.trouble is not None:
        return unseen(
            f"没有可用的应答：{last.trouble.text.zh}", f"There is no usable answer: {last.trouble.text.en}", last
        )
    if last.response is None:
        return unseen("没有应答。", "There is no answer.", last)
    if last.response.status == 429 and not scene.refusals_count:
        return unseen(
            "对方以 429 限流，未能判断。", "It answered 429 (asked too often), so this could not be judged.", last
        )
    if last.response.status == 503 and not scene.refusals_count:
        return unseen(
            "对方以 503 表示暂时不能服务，未能判断。",
            "It answered 503 (unavailable), so this could not be judged.",
            last,
        )
    return None


def answer(exchange: Exchange) -> Response:
    """The answer of an exchange that has one. Raises ValueError for one that has none."""
    if exchange.response is None:
        raise ValueError(f"exchange {exchange.sequence} has no answer")
    return exchange.response
