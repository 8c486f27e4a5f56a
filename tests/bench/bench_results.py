"""Results made up for tests."""

from bench.result import Beside, Found, Machine, Point, Result, Series, Timing, Yardstick


def timing(rows: int, seconds: float, *, findings: int = 0, mb: float | None = 100.0) -> Timing:
    return Timing(rows, findings, seconds, seconds, seconds, mb)


def yardstick(rows: int, parse: float, check: float, bad: str = "clean", mb: float | None = 100.0) -> Yardstick:
    ratio = check / parse
    return Yardstick(
        "licence", bad, rows, 18, 360.0, 141, timing(rows, parse), timing(rows, check, mb=mb), (ratio * 0.9, ratio)
    )


def beside(peer: str, theirs: float | None, ours: float, rows: int = 10_000, reason: str = "") -> Beside:
    other = None if theirs is None else timing(rows, theirs)
    return Beside(peer, "1.0", "licence", "1 % bad", rows, 25, 25, 141, timing(rows, ours), other, reason)


def result(yardsticks: tuple[Yardstick, ...] = (), besides: tuple[Beside, ...] = (), payload_ms: float = 2.0) -> Result:
    return Result(
        tool="0.1.0",
        commit="abc1234",
        when="2016-12-31T00:00:00Z",
        mode="default",
        rounds=3,
        machine=Machine(2, "x86_64", 23.5, 0.1, "3.11", {"polars": "2.1.0"}),
        yardsticks=yardsticks,
        besides=besides,
        found=(Found("this tool", "every rule", 10, 9, 10, 0, 10),),
        growth=(Series("rows", "clean", (Point(10, "10", 1.0, 5.0), Point(100, "100", 10.0, 5.0)), 1.0, 0.0),),
        payload_ms=payload_ms,
    )
