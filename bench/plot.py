"""The plot of a result: rows a second beside the peers, and seconds by rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from bench import svg
from bench.result import Result, Timing
from bench.table import rate

WIDTH = 960
OURS, READER, PEER = "#0b6e4f", "#8795a1", "#c1666b"
LEFT, RIGHT, BAR, TOP = 190, 850, 24, 64
KIND, BAD = "licence", "1 % bad"


class Bar(Struct, frozen=True):
    """One bar: whose, how many of the rules, how fast."""

    name: str
    note: str
    timing: Timing
    colour: str


def plot(result: Result) -> str:
    """The drawing as SVG. Raises ValueError for a result without a file of licences with 1 % of bad rows."""
    bars = _bars(result)
    lower = TOP + (BAR + 10) * len(bars) + 90
    height = lower + 300
    fastest = ", ".join(f"{bar.name}: {rate(bar.timing)}" for bar in bars)
    description = (
        f"Bars on a logarithmic axis, rows a second over licence files with 1 % of bad rows: {fastest}. "
        f"Below, seconds by rows on logarithmic axes for clean licence files: {_told(result)}."
    )
    parts = [*_speed(bars, lower - 60), *_by_rows(result, lower, height - 50)]
    return svg.drawing(WIDTH, height, "校验速度 · Speed of checking", description, parts)


def _bars(result: Result) -> Sequence[Bar]:
    mine = [one for one in result.yardsticks if (one.kind, one.bad) == (KIND, BAD)]
    if not mine:
        raise ValueError("the result has no licence file with 1 % of bad rows")
    main = max(mine, key=lambda one: one.rows)
    theirs = [
        Bar(one.peer, f"{one.rules} / {one.checks}, {_short(one.rows)}", one.timing, PEER)
        for one in result.besides
        if one.timing is not None and (one.kind, one.bad) == (KIND, BAD)
    ]
    return [
        Bar("Polars", f"只读 parse only, {_short(main.rows)}", main.parse, READER),
        Bar("本工具 this tool", f"{main.checks} / {main.checks}, {_short(main.rows)}", main.tool, OURS),
        *sorted(theirs, key=lambda bar: -bar.timing.rows_per_s),
    ]


def _speed(bars: Sequence[Bar], bottom: int) -> Iterator[str]:
    yield svg.text(
        20, 30, "每秒行数（检查项数 / 全部检查项，文件行数）· rows a second (checks of all, rows)", size=15, bold=True
    )
    scale = svg.around((bar.timing.rows_per_s for bar in bars), LEFT, RIGHT - 130)
    for tick in scale.ticks():
        yield svg.line(scale.at(tick), TOP - 12, scale.at(tick), bottom)
        yield svg.text(scale.at(tick), bottom + 18, _short(tick), anchor="middle", size=12, fill=svg.PALE)
    for number, bar in enumerate(bars):
        y = TOP + number * (BAR + 10)
        end = scale.at(bar.timing.rows_per_s)
        yield svg.text(LEFT - 10, y + 17, bar.name, anchor="end")
        yield svg.bar(LEFT, y, end - LEFT, BAR, bar.colour)
        yield svg.text(max(end, LEFT) + 8, y + 17, f"{rate(bar.timing)} ({bar.note})", size=12)


def _by_rows(result: Result, top: int, bottom: int) -> Iterator[str]:
    yield svg.text(
        20, top - 10, "耗时与行数 · seconds by rows (clean licence files, without the start)", size=15, bold=True
    )
    clean = _clean(result)
    across = svg.around((rows for rows, *_ in clean), LEFT, RIGHT - 130)
    up = svg.around((seconds for _, *both in clean for seconds in both), bottom, top + 20)
    for tick in across.ticks():
        yield svg.line(across.at(tick), top + 20, across.at(tick), bottom)
        yield svg.text(across.at(tick), bottom + 18, _short(tick), anchor="middle", size=12, fill=svg.PALE)
    for tick in up.ticks():
        yield svg.line(LEFT, up.at(tick), RIGHT - 130, up.at(tick))
        yield svg.text(LEFT - 10, up.at(tick) + 4, f"{tick:g} s", anchor="end", size=12, fill=svg.PALE)
    for name, colour, points in (
        ("本工具 this tool", OURS, [(rows, check) for rows, _, check in clean]),
        ("Polars 只读 parse only", READER, [(rows, parse) for rows, parse, _ in clean]),
    ):
        placed = [(across.at(rows), up.at(seconds)) for rows, seconds in points]
        yield svg.curve(placed, colour)
        yield svg.text(placed[-1][0] + 10, placed[-1][1] + 4, name, size=12)


def _clean(result: Result) -> Sequence[tuple[int, float, float]]:
    """Rows, seconds of the parse, seconds of the check."""
    found = [one for one in result.yardsticks if (one.kind, one.bad) == (KIND, "clean")]
    return sorted((one.rows, one.parse.run_s, one.tool.run_s) for one in found)


def _told(result: Result) -> str:
    return "; ".join(f"{rows:,} rows, parse {parse:.2f}, check {check:.2f}" for rows, parse, check in _clean(result))


def _short(value: float) -> str:
    for size, letter in ((1e6, "M"), (1e3, "k")):
        if value >= size:
            return f"{value / size:g}{letter}"
    return f"{value:g}"
