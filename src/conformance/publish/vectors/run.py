"""Putting the vectors to a command, and telling agreement from everything else.

The first line in is a greeting, to which the command answers which rules it claims; each further line is a vector without its answer.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from conformance.publish.vectors.cases import Vector
from conformance.publish.vectors.form import FORMAT, question
from conformance.publish.vectors.process import Asked, Unanswered
from conformance.publish.vectors.verdicts import Outcome, Told, claimed, differing, rules_of
from conformance.standard.model import Standard, Text

MOST_FAILURES = 3
"""So many times the command is started again after it hung, ended or answered with something else."""
ALL = "all"
"""Claims every rule that has vectors."""
Start = Callable[[], Asked]


class NoHarness(Exception):
    """The command is none that vectors can be put to; ``what`` says why."""

    def __init__(self, what: Text) -> None:
        super().__init__(what.en)
        self.what = what


def run(start: Start, vectors: Sequence[Vector], standard: Standard) -> Outcome:
    """Ask everything that the command claims. Raises NoHarness where it cannot be started, greets nobody or claims nothing."""
    running = _started(start)
    try:
        claims = _claims(_greeted(running, standard), vectors)
        asked, others = claimed(vectors, claims)
        outcome = Outcome(claims, not_claimed=others)
        failures = 0
        for place, vector in enumerate(asked):
            try:
                _judge(running.ask(question(vector)), vector, outcome)
                continue
            except Unanswered as none:
                outcome.told.append(Told(vector.id, none.fault, none.what))
            failures += 1
            running.end()
            if failures > MOST_FAILURES:
                outcome.not_asked = len(asked) - place - 1
                break
            running = _started(start)
            if _claims(_greeted(running, standard), vectors) != claims:
                raise NoHarness(Text("重新启动后声明的规则变了", "started again, it claims other rules than before"))
        return outcome
    finally:
        running.end()


def _started(start: Start) -> Asked:
    try:
        return start()
    except OSError as error:
        why = error.strerror or type(error).__name__
        name = f" {error.filename!a}" if error.filename else ""
        told = Text(f"命令{name} 无法启动：{why}", f"the command{name} cannot be started: {why}")
        raise NoHarness(told) from None


def _greeted(running: Asked, standard: Standard) -> Any:
    head = {"edition": standard.edition.id, "version": standard.edition.version, "digest": standard.digest}
    try:
        return running.ask({"format": FORMAT, **head})
    except Unanswered as none:
        wanted = '{"claims": "all"}'
        raise NoHarness(
            Text(
                f"没有回答问候行：{none.what.zh}；应回答一行 {wanted}，或列出声明的规则",
                f"no answer to the greeting: {none.what.en}; one line is wanted, {wanted} or with the rules that are claimed",
            )
        ) from None


def _claims(answer: Any, vectors: Sequence[Vector]) -> frozenset[str]:
    known = {one.rule for one in vectors}
    claims = answer.get("claims") if isinstance(answer, dict) else None
    if claims == ALL:
        return frozenset(known)
    if not isinstance(claims, list) or not all(isinstance(one, str) for one in claims):
        raise NoHarness(
            Text(
                '对问候行的回答应为 {"claims": [...]} 或 {"claims": "all"}',
                'the greeting asks for {"claims": [...]} or {"claims": "all"}',
            )
        )
    if strange := sorted(set(claims) - known):
        names = ", ".join(strange)
        raise NoHarness(Text(f"没有这些规则的向量：{names}", f"there are no vectors of these rules: {names}"))
    if not claims:
        raise NoHarness(
            Text("命令没有声明任何规则，什么也没有证明", "the command claims no rule, so that nothing is shown")
        )
    return frozenset(claims)


def _judge(answer: Any, vector: Vector, outcome: Outcome) -> None:
    rules = rules_of(answer, vector)
    if isinstance(rules, Text):
        raise Unanswered("garbled", rules)
    wrong = differing(vector, rules, outcome.claims)
    if wrong is None:
        outcome.agreed += 1
    else:
        outcome.told.append(Told(vector.id, "wrong", wrong))
