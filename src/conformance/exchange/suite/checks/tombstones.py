"""Tombstones: what is left of a record that holds no more."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from conformance.exchange.suite.checks.base import Outcome, Param, Scene, departs, holds, kind, unseen
from conformance.exchange.suite.checks.look import body_of, entries, shown, succeeded
from conformance.exchange.suite.checks.pages import to_the_end

Entry = Mapping[str, Any]


@kind("tombstones", Param("ids", "texts", required=True))
def check_tombstones(params: Mapping[str, Any], scene: Scene) -> Outcome:
    """Records that were withdrawn are in the list as tombstones."""
    last_of: dict[str, Entry] = {}
    for one in succeeded(scene.exchanges):
        last_of.update({str(entry.get("id")): entry for entry in entries(body_of(one), "/records")})
    wanted = params["ids"]
    wrong = [name for name in wanted if name not in last_of or last_of[name].get("state") != "withdrawn"]
    if not wrong:
        return holds(
            f"{len(wanted)} 条已撤下的记录都有撤下标记。",
            f"All {len(wanted)} withdrawn records are there as tombstones.",
        )
    if not last_of or not to_the_end(scene):
        return unseen("没有看到完整的清单。", "The list was not seen to its end, or has nothing in it.")
    seen = "∅" if wrong[0] not in last_of else shown(last_of[wrong[0]].get("state"))
    return departs(
        f"已撤下的记录 {shown(wrong[0])} 应以撤下标记出现在清单中，实际为 {seen}。",
        f"The withdrawn record {shown(wrong[0])} has to be in the list as a tombstone and is {seen}.",
    )


@kind("tombstone-bare", across=True)
def check_tombstone_bare(params: Mapping[str, Any], scene: Scene) -> Outcome:
    """A tombstone says nothing of what the record said."""
    pages = [(one, entry) for one in succeeded(scene.exchanges) for entry in entries(body_of(one), "/records")]
    stones = [(one, entry) for one, entry in pages if entry.get("state") == "withdrawn"]
    if not stones:
        return unseen("没有看到撤下标记。", "No tombstone was seen.")
    wrong = [(one, entry) for one, entry in stones if entry.get("data") not in (None, {})]
    if not wrong:
        return holds(f"{len(stones)} 个撤下标记都不含内容。", f"None of {len(stones)} tombstones holds data.")
    return departs(
        f"撤下标记不应再含记录内容，{shown(wrong[0][1].get('id'))} 仍有。",
        f"A tombstone must not hold data; that of {shown(wrong[0][1].get('id'))} does.",
        wrong[0][0],
    )


@kind("tombstone-reason", Param("id", "text", required=True), Param("reason", "text", required=True))
def check_tombstone_reason(params: Mapping[str, Any], scene: Scene) -> Outcome:
    """A tombstone says why the record holds no more."""
    pages = [entry for one in succeeded(scene.exchanges) for entry in entries(body_of(one), "/records")]
    mine = [entry for entry in pages if entry.get("id") == params["id"] and entry.get("state") == "withdrawn"]
    if not mine or "reason" not in mine[-1]:
        return unseen("没有看到该记录的撤下原因。", "No tombstone of the record with a reason was seen.")
    seen = mine[-1].get("reason")
    if seen == params["reason"]:
        return holds(f"撤下原因为 {shown(seen)}。", f"The reason is {shown(seen)}.")
    return departs(
        f"撤下原因应为 {params['reason']}，实际为 {shown(seen)}。",
        f"The reason has to be {params['reason']} and is {shown(seen)}.",
    )
