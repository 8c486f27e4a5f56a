"""What the tool promises about speed and memory, and whether a run kept it. A miss is said as plainly as a hit."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from msgspec import Struct

from bench.result import Beside, Result, Yardstick
from conformance.standard.model import Text

Verdict = Literal["met", "short of target", "missed", "not measured"]
VERDICTS: dict[Verdict, Text] = {
    "met": Text("达到", "met"),
    "short of target": Text("在底线内，未达目标", "within the bound, short of the target"),
    "missed": Text("未达到", "MISSED"),
    "not measured": Text("未测", "not measured"),
}

TARGET_RATIO, BOUND_RATIO = 1.5, 2.0
BAD_BY_CLEAN = 2.0
LARGE_ROWS, LARGE_MB = 5_000_000, 1024.0
PAYLOAD_MS = 5.0
MILLION = 1_000_000


class Goal(Struct, frozen=True):
    """One promise with what was measured."""

    promise: Text
    measured: Text
    verdict: Verdict


def goals(result: Result) -> Sequence[Goal]:
    """Every promise in a fixed order."""
    return [_speed(result), _bad(result), _memory(result), _payload(result), _peers(result)]


def _speed(result: Result) -> Goal:
    promise = Text(
        f"{MILLION:,} 行许可文件（无错）：不超过 Polars 流式读取的 {TARGET_RATIO} 倍，底线 {BOUND_RATIO:g} 倍",
        f"licence file of {MILLION:,} rows, clean: at most {TARGET_RATIO} times Polars' streaming parse, "
        f"{BOUND_RATIO:g} at the outside",
    )
    one = _yardstick(result, "clean", MILLION)
    if one is None:
        return _unmeasured(promise, result)
    measured = Text(
        f"{one.ratio:.2f} 倍（整个进程），{one.run_ratio:.2f} 倍（不计启动）",
        f"{one.ratio:.2f} times (whole processes), {one.run_ratio:.2f} times (without their start)",
    )
    worse = max(one.ratio, one.run_ratio)
    if worse <= TARGET_RATIO:
        return Goal(promise, measured, "met")
    return Goal(promise, measured, "short of target" if worse <= BOUND_RATIO else "missed")


def _bad(result: Result) -> Goal:
    promise = Text(
        f"每行都有错的文件：耗时不超过无错文件的 {BAD_BY_CLEAN:g} 倍",
        f"a file that is wrong in every row: at most {BAD_BY_CLEAN:g} times the clean one",
    )
    rows = max((one.rows for one in result.yardsticks if one.bad == "all bad"), default=0)
    clean, bad = _yardstick(result, "clean", rows), _yardstick(result, "all bad", rows)
    if clean is None or bad is None:
        return _unmeasured(promise, result)
    times = max(bad.tool.whole_s / clean.tool.whole_s, bad.tool.run_s / clean.tool.run_s)
    measured = Text(
        f"{times:.2f} 倍（{rows:,} 行；整个进程与不计启动中较差者）",
        f"{times:.2f} times ({rows:,} rows; the worse of whole processes and without their start)",
    )
    return Goal(promise, measured, "met" if times <= BAD_BY_CLEAN else "missed")


def _memory(result: Result) -> Goal:
    promise = Text(
        f"{LARGE_ROWS:,} 行：匿名内存不到 {LARGE_MB / 1024:g} GB，不论错误多少",
        f"{LARGE_ROWS:,} rows: less than {LARGE_MB / 1024:g} GB of anonymous memory, however bad the file",
    )
    peaks = [one.tool.anonymous_mb for one in result.yardsticks if one.rows >= LARGE_ROWS]
    known = [peak for peak in peaks if peak is not None]
    if not known:
        return _unmeasured(promise, result)
    measured = Text(f"最高 {max(known):,.0f} MB", f"{max(known):,.0f} MB at the highest")
    return Goal(promise, measured, "met" if max(known) < LARGE_MB else "missed")


def _payload(result: Result) -> Goal:
    promise = Text(
        f"已启动的进程中校验 10 条记录：不到 {PAYLOAD_MS:g} 毫秒",
        f"ten records in a warm process: less than {PAYLOAD_MS:g} ms",
    )
    measured = Text(f"{result.payload_ms:.1f} 毫秒", f"{result.payload_ms:.1f} ms")
    return Goal(promise, measured, "met" if result.payload_ms < PAYLOAD_MS else "missed")


def _peers(result: Result) -> Goal:
    promise = Text("同一文件，各同类工具规则更少而更慢", "every peer slower on the same file, with fewer rules")
    timed = sorted(
        ((one.times_slower, number, one) for number, one in enumerate(result.besides) if one.times_slower is not None)
    )
    if not timed:
        return Goal(promise, Text("没有一种工具能计时", "no peer could be timed"), "not measured")
    times, _, closest = timed[0]
    lost = sum(slower <= 1 for slower, *_ in timed)
    untimed = len(result.besides) - len(timed)
    measured = Text(
        f"{len(timed)} 次比较，{lost} 次未胜出；最接近的是 {_named(closest)}：耗时为本工具的 {times:.2f} 倍"
        + (f"；另有 {untimed} 次未能计时" if untimed else ""),
        f"{len(timed)} comparisons, {lost} lost; the closest is {_named(closest)}: {times:.2f} times our time"
        + (f"; {untimed} more could not be timed" if untimed else ""),
    )
    return Goal(promise, measured, "missed" if lost else "met")


def _named(one: Beside) -> str:
    return f"{one.peer} ({one.rules}/{one.checks}, {one.kind}, {one.bad}, {one.rows:,})"


def _yardstick(result: Result, bad: str, rows: int) -> Yardstick | None:
    return next((one for one in result.yardsticks if (one.kind, one.bad, one.rows) == ("licence", bad, rows)), None)


def _unmeasured(promise: Text, result: Result) -> Goal:
    return Goal(promise, Text(f"{result.mode} 运行不含此项", f"not part of this {result.mode} run"), "not measured")
