"""Examples of checks on receipts of file drops and staging tables, probed and at rest."""

from __future__ import annotations

from typing import Any

from conformance.exchange.filedrop.receipt import as_table
from conformance.exchange.model import Exchange
from exchange.suite.scenes import Vector, ex, fails, passes, unclear

PROBLEM = {"rule": "date", "severity": "error", "clause": "form-2015#x", "pointer": "/日期", "message": "不是日期。"}
STANDARD = {"edition": "2016", "version": "2016.1", "digest": f"sha256:{'0' * 64}"}
CSV = {"Content-Type": "text/csv"}


def line(row: int, *problems: dict[str, Any], status: int | None = None) -> dict[str, Any]:
    verdict = "rejected" if problems else "accepted"
    more = {} if status is None else {"status": status}
    return {"row": row, "key": str(row), "verdict": verdict, "problems": list(problems), **more}


def receipt(*lines: dict[str, Any], **more: Any) -> dict[str, Any]:
    failed = sum(one["verdict"] == "rejected" for one in lines)
    sizes = {"totalSize": len(lines), "successSize": len(lines) - failed, "failSize": failed}
    head = {"batch": "5", "edition": "2016", "item": "admin-licence", "standard": STANDARD}
    return {**head, **sizes, "lines": list(lines), **more}


def drop(*lines: dict[str, Any], **more: Any) -> dict[str, Any]:
    part = receipt(*lines)
    sizes = {name: part[name] for name in ("totalSize", "successSize", "failSize")}
    file = {"path": "r.csv", "sha256": "0" * 64, "receipt": part}
    head = {"profile": "2016.1", "batch": "5", "manifest_sha256": "1" * 64, "state": "partially-accepted"}
    return {**head, **sizes, "problems": [], "files": [file], **more}


def seen(step: str, answer: Any, name: str = "d", **more: Any) -> Exchange:
    return ex(answer, step=step, path=f"/drops/{name}/{step}", **more)


GOOD = drop(line(1), line(2, PROBLEM))
TABLE = as_table(GOOD)
BARE = {**PROBLEM, "clause": ""}
STANDING = {"manifest": "1" * 64, "announced": True, "statuses": {"0": 0}}
BOTH = [seen("standing", STANDING), seen("receipt", GOOD), seen("judged", GOOD), seen("table", TABLE, headers=CSV)]
TABLES = [seen("standing", STANDING), seen("receipt", receipt(line(1, status=1), line(2, PROBLEM, status=2)))]

VECTORS: list[Vector] = [
    passes("receipt-clauses", [ex(receipt(line(1, PROBLEM)))]),
    fails("receipt-clauses", [ex(receipt(line(1, BARE)))], says="clause"),
    unclear("receipt-clauses", [ex(receipt(line(1)))]),
    passes("drop-counts", [ex(GOOD)]),
    fails("drop-counts", [ex({**GOOD, "totalSize": 3})], says="3"),
    unclear("drop-counts", [ex({"files": []})]),
    passes("table-form", [ex(TABLE, headers=CSV)]),
    fails("table-form", [ex(TABLE[3:], headers=CSV)], says="byte order mark"),
    fails("table-form", [ex(TABLE[:3] + "批次".encode(), headers=CSV)], says="headers"),
    fails("table-form", [ex("批次".encode("gb18030"), headers=CSV)], says="UTF-8"),
    passes("table-agrees", [seen("r", GOOD), seen("t", TABLE)], receipt="r", table="t"),
    fails("table-agrees", [seen("r", GOOD), seen("t", as_table(drop(line(1))))], says="1", receipt="r", table="t"),
    unclear("table-agrees", [seen("r", GOOD)], receipt="r", table="t"),
    passes("row-status", [ex(receipt(line(1, status=1), line(2, PROBLEM, status=2)))]),
    fails("row-status", [ex(receipt(line(1, status=2)))], says="row 1"),
    unclear("row-status", [ex(receipt())]),
    passes("rest-answered", BOTH),
    fails("rest-answered", BOTH[:1], says="d"),
    unclear("rest-answered", [seen("standing", {"manifest": ""})]),
    passes("rest-form", BOTH, is_="DropReceipt"),
    fails("rest-form", [seen("receipt", {"batch": "5"})], says="d", is_="DropReceipt"),
    unclear("rest-form", BOTH[:1], is_="DropReceipt"),
    passes("rest-as-judged", BOTH),
    fails("rest-as-judged", [seen("receipt", GOOD), seen("judged", drop(line(1), line(2)))], says="row r.csv 2"),
    fails("rest-as-judged", [seen("receipt", GOOD), seen("judged", {**GOOD, "state": "refused"})], says="refused"),
    fails("rest-as-judged", [seen("receipt", drop(line(1), line(1))), seen("judged", drop(line(1)))], says="×2"),
    unclear("rest-as-judged", BOTH[:2]),
    passes("rest-table", BOTH),
    fails("rest-table", BOTH[:2], says="receipt.csv"),
    fails("rest-table", [seen("receipt", GOOD), seen("table", as_table(drop(line(1))))], says="1"),
    unclear("rest-table", BOTH[:1]),
    passes("rest-once", [*BOTH, seen("receipt", {**GOOD, "repeats": "d"}, "e")]),
    fails("rest-once", [*BOTH, seen("receipt", GOOD, "e")], says="e"),
    unclear("rest-once", BOTH[:1]),
    passes("rest-status", TABLES),
    fails("rest-status", [seen("receipt", receipt(line(1, status=2)))], says="row 1"),
    fails("rest-status", [seen("standing", {**STANDING, "statuses": {"0": 4}}), TABLES[1]], says="4"),
    unclear("rest-status", TABLES[:1]),
]
