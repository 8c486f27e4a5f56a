"""Whether a service offers what it declares, and declares what its class has to offer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from conformance.exchange.profile.load import profile
from conformance.exchange.suite.checks.base import Outcome, Scene, answer, departs, holds, kind, unseen
from conformance.exchange.suite.checks.look import answered, at, listed, path_of

_FIRST: dict[str, tuple[str, str]] = {
    "push": ("POST", "/batches"),
    "query": ("POST", "/subject-queries"),
    "list": ("GET", "/records"),
    "reference-data": ("GET", "/catalogs/"),
}
"""Operation → method and beginning of the path where it is there whatever else there is. A correction needs a record, and its 404
may be the record's; the tests of corrections say whether they are served."""


@kind("class-operations")
def check_class_operations(params: Mapping[str, Any], scene: Scene) -> Outcome:
    """The discovery document declares every operation that the participant's class has to offer."""
    last = scene.exchanges[-1]
    declared = at(last, "/operations")
    if not isinstance(declared, list):
        return unseen("服务说明没有列出操作。", "The discovery document lists no operations.", last)
    classes = scene.participant.classes
    if not classes:
        return unseen("不知道服务属于哪个类别。", "It is not known of which class the service is.", last)
    wanted = sorted({operation for name in classes for operation in profile().class_of(name).offers})
    missing = [operation for operation in wanted if operation not in declared]
    if not missing:
        return holds("声明了本类别应提供的全部操作。", "It declares every operation that its class has to offer.", last)
    return departs(
        f"{listed(classes)} 应提供 {listed(missing)}，服务说明没有声明。",
        f"A {listed(classes)} has to offer {listed(missing)}, which the discovery document does not declare.",
        last,
    )


@kind("items-known")
def check_items_known(params: Mapping[str, Any], scene: Scene) -> Outcome:
    """Every data item that the discovery document names is in the standard."""
    last = scene.exchanges[-1]
    declared = at(last, "/items")
    if not isinstance(declared, list) or not declared:
        return unseen("服务说明没有列出数据事项。", "The discovery document names no data items.", last)
    wrong = [one for one in declared if not isinstance(one, str) or one not in scene.standard.items]
    if not wrong:
        return holds(
            f"{len(declared)} 个数据事项都在清单中。", f"All {len(declared)} items are on the data list.", last
        )
    return departs(
        f"声明的数据事项应在清单中，{listed(wrong)} 不在。",
        f"Declared items have to be on the data list; {listed(wrong)} are not.",
        last,
    )


@kind("declared-served", across=True)
def check_declared_served(params: Mapping[str, Any], scene: Scene) -> Outcome:
    """What is declared is there: not every request for it was answered as if there were no such thing."""
    declared = scene.values.get("discovery.operations")
    if not isinstance(declared, list):
        return unseen("服务说明没有列出操作。", "The discovery document lists no operations.")
    asked: list[str] = []
    for operation, (method, path) in _FIRST.items():
        if operation not in declared:
            continue
        asked_for = [
            one
            for one in scene.exchanges
            if one.request.method == method and path_of(one, scene.participant.url).startswith(path)
        ]
        tried = answered(asked_for)
        if len(tried) < len(asked_for):  # what had no usable answer may be there
            continue
        if tried and all(answer(one).status in (404, 405, 501) for one in tried):
            return departs(f"声明了 {operation}，实际没有提供。", f"{operation} is declared and is not there.", *tried)
        asked += [operation] if tried else []
    if not asked:
        return unseen("没有访问过任何已声明的操作。", "No declared operation was tried.")
    return holds(
        f"已声明的操作都已提供：{listed(asked, 5)}。", f"Every declared operation is there: {listed(asked, 5)}."
    )
