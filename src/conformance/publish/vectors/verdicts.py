"""Judging what a validator answers to a vector."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Literal

from msgspec import Struct, field

from conformance.publish.vectors.cases import Vector
from conformance.standard.model import Text

Fault = Literal["wrong", "timeout", "crash", "garbled"]
"""An answer that differs, none in time, none at all because the command ended, and one that is no answer."""


class Told(Struct, frozen=True):
    """A vector that the command did not answer as it should."""

    vector: str
    fault: Fault
    what: Text


class Outcome(Struct):
    """What came of a run."""

    claims: frozenset[str]
    agreed: int = 0
    told: list[Told] = field(default_factory=list)
    not_claimed: int = 0
    """Vectors about rules that the command does not claim."""
    not_asked: int = 0
    """Vectors that were left when the command had failed too often."""

    @property
    def right(self) -> bool:
        """Whether everything that was claimed was shown."""
        return self.agreed > 0 and not self.told and not self.not_asked


def claimed(vectors: Iterable[Vector], claims: frozenset[str]) -> tuple[list[Vector], int]:
    """Vectors about a rule that is claimed, and the number of the others."""
    every = list(vectors)
    asked = [one for one in every if one.rule in claims]
    return asked, len(every) - len(asked)


def differing(vector: Vector, rules: Sequence[str], claims: frozenset[str]) -> Text | None:
    """Where the answer departs from the vector, as far as rules are claimed; None where it does not."""
    wanted, said = vector.rules & claims, frozenset(rules)
    parts = [
        (said - claims, "说出了未声明的规则", "names rules that it does not claim"),
        (wanted - said, "漏掉了", "misses"),
        ((said & claims) - wanted, "多报了", "finds without ground"),
    ]
    found = [(", ".join(sorted(names)), zh, en) for names, zh, en in parts if names]
    if not found:
        return None
    return Text(
        "；".join(f"{zh} {names}" for names, zh, _ in found), "; ".join(f"{en} {names}" for names, _, en in found)
    )


def rules_of(answer: Any, vector: Vector) -> list[str] | Text:
    """The rules that an answer names; a sentence where it is none to this vector."""
    if not isinstance(answer, dict) or not isinstance(answer.get("rules"), list):
        return Text("回答不是带 id 和 rules 的 JSON 对象", "the answer is no JSON object with id and rules")
    if answer.get("id") != vector.id:
        return Text(f"回答的是 {answer.get('id')!r}", f"the answer is about {answer.get('id')!r}")
    if not all(isinstance(rule, str) for rule in answer["rules"]):
        return Text("rules 不全是文本", "not all of its rules are texts")
    return list(answer["rules"])
