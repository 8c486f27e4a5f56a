"""Peers get as many rows as their time allows, and what could not be timed is said."""

import csv
from pathlib import Path

import pytest
from bench.child import warm
from bench.peer import Outcome, Peer, all_rules
from bench.processes import Measured
from bench.run import plan
from bench.samples import Sample
from bench.timing import Failed, Once, child

from bench import beside

MAIN = Sample("licence", 1_000_000)


def once(rows: int, seconds: float) -> Once:
    return Once(Measured(seconds, seconds, 1.0, 0, "", ""), rows, 0, seconds)


@pytest.fixture
def rate(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> dict[str, float]:
    """Rows a second of made-up peers, whose files need not exist."""
    rates: dict[str, float] = {"tool": 1e6}

    def run(name: str, path: Path, item: str, *more: str, limit: float | None = None) -> Once:
        rows = int(path.stem.split("-")[1])
        if limit is not None and rows / rates[name] > limit:
            raise Failed(f"took more than {limit:.0f} s")
        return once(rows, rows / rates[name])

    monkeypatch.setattr(beside, "child", run)
    monkeypatch.setattr(beside, "make", lambda sample: sample.path)
    monkeypatch.setattr(beside, "read_once", lambda path: None)
    monkeypatch.setattr(beside, "header", lambda path: ["审批类别"])
    return rates


@pytest.mark.parametrize(
    ("a_second", "rows"),
    [(1, 10_000), (5_000, 10_000), (10_000, 100_000), (99_000, 100_000), (1e6, 1_000_000), (1e9, 1_000_000)],
)
def test_a_peer_climbs_as_far_as_ten_seconds_take_it(rate: dict[str, float], a_second: float, rows: int) -> None:
    rate["other"] = a_second
    assert beside.rows_within("other", MAIN, 10.0) == rows


def test_no_peer_gets_more_rows_than_there_are(rate: dict[str, float]) -> None:
    rate["other"] = 1e9
    assert beside.rows_within("other", Sample("licence", 4_000), 10.0) == 4_000


def peer(distribution: str) -> Peer:
    return Peer("other", distribution, "", all_rules, lambda job: pytest.fail("only children run"))


def test_a_peer_is_timed_beside_the_tool_on_the_same_file(rate: dict[str, float]) -> None:
    rate["other"] = 2e5
    told = beside.compare("other", peer("pytest"), MAIN, 3, 10.0)
    assert (told.rows, told.times_slower, told.reason) == (1_000_000, pytest.approx(5.0), "")


def test_a_peer_that_is_not_installed_says_what_to_install(rate: dict[str, float]) -> None:
    told = beside.compare("other", peer("no-such-distribution"), MAIN, 3, 10.0)
    assert (told.timing, told.reason) == (None, "not installed: pip install no-such-distribution")


def test_a_peer_that_takes_too_long_says_so(rate: dict[str, float]) -> None:
    rate["other"] = 1.0
    told = beside.compare("other", peer("pytest"), MAIN, 3, 10.0)
    assert (told.timing, told.reason) == (None, "took more than 90 s")


def test_a_child_tells_its_rows(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text('a,b\n1,"x,\ny"\n2,\n', encoding="utf-8")
    told = child("parse", file, "admin-licence")
    assert (told.rows, told.run_s < told.process.seconds) == (2, True)


def test_everyone_first_goes_over_a_thousand_rows(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text("a,b\n" + '1,"x,\ny"\n' * 3_000, encoding="utf-8")
    seen = []

    def run(path: Path, locate: bool) -> Outcome:
        seen.append(list(csv.reader(path.read_text(encoding="utf-8").splitlines(keepends=True))))
        return Outcome(0, 0)

    warm(run, file)
    assert seen == [[["a", "b"], *[["1", "x,\ny"]] * 1_000]]


def test_a_child_that_fails_says_why(tmp_path: Path) -> None:
    with pytest.raises(Failed, match=r"missing\.csv"):
        child("parse", tmp_path / "missing.csv", "admin-licence")


@pytest.mark.parametrize("mode", ["quick", "default", "full"])
def test_a_run_has_the_rows_it_was_asked_for(mode: str) -> None:
    made = plan(mode, 300_000, 7)
    assert (made.rows, made.rounds, max(made.growth_sizes) < 300_000) == (300_000, 7, True)
