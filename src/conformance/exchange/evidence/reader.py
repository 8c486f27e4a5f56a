"""Reading a run folder back, and believing none of it that does not fit its digests."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct

from conformance.exchange.evidence import lines, runfile
from conformance.exchange.evidence.recorder import BODIES, EXCHANGES
from conformance.exchange.evidence.runfile import RESULTS_FILE, RUN_FILE, RunFile
from conformance.exchange.model import Exchange
from conformance.report.errors import Refusal

_LARGEST_LINE = 4 << 20
_DIGITS = frozenset("0123456789abcdef")


class Record(Struct, frozen=True):
    """A run folder that is whole."""

    folder: Path
    run: RunFile
    exchanges: tuple[Exchange, ...]
    results: bytes | None
    """``results.json``; None of a client that was watched."""


def read_record(folder: Path) -> Record:
    """The run in a folder, if it is whole: ended, every line after the one before it, every body what its name says.

    Raises Refusal with the file, and where it has lines the line, that is not as it was written.
    """
    run = runfile.read(folder)
    if run.ended is None or run.exchanges is None:
        raise Refusal(
            f"{folder / RUN_FILE}：测试没有正常结束（被中断或程序中止），不能核验；请重新测试。",
            f"{folder / RUN_FILE}: the run was cut short and cannot be verified; run it again.",
        )
    exchanges = tuple(_exchanges(folder, run))
    return Record(folder, run, exchanges, _results(folder, run))


def _exchanges(folder: Path, run: RunFile) -> Iterator[Exchange]:
    path = folder / EXCHANGES
    before, number = lines.FIRST, 0
    for number, line in enumerate(_lines(path), 1):
        try:
            value = json.loads(line)
            named = [part["body"]["sha256"] for part in (value["request"], value["response"]) if part and part["body"]]
            exchange = lines.decoded(value, {name: _body(folder, name, number) for name in named})
            told = value["before"]
        except Refusal:  # a ValueError as well
            raise
        except (ValueError, KeyError, TypeError, RecursionError, OverflowError):
            raise _changed(path, number, "不是一条完整的记录", "is no whole record") from None
        if told != before or exchange.sequence != number:
            raise _changed(
                path, number, "与前一条不衔接，有记录被删除、插入或改动", "does not follow the one before it"
            )
        yield exchange
        before = lines.digest(line)
    recorded = run.exchanges
    if recorded is not None and (number, before) != (recorded.count, recorded.last):
        raise Refusal(
            f"{path} 有 {number} 条记录，与 {RUN_FILE} 所记的 {recorded.count} 条及其摘要不符；有记录被删除、增加或改动。",
            f"{path} has {number} exchanges, which are not the {recorded.count} that {RUN_FILE} speaks of by their digest; "
            "some were taken away, added or changed.",
        )


def _lines(path: Path) -> Iterator[bytes]:
    try:
        with path.open("rb") as file:
            while line := file.readline(_LARGEST_LINE):
                yield line
    except OSError as error:
        raise Refusal(
            f"不能读取 {path}：{error.strerror or error}；请使用完整的记录文件夹。",
            f"{path} cannot be read: {error.strerror or error}; use the whole run folder.",
        ) from None


def _body(folder: Path, name: str, number: int) -> bytes:
    path = folder / BODIES / name
    if len(name) != 64 or not _DIGITS.issuperset(name):
        raise ValueError(name)
    try:
        body = path.read_bytes()
    except OSError:
        raise Refusal(
            f"{folder / EXCHANGES} 第 {number} 行引用的报文体 {path} 不存在或不能读取；请使用完整的记录文件夹。",
            f"{folder / EXCHANGES}, line {number}: its body {path} is not there or cannot be read; use the whole run folder.",
        ) from None
    if lines.digest(body) != name:
        raise Refusal(
            f"报文体 {path} 与其摘要（文件名）不符，被改动过；涉及第 {number} 次交换。",
            f"The body {path} does not match the digest that is its name; it was changed. It belongs to exchange {number}.",
        )
    return body


def _results(folder: Path, run: RunFile) -> bytes | None:
    if run.results is None:
        return None
    path = folder / RESULTS_FILE
    try:
        content = path.read_bytes()
    except OSError as error:
        raise Refusal(
            f"不能读取 {path}：{error.strerror or error}；请使用完整的记录文件夹。",
            f"{path} cannot be read: {error.strerror or error}; use the whole run folder.",
        ) from None
    if f"sha256:{lines.digest(content)}" != run.results:
        raise Refusal(
            f"{path} 与 {RUN_FILE} 所记的摘要不符，结论被改动过。",
            f"{path} does not match the digest in {RUN_FILE}; the verdicts were changed.",
        )
    return content


def _changed(path: Path, number: int, zh: str, en: str) -> Refusal:
    return Refusal(
        f"{path} 第 {number} 行{zh}；请使用原始的记录文件夹。",
        f"{path}, line {number} {en}; use the folder as it was written.",
    )
