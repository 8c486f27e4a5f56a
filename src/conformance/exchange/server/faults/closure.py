"""Whether the faults and the suite fit each other: every fault is caught by something that exists, every requirement is broken by one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from conformance.exchange.model import ConformanceClass
from conformance.exchange.profile.load import profile
from conformance.exchange.server.faults.model import HOOKED, Declared, Fault
from conformance.exchange.server.settings import SERVED
from conformance.exchange.suite.checks.base import ACROSS
from conformance.exchange.suite.model import Check, Requirement, Suite, TestCase

_BINDING = frozenset({"shall", "shall-not"})


def to_be_killed(suite: Suite) -> tuple[Requirement, ...]:
    """Requirements of 应 and 不应 that are tested: each has to have a fault that breaks it, or an excuse."""
    return tuple(one for one in suite.requirements if one.level in _BINDING and one.verification == "automated")


def killers(declared: Declared) -> Mapping[str, tuple[str, ...]]:
    """Requirement → the faults that break it."""
    found: dict[str, list[str]] = {}
    for fault in declared.faults:
        for requirement in fault.breaks:
            found.setdefault(requirement, []).append(fault.id)
    return {requirement: tuple(faults) for requirement, faults in found.items()}


def results_of(suite: Suite) -> Mapping[str, tuple[TestCase, Check]]:
    """Every result ``TEST/STEP/CHECK`` that there can be, with the test and the check that it comes from."""
    found: dict[str, tuple[TestCase, Check]] = {}
    for test in suite.tests:
        for step in test.steps:
            found |= {f"{test.id}/{step.id}/{check.id}": (test, check) for check in step.checks}
        found |= {f"{test.id}/{ACROSS}/{check.id}": (test, check) for check in test.across}
    return found


def put_to(test: TestCase, of: ConformanceClass) -> bool:
    """Whether a participant of a class that offers what it has to, and nothing more, is put to a test."""
    operations = {condition for condition in test.when if ":" not in condition} - {"tls"}
    alone = of in test.actors and not test.scenario
    return alone and operations <= set(profile().class_of(of).offers)


def expected(fault: Fault, suite: Suite, of: ConformanceClass) -> tuple[frozenset[str], frozenset[str]]:
    """The results that fail and the tests that cannot be shown where a participant of one class has the fault."""
    mine = {test.id for test in suite.tests if put_to(test, of)}
    fails = frozenset(name for name in fault.fails if name.partition("/")[0] in mine)
    return fails, frozenset(fault.unshown) & mine


def in_scenarios(fault: Fault, suite: Suite) -> frozenset[str]:
    """Those of its results that show only where several participants play together."""
    together = {test.id for test in suite.tests if test.scenario}
    return frozenset(name for name in fault.fails if name.partition("/")[0] in together)


def shows_in(fault: Fault, suite: Suite) -> tuple[ConformanceClass, ...]:
    """The classes of services in whose test a fault shows."""
    return tuple(name for name in SERVED if any(expected(fault, suite, name)))


def gaps(declared: Declared, suite: Suite) -> Iterator[str]:
    """What does not fit, as sentences: unknown ids, faults that nothing catches, requirements that nothing breaks."""
    results = results_of(suite)
    tests = {test.id for test in suite.tests}
    known = {one.id for one in suite.requirements}
    for fault in declared.faults:
        yield from (f"{fault.id}: there is no requirement {name}" for name in fault.breaks if name not in known)
        yield from (f"{fault.id}: there is no result {name}" for name in fault.fails if name not in results)
        yield from (f"{fault.id}: there is no test {name}" for name in fault.unshown if name not in tests)
        yield from _unverified(fault, results)
        if fault.level in HOOKED:
            yield from _unfit(fault, suite)
    broken = killers(declared)
    excused = {one.requirement for one in declared.excused}
    for requirement in to_be_killed(suite):
        if requirement.id not in broken and requirement.id not in excused:
            yield f"{requirement.id}: no fault breaks it, and it is not excused"
    wanted = {one.id for one in to_be_killed(suite)}
    yield from (f"{name}: excused, but no automated requirement of 应" for name in sorted(excused - wanted))
    yield from (f"{name}: excused, but broken by {', '.join(broken[name])}" for name in sorted(excused & broken.keys()))


def _unverified(fault: Fault, results: Mapping[str, tuple[TestCase, Check]]) -> Iterator[str]:
    """Whatever it is planted in: a kill is claimed only where a result that fails is about the requirement."""
    verified = {name for result in fault.fails if result in results for name in results[result][1].verifies}
    yield from (
        f"{fault.id}: breaks {name}, which none of its results verifies"
        for name in fault.breaks
        if name not in verified
    )


def _unfit(fault: Fault, suite: Suite) -> Iterator[str]:
    """What is wrong between a hook of the server and what catches it."""
    if not fault.fails and not fault.unshown:
        yield f"{fault.id}: nothing catches it"
    shown = shows_in(fault, suite)
    if fault.classes != shown:
        yield f"{fault.id}: its classes have to be {', '.join(shown) or 'none'}, where it shows"
