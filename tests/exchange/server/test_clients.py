"""The example clients at a server that makes them bear what a service may do, and what the record says of it."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from conformance.exchange.evidence.reader import read_record
from conformance.exchange.profile import reference
from conformance.exchange.server import provoke
from conformance.exchange.server.watch import Watch
from conformance.exchange.suite.model import Suite
from conformance.standard.load import load
from exchange.server.service import Service, batch, licence

EXAMPLES = Path(__file__).resolve().parents[3] / "examples/exchange"
FULL = (reference.FULL.id, reference.FULL.secret)


@pytest.fixture
def examples(monkeypatch: pytest.MonkeyPatch) -> None:
    """The example clients can be imported."""
    monkeypatch.syspath_prepend(str(EXAMPLES))
    for name in ("department_client", "province_client"):
        monkeypatch.delitem(sys.modules, name, raising=False)


def watched(folder: Path) -> Watch:
    """A watch that writes to a folder."""
    suite = Suite("2016", (), (), "sha256:none")
    started = datetime(2026, 3, 2, 4, tzinfo=UTC)
    return Watch(folder, suite, load(), "http://127.0.0.1", ("district",), provoke.PROVOKED, started)


@pytest.mark.usefixtures("examples")
def test_a_department_bears_a_service_that_is_away_busy_and_forgets_its_token(serve: Callable[..., Service]) -> None:
    from department_client import Client, again, rejected

    waits: list[float] = []
    client = Client(serve(hooks=(provoke.hooks(),)).url, *FULL, sleep=waits.append)
    try:
        bad = batch(licence(1), licence(2, approval_category="无此类"))
        receipt = client.report(bad)
        assert rejected(receipt) == ["b"]
        mended = client.report(again(batch(licence(1), licence(2)), rejected(receipt)))
        assert rejected(mended) == []
        assert waits[:2] == [1.0, 1.0]
    finally:
        client.session.close()


@pytest.mark.usefixtures("examples")
def test_a_province_starts_anew_where_its_cursor_has_expired(serve: Callable[..., Service]) -> None:
    from province_client import Copy, Follower

    service = serve(hooks=(provoke.hooks(),))
    client = Follower(service.url, *FULL, sleep=lambda _: None)
    copy = Copy()
    try:
        client.follow(copy)
        known = {one.id for one in reference.seed_records() if one.reason is None}
        assert set(copy.records) == known
        service.correct(reference.given().current_record, "withdrawal")
        client.follow(copy)
        assert set(copy.records) == known - {reference.given().current_record}
        assert len(client.about("uscc", reference.given().subject.id, "测试")) == 1
    finally:
        client.session.close()


@pytest.mark.usefixtures("examples")
def test_a_client_that_is_watched_leaves_a_run_without_its_secrets(
    serve: Callable[..., Service], tmp_path: Path
) -> None:
    from department_client import Client

    watch = watched(tmp_path / "run")
    service = serve(hooks=(provoke.hooks(),), watch=watch)
    client = Client(service.url, *FULL, sleep=lambda _: None)
    try:
        client.report(batch(licence(1)))
    finally:
        client.session.close()
        watch.end(service.clock())
    run = read_record(tmp_path / "run")
    steps = [(one.step, one.attempt, one.response.status) for one in run.exchanges if one.response]
    assert steps[:5] == [
        ("token", 1, 200),
        ("push", 1, 503),
        ("push", 2, 202),
        ("batch-status", 1, 429),
        ("batch-status", 2, 200),
    ]
    pushes = [one.request for one in run.exchanges if one.step == "push"]
    assert pushes[0].body == pushes[1].body != b""
    everything = b"".join(path.read_bytes() for path in (tmp_path / "run").rglob("*") if path.is_file())
    assert reference.FULL.secret.encode() not in everything
    assert str(client.token).encode() not in everything


def test_what_cannot_be_written_down_is_not_done_in_silence(
    serve: Callable[..., Service], capfd: pytest.CaptureFixture[str]
) -> None:
    class Full:
        def see(self, *_: object) -> None:
            raise OSError("no room")

    service = serve(watch=Full())
    answer = service.send("GET", "/catalogs/2016", as_=None)
    assert answer.status_code == 503
    assert "no room" in capfd.readouterr().err
