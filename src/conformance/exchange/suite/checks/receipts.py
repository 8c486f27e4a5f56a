"""Receipts held against the rows that were sent: every row once, in order, with the verdict that was planted.

Each fact is judged by one kind: a row that is missing is no row with a wrong verdict, and lines out of order are no lost lines.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from conformance.exchange.suite.checks.base import Outcome, Param, Scene, departs, holds, kind, unseen
from conformance.exchange.suite.checks.batches import sizes_of
from conformance.exchange.suite.checks.look import at, body_of, doubled, entries, listed, shown

_ROWS = Param("rows", "objects", required=True)
"""The rows that were planted: {row, key, verdict, rules}."""
Line = Mapping[str, Any]


def _lines(scene: Scene) -> list[Line]:
    return entries(body_of(scene.exchanges[-1]), "/lines")


def _keys(lines: list[Line]) -> list[str]:
    return [str(line.get("key")) for line in lines]


@kind("receipt-rows", _ROWS, Param("not", "text", required=True, among=("missing", "doubled", "foreign")))
def check_receipt_rows(params: Mapping[str, Any], scene: Scene) -> Outcome:
    """Every row that was sent is answered, none twice, and no row that was not sent."""
    last = scene.exchanges[-1]
    wanted = [str(row["key"]) for row in params["rows"]]
    seen = _keys(_lines(scene))
    match params["not"]:
        case "missing":
            wrong = [key for key in wanted if key not in seen]
            zh, en = "回执应答复每一条记录，缺少", "The receipt has to answer every row; it lacks"
        case "doubled":
            wrong = doubled(seen)
            zh, en = "回执对每条记录只应答复一次，重复的有", "The receipt has to answer every row once; it repeats"
        case _:
            wrong = [key for key in seen if key not in wanted]
            zh, en = "回执不应答复未报送的记录，多出", "The receipt must not answer rows that were not sent; it has"
    if wrong:
        return departs(f"{zh} {listed(wrong)}。", f"{en} {listed(wrong)}.", last)
    if not seen:
        return unseen("回执没有任何一行。", "The receipt has no line.", last)
    return holds(f"{len(wanted)} 条记录符合要求。", f"That holds for all {len(wanted)} rows.", last)


@kind("receipt-order", _ROWS)
def check_receipt_order(params: Mapping[str, Any], scene: Scene) -> Outcome:
    """The lines are in the order of the rows, each with the number of its row."""
    last = scene.exchanges[-1]
    place = {str(row["key"]): row["row"] for row in params["rows"]}
    lines = [line for line in _lines(scene) if str(line.get("key")) in place]
    seen = list(dict.fromkeys(_keys(lines)))
    if len(seen) < 2:
        return unseen("回执行数不足，无法判断顺序。", "The receipt has too few lines to tell their order.", last)
    if seen != sorted(seen, key=lambda key: place[key]):
        return departs(
            f"回执应按报送顺序答复，实际为 {listed(seen, 5)}。",
            f"The receipt has to keep the order of the rows and has {listed(seen, 5)}.",
            last,
        )
    wrong = [line for line in lines if line.get("row") != place[str(line.get("key"))]]
    if wrong:
        key = str(wrong[0].get("key"))
        return departs(
            f"行标识 {key} 的行号应为 {place[key]}，实际为 {shown(wrong[0].get('row'))}。",
            f"The row of key {key} has to be {place[key]} and is {shown(wrong[0].get('row'))}.",
            last,
        )
    return holds("回执按报送顺序答复。", "The receipt keeps the order of the rows.", last)


def _planted(params: Mapping[str, Any], scene: Scene) -> Iterator[tuple[Line, Line]]:
    """Each planted row with its first line."""
    first: dict[str, Line] = {}
    for line in _lines(scene):
        first.setdefault(str(line.get("key")), line)
    for row in params["rows"]:
        if str(row["key"]) in first:
            yield row, first[str(row["key"])]


@kind("receipt-verdicts", _ROWS, Param("of", "text", required=True, among=("good", "bad")))
def check_receipt_verdicts(params: Mapping[str, Any], scene: Scene) -> Outcome:
    """Rows without errors are taken; or, the other way round, rows with errors are rejected."""
    last, good = scene.exchanges[-1], params["of"] == "good"
    pairs = [(row, line) for row, line in _planted(params, scene) if (row["verdict"] != "rejected") == good]
    if not pairs:
        return unseen("回执没有答复所要判断的记录。", "The receipt answers none of the rows that this is about.", last)
    wrong = [(row, line) for row, line in pairs if (line.get("verdict") != "rejected") != good]
    if not wrong:
        words = (
            ("无错误的记录都已入库", "All rows without errors were taken")
            if good
            else ("有错误的记录都已退回", "All rows with errors were rejected")
        )
        return holds(f"{words[0]}（{len(pairs)} 条）。", f"{words[1]} ({len(pairs)}).", last)
    row, line = wrong[0]
    rules = listed(row.get("rules", ())) or "∅"
    if good:
        return departs(
            f"第 {row['row']} 行没有错误，应予入库，实际为 {shown(line.get('verdict'))}。",
            f"Row {row['row']} has no errors and has to be taken; it is {shown(line.get('verdict'))}.",
            last,
        )
    return departs(
        f"第 {row['row']} 行违反 {rules}，应予退回，实际为 {shown(line.get('verdict'))}。",
        f"Row {row['row']} breaks {rules} and has to be rejected; it is {shown(line.get('verdict'))}.",
        last,
    )


@kind("receipt-rules", _ROWS)
def check_receipt_rules(params: Mapping[str, Any], scene: Scene) -> Outcome:
    """A rejected row names the rules that it breaks."""
    last = scene.exchanges[-1]
    pairs = [
        (r, n) for r, n in _planted(params, scene) if r["verdict"] == "rejected" and n.get("verdict") == "rejected"
    ]
    if not pairs:
        return unseen("没有被退回的记录。", "No planted row was rejected.", last)
    for row, line in pairs:
        named = {str(one.get("rule")) for one in entries(line, "/problems")}
        missing = [rule for rule in row["rules"] if rule not in named]
        if missing:
            return departs(
                f"第 {row['row']} 行的回执应指明规则 {listed(missing)}，实际为 {listed(sorted(named)) or '∅'}。",
                f"The line of row {row['row']} has to name {listed(missing)} and names {listed(sorted(named)) or 'nothing'}.",
                last,
            )
    return holds(f"{len(pairs)} 条退回记录都指明了规则。", f"All {len(pairs)} rejected rows name their rules.", last)


@kind("receipt-pointers", _ROWS)
def check_receipt_pointers(params: Mapping[str, Any], scene: Scene) -> Outcome:
    """Of a rule that a rejected row breaks, the line names the place in that row of the batch."""
    last = scene.exchanges[-1]
    looked = 0
    for row, line in _planted(params, scene):
        for problem in entries(line, "/problems"):
            if problem.get("rule") not in row["rules"]:
                continue
            looked += 1
            wanted, seen = f"/records/{row['row'] - 1}/data/", problem.get("pointer")
            if not isinstance(seen, str) or not seen.startswith(wanted):
                return departs(
                    f"第 {row['row']} 行的问题 {shown(problem.get('rule'))} 应指明 {wanted} 下的位置，实际为 {shown(seen)}。",
                    f"Problem {shown(problem.get('rule'))} of row {row['row']} has to name a place in {wanted} and names {shown(seen)}.",
                    last,
                )
    if not looked:
        return unseen("回执没有指出所植入的问题。", "The receipt names none of the planted problems.", last)
    return holds(f"{looked} 个问题都指明了位置。", f"All {looked} problems name their place.", last)


@kind("receipt-counts", _ROWS)
def check_receipt_counts(params: Mapping[str, Any], scene: Scene) -> Outcome:
    """The sizes come to the rows that were sent, and to the verdicts of the lines where each row has one line."""
    last, rows = scene.exchanges[-1], params["rows"]
    sizes = sizes_of(body_of(last))
    if sizes is None:
        return unseen("回执没有条数。", "The receipt has no sizes.", last)
    total, success, fail = sizes
    if total != len(rows) or success + fail != total:
        return departs(
            f"报送 {len(rows)} 条，totalSize {total}、successSize {success}、failSize {fail} 应等于并合计为此数。",
            f"{len(rows)} rows were sent; totalSize {total}, successSize {success} and failSize {fail} have to come to that.",
            last,
        )
    lines = _lines(scene)
    once = Counter(_keys(lines)) == Counter(str(row["key"]) for row in rows)
    rejected = sum(line.get("verdict") == "rejected" for line in lines)
    if once and rejected != fail:
        return departs(
            f"回执中退回 {rejected} 行，failSize 应为此数，实际为 {fail}。",
            f"{rejected} lines are rejected; failSize has to say so and is {fail}.",
            last,
        )
    return holds(f"条数相符：{total} = {success} + {fail}。", f"The sizes add up: {total} = {success} + {fail}.", last)


@kind("receipt-agrees", Param("status", "text", required=True), Param("receipt", "text", required=True), across=True)
def check_receipt_agrees(params: Mapping[str, Any], scene: Scene) -> Outcome:
    """The sizes of the batch's status and of its receipt are the same, where each adds up by itself."""
    steps = [scene.of(params["status"])[-1:], scene.of(params["receipt"])[-1:]]
    found = [(one[0], sizes_of(at(one[0], ""))) for one in steps if one]
    sizes = [size for _, size in found]
    if len(found) < 2 or any(size is None or size[1] + size[2] != size[0] for size in sizes):
        return unseen("批次状态或回执没有可比的条数。", "Status and receipt have no sizes to compare.")
    if sizes[0] == sizes[1]:
        return holds(
            "批次状态与回执的条数一致。", "Status and receipt have the same sizes.", *(one for one, _ in found)
        )
    return departs(
        f"批次状态与回执的条数应一致，实际为 {sizes[0]} 和 {sizes[1]}。",
        f"Status and receipt have to have the same sizes; they have {sizes[0]} and {sizes[1]}.",
        *(one for one, _ in found),
    )
