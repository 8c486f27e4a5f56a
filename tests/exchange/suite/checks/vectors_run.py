"""Examples of checks on transport and secrets, over a whole run."""

from __future__ import annotations

from conformance.exchange.model import Exchange
from exchange.suite.scenes import Vector, ex, fails, passes, unclear

NOW = "2026-11-26T08:00:00.000+00:00"
TOKEN = {"Authorization": "Bearer secret-0123456789AB"}
FORM = b"grant_type=client_credentials&client_secret=secret-0123456789AB"


def dated(when: str) -> list[Exchange]:
    return [ex(headers={"Date": when}, started=NOW)]


VECTORS: list[Vector] = [
    passes("whole-answers", [ex({})]),
    fails("whole-answers", [ex({}), ex(trouble="cut")], says="broke off"),
    fails("whole-answers", [ex(trouble="too-large")]),
    unclear("whole-answers", [ex(trouble="unreachable")]),
    passes("no-redirect", [ex({}), ex(status=304)]),
    fails("no-redirect", [ex(status=302, headers={"Location": "http://elsewhere.example/"})], says="elsewhere"),
    unclear("no-redirect", [ex(trouble="timeout")]),
    passes("clock-skew", dated("Thu, 26 Nov 2026 08:00:30 GMT"), seconds=60),
    fails("clock-skew", dated("Thu, 26 Nov 2026 09:00:00 GMT"), says="3600", seconds=60),
    fails("clock-skew", dated("Thu, 26 Nov 2026 07:58:00 GMT"), says="119", seconds=60),
    fails("clock-skew", dated("yesterday"), seconds=60),
    fails("clock-skew", [ex({})], says="Date", seconds=60),
    unclear("clock-skew", [ex(trouble="timeout")], seconds=60),
    passes("https", [ex({})]),
    Vector("https", "pass", [ex({})], url="https://platform.example/api"),
    Vector("https", "pass", [ex({})], url="http://[::1]:8016"),
    Vector("https", "fail", [ex({})], url="http://platform.example/api", says="http."),
    passes("tls-floor", [ex({}, tls="TLSv1.3"), ex({}, tls="TLSv1.2")]),
    fails("tls-floor", [ex({}, tls="TLSv1.3"), ex({}, tls="TLSv1.1")], says="1.1"),
    unclear("tls-floor", [ex({})]),
    passes("refusals-end", [ex(status=429), ex({})]),
    fails("refusals-end", [ex(status=429), ex(status=429)], says="429"),
    unclear("refusals-end", [ex(status=429), ex(status=429)], except_tests=["example"]),
    passes("no-secret-echo", [ex({}, sent_headers=TOKEN)]),
    passes(
        "no-secret-echo",
        [
            ex({}, sent_headers=TOKEN),
            ex(
                {"access_token": "secret-0123456789AB"},
                method="POST",
                path="/token",
                sent=b"grant_type=client_credentials",
            ),
        ],
    ),
    fails(
        "no-secret-echo", [ex({}, sent_headers=TOKEN), ex({"detail": "secret-0123456789AB is none"}, 401)], says="#2"
    ),
    fails("no-secret-echo", [ex({"error": "secret-0123456789AB"}, method="POST", path="/token", sent=FORM)]),
    fails("no-secret-echo", [ex(sent_headers=TOKEN, headers={"X-Debug": "Bearer secret-0123456789AB"})]),
    unclear("no-secret-echo", [ex({})]),
]
