"""Values within answers, and whether several answers agree."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from conformance.exchange.lenient import UNREADABLE
from conformance.exchange.model import Exchange
from conformance.exchange.suite.checks.base import Outcome, Param, Scene, answer, departs, holds, kind, unseen
from conformance.exchange.suite.checks.look import ABSENT, at, listed, shown, succeeded


@kind(
    "value",
    Param("pointer", "pointer", required=True),
    Param("equals", "any"),
    Param("in", "any"),
    Param("matches", "text"),
    Param("absent", "boolean"),
    Param("count", "integer"),
    Param("least", "number"),
    Param("includes", "any"),
    Param("if_there", "boolean"),
)
def check_value(params: Mapping[str, Any], scene: Scene) -> Outcome:
    """What stands at a pointer of the last answer is as wanted; every condition that is named has to hold.

    ``if_there``: whether it is there at all is for another check to say.
    """
    last, pointer = scene.exchanges[-1], params["pointer"]
    seen = at(last, pointer)
    if params.get("if_there") and seen is ABSENT:
        return unseen(f"没有 {pointer}，无法判断。", f"There is no {pointer}, so it cannot be judged.", last)
    if params.get("absent"):
        if seen is ABSENT or seen is UNREADABLE:
            return holds(f"没有 {pointer}。", f"There is no {pointer}.", last)
        return departs(
            f"不应有 {pointer}，实际为 {shown(seen)}。", f"There must be no {pointer}, and it is {shown(seen)}.", last
        )
    for name, wanted in params.items():
        test = _CONDITIONS.get(name)
        if test is not None and not test(seen, wanted):
            zh, en = _WORDS[name]
            words = listed(wanted) if isinstance(wanted, list) else shown(wanted)
            return departs(
                f"{pointer} {zh} {words}，实际为 {shown(seen)}。", f"{pointer} {en} {words} and is {shown(seen)}.", last
            )
    return holds(f"{pointer} 为 {shown(seen)}，符合要求。", f"{pointer} is {shown(seen)}, as wanted.", last)


def _number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def same(one: object, other: object) -> bool:
    """Equal, and of one type: true is not 1."""
    return (
        type(one) is type(other) and one == other if isinstance(one, bool) or isinstance(other, bool) else one == other
    )


_CONDITIONS: dict[str, Callable[[Any, Any], bool]] = {
    "equals": same,
    "in": lambda seen, wanted: isinstance(wanted, list) and any(same(seen, one) for one in wanted),
    "matches": lambda seen, wanted: isinstance(seen, str) and re.search(wanted, seen) is not None,
    "count": lambda seen, wanted: isinstance(seen, list) and len(seen) == wanted,
    "least": lambda seen, wanted: _number(seen) and seen >= wanted,
    "includes": lambda seen, wanted: (
        isinstance(seen, list) and all(one in seen for one in (wanted if isinstance(wanted, list) else [wanted]))
    ),
}
_WORDS = {
    "equals": ("应为", "has to be"),
    "in": ("应为其一：", "has to be one of"),
    "matches": ("应符合", "has to match"),
    "count": ("的条数应为", "has to have a length of"),
    "least": ("应至少为", "has to be at least"),
    "includes": ("应包含", "has to include"),
}


@kind("filled", Param("pointer", "pointer", required=True))
def check_filled(params: Mapping[str, Any], scene: Scene) -> Outcome:
    """A list of the last answer is not empty. An empty one shows nothing: it is neither right nor wrong."""
    last, pointer = scene.exchanges[-1], params["pointer"]
    seen = at(last, pointer)
    if not isinstance(seen, list):
        return unseen(f"{pointer} 不是列表。", f"{pointer} is no list.", last)
    if not seen:
        return unseen(f"{pointer} 为空，无从验证。", f"{pointer} is empty, so nothing can be shown.", last)
    return holds(f"{pointer} 有 {len(seen)} 条。", f"{pointer} has {len(seen)}.", last)


@kind(
    "same",
    Param("steps", "texts", required=True),
    Param("pointer", "pointer"),
    Param("header", "text"),
    Param("member", "text"),
    across=True,
)
def check_same(params: Mapping[str, Any], scene: Scene) -> Outcome:
    """The last answers of several steps have the same value at a place; lists are compared without their order."""
    found = _values(params, scene)
    if isinstance(found, Outcome):
        return found
    first, *others = found
    place = params.get("pointer") or params.get("header") or ""
    wrong = [one for one in others if one[1] != first[1]]
    if not wrong and first[1] == []:
        return unseen(
            f"各次应答的 {place} 都为空，无从比较。", f"{place} is empty in each answer, so nothing is compared."
        )
    if not wrong:
        return holds(f"各次应答的 {place} 一致。", f"The answers agree in {place}.", *(one[0] for one in found))
    return departs(
        f"{place} 应一致，实际为 {shown(first[1])} 和 {shown(wrong[0][1])}。",
        f"The answers have to agree in {place}; they have {shown(first[1])} and {shown(wrong[0][1])}.",
        first[0],
        wrong[0][0],
    )


def _values(params: Mapping[str, Any], scene: Scene) -> list[tuple[Exchange, Any]] | Outcome:
    found: list[tuple[Exchange, Any]] = []
    for step in params["steps"]:
        last = succeeded(scene.of(step)[-1:])
        if not last:
            return unseen(
                f"步骤“{step}”没有成功的应答，无法比较。", f"Step {step} has no successful answer to compare."
            )
        value = _value(params, last[0])
        if value is ABSENT or value is UNREADABLE or value is None:
            place = params.get("pointer") or params.get("header") or ""
            return unseen(
                f"步骤“{step}”的应答没有 {place}，无法比较。", f"The answer of step {step} has no {place} to compare."
            )
        found.append((last[0], value))
    return found


def _value(params: Mapping[str, Any], exchange: Exchange) -> Any:
    if "header" in params:
        return answer(exchange).header(params["header"])
    value = at(exchange, params.get("pointer", ""))
    if isinstance(value, list):
        member = params.get("member")
        taken = [one.get(member) if isinstance(one, dict) else one for one in value] if member else value
        return sorted(map(shown, taken))
    return value
