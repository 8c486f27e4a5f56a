"""What is promised, and that a miss is called one."""

import pytest
from bench.goals import Goal, goals
from bench.result import Result
from bench_results import beside, result, yardstick

MILLION = 1_000_000


def goal(part: str, of: Result) -> Goal:
    return next(one for one in goals(of) if part in one.promise.en)


@pytest.mark.parametrize(
    ("check", "verdict"),
    [(1.4, "met"), (1.5, "met"), (1.9, "short of target"), (2.0, "short of target"), (2.1, "missed")],
)
def test_speed_is_judged_by_a_million_clean_licences(check: float, verdict: str) -> None:
    assert goal("Polars", result((yardstick(MILLION, 1.0, check),))).verdict == verdict


def test_speed_of_other_files_is_no_measurement_of_it() -> None:
    assert goal("Polars", result((yardstick(10_000, 1.0, 1.2),))).verdict == "not measured"


@pytest.mark.parametrize(("bad", "verdict"), [(3.9, "met"), (4.1, "missed")])
def test_all_bad_files_are_compared_with_clean_ones_of_the_same_size(bad: float, verdict: str) -> None:
    files = (yardstick(1000, 1.0, 9.0), yardstick(MILLION, 1.0, 2.0), yardstick(MILLION, 1.0, bad, "all bad"))
    assert goal("wrong in every row", result(files)).verdict == verdict


@pytest.mark.parametrize(("mb", "verdict"), [(1023.0, "met"), (1025.0, "missed"), (None, "not measured")])
def test_memory_is_judged_by_the_largest_files(mb: float | None, verdict: str) -> None:
    files = (yardstick(5_000_000, 1.0, 1.0, "all bad", mb), yardstick(MILLION, 1.0, 1.0, mb=9999.0))
    assert goal("anonymous", result(files)).verdict == verdict


@pytest.mark.parametrize(("ms", "verdict"), [(4.9, "met"), (5.1, "missed")])
def test_ten_records(ms: float, verdict: str) -> None:
    assert goal("ten records", result(payload_ms=ms)).verdict == verdict


def test_one_faster_peer_is_a_miss_and_is_named() -> None:
    told = goal("every peer slower", result(besides=(beside("slow", 9.0, 1.0), beside("swift", 0.5, 1.0))))
    assert (told.verdict, "swift" in told.measured.en, "1 lost" in told.measured.en) == ("missed", True, True)


def test_peers_that_could_not_be_timed_are_counted() -> None:
    told = goal("every peer slower", result(besides=(beside("slow", 9.0, 1.0), beside("gone", None, 1.0, reason="x"))))
    assert (told.verdict, "1 more could not be timed" in told.measured.en) == ("met", True)


def test_no_peer_is_no_win() -> None:
    assert goal("every peer slower", result(besides=(beside("gone", None, 1.0),))).verdict == "not measured"
