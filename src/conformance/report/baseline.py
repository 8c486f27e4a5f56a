"""Reading the findings of an earlier run: a findings file, or a report as JSON that holds every finding."""

from __future__ import annotations

import importlib
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import numpy.typing as npt
import polars as pl

from conformance.engine.baseline import Baseline
from conformance.report.errors import UsageError
from conformance.standard.model import Text

COLUMN = "fingerprint"
_SHAPE = re.compile(r"[0-9a-f]{16}")
_AT_ONCE = 100_000
"""Findings that are held as texts at a time."""
_HOLDS_ALL = Text(
    "请改用 --findings 另存的全部问题清单作基线",
    "take a file written with --findings, which holds every finding",
)


def read_baseline(path: str | Path) -> Baseline:
    """The findings in a file. Raises UsageError for one that cannot be read, or that does not hold all of them."""
    path = Path(path)
    readers: dict[str, Callable[[Path], Iterator[pl.Series]]] = {
        ".json": _report,
        ".csv": _csv,
        ".jsonl": _json_lines,
        ".parquet": _parquet,
    }
    if path.suffix.lower() not in readers:
        raise UsageError(
            f"基线文件“{path}”的扩展名应为 {'、'.join(readers)} 之一：JSON 报告，或 --findings 另存的问题清单。",
            f'The baseline "{path}" has to end in one of {", ".join(readers)}: a JSON report, or a file of --findings.',
        )
    parts: list[npt.NDArray[np.uint64]] = []
    before = 0
    try:
        for texts in readers[path.suffix.lower()](path):
            parts.append(_numbers(texts, path, before))
            before += len(texts)
    except FileNotFoundError:
        raise UsageError(
            f"找不到基线文件“{path}”，请核对文件名。", f"There is no baseline {path}; check its name."
        ) from None
    except OSError as error:
        reason = error.strerror or str(error)
        raise _refusal(path, Text(f"无法打开（{reason}）", f"it cannot be opened ({reason})")) from None
    return Baseline(np.concatenate(parts) if parts else np.empty(0, dtype=np.uint64))


def _numbers(texts: pl.Series, path: Path, before: int) -> npt.NDArray[np.uint64]:
    """Fingerprints as numbers. Raises UsageError for texts that are none."""
    right = texts.str.contains(f"^{_SHAPE.pattern}$").fill_null(value=False)
    if not right.all():
        at = int((~right).arg_max() or 0)
        shown = texts[at] or ""
        raise _refusal(
            path,
            Text(
                f"第 {before + at + 1} 个问题的 {COLUMN} 是“{shown[:20]}”，不是 16 位的指纹；"
                "文件可能被表格软件改写过，或由旧版本写出，请重新生成",
                f"the {COLUMN} of finding {before + at + 1} is {shown[:20]!r}, which is none; the file may have been "
                "rewritten by a spreadsheet program or come from an older version: make it again",
            ),
        )
    digits = np.frombuffer("".join(texts.to_list()).encode(), dtype=np.uint8).reshape(-1, 16).astype(np.uint64)
    values = np.where(digits > ord("9"), digits - np.uint64(ord("a") - 10), digits - np.uint64(ord("0")))
    shifts = np.arange(60, -4, -4, dtype=np.uint64)
    numbers: npt.NDArray[np.uint64] = (values << shifts).sum(axis=1, dtype=np.uint64)
    return numbers


class _Finding(msgspec.Struct):
    fingerprint: str | None = None


class _Compared(msgspec.Struct):
    known: dict[str, int] = {}


class _Report(msgspec.Struct):
    findings: list[_Finding]
    findings_shown: int
    findings_total: int
    baseline: _Compared | None = None


def _report(path: Path) -> Iterator[pl.Series]:
    try:
        report = msgspec.json.decode(path.read_bytes(), type=_Report)
    except (msgspec.DecodeError, UnicodeDecodeError):
        raise _refusal(path, Text("不是本工具的 JSON 报告", "it is no report of this tool as JSON")) from None
    if report.findings_shown < report.findings_total:
        raise _refusal(
            path,
            Text(
                f"报告只收录了 {report.findings_total} 处问题中的 {report.findings_shown} 处，其余的无从知道，{_HOLDS_ALL.zh}",
                f"it holds {report.findings_shown} of {report.findings_total} findings, and the others cannot be known; "
                f"{_HOLDS_ALL.en}",
            ),
        )
    if report.baseline is not None and any(report.baseline.known.values()):
        raise _refusal(
            path,
            Text(
                f"报告本身是与基线比较得出的，没有收录已知的问题，{_HOLDS_ALL.zh}",
                f"it was itself compared with a baseline, and does not hold the known findings; {_HOLDS_ALL.en}",
            ),
        )
    yield pl.Series([one.fingerprint for one in report.findings], dtype=pl.String)


def _csv(path: Path) -> Iterator[pl.Series]:
    path.open("rb").close()  # for the system's own error
    try:
        header = pl.read_csv(path, n_rows=0, infer_schema=False).columns
        _expect_column(header, path)
        found = pl.read_csv(path, columns=[COLUMN], infer_schema=False)[COLUMN]
    except pl.exceptions.NoDataError:
        raise _refusal(path, Text("文件是空的", "the file is empty")) from None
    except pl.exceptions.PolarsError:
        raise _refusal(
            path,
            Text(
                "不是 --findings 写出的 CSV（可能被其他程序改写过）",
                "it is no CSV as written by --findings (another program may have rewritten it)",
            ),
        ) from None
    for at in range(0, len(found), _AT_ONCE):
        yield found[at : at + _AT_ONCE]


def _json_lines(path: Path) -> Iterator[pl.Series]:
    decoder = msgspec.json.Decoder(_Finding)
    waiting: list[str | None] = []
    with path.open("rb") as stream:
        for number, line in enumerate(stream, 1):
            try:
                waiting.append(decoder.decode(line).fingerprint)
            except (msgspec.DecodeError, UnicodeDecodeError):
                fault = Text(f"第 {number} 行不是问题清单的一行", f"line {number} is no finding")
                raise _refusal(path, fault) from None
            if len(waiting) == _AT_ONCE:
                yield pl.Series(waiting, dtype=pl.String)
                waiting.clear()
    yield pl.Series(waiting, dtype=pl.String)


def _parquet(path: Path) -> Iterator[pl.Series]:
    pa: Any = importlib.import_module("pyarrow")
    parquet: Any = importlib.import_module("pyarrow.parquet")
    try:
        with parquet.ParquetFile(path) as file:
            _expect_column(file.schema_arrow.names, path)
            for batch in file.iter_batches(_AT_ONCE, columns=[COLUMN]):
                found = pl.Series(batch.column(0).to_pylist(), dtype=pl.String)
                yield found
    except (pa.ArrowException, TypeError) as error:
        if isinstance(error, OSError):
            raise
        raise _refusal(path, Text("不是 Parquet 文件", "it is no Parquet file")) from None


def _expect_column(names: list[str], path: Path) -> None:
    if COLUMN not in names:
        raise _refusal(
            path,
            Text(
                f"没有 {COLUMN} 列，不是 --findings 写出的问题清单，或由旧版本写出，请重新生成",
                f"it has no column {COLUMN}: it was not written by --findings, or by an older version; make it again",
            ),
        )


def _refusal(path: Path, fault: Text) -> UsageError:
    return UsageError(f"基线文件“{path}”：{fault.zh}。", f"The baseline {path}: {fault.en}.")
