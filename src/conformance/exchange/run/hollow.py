"""Signs that a run was hollow: everything was refused, nothing came back, nothing wrong was planted."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from urllib.parse import urlsplit

from conformance.exchange.lenient import read
from conformance.exchange.model import Exchange, TestResult
from conformance.exchange.run.results import Hollow
from conformance.exchange.run.state import State
from conformance.exchange.suite.model import TestCase
from conformance.exchange.suite.pointers import at
from conformance.standard.model import Text

_REFUSED = (401, 403)
_MOST_REFUSED = 0.9
_RAN = ("pass", "fail", "warn", "attest", "error")


def hollow(
    state: State, results: Sequence[TestResult], cases: dict[str, TestCase], operations: Collection[str]
) -> tuple[Hollow, ...]:
    """Everything that makes the run of a participant say less than it seems to."""
    return tuple(_found(state, results, cases, operations))


def _found(
    state: State, results: Sequence[TestResult], cases: dict[str, TestCase], operations: Collection[str]
) -> Iterator[Hollow]:
    answered = [one.response.status for one in state.exchanges if one.response is not None]
    refused = sum(status in _REFUSED for status in answered)
    if answered and refused >= _MOST_REFUSED * len(answered):
        yield Hollow(
            "refused",
            Text(
                f"{len(answered)} 次应答中有 {refused} 次是 401 或 403，几乎什么都没有测到，请检查凭据",
                f"{refused} of {len(answered)} answers were 401 or 403: hardly anything was tested; check the credentials",
            ),
            True,
        )
    pages = [_page(one) for one in state.exchanges]
    sizes = [size for size in pages if size is not None]
    if sizes and not any(sizes):
        yield Hollow(
            "no-records",
            Text(
                "查询和列表没有返回任何记录：格式正确但没有内容，不能算符合，请备好测试数据",
                "queries and lists gave no record at all: valid but empty shows nothing; provide test data",
            ),
            True,
        )
    elif sizes and _longest_walk(state, cases) == 1:
        yield Hollow(
            "one-page",
            Text("列表只有一页，翻页没有真正测到", "the list had one page only, so that paging was hardly tested"),
            False,
        )
    rows = [row for made in state.fixtures.values() for row in made]
    if rows and not any(row.verdict == "rejected" for row in rows):
        yield Hollow(
            "no-bad-rows",
            Text(
                "报送的批次里没有有意放入的错误行，退回是否正确没有测到",
                "no bad row was pushed, so that rejection was not tested",
            ),
            False,
        )
    idle = sorted(set(operations) - _exercised(results, cases))
    if idle:
        yield Hollow(
            "never-exercised",
            Text(f"声明了但没有测到的能力：{'、'.join(idle)}", f"declared but never exercised: {', '.join(idle)}"),
            False,
        )


def _page(exchange: Exchange) -> int | None:
    """How many records an answer of query or list gave; None for other answers."""
    path = urlsplit(exchange.request.url).path.rstrip("/")
    if (
        exchange.response is None
        or exchange.response.status != 200
        or not path.endswith(("/records", "/subject-queries"))
    ):
        return None
    records = at(read(exchange.response.body), "/records")
    return len(records) if isinstance(records, list) else None


def _longest_walk(state: State, cases: dict[str, TestCase]) -> int | None:
    """The most pages with records that one walk had; None without a walk."""
    walks = {(case.id, step.id) for case in cases.values() for step in case.steps if step.kind == "walk"}
    pages: dict[tuple[str, str], int] = {}
    for exchange in state.exchanges:
        if (exchange.test, exchange.step) in walks:
            place = (exchange.test, exchange.step)
            pages[place] = pages.get(place, 0) + bool(_page(exchange))
    return max(pages.values(), default=None)


def _exercised(results: Sequence[TestResult], cases: dict[str, TestCase]) -> set[str]:
    return {name for one in results if one.verdict in _RAN for name in cases[one.test].when}
