"""From tests to requirements, from requirements to classes. What was not shown is never counted as kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence

from conformance.exchange.model import (
    CheckResult,
    ClassVerdict,
    ConformanceClass,
    RequirementVerdict,
    TestResult,
)
from conformance.exchange.run.results import ClassResult, Hollow, RequirementResult
from conformance.exchange.run.verdict import ROLL_UP
from conformance.exchange.suite.model import Requirement, Suite, TestCase


def class_result(
    name: ConformanceClass,
    results: Iterable[TestResult],
    cases: dict[str, TestCase],
    warnings: Collection[Hollow],
    interrupted: bool,
) -> ClassResult:
    """The verdict of a class from the results of its tests."""
    own = [one for one in results if name in cases[one.test].actors]
    counts = Counter(one.verdict for one in own)
    return ClassResult(name, _verdict(own, warnings, interrupted), {word: counts[word] for word in ROLL_UP})


def _verdict(results: Sequence[TestResult], warnings: Collection[Hollow], interrupted: bool) -> ClassVerdict:
    verdicts = {one.verdict for one in results}
    if any(_fails(one) for one in results):
        return "non-conformant"
    if interrupted or verdicts & {"error", "skip"} or not verdicts & {"pass", "warn"}:
        return "not-fully-verified"
    if any(one.blocks for one in warnings):
        return "not-fully-verified"
    return "conformant-with-findings" if verdicts & {"warn", "attest"} else "conformant"


def _fails(result: TestResult) -> bool:
    """Whether it was seen to fail, even where the test ended in trouble afterwards."""
    return result.verdict == "fail" or any(check.verdict == "fail" for check in result.checks)


def requirement_results(
    suite: Suite, classes: Collection[ConformanceClass], results: Sequence[TestResult]
) -> tuple[RequirementResult, ...]:
    """The verdict of every requirement on participants of these classes, in the order of the suite."""
    cases = {case.id: case for case in suite.tests}
    return tuple(
        RequirementResult(one.id, *_of_requirement(one, cases, results))
        for one in suite.requirements
        if set(one.actors) & set(classes)
    )


def _of_requirement(
    requirement: Requirement, cases: dict[str, TestCase], results: Sequence[TestResult]
) -> tuple[RequirementVerdict, tuple[str, ...]]:
    concerned = [one for one in results if requirement.id in verified_by(cases[one.test])]
    tests = tuple(one.test for one in concerned)
    checks = [check for one in concerned for check in one.checks if requirement.id in check.requirements]
    if any(check.verdict == "fail" for check in checks):
        return "violated", tests
    if not concerned:
        return _untested(requirement), tests
    if all(one.verdict == "omit" for one in concerned):
        # What only several participants can show is asked all the same of one that was tested alone.
        alone = any(cases[one.test].scenario for one in concerned)
        return "not-verified" if alone else "not-applicable", tests
    if any(one.verdict in ("skip", "error") and not _shown(one, requirement.id) for one in concerned):
        return "not-verified", tests
    return _seen(checks), tests


def _seen(checks: Sequence[CheckResult]) -> RequirementVerdict:
    verdicts = {check.verdict for check in checks}
    if "not-evaluated" in verdicts or not verdicts & {"pass", "warn"}:
        return "attested" if verdicts == {"info"} else "not-verified"
    return "verified-with-findings" if "warn" in verdicts else "verified"


def _untested(requirement: Requirement) -> RequirementVerdict:
    match requirement.verification:
        case "automated":
            return "not-verified"
        case "attested" | "inspected":
            return "attested"
        case _:
            return "excused"


def _shown(result: TestResult, requirement: str) -> bool:
    """Whether its own checks passed although the test did not come to its end."""
    own = [check.verdict for check in result.checks if requirement in check.requirements]
    return "pass" in own and "not-evaluated" not in own


def verified_by(case: TestCase) -> frozenset[str]:
    """The requirements that a test is about."""
    checks = [*(check for step in case.steps for check in step.checks), *case.across]
    return frozenset(case.verifies) | {name for check in checks for name in check.verifies}
