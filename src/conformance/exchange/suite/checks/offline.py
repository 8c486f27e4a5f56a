"""Receipts of exchanges that are no HTTP: what such a receipt has beyond the Receipt that all classes share."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from conformance.exchange.model import Exchange
from conformance.exchange.profile import receipt_table as drop
from conformance.exchange.suite.checks.base import Outcome, Param, Scene, answer, departs, holds, kind, unseen
from conformance.exchange.suite.checks.batches import sizes_of
from conformance.exchange.suite.checks.look import body_of, entries, listed, shown, succeeded
from conformance.report.harmless import original
from conformance.standard.model import Text
from conformance.standard.words import SEVERITIES

Row = tuple[str, ...]


@kind("receipt-clauses")
def check_receipt_clauses(params: Mapping[str, Any], scene: Scene) -> Outcome:
    """Every problem that a receipt names says on what it rests and what to do."""
    last = scene.exchanges[-1]
    lines = entries(body_of(last), "/lines")
    named = [(line, one) for line in lines for one in entries(line, "/problems")]
    if not named:
        return unseen("回执没有指出任何问题。", "The receipt names no problem.", last)
    for line, one in named:
        lacking = [name for name in ("clause", "message") if not one.get(name)]
        if lacking:
            return departs(
                f"第 {shown(line.get('row'))} 行的问题 {shown(one.get('rule'))} 缺少 {listed(lacking)}。",
                f"Problem {shown(one.get('rule'))} of row {shown(line.get('row'))} lacks {listed(lacking)}.",
                last,
            )
    return holds(f"{len(named)} 个问题都有依据和说明。", f"All {len(named)} problems say clause and message.", last)


@kind("drop-counts")
def check_drop_counts(params: Mapping[str, Any], scene: Scene) -> Outcome:
    """The sizes of a drop are the sums of those of its files."""
    last = scene.exchanges[-1]
    whole = body_of(last)
    sizes = sizes_of(whole)
    parts = [sizes_of(file.get("receipt")) for file in entries(whole, "/files")]
    if sizes is None or any(one is None for one in parts):
        return unseen("回执没有可比的条数。", "The receipt has no sizes to compare.", last)
    sums = tuple(sum(one[place] for one in parts if one is not None) for place in range(3))
    if sizes == sums:
        return holds(f"合计相符：{sizes}。", f"The totals are the sums: {sizes}.", last)
    return departs(
        f"整批的条数应为各文件之和 {sums}，实际为 {sizes}。",
        f"The sizes of the drop have to be the sums {sums} and are {sizes}.",
        last,
    )


@kind("table-form")
def check_table_form(params: Mapping[str, Any], scene: Scene) -> Outcome:
    """The receipt for people is CSV in UTF-8 with a byte order mark, under the headers of the profile."""
    last = scene.exchanges[-1]
    body = answer(last).body
    try:
        rows = list(csv.reader(io.StringIO(body.decode("utf-8-sig"))))
    except (UnicodeDecodeError, csv.Error):
        return departs("receipt.csv 应为 UTF-8 编码的 CSV。", "receipt.csv has to be CSV in UTF-8.", last)
    if not body.startswith(b"\xef\xbb\xbf"):
        return departs(
            "receipt.csv 应以字节顺序标记开头，否则电子表格软件显示乱码。",
            "receipt.csv has to begin with a byte order mark, or spreadsheet programs garble it.",
            last,
        )
    if not rows or tuple(rows[0]) != drop.COLUMNS:
        return departs(
            f"receipt.csv 的表头应为 {'、'.join(drop.COLUMNS)}。",
            f"The headers of receipt.csv have to be {', '.join(drop.COLUMNS)}.",
            last,
        )
    return holds("receipt.csv 的编码和表头符合要求。", "receipt.csv is encoded and headed as wanted.", last)


@kind("table-agrees", Param("receipt", "text", required=True), Param("table", "text", required=True), across=True)
def check_table_agrees(params: Mapping[str, Any], scene: Scene) -> Outcome:
    """The receipt for people has the lines of the receipt for programs, all of them and no other."""
    found = [succeeded(scene.of(params[name])[-1:]) for name in ("receipt", "table")]
    if not all(found):
        return unseen("两种回执没有都取到，无法比较。", "One of the two receipts is missing.")
    whole, table = found[0][0], found[1][0]
    value = body_of(whole)
    if not isinstance(value, dict):
        return unseen("receipt.json 无法读取，无法比较。", "receipt.json cannot be read.", whole)
    missing, foreign = differences(value, table)
    if not missing and not foreign:
        return holds(
            "receipt.csv 与 receipt.json 各行一致。", "receipt.csv has the lines of receipt.json.", whole, table
        )
    return departs(
        f"receipt.csv 应与 receipt.json 一致，缺 {missing} 行，多 {foreign} 行。",
        f"receipt.csv has to agree with receipt.json: {missing} lines are missing, {foreign} are foreign.",
        whole,
        table,
    )


def differences(receipt: Any, table: Exchange) -> tuple[int, int]:
    """How many lines of a receipt its table lacks, and how many it has beyond them; only the words of messages may differ."""
    wanted = Counter(_wanted(receipt))
    rows = list(csv.reader(io.StringIO(answer(table).body.decode("utf-8-sig", "replace"))))[1:]
    seen = Counter(
        tuple(map(original, row[1:8])) for row in rows if len(row) == len(drop.COLUMNS) and row[4] != drop.TOTALS
    )
    return (wanted - seen).total(), (seen - wanted).total()


def _wanted(value: Mapping[str, Any]) -> Iterator[Row]:
    """File, sheet, item, row, verdict, rule, severity of every line that the table has to have."""
    for one in entries(value, "/problems"):
        word = drop.VERDICTS["refused"] if one.get("severity") == "error" else ""
        yield "", "", "", "", word, str(one.get("rule", "")), _severity(one)
    for file in entries(value, "/files"):
        receipt = file.get("receipt")
        head = (str(file.get("path", "")), str(file.get("sheet", "")), str(_of(receipt, "item")))
        for line in entries(receipt, "/lines"):
            at = (*head, str(line.get("row", "")), drop.VERDICTS.get(str(line.get("verdict")), ""))
            for one in entries(line, "/problems") or [{}]:
                yield *at, str(one.get("rule", "")), _severity(one)


def _of(value: Any, name: str) -> Any:
    return value.get(name, "") if isinstance(value, dict) else ""


@kind("row-status")
def check_row_status(params: Mapping[str, Any], scene: Scene) -> Outcome:
    """The status of every row in the data table says what its line in the receipt says: 1 taken, 2 returned."""
    last = scene.exchanges[-1]
    lines = entries(body_of(last), "/lines")
    if not lines:
        return unseen("回执没有任何一行。", "The receipt has no line.", last)
    said = misfit(body_of(last))
    if said is not None:
        return departs(said.zh, said.en, last)
    return holds(
        f"{len(lines)} 条记录的状态与回执一致。", f"The status of all {len(lines)} rows fits the receipt.", last
    )


def misfit(receipt: Any) -> Text | None:
    """The first row whose status does not fit its line; None where all do."""
    for line in entries(receipt, "/lines"):
        if line.get("status") != (2 if line.get("verdict") == "rejected" else 1):
            row, verdict, status = (shown(line.get(name)) for name in ("row", "verdict", "status"))
            return Text(
                f"第 {row} 条的回执为 {verdict}，状态列为 {status}，两者不符。",
                f"The line of row {row} says {verdict}, and its status is {status}.",
            )
    return None


def _severity(problem: Mapping[str, Any]) -> str:
    """The word of a problem's severity; empty for one that there is not."""
    known = SEVERITIES.get(str(problem.get("severity")))
    return "" if known is None else known.zh
