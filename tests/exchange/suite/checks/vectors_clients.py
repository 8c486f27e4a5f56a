"""Examples of checks on what clients sent."""

from __future__ import annotations

from typing import Any

from conformance.exchange.model import Exchange
from exchange.suite.scenes import Vector, ex, fails, passes, unclear

URN = "urn:three-list-conformance:problem:"


def at(second: float) -> str:
    return f"2026-11-26T08:00:{second:06.3f}+00:00"


def push(
    key: str | None = "k1",
    rows: Any = "a",
    status: int | None = 202,
    answer: Any = None,
    second: float = 0,
    digest: str | None = "sha-256=:x:",
    **headers: str,
) -> Exchange:
    sent = {name: value for name, value in (("Idempotency-Key", key), ("Content-Digest", digest)) if value is not None}
    body = rows if isinstance(rows, dict) else {"records": [{"key": rows, "data": {"n": 1}}]}
    return ex(
        answer if answer is not None else {"id": "b1", "state": "received"},
        status,
        method="POST",
        path="/batches",
        sent=body,
        sent_headers=sent,
        started=at(second),
        headers={"Content-Type": "application/json", **headers},
    )


def state(word: str, second: float, batch: str = "b1") -> Exchange:
    return ex({"id": batch, "state": word}, path=f"/batches/{batch}", started=at(second))


def receipt(*verdicts: str, status: int = 200, second: float = 5) -> Exchange:
    lines = [{"row": n, "key": f"k{n}", "verdict": verdict} for n, verdict in enumerate(verdicts, 1)]
    return ex({"batch": "b1", "lines": lines}, status, path="/batches/b1/receipt", started=at(second))


def rows(**data: Any) -> dict[str, Any]:
    return {"records": [{"key": key, "data": {"n": value}} for key, value in data.items()]}


def token(second: float, life: int = 3600, status: int = 200) -> Exchange:
    return ex(
        {"expires_in": life},
        status,
        method="POST",
        path="/token",
        sent=b"grant_type=client_credentials",
        started=at(second),
    )


def page(*ids: str, next_: str = "c1", since: str | None = None, status: int = 200) -> Exchange:
    query = "" if since is None else f"?since={since}"
    return ex({"records": [{"id": one} for one in ids], "next": next_}, status, path=f"/records{query}")


WALK = [page("r1"), page("r2", since="c1", next_="c2"), page(since="c2", next_="c2")]
BUSY = {"Retry-After": "2"}

VECTORS: list[Vector] = [
    passes("client-sends", [push()], header="Idempotency-Key", to="push"),
    fails("client-sends", [push(), push(None)], says="#2", header="Idempotency-Key", to="push"),
    fails("client-sends", [push()], header="X-Request-Id", to="all"),
    unclear("client-sends", [page()], header="Idempotency-Key", to="push"),
    passes("client-digest-right", [push()]),
    fails("client-digest-right", [push(status=400, answer={"type": URN + "digest-mismatch"})]),
    unclear("client-digest-right", [push(digest=None)]),
    passes("client-same-key", [push(status=503), push()]),
    passes("client-same-key", [push(status=None), push()]),
    fails("client-same-key", [push(status=503), push("k2")], says="#2"),
    unclear("client-same-key", [push(), push("k2", "b")]),
    unclear("client-same-key", [push(status=503)]),
    passes("client-new-key", [push(), push("k2", "b"), push()]),
    fails("client-new-key", [push(), push("k1", "b")], says="#2"),
    unclear("client-new-key", [push()]),
    passes("client-waits", [push(status=503, **BUSY), push(second=2.2)]),
    fails("client-waits", [push(status=503, **BUSY), push(second=0.5)], says="Retry-After: 2"),
    unclear("client-waits", [push(status=503, **BUSY)]),
    unclear("client-waits", [push(), push()]),
    passes("client-pauses", [state("received", 0), state("accepted", 1.2)], seconds=1),
    fails("client-pauses", [state("received", 0), state("received", 0.3)], seconds=1),
    unclear("client-pauses", [state("received", 0), state("received", 0.3, "b2")], seconds=1),
    passes("client-receipts", [push(), receipt("accepted")]),
    fails("client-receipts", [push(), state("accepted", 1)]),
    unclear("client-receipts", [push(status=400)]),
    passes("client-waits-for-receipt", [receipt("accepted")]),
    fails("client-waits-for-receipt", [receipt(status=404), receipt("accepted")], says="#1"),
    unclear("client-waits-for-receipt", [push()]),
    passes(
        "client-sends-again",
        [push(rows=rows(k1=1, k2=1)), receipt("accepted", "rejected"), push("n", rows(k2=2), answer={"id": "b2"})],
    ),
    fails("client-sends-again", [push(rows=rows(k1=1, k2=1)), receipt("accepted", "rejected")], says="k2"),
    fails(
        "client-sends-again",
        [push(rows=rows(k1=1, k2=1)), receipt("accepted", "rejected"), push("n", rows(k2=1), answer={"id": "b2"})],
    ),
    unclear("client-sends-again", [push(), receipt("accepted")]),
    passes("client-token-header", [page()]),
    fails("client-token-header", [ex({}, path="/records?access_token=x")]),
    fails("client-token-header", [ex({}, path="/records?t=secret-0123456789AB")]),
    unclear("client-token-header", []),
    passes("client-identifiers", [page()]),
    fails("client-identifiers", [ex({}, path="/records?id=91310000TTTT9TQP4T")]),
    fails("client-identifiers", [ex({}, path="/persons/31000019000903278X/records")]),
    unclear("client-identifiers", []),
    passes("client-token-kept", [token(0), page()]),
    passes("client-token-kept", [token(0), ex({}, 401), token(5)]),
    passes("client-token-kept", [token(0, 10), token(9)]),
    fails("client-token-kept", [token(0), page(), token(5)], says="5 seconds"),
    unclear("client-token-kept", [token(0, status=401)]),
    passes("client-cursor", WALK),
    fails("client-cursor", [page("r1"), page("r2", since="c1x")], says="c1x"),
    unclear("client-cursor", [page("r1")]),
    passes("client-walks-on", WALK),
    fails("client-walks-on", WALK[:2]),
    unclear("client-walks-on", [push()]),
    passes("client-goes-on", [*WALK, page("r3", since="c2", next_="c3")]),
    fails("client-goes-on", [*WALK, page("r1")]),
    unclear("client-goes-on", WALK),
    passes("client-starts-anew", [page(since="c0", status=410), *WALK]),
    fails("client-starts-anew", [page(since="c0", status=410), page(since="c0", status=410)]),
    unclear("client-starts-anew", WALK),
    passes("client-asks-properly", [ex({}, method="POST", path="/subject-queries", sent={"purpose": "x"})]),
    fails("client-asks-properly", [ex({}, method="POST", path="/subject-queries", sent={"subject": {}})]),
    fails("client-asks-properly", [ex({}, method="POST", path="/subject-queries", sent=b"x")]),
    unclear("client-asks-properly", WALK),
]
