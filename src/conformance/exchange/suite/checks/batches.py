"""A batch on its way: the states that it goes through, its counts, and that what is decided stays so."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import Any

from conformance.exchange.suite.checks.base import Outcome, Param, Scene, departs, holds, kind, unseen
from conformance.exchange.suite.checks.look import at, listed, shown, succeeded

TERMINAL = ("accepted", "partially-accepted", "rejected")
_RANK = {"received": 0, "validating": 1, **dict.fromkeys(TERMINAL, 2)}
SIZES = ("totalSize", "successSize", "failSize")


def sizes_of(value: Any) -> tuple[int, int, int] | None:
    """The three sizes of a status or receipt; None where one is no number of rows."""
    if not isinstance(value, dict):
        return None
    found = [size for name in SIZES if (size := _rows(value.get(name))) is not None]
    return (found[0], found[1], found[2]) if len(found) == len(SIZES) else None


def _rows(value: object) -> int | None:
    """A number of rows; one that is written as 5.0 is read, and said to be wrong by one check alone."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else None


@kind("transitions", Param("steps", "texts", required=True), across=True)
def check_transitions(params: Mapping[str, Any], scene: Scene) -> Outcome:
    """The state of a batch only goes forward, and stays what it is once it is decided."""
    seen = [(one, at(one, "/state")) for one in succeeded(scene.of(*params["steps"]))]
    known = [(one, state) for one, state in seen if isinstance(state, str) and state in _RANK]
    if not known:
        return unseen("没有看到批次状态。", "No state of the batch was seen.")
    for (before, first), (after, second) in pairwise(known):
        back = _RANK[second] < _RANK[first]
        changed = _RANK[first] == 2 and second != first
        if back or changed:
            return departs(
                f"批次状态由 {first} 变为 {second}，不应倒退，办结后不应再变。",
                f"The state of the batch went from {first} to {second}; it must not go back, nor change once it is decided.",
                before,
                after,
            )
    return holds(
        f"批次状态依次为 {' → '.join(dict.fromkeys(s for _, s in known))}。",
        f"The batch went through {' → '.join(dict.fromkeys(s for _, s in known))}.",
    )


@kind("decided")
def check_decided(params: Mapping[str, Any], scene: Scene) -> Outcome:
    """The last answer of a poll says that the batch is decided."""
    last = scene.exchanges[-1]
    state = at(last, "/state")
    if state in TERMINAL:
        return holds(f"批次已办结：{state}。", f"The batch is decided: {state}.", last)
    return departs(
        f"批次应在 {len(scene.exchanges)} 次查询内办结，实际仍为 {shown(state)}。",
        f"The batch has to be decided within {len(scene.exchanges)} requests and is still {shown(state)}.",
        last,
    )


@kind("batch-counts", Param("rows", "integer", required=True))
def check_batch_counts(params: Mapping[str, Any], scene: Scene) -> Outcome:
    """A decided batch counts every row that was sent, and taken and rejected rows add up to all."""
    last, rows = scene.exchanges[-1], params["rows"]
    sizes = sizes_of(at(last, ""))
    if sizes is None or at(last, "/state") not in TERMINAL:
        return unseen("没有办结批次的条数。", "There are no sizes of a decided batch.", last)
    written = [at(last, f"/{name}") for name in SIZES]
    if any(isinstance(one, float) for one in written):
        return departs(
            f"条数应为整数，实际为 {listed(written)}。",
            f"Sizes have to be whole numbers and are {listed(written)}.",
            last,
        )
    total, success, fail = sizes
    if total == rows and success + fail == total:
        return holds(
            f"条数相符：{total} = {success} + {fail}。", f"The sizes add up: {total} = {success} + {fail}.", last
        )
    return departs(
        f"报送 {rows} 条，totalSize {total}、successSize {success}、failSize {fail} 应等于并合计为此数。",
        f"{rows} rows were sent; totalSize {total}, successSize {success} and failSize {fail} have to come to that.",
        last,
    )


@kind("batch-state")
def check_batch_state(params: Mapping[str, Any], scene: Scene) -> Outcome:
    """The state of a decided batch says what its sizes say."""
    last = scene.exchanges[-1]
    state, sizes = at(last, "/state"), sizes_of(at(last, ""))
    if sizes is None or state not in TERMINAL or sizes[1] + sizes[2] != sizes[0]:
        return unseen("没有办结批次的条数。", "There are no sizes of a decided batch.", last)
    _, success, fail = sizes
    wanted = "accepted" if fail == 0 else "rejected" if success == 0 else "partially-accepted"
    if state == wanted:
        return holds(f"状态 {state} 与条数相符。", f"The state {state} fits the sizes.", last)
    return departs(
        f"成功 {success} 条、失败 {fail} 条，状态应为 {wanted}，实际为 {state}。",
        f"With {success} rows taken and {fail} rejected the state has to be {wanted} and is {state}.",
        last,
    )
