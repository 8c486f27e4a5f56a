"""Which tests a participant is put to, in which order, and which not and why.

It follows from the suite, the setup and what the participant declares, so that ``verify`` can tell which tests ought to have
been run.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Literal

from msgspec import Struct

from conformance.exchange.model import ConformanceClass, Participant
from conformance.exchange.profile.load import profile
from conformance.exchange.run.model import Declared, Setup
from conformance.exchange.run.origins import is_loopback
from conformance.exchange.suite.model import TestCase
from conformance.standard.model import Text

SERVING: tuple[ConformanceClass, ...] = ("district", "city", "province")
"""Classes of participants that can be asked over the network."""
CARRIED: tuple[ConformanceClass, ...] = ("file-drop", "staging-table")
"""Classes of those that are reached by a folder or a database."""


class Turn(Struct, frozen=True):
    """A test in the plan of a participant: to be run, or left out for a reason."""

    case: TestCase
    leave: Literal["skip", "omit"] | None = None
    reason: Text | None = None


def classes_of(participant: Participant, declared: Declared, setup: Setup) -> tuple[ConformanceClass, ...]:
    """The classes that a participant is held to: those that the targets say, else those that it declares.

    Where some are asked for it is held to these alone, and to none that the targets do not say of it.
    """
    said = participant.classes or setup.classes or declared.classes
    known = SERVING if participant.url.lower().startswith(("http:", "https:")) else CARRIED
    return tuple(one for one in known if one in said and (not setup.classes or one in setup.classes))


def operations_of(participant: Participant, declared: Declared, classes: Iterable[ConformanceClass]) -> frozenset[str]:
    """The operations that count as declared; where nothing can be known of that, what the classes have to offer."""
    known = participant.operations if participant.operations is not None else declared.operations
    return frozenset(known) if known is not None else asked_of(classes)


def asked_of(classes: Iterable[ConformanceClass]) -> frozenset[str]:
    """The operations that participants of these classes have to offer."""
    return frozenset(operation for one in classes for operation in profile().class_of(one).offers)


def plan(
    tests: Sequence[TestCase],
    participant: Participant,
    declared: Declared,
    classes: Collection[ConformanceClass],
    setup: Setup,
) -> tuple[Turn, ...]:
    """Every test of these classes in its order, the phase that clears up last."""
    own = [case for case in tests if not case.observed and not case.scenario and set(case.actors) & set(classes)]
    chosen = chosen_of([*own, *(case for case in tests if case.scenario)], setup.only)
    turns = [_turn(case, case.id in chosen, participant, declared, classes, setup) for case in own]
    return tuple(sorted(_after_givers(turns), key=lambda turn: turn.case.phase == "cleanup"))


def _after_givers(turns: Sequence[Turn]) -> tuple[Turn, ...]:
    """The tests in their order, but for those that give what an earlier one needs (a token), which come before it."""
    placed: dict[str, Turn] = {}

    def place(turn: Turn, waiting: frozenset[str]) -> None:
        if turn.case.id in placed or turn.case.id in waiting:
            return
        for giver in turns:
            if any(gives(giver.case, name) for name in turn.case.needs):
                place(giver, waiting | {turn.case.id})
        placed[turn.case.id] = turn

    for turn in turns:
        place(turn, frozenset())
    return tuple(placed.values())


def chosen_of(tests: Sequence[TestCase], only: Collection[str]) -> frozenset[str]:
    """Ids of the tests that ``--only`` names by id or group, and of those that give what these need."""
    if not only:
        return frozenset(case.id for case in tests)
    wanted = {case.id for case in tests if case.id in only or case.group in only}
    while True:
        names = {name for case in tests if case.id in wanted for name in case.needs}
        further = {case.id for case in tests if any(gives(case, name) for name in names)} - wanted
        if not further:
            return frozenset(wanted | {case.id for case in tests if case.phase == "cleanup"})
        wanted |= further


def gives(case: TestCase, name: str) -> bool:
    """Whether a test takes a value of that name, or one that it is a member of."""
    return any(name == one or name.startswith(f"{one}.") for step in case.steps for one in step.capture)


def _turn(
    case: TestCase,
    chosen: bool,
    participant: Participant,
    declared: Declared,
    classes: Iterable[ConformanceClass],
    setup: Setup,
) -> Turn:
    for condition in case.when:
        turn = _unmet(condition, case, participant, declared, classes)
        if turn is not None:
            return turn
    if not chosen:
        return Turn(case, "skip", Text("--only 没有选它", "not chosen by --only"))
    if case.effect != "read":
        reason = unwritable(participant, setup)
        if reason is not None:
            return Turn(case, "skip", reason)
    return Turn(case)


def unwritable(participant: Participant, setup: Setup) -> Text | None:
    """Why nothing may be written to a participant; None where it may."""
    if participant.environment != "test":
        return Text(
            "environment 是 production，不向生产环境写入，请对测试环境再测一次",
            "environment is production, and nothing is written there; test its test environment too",
        )
    if not setup.allow_writes:
        return Text("要写入数据，没有加 --allow-writes", "it writes, and --allow-writes was not given")
    return None


def _unmet(
    condition: str,
    case: TestCase,
    participant: Participant,
    declared: Declared,
    classes: Iterable[ConformanceClass],
) -> Turn | None:
    """What becomes of a test whose condition does not hold; None where it holds."""
    if condition == "tls":
        plain = participant.url.lower().startswith("http:")
        if plain and participant.environment == "test" and is_loopback(participant.url):
            return Turn(case, "omit", Text("本机测试环境不用 TLS", "a test environment on this machine, without TLS"))
        return None
    kind, colon, name = condition.partition(":")
    if colon and kind == "media":
        types = declared.document.get("media_types")
        if isinstance(types, list) and name in types:
            return None
        return Turn(case, "omit", Text(f"没有声明接受 {name}", f"it does not declare that it takes {name}"))
    operations = operations_of(participant, declared, classes)
    if colon and kind == "undeclared":
        if name not in operations:
            return None
        return Turn(case, "omit", Text(f"声明了 {name}", f"{name} is declared"))
    if condition in operations:
        return None
    if condition in asked_of(classes):
        return Turn(
            case,
            "skip",
            Text(
                f"没有声明本类别必须提供的 {condition}，因此没有测试；请在发现文档的 operations 中声明",
                f"{condition}, which its class has to offer, is not declared and so was not tested; declare it in operations",
            ),
        )
    return Turn(
        case,
        "omit",
        Text(f"没有声明 {condition}，本类别不要求", f"{condition} is not declared, nor asked of its class"),
    )
