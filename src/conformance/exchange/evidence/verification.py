"""Judging a recorded run again, offline, and holding what comes of it against what was said."""

from __future__ import annotations

import msgspec
from msgspec import Struct

from conformance.exchange.evidence import observed, runfile
from conformance.exchange.evidence.reader import Record
from conformance.exchange.evidence.replay import Replay
from conformance.exchange.evidence.runfile import RESULTS_FILE, RUN_FILE
from conformance.exchange.model import ConformanceClass, TestResult
from conformance.exchange.run import results as resulting
from conformance.exchange.run.clock import StillClock
from conformance.exchange.run.drive import run
from conformance.exchange.run.model import Setup
from conformance.exchange.run.results import Results
from conformance.exchange.suite.load import load_suite
from conformance.exchange.suite.model import Suite
from conformance.report.errors import Refusal
from conformance.standard.load import editions, load
from conformance.standard.model import Standard


class Verified(Struct, frozen=True):
    """A run that was judged again and came out as it says."""

    record: Record
    results: Results
    suite: Suite


def suite_of(record: Record) -> tuple[Suite, Standard]:
    """What this tool has for the edition of a run. Raises Refusal where it has no such edition."""
    if record.run.edition not in editions():
        raise Refusal(
            f"{record.folder / RUN_FILE}：测试用的是标准的 {record.run.edition} 版，本工具没有这一版；请用工具 {record.run.tool} 核验。",
            f"{record.folder / RUN_FILE}: the run is of edition {record.run.edition}, which this tool does not have; verify it with "
            f"tool {record.run.tool}.",
        )
    return load_suite(record.run.edition), load(record.run.edition)


def verified(record: Record, suite: Suite, standard: Standard, classes: tuple[ConformanceClass, ...] = ()) -> Verified:
    """The run judged again; ``classes``: what a client that was watched is to be judged as.

    Raises Refusal where the run is of another suite or standard, where a test that should have run is missing, or where a
    verdict is not the one that the exchanges give.
    """
    _same_suite(record, suite, standard)
    if record.run.kind == "observed":
        return Verified(record, observed.judged(record, suite, standard, classes), suite)
    if classes:
        raise Refusal(
            f"{record.folder} 记录的是对服务的测试，类别已在其中，不能再用 --as 指定；--as 用于 reference-server --record 记录的客户端。",
            f"{record.folder} records the test of a service, whose classes are in it; --as is for clients that reference-server "
            "--record has watched.",
        )
    return Verified(record, _replayed(record, suite, standard), suite)


def _same_suite(record: Record, suite: Suite, standard: Standard) -> None:
    run = record.run
    if (run.suite, run.standard) != (suite.digest, standard.digest):
        what, theirs, ours = (
            ("测试套件", run.suite, suite.digest)
            if run.suite != suite.digest
            else ("标准", run.standard, standard.digest)
        )
        english = "suite" if what == "测试套件" else "standard"
        raise Refusal(
            f"{record.folder / RUN_FILE}：这次测试用的是另一{what}（{_short(theirs)}，工具 {run.tool}，标准 {run.edition} 版 "
            f"{run.version}），本工具的是 {_short(ours)}；请用工具 {run.tool} 核验。",
            f"{record.folder / RUN_FILE}: the run was made by another {english} ({_short(theirs)}, tool {run.tool}, standard "
            f"{run.edition} version {run.version}); this tool has {_short(ours)}. Verify it with tool {run.tool}.",
        )
    if run.baseline != runfile.baseline_of(suite, standard):
        raise _altered(record, "baseline")


def _replayed(record: Record, suite: Suite, standard: Standard) -> Results:
    if record.results is None:
        raise _altered(record, "results")
    try:
        setup = msgspec.convert(record.run.setup, type=Setup)
        said = resulting.decode(record.results)
    except msgspec.MsgspecError as error:
        raise Refusal(
            f"{record.folder} 中的 {RUN_FILE} 或 {RESULTS_FILE} 的内容不完整（{error}）；请使用原始的记录文件夹。",
            f"{RUN_FILE} or {RESULTS_FILE} in {record.folder} is not whole ({error}); use the folder as it was written.",
        ) from None
    if record.run.environment != runfile.environment_of(setup.participants):
        raise _altered(record, "environment")
    if said.interrupted:
        raise Refusal(
            f"{record.folder / RESULTS_FILE}：测试中途被中断，不能核验；请重新测试。",
            f"{record.folder / RESULTS_FILE}: the run was interrupted and cannot be verified; run it again.",
        )
    transport = Replay(record.exchanges, record.folder)
    again = run(setup, suite, standard, transport, StillClock())
    transport.done()
    _compare(record, said, again)
    return again


def _compare(record: Record, said: Results, again: Results) -> None:
    """Raises Refusal at the first thing that is said otherwise."""
    path = record.folder / RESULTS_FILE
    told = {(one.participant, one.test): one for one in said.tests}
    for one in again.tests:
        if (one.participant, one.test) not in told:
            raise Refusal(
                f"{path} 缺少 {one.participant} 的用例 {one.test}；按其声明和选项，这个用例应当进行。",
                f"{path} lacks test {one.test} of {one.participant}, which by its declaration and the options had to run.",
            )
        _compare_test(path.as_posix(), told.pop((one.participant, one.test)), one)
    for participant, test in told:
        raise Refusal(
            f"{path} 中 {participant} 的用例 {test} 不在应当进行的用例之列。",
            f"{path} has test {test} of {participant}, which is not among those that had to run.",
        )
    if resulting.encode(said) != resulting.encode(again):
        raise Refusal(
            f"{path}：用例的结论一致，但由此得出的要求或类别的结论（{said.verdict}）与重新计算的（{again.verdict}）不同。",
            f"{path}: the tests agree, but what is said of requirements or classes ({said.verdict}) is not what follows from "
            f"them ({again.verdict}).",
        )


def _compare_test(path: str, said: TestResult, again: TestResult) -> None:
    if said == again:
        return
    where, theirs, ours = again.test, str(said.verdict), str(again.verdict)
    if theirs == ours:
        checks = {check.id: check for check in said.checks}
        odd = next((check for check in again.checks if checks.get(check.id) != check), None)
        where = again.test if odd is None else odd.id
        theirs = "-" if odd is None or odd.id not in checks else checks[odd.id].verdict
        ours = "-" if odd is None else odd.verdict
    raise Refusal(
        f"{path}：{again.participant} 的 {where} 记为 {theirs}，按记录的交换重新判定为 {ours}（或其说明不同）；结论被改动过，"
        "或判定程序不同。",
        f"{path}: {where} of {again.participant} is said to be {theirs} and comes out as {ours} by the recorded exchanges (or "
        "with other words); the verdict was changed, or other checks made it.",
    )


def _altered(record: Record, key: str) -> Refusal:
    path = record.folder / RUN_FILE
    return Refusal(
        f"{path} 中的 {key} 与其余内容不符；文件被改动过，请使用原始的记录文件夹。",
        f"{key} in {path} does not fit the rest of it; the file was changed, use the folder as it was written.",
    )


def _short(digest: str) -> str:
    return digest[:19]
