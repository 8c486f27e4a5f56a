"""Whatever stands in the fields of an answer, nothing of ours fails by it."""

from __future__ import annotations

import contextlib
from datetime import date

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conformance.exchange.evidence.redact import Redactor
from conformance.exchange.model import Exchange, Request, Response
from conformance.exchange.run import bodies, cleanup
from conformance.exchange.run.captures import captured
from conformance.exchange.run.origins import elsewhere, origin, resolved
from conformance.exchange.run.sending import retry_after
from conformance.exchange.suite.checks import run_checks
from conformance.exchange.suite.checks.base import Scene
from conformance.standard.load import load
from exchange.run.scripted import participant
from exchange.run.tiny import check

FIELDS = (
    "Retry-After", "Date", "Content-Length", "Content-Type", "Link", "Location", "Content-Encoding", "Content-Digest",
    "WWW-Authenticate",
)  # fmt: skip
PIECES = (
    "Mon, ", "01 Jan 2020 ", "00:00:00 ", "+99999999999999999999", "GMT", "0000", "99999", "-1", "http://", "[", "]", "::1", ":99999",
    "/batches/1", "?a=", "//", "@", "gzip", ",", ";", "charset=", "utf-7", "sha-256=:", "AAAA", ":", "Bearer ", 'realm="', "\x00", "\u0663",
    "\ud800", "\uff10", "%", "%zz", "<", ">", "rel=", "é", " ", "\t",
)  # fmt: skip
written = st.one_of(st.lists(st.sampled_from(PIECES), max_size=10).map("".join), st.text(max_size=30))
REDACTOR = Redactor(load())
SLACK = settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
KINDS = (
    check("retry-after"),
    check("clock-skew", seconds=60),
    check("same-host", name="Location"),
    check("no-redirect"),
)


def exchange(name: str, value: str) -> Exchange:
    request = Request("POST", "http://it.example/batches", (), b"{}")
    response = Response(302 if name == "Location" else 202, ((name, value),), b"{}")
    return Exchange(1, "it", "t", "s", 1, request, response, None, "2016-07-01T00:00:00+00:00", 0.1, None)


@SLACK
@given(st.sampled_from(FIELDS), written)
def test_no_field_makes_anything_fail(name: str, value: str) -> None:
    one = exchange(name, value)
    assert (seconds := retry_after(one)) is None or seconds >= 0
    for address in cleanup.pushed([one]):
        origin(address)
    dict(captured({"given": {"header": name}}, [one]))
    assert one.response is not None
    REDACTOR.seal_response(one.response)
    scene = Scene("t", "s", (one,), {}, load(), participant(), date(2016, 7, 1), False)
    assert {found.id for found in run_checks(KINDS, scene)} == {f"t/s/{kind.id}" for kind in KINDS}


@SLACK
@given(written)
def test_an_address_leads_somewhere_or_nowhere(value: str) -> None:
    found = resolved("http://it.example/x", value)
    assert elsewhere(found, {"http://it.example:80"}) is None or origin(found) != "http://it.example:80"


def test_what_is_no_address_leads_nowhere() -> None:
    found = resolved("http://it.example/x", "http://[")
    assert found.startswith("invalid:")
    assert elsewhere(found, {"http://it.example:80"}) is not None


@SLACK
@given(written, written, st.binary(max_size=40))
def test_codings_and_digests_of_any_kind(encoding: str, digest: str, body: bytes) -> None:
    class Raw:
        def stream(self, *_: object, **__: object) -> list[bytes]:
            return [body]

    with contextlib.suppress(bodies.Unreadable):
        assert len(bodies.read(Raw(), encoding, digest, 1000).content) <= 1000
