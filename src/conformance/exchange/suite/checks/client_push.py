"""Clients that push: keys, digests, pauses, receipts, and rows that are sent again.

What a record does not show is not held against a client: it is not evaluated, and blocks until it is shown.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from typing import Any

from conformance.exchange.model import Exchange
from conformance.exchange.profile.problems import TYPE_PREFIX
from conformance.exchange.suite.checks.base import Outcome, Param, Scene, answer, departs, holds, kind, unseen
from conformance.exchange.suite.checks.batches import TERMINAL
from conformance.exchange.suite.checks.clients import TOLERANCE, all_right, asked, began
from conformance.exchange.suite.checks.look import (
    answered,
    at,
    body_of,
    entries,
    header_of,
    listed,
    path_of,
    sent,
    succeeded,
)

KEY = "Idempotency-Key"


def pushes(scene: Scene) -> list[Exchange]:
    """Batches that were pushed, taken or not."""
    return asked(scene, "POST", "/batches")


def _status_path(exchange: Exchange, scene: Scene) -> str | None:
    """The path of a batch's status, where the exchange asks for one."""
    path = path_of(exchange, scene.participant.url)
    return path if exchange.request.method == "GET" and re.fullmatch(r"/batches/[^/]+", path) else None


def _body_key(exchange: Exchange) -> str:
    return hashlib.sha256(exchange.request.body).hexdigest()


@kind(
    "client-sends",
    Param("header", "text", required=True),
    Param("to", "text", required=True, among=("push", "all")),
    across=True,
)
def check_client_sends(params: Mapping[str, Any], scene: Scene) -> Outcome:
    """Every push, or every request, carries a header field."""
    name = params["header"]
    looked = pushes(scene) if params["to"] == "push" else list(scene.exchanges)
    if not looked:
        return unseen("没有看到报送。", "No push was seen.")
    wrong = [one for one in looked if not header_of(one.request, name)]
    return all_right(
        wrong,
        len(looked),
        (f"请求都带有 {name}", f"Every request carries {name}"),
        (f"请求应带 {name}", f"A request has to carry {name}"),
    )


@kind("client-digest-right", across=True)
def check_client_digest_right(params: Mapping[str, Any], scene: Scene) -> Outcome:
    """No push is turned away because its digest does not fit."""
    looked = [one for one in answered(pushes(scene)) if header_of(one.request, "Content-Digest")]
    if not looked:
        return unseen("没有看到带 Content-Digest 的报送。", "No push with Content-Digest was seen.")
    wrong = [one for one in looked if at(one, "/type") == f"{TYPE_PREFIX}digest-mismatch"]
    return all_right(
        wrong,
        len(looked),
        ("摘要都与内容相符", "Every digest fits its body"),
        ("摘要应与内容相符", "A digest has to fit its body"),
    )


@kind("client-same-key", across=True)
def check_client_same_key(params: Mapping[str, Any], scene: Scene) -> Outcome:
    """What is sent again because there was no answer, or one of 429 or 503, is sent under the same key."""
    seen = pushes(scene)
    again: list[tuple[Exchange, Exchange]] = []
    for place, one in enumerate(seen):
        lost = one.response is None or answer(one).status in (429, 502, 503, 504)
        later = next((two for two in seen[place + 1 :] if _body_key(two) == _body_key(one)), None)
        if lost and later is not None:
            again.append((one, later))
    if not again:
        return unseen("没有看到失败后的重新发送。", "Nothing was seen to be sent again after a failure.")
    wrong = [two for one, two in again if header_of(one.request, KEY) != header_of(two.request, KEY)]
    return all_right(
        wrong,
        len(again),
        ("重发同一批次时幂等键不变", "A batch that is sent again keeps its key"),
        ("重发同一批次时幂等键应不变", "A batch that is sent again has to keep its key"),
    )


@kind("client-new-key", across=True)
def check_client_new_key(params: Mapping[str, Any], scene: Scene) -> Outcome:
    """Another body goes under another key."""
    first: dict[str, str] = {}
    keyed = [one for one in pushes(scene) if header_of(one.request, KEY)]
    if len({_body_key(one) for one in keyed}) < 2:
        return unseen("没有看到两个不同的批次。", "No two different batches were seen.")
    wrong = [
        one for one in keyed if first.setdefault(str(header_of(one.request, KEY)), _body_key(one)) != _body_key(one)
    ]
    return all_right(
        wrong,
        len(keyed),
        ("不同批次的幂等键各不相同", "Every batch has a key of its own"),
        ("不同批次应使用不同的幂等键", "Another batch has to have another key"),
    )


@kind("client-pauses", Param("seconds", "number", required=True), across=True)
def check_client_pauses(params: Mapping[str, Any], scene: Scene) -> Outcome:
    """Between two answers about the state of one batch there is a pause. A repeat after a refusal (401, 429) is no new question."""
    before: dict[str, Exchange] = {}
    gaps: list[tuple[float, Exchange]] = []
    for one in succeeded(scene.exchanges):
        path = _status_path(one, scene)
        if path is None:
            continue
        if path in before:
            begun, then = began(before[path]), began(one)
            if begun is not None and then is not None:
                gaps.append((then - begun - before[path].seconds, one))
        before[path] = one
    if not gaps:
        return unseen("没有看到对同一批次的再次查询。", "No batch was asked for twice.")
    wrong = [one for gap, one in gaps if gap < params["seconds"] - TOLERANCE]
    words = f"{params['seconds']:g}"
    return all_right(
        wrong,
        len(gaps),
        (f"两次查询之间至少间隔 {words} 秒", f"Requests for a state are at least {words} seconds apart"),
        (f"两次查询之间应至少间隔 {words} 秒", f"Requests for a state have to be at least {words} seconds apart"),
    )


@kind("client-receipts", across=True)
def check_client_receipts(params: Mapping[str, Any], scene: Scene) -> Outcome:
    """The receipt of every batch that was taken is fetched."""
    taken = [one for one in succeeded(pushes(scene)) if isinstance(at(one, "/id"), str)]
    if not taken:
        return unseen("没有看到被接收的批次。", "No batch was seen to be taken.")
    fetched = {path_of(one, scene.participant.url) for one in succeeded(scene.exchanges) if one.request.method == "GET"}
    wrong = [one for one in taken if f"/batches/{at(one, '/id')}/receipt" not in fetched]
    return all_right(
        wrong,
        len(taken),
        ("每个批次的回执都已取回", "Every receipt was fetched"),
        ("批次的回执应取回", "The receipt of every batch has to be fetched"),
    )


@kind("client-waits-for-receipt", across=True)
def check_client_waits_for_receipt(params: Mapping[str, Any], scene: Scene) -> Outcome:
    """A receipt is asked for once its batch is known to be decided, not before."""
    decided: set[str] = set()
    looked: list[Exchange] = []
    wrong: list[Exchange] = []
    for one in succeeded(scene.exchanges) + [x for x in answered(scene.exchanges) if answer(x).status == 404]:
        name = at(one, "/id")
        if isinstance(name, str) and at(one, "/state") in TERMINAL:
            decided.add(name)
    for one in answered(scene.exchanges):
        found = re.fullmatch(r"/batches/([^/]+)/receipt", path_of(one, scene.participant.url))
        if found and one.request.method == "GET":
            looked.append(one)
            if answer(one).status == 404:
                wrong.append(one)
    if not looked:
        return unseen("没有看到取回执的请求。", "No receipt was asked for.")
    return all_right(
        wrong,
        len(looked),
        ("回执都在办结之后取", "Receipts were asked for once they were there"),
        ("回执应在办结之后取", "A receipt has to be asked for once it is there"),
    )


@kind("client-sends-again", across=True)
def check_client_sends_again(params: Mapping[str, Any], scene: Scene) -> Outcome:
    """Rows that a receipt rejects are sent again, mended, in a later batch."""
    rejected: list[tuple[int, str, str]] = []
    rows_of = {str(at(one, "/id")): _rows(one) for one in succeeded(pushes(scene))}
    for one in succeeded(scene.exchanges):
        batch = at(one, "/batch")
        if not path_of(one, scene.participant.url).endswith("/receipt") or not isinstance(batch, str):
            continue
        for line in entries(body_of(one), "/lines"):
            if line.get("verdict") == "rejected":
                key = str(line.get("key"))
                rejected.append((one.sequence, key, rows_of.get(batch, {}).get(key, "")))
    if not rejected:
        return unseen("没有看到被退回的记录。", "No row was seen to be rejected.")
    later = [(one.sequence, _rows(one)) for one in pushes(scene)]
    missing: list[str] = []
    for place, key, before in rejected:
        after = [rows[key] for sequence, rows in later if sequence > place and key in rows]
        if not any(row != before for row in after):
            missing.append(key)
    if not missing:
        return holds(
            f"{len(rejected)} 条被退回的记录都已更正重报。",
            f"All {len(rejected)} rejected rows were mended and sent again.",
        )
    return departs(
        f"被退回的记录应更正后重新报送，没有重报的有 {listed(dict.fromkeys(missing))}。",
        f"Rejected rows have to be mended and sent again; {listed(dict.fromkeys(missing))} were not.",
    )


def _rows(exchange: Exchange) -> dict[str, str]:
    return {str(row.get("key")): repr(row.get("data")) for row in entries(sent(exchange), "/records")}
