"""Examples of checks on single answers: statuses, headers, form, problems, values."""

from __future__ import annotations

from typing import Any

from conformance.exchange.profile.load import profile
from exchange.suite.scenes import JSON, Vector, ex, fails, passes, unclear

CAPABILITIES: dict[str, Any] = next(one.value for one in profile().examples if one.envelope == "Capabilities")
URN = "urn:three-list-conformance:problem:"
GONE = {"type": URN + "not-found", "title": "不存在", "status": 404, "detail": "没有", "instance": "urn:uuid:1"}
TRACE = {**GONE, "detail": 'Traceback (most recent call last):\n  File "/srv/app.py", line 3'}
PLACED = {**GONE, "errors": [{"pointer": "/subject/id", "rule": "uscc-check-digit", "message": "x"}]}

VECTORS: list[Vector] = [
    passes("status", [ex(status=404)], in_=[404]),
    fails("status", [ex(status=200)], says="is 200", in_=[404]),
    unclear("status", [ex(status=429)], in_=[200]),
    unclear("status", [ex(status=503)], in_=[200]),
    unclear("status", [ex(trouble="timeout")], in_=[200]),
    Vector("status", "pass", [ex(status=429)], {"in": [429]}, refusals_count=True),
    passes("header", [ex(status=405, headers={"allow": "GET, HEAD"})], name="Allow", includes=["GET"]),
    fails("header", [ex(status=405)], says="Allow", name="Allow"),
    fails("header", [ex(headers={"Allow": "PUT"})], says="GET", name="Allow", includes=["GET"]),
    fails("header", [ex(headers={"WWW-Authenticate": "Basic"})], name="WWW-Authenticate", matches="^Bearer"),
    passes("same-host", [ex(headers={"Location": "/batches/1"})], name="Location"),
    passes("same-host", [ex(headers={"Location": "http://127.0.0.1:8016/b"})], name="Location"),
    fails("same-host", [ex(headers={"Location": "https://elsewhere.example/b"})], says="elsewhere", name="Location"),
    fails("same-host", [ex(headers={"Location": "http://[bad"})], name="Location"),
    unclear("same-host", [ex()], name="Location"),
    passes("echoed", [ex(sent_headers={"X-Request-Id": "a"}, headers={"x-request-id": "a"})], name="X-Request-Id"),
    fails("echoed", [ex(sent_headers={"X-Request-Id": "a"})], says="/records", name="X-Request-Id"),
    unclear("echoed", [ex()], name="X-Request-Id"),
    passes("retry-after", [ex(status=503, headers={"Retry-After": "2"})]),
    passes("retry-after", [ex(status=429, headers={"Retry-After": "Thu, 26 Nov 2026 08:00:00 GMT"})]),
    fails("retry-after", [ex(status=429, headers={"Retry-After": "soon"})], says="soon"),
    fails("retry-after", [ex(status=503)], says="absent"),
    unclear("retry-after", [ex()]),
    *(
        vector
        for fault, body in {
            "encoding": '{"a": "许可"}'.encode("gbk"),
            "bom": b"\xef\xbb\xbf{}",
            "syntax": b"<html>",
            "numbers": b'{"a": NaN}',
            "keys": b'{"a": 1, "a": 2}',
            "trailing": b"{} x",
        }.items()
        for vector in (
            passes("json-form", [ex({"a": "许可"})], not_=fault),
            fails("json-form", [ex({}), ex(body)], says="#2", not_=fault),
            unclear("json-form", [ex(b"<p>", headers={"Content-Type": "text/html"})], not_=fault),
        )
    ),
    passes("json-type", [ex({})]),
    fails("json-type", [ex({}, headers={"Content-Type": "text/html"})], says="text/html"),
    unclear("json-type", [ex(status=404)]),
    passes("problem-form", [ex(GONE, 404)], aspect="media-type"),
    fails("problem-form", [ex(GONE, 404, headers=JSON)], says="application/json", aspect="media-type"),
    unclear("problem-form", [ex({})], aspect="media-type"),
    unclear("problem-form", [ex({"error": "x"}, 401, path="/token")], aspect="members", except_paths=["/token"]),
    passes("problem-form", [ex(GONE, 404)], aspect="members"),
    fails("problem-form", [ex({**GONE, "instance": 5}, 404)], says="instance", aspect="members"),
    passes("problem-form", [ex(GONE, 404)], aspect="status"),
    fails("problem-form", [ex({**GONE, "status": 400}, 404)], says="400", aspect="status"),
    passes("problem-form", [ex(GONE, 404)], aspect="type"),
    fails("problem-form", [ex({**GONE, "type": "about:blank"}, 404)], says="about:blank", aspect="type"),
    fails("problem-form", [ex(GONE, 410)], says="not-found", aspect="type"),
    fails("problem-form", [ex({**GONE, "type": ["not-found"]}, 404)], aspect="type"),
    passes("problem-form", [ex(GONE, 404)], aspect="trace"),
    fails("problem-form", [ex(TRACE, 404)], says="Traceback", aspect="trace"),
    fails("problem-form", [ex(b"<h1>java.lang.X at a.b.C(D.java:12)", 500, headers={})], aspect="trace"),
    passes("problem-type", [ex({**GONE, "type": URN + "digest-mismatch"}, 400)], is_="digest-mismatch"),
    fails("problem-type", [ex({**GONE, "type": URN + "invalid-request"}, 400)], is_="digest-mismatch"),
    unclear("problem-type", [ex({"type": "about:blank"}, 400)], is_="digest-mismatch"),
    passes("problem-error", [ex(PLACED, 400)], pointer="/subject/id", rules=["uscc-check-digit"]),
    fails("problem-error", [ex(PLACED, 400)], says="/kind", pointer="/kind"),
    fails("problem-error", [ex(PLACED, 400)], says="uscc", pointer="/subject/id", rules=["citizen-id-check-digit"]),
    fails("problem-error", [ex({"errors": "all"}, 400)], pointer="/kind"),
    passes("envelope", [ex(CAPABILITIES)], is_="Capabilities"),
    passes("envelope", [ex({**CAPABILITIES, "more": 1})], is_="Capabilities"),
    fails(
        "envelope", [ex({k: v for k, v in CAPABILITIES.items() if k != "limits"})], says="limits", is_="Capabilities"
    ),
    fails("envelope", [ex([])], is_="Capabilities"),
    fails("envelope", [ex(b"<html>")], says="no JSON", is_="Capabilities"),
    passes("value", [ex({"a": {"b": [1, 2]}})], pointer="/a/b", count=2),
    passes("value", [ex({"a": 3})], pointer="/a", least=3),
    passes("value", [ex({"a": "x"})], pointer="/a", in_=["x", "y"]),
    passes("value", [ex({})], pointer="/a", absent=True),
    passes("value", [ex({"a": ["x"]})], pointer="/a", includes="x"),
    passes("value", [ex({"n": 2})], {"n": 2}, pointer="/n", equals="${n}"),
    fails("value", [ex({"a": 1})], says="∅", pointer="/b", equals=1),
    fails("value", [ex({"a": True})], pointer="/a", equals=1),
    fails("value", [ex({"a": 5})], pointer="/a", matches="5"),
    fails("value", [ex({"a": 1})], pointer="/a", absent=True),
    fails("value", [ex({"a": "xy"})], pointer="/a", includes="x"),
    unclear("value", [ex({"a": 1})], pointer="/a", equals="${never}"),
    passes("filled", [ex({"records": [1]})], pointer="/records"),
    unclear("filled", [ex({"records": []})], pointer="/records"),
    passes("same", [ex({"id": "1"}, step="a"), ex({"id": "1"}, step="b")], steps=["a", "b"], pointer="/id"),
    passes(
        "same",
        [ex({"r": [{"id": 1}, {"id": 2}]}, step="a"), ex({"r": [{"id": 2}, {"id": 1}]}, step="b")],
        steps=["a", "b"],
        pointer="/r",
        member="id",
    ),
    passes(
        "same",
        [ex(headers={"ETag": "1"}, step="a"), ex(headers={"etag": "1"}, step="b")],
        steps=["a", "b"],
        header="ETag",
    ),
    unclear("same", [ex({"r": []}, step="a"), ex({"r": []}, step="b")], steps=["a", "b"], pointer="/r"),
    fails("same", [ex({"id": "1"}, step="a"), ex({"id": "2"}, step="b")], says="/id", steps=["a", "b"], pointer="/id"),
    unclear("same", [ex({"id": "1"}, step="a"), ex({}, 500, step="b")], steps=["a", "b"], pointer="/id"),
    passes("class-operations", [ex(CAPABILITIES)]),
    fails("class-operations", [ex({**CAPABILITIES, "operations": ["push", "list"]})], says="query"),
    unclear("class-operations", [ex({**CAPABILITIES, "operations": "push"})]),
    passes("items-known", [ex({"items": ["admin-licence"]})]),
    fails("items-known", [ex({"items": ["admin-licence", "credit-score", 5]})], says="credit-score"),
    unclear("items-known", [ex({})]),
    passes(
        "declared-served",
        [ex({}), ex(GONE, 404, path="/catalogs/1999"), ex({}, path="/catalogs/2016")],
        {"discovery.operations": ["list", "reference-data"]},
    ),
    fails(
        "declared-served",
        [ex(GONE, 404, path="/catalogs/2016")],
        {"discovery.operations": ["reference-data"]},
        says="reference-data",
    ),
    unclear("declared-served", [ex({})], {"discovery.operations": ["push"]}),
    passes("content-digest", [ex(b"x", digest="match")]),
    fails("content-digest", [ex(b"x", digest="mismatch")]),
    fails("content-digest", [ex(b"x")]),
]
