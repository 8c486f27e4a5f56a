"""Examples of checks on batches and receipts."""

from __future__ import annotations

from typing import Any

from exchange.suite.scenes import Vector, ex, fails, passes, unclear

ROWS = [
    {"row": 1, "key": "k3", "verdict": "accepted", "rules": []},
    {"row": 2, "key": "k1", "verdict": "rejected", "rules": ["required"]},
    {"row": 3, "key": "k2", "verdict": "accepted-with-warnings", "rules": []},
]


def status(state: str, total: Any = 3, success: Any = 2, fail: Any = 1) -> dict[str, Any]:
    return {"state": state, "totalSize": total, "successSize": success, "failSize": fail}


def line(row: int, key: str, verdict: str = "accepted", *rules: str) -> dict[str, Any]:
    return {"row": row, "key": key, "verdict": verdict, "problems": [{"rule": rule} for rule in rules]}


def pointed(pointer: str) -> dict[str, Any]:
    return {"row": 2, "key": "k1", "verdict": "rejected", "problems": [{"rule": "required", "pointer": pointer}]}


def receipt(*lines: dict[str, Any], sizes: tuple[int, int, int] = (3, 2, 1)) -> list[Any]:
    total, success, fail = sizes
    return [ex({"totalSize": total, "successSize": success, "failSize": fail, "lines": list(lines)})]


GOOD = receipt(
    line(1, "k3"), line(2, "k1", "rejected", "required"), line(3, "k2", "accepted-with-warnings", "odd-text")
)
LOST = receipt(line(1, "k3"), line(3, "k2"))
TWICE = receipt(line(1, "k3"), line(1, "k3"), line(2, "k1", "rejected", "required"), line(3, "k2"))
EMPTY = receipt(sizes=(0, 0, 0))


def polls(*states: str) -> list[Any]:
    return [ex(status(one), step="poll") for one in states]


VECTORS: list[Vector] = [
    passes("transitions", polls("received", "validating", "accepted", "accepted"), steps=["poll"]),
    fails("transitions", polls("validating", "received"), says="received", steps=["poll"]),
    fails("transitions", polls("accepted", "rejected"), says="rejected", steps=["poll"]),
    unclear("transitions", [ex({"state": "done"}, step="poll")], steps=["poll"]),
    passes("decided", [ex(status("rejected"))]),
    fails("decided", [ex(status("validating"))], says="validating"),
    passes("batch-counts", [ex(status("accepted"))], rows=3),
    fails("batch-counts", [ex(status("accepted", 4))], says="4", rows=3),
    fails("batch-counts", [ex(status("accepted", 3, 1, 1))], rows=3),
    fails("batch-counts", [ex(status("accepted", 3.0))], says="whole", rows=3),
    unclear("batch-counts", [ex(status("validating"))], rows=3),
    unclear("batch-counts", [ex(status("accepted", True))], rows=3),
    passes("batch-state", [ex(status("partially-accepted"))]),
    passes("batch-state", [ex(status("accepted", 0, 0, 0))]),
    fails("batch-state", [ex(status("accepted"))], says="partially-accepted"),
    fails("batch-state", [ex(status("accepted", 3, 0, 3))], says="rejected"),
    unclear("batch-state", [ex(status("accepted", 3, 3, 3))]),
    passes("receipt-rows", GOOD, rows=ROWS, not_="missing"),
    fails("receipt-rows", LOST, says="k1", rows=ROWS, not_="missing"),
    fails("receipt-rows", [ex({"lines": {}})], says="k3", rows=ROWS, not_="missing"),
    passes("receipt-rows", LOST, rows=ROWS, not_="doubled"),
    fails("receipt-rows", TWICE, says="k3", rows=ROWS, not_="doubled"),
    unclear("receipt-rows", EMPTY, rows=ROWS, not_="doubled"),
    passes("receipt-rows", TWICE, rows=ROWS, not_="foreign"),
    fails("receipt-rows", receipt(line(1, "k9")), says="k9", rows=ROWS, not_="foreign"),
    passes("receipt-order", GOOD, rows=ROWS),
    passes("receipt-order", LOST, rows=ROWS),
    passes("receipt-order", TWICE, rows=ROWS),
    fails("receipt-order", receipt(line(3, "k2"), line(1, "k3")), says="k2", rows=ROWS),
    fails("receipt-order", receipt(line(1, "k3"), line(7, "k2")), says="7", rows=ROWS),
    unclear("receipt-order", receipt(line(1, "k3")), rows=ROWS),
    passes("receipt-verdicts", GOOD, rows=ROWS, of="good"),
    fails("receipt-verdicts", receipt(line(1, "k3", "rejected")), says="Row 1", rows=ROWS, of="good"),
    passes("receipt-verdicts", GOOD, rows=ROWS, of="bad"),
    fails("receipt-verdicts", receipt(line(2, "k1")), says="required", rows=ROWS, of="bad"),
    unclear("receipt-verdicts", LOST, rows=ROWS, of="bad"),
    passes("receipt-rules", GOOD, rows=ROWS),
    fails("receipt-rules", receipt(line(2, "k1", "rejected", "code-list")), says="required", rows=ROWS),
    unclear("receipt-rules", receipt(line(2, "k1")), rows=ROWS),
    passes("receipt-pointers", receipt(pointed("/records/1/data/subject_name")), rows=ROWS),
    fails("receipt-pointers", receipt(pointed("")), says="/records/1/data/", rows=ROWS),
    fails("receipt-pointers", receipt(pointed("/records/2/data/subject_name")), rows=ROWS),
    unclear("receipt-pointers", LOST, rows=ROWS),
    passes("receipt-counts", GOOD, rows=ROWS),
    passes("receipt-counts", LOST, rows=ROWS),
    fails("receipt-counts", receipt(line(1, "k3"), sizes=(3, 3, 1)), says="3", rows=ROWS),
    fails("receipt-counts", receipt(line(1, "k3"), line(2, "k1"), line(3, "k2")), says="0 lines", rows=ROWS),
    unclear("receipt-counts", [ex({"lines": []})], rows=ROWS),
    passes(
        "receipt-agrees",
        [ex(status("x"), step="poll"), ex(status("x"), step="receipt")],
        status="poll",
        receipt="receipt",
    ),
    fails(
        "receipt-agrees",
        [ex(status("x"), step="poll"), ex(status("x", 3, 1, 2), step="receipt")],
        says="(3, 1, 2)",
        status="poll",
        receipt="receipt",
    ),
    unclear(
        "receipt-agrees",
        [ex(status("x"), step="poll"), ex(status("x", 3, 3, 3), step="receipt")],
        status="poll",
        receipt="receipt",
    ),
]
