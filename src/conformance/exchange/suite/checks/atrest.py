"""What lies in an exchange folder or stands in staging tables without anything having been put there for a test.

Exchanges are in steps of fixed names: ``standing`` (what the sender put there), ``receipt``, ``table`` (the receipt for people) and
``judged`` (what the reference says of the same data today), one of each for every drop or batch that has it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import unquote_to_bytes, urlsplit

from conformance.exchange.model import Exchange
from conformance.exchange.suite.checks.base import Outcome, Param, Scene, departs, holds, kind, unseen
from conformance.exchange.suite.checks.envelope import faults_of
from conformance.exchange.suite.checks.look import at, body_of, entries, listed, succeeded
from conformance.exchange.suite.checks.offline import differences, misfit

Judgement = tuple[str, str, bool, tuple[str, ...]]
"""Data file, row, whether it is rejected, and the rules of its errors."""


def _name(exchange: Exchange) -> str:
    """The drop or batch that an exchange is about."""
    written = unquote_to_bytes(urlsplit(exchange.request.url).path.strip("/").split("/")[1])
    try:
        return written.decode("utf-8")
    except UnicodeDecodeError:
        return written.decode("gb18030", "backslashreplace")


def _of(scene: Scene, step: str) -> dict[str, Exchange]:
    """Drop or batch → the exchange of a step that succeeded."""
    return {_name(one): one for one in succeeded(scene.of(step))}


def _pairs(scene: Scene, one: str, other: str) -> Iterator[tuple[str, Exchange, Exchange]]:
    first, second = _of(scene, one), _of(scene, other)
    for name in first.keys() & second.keys():
        yield name, first[name], second[name]


@kind("rest-answered", across=True)
def check_rest_answered(params: Mapping[str, Any], scene: Scene) -> Outcome:
    """Everything that is complete has a receipt; what is not complete is named, and waits rightly."""
    standing = _of(scene, "standing")
    complete = {name for name, one in standing.items() if at(one, "/manifest") or at(one, "/announced") is True}
    waiting = sorted(standing.keys() - complete)
    lacking = sorted(complete - _of(scene, "receipt").keys())
    if not complete:
        return unseen(
            f"没有已放完的报送（等待中：{listed(waiting) or '无'}）。",
            f"Nothing is complete (waiting: {listed(waiting) or 'none'}).",
        )
    if lacking:
        return departs(
            f"已放完而没有回执的有 {listed(lacking)}。",
            f"Complete and without a receipt: {listed(lacking)}.",
            *(standing[name] for name in lacking),
        )
    more = (
        (f"；未放完、在等待的有 {listed(waiting)}", f"; waiting for their end: {listed(waiting)}")
        if waiting
        else ("", "")
    )
    return holds(f"{len(complete)} 次报送都有回执{more[0]}。", f"All {len(complete)} have a receipt{more[1]}.")


@kind("rest-form", Param("is", "text", required=True, among=("DropReceipt", "Receipt")), across=True)
def check_rest_form(params: Mapping[str, Any], scene: Scene) -> Outcome:
    """Every receipt has the form of the profile."""
    receipts = _of(scene, "receipt")
    if not receipts:
        return unseen("没有回执。", "There is no receipt.")
    for name, one in receipts.items():
        found = next(faults_of(params["is"], body_of(one)), None)
        if found is not None:
            return departs(
                f"“{name}”的回执不是 {params['is']}：{found}。",
                f"The receipt of {name} is no {params['is']}: {found}.",
                one,
            )
    return holds(f"{len(receipts)} 份回执的结构符合要求。", f"All {len(receipts)} receipts have the right form.")


@kind("rest-as-judged", across=True)
def check_rest_as_judged(params: Mapping[str, Any], scene: Scene) -> Outcome:
    """Every receipt says of every row what judging the same data by the standard says."""
    pairs = list(_pairs(scene, "receipt", "judged"))
    if not pairs:
        return unseen("没有可以重新判定的回执。", "There is no receipt whose data could be judged again.")
    for name, receipt, judged in pairs:
        seen, wanted = set(_judgements(body_of(receipt))), set(_judgements(body_of(judged)))
        wrong = sorted(seen ^ wanted)
        if at(receipt, "/state") != at(judged, "/state") and not wrong:
            return departs(
                f"“{name}”的结果应为 {at(judged, '/state')}，回执为 {at(receipt, '/state')}。",
                f"The state of {name} has to be {at(judged, '/state')}; its receipt says {at(receipt, '/state')}.",
                receipt,
            )
        if wrong:
            file, row, _, _ = wrong[0]
            place = f"{file} {row}".strip()
            zh, en = (f"第 {place} 行", f"row {place}") if place else ("整批的结果", "what is said of the whole")
            return departs(
                f"“{name}”的回执与重新判定的结果有 {len({one[:2] for one in wrong})} 处不符，如{zh}。",
                f"The receipt of {name} departs in {len({one[:2] for one in wrong})} places from judging it again, as in {en}.",
                receipt,
                judged,
            )
    return holds(
        f"{len(pairs)} 份回执与重新判定的结果一致。", f"All {len(pairs)} receipts agree with judging the data again."
    )


def _judgements(value: Any) -> Iterator[Judgement]:
    """What a receipt says, of the whole and of each row, without its words. A line that comes twice is another one each time."""
    yield "", "", bool(_errors(value)), tuple(sorted(_errors(value)))
    parts = [(str(file.get("path", "")), file.get("receipt")) for file in entries(value, "/files")]
    for path, part in parts or [("", value)]:
        times: dict[str, int] = {}
        for line in entries(part, "/lines"):
            row = str(line.get("row"))
            times[row] = times.get(row, 0) + 1
            again = "" if times[row] == 1 else f" ×{times[row]}"
            yield path, row + again, line.get("verdict") == "rejected", tuple(sorted(_errors(line)))


def _errors(part: Any) -> set[str]:
    return {str(one.get("rule")) for one in entries(part, "/problems") if one.get("severity") == "error"}


@kind("rest-table", across=True)
def check_rest_table(params: Mapping[str, Any], scene: Scene) -> Outcome:
    """Every receipt has its table for people, with the same lines."""
    receipts, tables = _of(scene, "receipt"), _of(scene, "table")
    if not receipts:
        return unseen("没有回执。", "There is no receipt.")
    lacking = sorted(receipts.keys() - tables.keys())
    if lacking:
        return departs(
            f"没有 receipt.csv 的有 {listed(lacking)}。",
            f"Without receipt.csv: {listed(lacking)}.",
            *(receipts[name] for name in lacking),
        )
    for name, one in receipts.items():
        missing, foreign = differences(body_of(one), tables[name])
        if missing or foreign:
            return departs(
                f"“{name}”的 receipt.csv 与 receipt.json 不一致，缺 {missing} 行，多 {foreign} 行。",
                f"receipt.csv of {name} departs from receipt.json: {missing} lines are missing, {foreign} are foreign.",
                one,
                tables[name],
            )
    return holds(
        f"{len(receipts)} 份 receipt.csv 与 receipt.json 一致。",
        f"All {len(receipts)} tables agree with their receipts.",
    )


@kind("rest-once", across=True)
def check_rest_once(params: Mapping[str, Any], scene: Scene) -> Outcome:
    """No manifest was taken twice: of several drops with the same one, all but one say which they repeat."""
    receipts = _of(scene, "receipt")
    if not receipts:
        return unseen("没有回执。", "There is no receipt.")
    taken: dict[str, str] = {}
    for name, one in receipts.items():
        digest = at(one, "/manifest_sha256")
        if at(one, "/state") == "refused" or isinstance(at(one, "/repeats"), str) or not isinstance(digest, str):
            continue
        if digest in taken:
            return departs(
                f"“{taken[digest]}”和“{name}”的清单相同，却都已入库。",
                f"{taken[digest]} and {name} have the same manifest, and both were taken.",
                receipts[taken[digest]],
                one,
            )
        taken[digest] = name
    return holds("没有重复入库的清单。", "No manifest was taken twice.")


@kind("rest-status", across=True)
def check_rest_status(params: Mapping[str, Any], scene: Scene) -> Outcome:
    """The status of every row fits its line, and no row of an answered batch still waits."""
    receipts = _of(scene, "receipt")
    if not receipts:
        return unseen("没有回执。", "There is no receipt.")
    for name, one in receipts.items():
        said = misfit(body_of(one))
        if said is not None:
            return departs(f"批次“{name}”：{said.zh}", f"Batch {name}: {said.en}", one)
    for name, standing, _ in _pairs(scene, "standing", "receipt"):
        if at(standing, "/statuses/0"):
            return departs(
                f"批次“{name}”已答复，仍有 {at(standing, '/statuses/0')} 条待处理。",
                f"Batch {name} was answered, and {at(standing, '/statuses/0')} of its rows still wait.",
                standing,
            )
    return holds(
        f"{len(receipts)} 个批次的状态列与回执一致。", f"The status of all rows of {len(receipts)} batches fits."
    )
