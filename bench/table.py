"""The tables of a result as rows of text: the same for the terminal and for the page."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from msgspec import Struct

from bench.goals import VERDICTS, goals
from bench.result import Beside, Found, Result, Series, Timing, Yardstick


class Table(Struct, frozen=True):
    """A table with its headings; ``right`` are the positions of columns of numbers."""

    title: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    right: frozenset[int] = frozenset()


def tables(result: Result) -> Sequence[Table]:
    """Every table of a result, in the order in which they are read."""
    return [
        goals_table(result),
        yardstick_table(result.yardsticks),
        beside_table(result.besides),
        found_table(result.found),
        growth_table(result.growth),
    ]


def goals_table(result: Result) -> Table:
    """What is promised and what was measured."""
    rows = tuple((goal.promise.en, goal.measured.en, VERDICTS[goal.verdict].en) for goal in goals(result))
    return Table("What is promised", ("promise", "measured", "verdict"), rows)


def yardstick_table(yardsticks: Sequence[Yardstick]) -> Table:
    """This tool beside Polars' streaming parse."""
    headings = (
        "file", "rows", "MB", "checks", "findings", "parse s", "check s", "ratio", "from–to",
        "without start", "processor", "rows/s", "peak MB",
    )  # fmt: skip
    rows = tuple(
        (
            f"{one.kind}, {one.bad}",
            f"{one.rows:,}",
            f"{one.file_mb:,.1f}",
            f"{one.checks}",
            f"{one.tool.findings:,}",
            f"{one.parse.whole_s:.2f}",
            f"{one.tool.whole_s:.2f}",
            f"{one.ratio:.2f}",
            f"{min(one.ratios):.2f}–{max(one.ratios):.2f}",
            f"{one.run_ratio:.2f}",
            f"{one.tool.cpu_s / one.parse.cpu_s:.2f}",
            rate(one.tool),
            megabytes(one.tool.anonymous_mb),
        )
        for one in yardsticks
    )
    return Table("Beside Polars' streaming parse", headings, rows, frozenset(range(1, 13)))


def beside_table(besides: Sequence[Beside]) -> Table:
    """This tool beside its peers."""
    headings = (
        "peer", "file", "rows", "rules", "findings", "rows/s", "this tool rows/s", "times slower", "peak MB",
        "this tool MB",
    )  # fmt: skip
    rows = tuple(
        (
            f"{one.peer} {one.version or ''}".strip(),
            f"{one.kind}, {one.bad}",
            f"{one.rows:,}",
            f"{one.rules} of {one.checks}",
            f"{one.timing.findings:,}" if one.timing else "",
            rate(one.timing) if one.timing else one.reason,
            rate(one.tool),
            f"{one.times_slower:.1f}" if one.times_slower is not None else "",
            megabytes(one.timing.anonymous_mb) if one.timing else "",
            megabytes(one.tool.anonymous_mb),
        )
        for one in besides
    )
    return Table("Beside the peers", headings, rows, frozenset(range(2, 10)))


def found_table(found: Sequence[Found]) -> Table:
    """Which planted defects each of them finds."""
    headings = (
        "who",
        "expressible",
        "found of those",
        "found of all",
        "false alarms in a clean file",
        "rows",
        "how it is driven",
    )
    rows = tuple(
        (
            one.peer,
            f"{one.planted:,} of {one.all_planted:,}",
            _share(one.found, one.planted),
            _share(one.found, one.all_planted),
            f"{one.false_alarms:,}",
            f"{one.rows:,}",
            one.how,
        )
        for one in found
    )
    return Table("Planted defects found", headings, rows, frozenset(range(1, 6)))


def growth_table(growth: Sequence[Series]) -> Table:
    """How time and memory grow."""
    rows = tuple(
        (
            one.name,
            one.what,
            "; ".join(
                f"{point.label}: {point.seconds:.2f} s, {megabytes(point.anonymous_mb)} MB" for point in one.points
            ),
            power(one.name, one.time_exponent),
            power(one.name, one.memory_exponent),
        )
        for one in growth
    )
    return Table("Growth", ("with", "files", "measured", "time grows with", "memory grows with"), rows)


def rate(timing: Timing) -> str:
    """Rows a second with three significant digits."""
    value = timing.rows_per_s
    digits = max(0, len(str(int(value))) - 3)
    return f"{round(value, -digits):,.0f}"


def megabytes(value: float | None) -> str:
    """A number of megabytes, a dash where the system does not tell."""
    return "–" if value is None else f"{value:,.0f}"


def power(name: str, exponent: float | None) -> str:
    """``rows^1.02``; a dash where no line could be drawn."""
    return "–" if exponent is None else f"{name}^{exponent:.2f}"


def as_text(table: Table) -> str:
    """The table for a terminal."""
    lines = [table.headings, *table.rows]
    widths = [max(_width(line[n]) for line in lines) for n in range(len(table.headings))]
    shown = [
        "  ".join(_padded(cell, widths[n], n in table.right) for n, cell in enumerate(line)).rstrip() for line in lines
    ]
    return "\n".join([table.title, *(f"  {line}" for line in shown)])


def _share(part: int, whole: int) -> str:
    # Rounded down: 99.96 % is not all of them.
    return f"{part:,} ({part * 1000 // whole / 10:g} %)" if whole else "–"


def _padded(cell: str, width: int, right: bool) -> str:
    blanks = " " * (width - _width(cell))
    return blanks + cell if right else cell + blanks


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)
