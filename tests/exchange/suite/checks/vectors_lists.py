"""Examples of checks on pages, records and tombstones."""

from __future__ import annotations

from typing import Any

from conformance.exchange.profile import reference
from conformance.exchange.profile.reference_data import catalogue_bytes, code_list_bytes
from conformance.standard.load import load
from exchange.suite.scenes import Vector, ex, fails, passes, unclear

DATA = dict(reference.seed_records()[0].data)
USCC = DATA["subject_uscc"]


def current(number: int, second: int | None = None, **data: Any) -> dict[str, Any]:
    moment = f"2026-01-01T00:00:{number if second is None else second:02d}+08:00"
    return {
        "id": f"r{number:02d}",
        "item": "admin-licence",
        "state": "current",
        "modified": moment,
        "data": {**DATA, **data},
    }


def stone(number: int, **more: Any) -> dict[str, Any]:
    return {
        "id": f"r{number:02d}",
        "item": "admin-licence",
        "state": "withdrawn",
        "modified": "2026-01-02T00:00:00+08:00",
        **more,
    }


def page(*records: dict[str, Any], next_: Any = "c1", query: str = "limit=2", step: str = "ask", **more: Any) -> Any:
    return ex({"records": list(records), "next": next_}, path=f"/records?{query}", step=step, **more)


def query(*records: dict[str, Any], scheme: str = "uscc", id_: str = USCC, step: str = "ask") -> Any:
    asked = {"subject": {"scheme": scheme, "id": id_}, "purpose": "x"}
    return ex({"records": list(records), "next": "-"}, method="POST", path="/subject-queries", sent=asked, step=step)


WALK = [
    page(current(1), current(2), next_="c1"),
    page(current(3), next_="c2", query="limit=2&since=c1"),
    page(next_="c2", query="limit=2&since=c2"),
]
END = page(next_="c9", query="since=c9")
NOTHING = [page(next_="c0", query="limit=2")]
REDACTED = [ex(b"{}", redacted=True)]
PUSHED = ex({}, 202, method="POST", path="/batches", step="send", sent={"records": [{"key": "k1", "data": DATA}]})
TAKEN = ex({"lines": [{"key": "k1", "record": "r01"}]}, path="/batches/1/receipt", step="receipt")
PLACES = {"sent": "send", "receipt": "receipt", "got": "walk"}

VECTORS: list[Vector] = [
    passes("page-limit", WALK),
    passes("page-limit", WALK, most=2),
    fails("page-limit", [page(current(1), current(2), current(3))], says="3"),
    fails("page-limit", WALK, says="has 2", most=1),
    unclear("page-limit", NOTHING),
    passes("page-order", WALK),
    passes("page-order", [page(current(1, 5), current(2, 5))]),
    fails("page-order", [page(current(2, 5), current(1, 5))]),
    fails("page-order", [page(current(5)), page(current(1))]),
    unclear("page-order", [page(current(1))]),
    passes("page-once", WALK),
    passes("page-once", [page(current(1), current(1, 9))]),
    fails("page-once", [page(current(1)), page(current(1), current(2))], says="r01"),
    unclear("page-once", NOTHING),
    passes("page-cursor", WALK),
    fails("page-cursor", [page(current(1), next_="https://elsewhere.example/records?since=1")], says="elsewhere"),
    unclear("page-cursor", [page(current(1), next_=5)]),
    passes("page-end", WALK),
    passes("page-end", NOTHING),
    fails("page-end", [WALK[0], page(current(3), next_="c1", query="since=c1")]),
    fails("page-end", [WALK[0], page(current(1), current(2), next_="c9", query="since=c1")]),
    fails("page-end", [WALK[0], page(next_="c7", query="since=c1")]),
    unclear("page-end", [WALK[0], page(current(3), next_="c5", query="since=c1")]),
    passes("page-complete", WALK, ids=["r01", "r03"]),
    fails("page-complete", WALK, says="r07", ids=["r01", "r07"]),
    unclear("page-complete", WALK[:2], ids=["r07"]),
    unclear("page-complete", WALK, {"ids": []}, ids="${ids}"),
    passes("page-nothing-else", WALK, before=[current(9), current(1, 40)]),
    fails("page-nothing-else", WALK, says="r01", before=[current(1)]),
    unclear("page-nothing-else", [ex({}, 500)], before=[]),
    passes("record-rules", WALK),
    fails("record-rules", [page(current(1), current(2, subject_name=""))], says="required"),
    fails("record-rules", [page(current(1, subject_uscc="91310000TTTT9TQP40"))], says="uscc-check-digit"),
    fails("record-rules", [page({**current(1), "item": "credit-score"})], says="credit-score"),
    unclear("record-rules", NOTHING),
    passes("record-data", [PUSHED, TAKEN, page(current(1), step="walk")], **PLACES),
    fails(
        "record-data",
        [PUSHED, TAKEN, page(current(1, subject_name="别人"), step="walk")],
        says="subject_name",
        **PLACES,
    ),
    unclear("record-data", [PUSHED, TAKEN, page(current(2), step="walk")], **PLACES),
    passes("tombstones", [page(current(1)), page(stone(1))], ids=["r01"]),
    fails("tombstones", [page(stone(1)), page(current(1)), END], says="current", ids=["r01"]),
    unclear("tombstones", [page(current(1))], ids=["r01"]),
    unclear("tombstones", NOTHING, ids=["r01"]),
    fails("tombstones", WALK, says="∅", ids=["r09"]),
    passes("tombstone-bare", [page(stone(1))]),
    fails("tombstone-bare", [page(stone(1, data=DATA))], says="r01"),
    unclear("tombstone-bare", WALK),
    passes("tombstone-reason", [page(stone(1, reason="repaired"))], id="r01", reason="repaired"),
    fails("tombstone-reason", [page(stone(1, reason="withdrawn"))], says="withdrawn", id="r01", reason="repaired"),
    unclear("tombstone-reason", WALK, id="r01", reason="repaired"),
    passes("only-subject", [query(current(1))]),
    passes("only-subject", [query(current(1), id_=USCC.lower())]),
    fails("only-subject", [query(current(1), current(2, subject_uscc="91310000TTTT9TQP4T"))], says="r02"),
    unclear("only-subject", [query()]),
    passes("only-items", WALK, items=["admin-licence"]),
    passes("only-items", NOTHING, items=["admin-penalty"]),
    fails("only-items", WALK, says="admin-licence", items=["admin-penalty"]),
    unclear("only-items", [ex({}, 422)], items=["admin-penalty"]),
    passes("items-declared", WALK, {"discovery.items": ["admin-licence"]}),
    fails("items-declared", WALK, {"discovery.items": ["admin-penalty"]}, says="admin-licence"),
    unclear("items-declared", WALK),
    passes(
        "fields-withheld",
        [query(current(1), step="open"), query(current(1, usage_scope=None, power_list_code=""), step="closed")],
        open="open",
        closed="closed",
    ),
    fails(
        "fields-withheld",
        [query(current(1), step="open"), query(current(1), step="closed")],
        says="usage_scope",
        open="open",
        closed="closed",
    ),
    unclear("fields-withheld", [query(step="open"), query(step="closed")], open="open", closed="closed"),
    passes("record-there", [query(current(1))], ids=["r01"]),
    fails("record-there", [query(current(1))], says="r02", ids=["r02"]),
    unclear("record-there", [ex({}, 500)], ids=["r02"]),
    passes("record-gone", [query(current(1), stone(2))], ids=["r02"]),
    fails("record-gone", [query(current(1))], says="r01", ids=["r01"]),
    unclear("record-gone", [ex({}, 500)], ids=["r02"]),
    passes("reference-bytes", [ex(catalogue_bytes(load()))]),
    passes("reference-bytes", [ex(code_list_bytes(load(), "penalty_category"))], code_list="penalty_category"),
    fails("reference-bytes", [ex(catalogue_bytes(load()) + b"\n")]),
    fails("reference-bytes", [ex(b"")], code_list="penalty_category"),
    unclear("reference-bytes", REDACTED),
    unclear("reference-bytes", [ex(b"{}")], code_list="no_such_list"),
]
