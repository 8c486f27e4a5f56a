"""Every finding, not only the examples, into one file as it is found (``--findings``)."""

from __future__ import annotations

import contextlib
import csv
import importlib
from collections.abc import Callable, Sequence
from operator import attrgetter
from pathlib import Path
from types import TracebackType
from typing import Any, Protocol

from conformance.engine.model import Sink, Violation
from conformance.report.errors import UsageError
from conformance.report.files import Replacing, unwritable
from conformance.report.harmless import harmless
from conformance.report.model import Finding
from conformance.report.places import Place
from conformance.report.utf8 import as_json, encodable
from conformance.report.wording import Wording

_NESTED = "around"
"""No column of a table: JSON Lines have it, for the first findings of a rule."""
COLUMNS = tuple(name for name in Finding.__struct_fields__ if name != _NESTED)
NUMBERS = frozenset({"record", "row", "line"})
_cells = attrgetter(*COLUMNS)
_GROUP = 20_000
"""Findings per row group of a Parquet file; what is held in memory at most."""


class _Writer(Protocol):
    def write(self, findings: Sequence[Finding]) -> None: ...

    def close(self) -> None: ...


class FindingsFile:
    """A file that receives findings. Use it as a context manager: it is put in its place only if all went well."""

    def __init__(self, target: Path, wording: Wording) -> None:
        self._wording = wording
        make = writer_of(target)
        self._file = Replacing(target)
        self.written = 0
        try:
            self._writer = make(self._file.path)
        except OSError as error:
            self._file.discard()
            raise unwritable(target, error) from None

    def sink(self, place: Place) -> Sink:
        """What the engine hands the violations of one table to."""

        def take(violations: Sequence[Violation]) -> None:
            self._writer.write(self._wording.findings(place, violations))
            self.written += len(violations)

        return take

    def __enter__(self) -> FindingsFile:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is not None:
            with contextlib.suppress(Exception):
                self._writer.close()
            self._file.discard()
            return
        try:
            self._writer.close()
        except BaseException:
            self._file.discard()
            raise
        self._file.commit()


def writer_of(target: Path) -> Callable[[Path], _Writer]:
    """The writer that a file's suffix asks for. Raises UsageError for a suffix that has none."""
    suffix = target.suffix.lower()
    if suffix not in WRITERS:
        raise UsageError(
            f"问题清单文件“{target}”的扩展名应为 {'、'.join(WRITERS)} 之一。",
            f'The findings file "{target}" has to end in one of {", ".join(WRITERS)}.',
        )
    return WRITERS[suffix]


class _Csv:
    """UTF-8 with a byte order mark, which spreadsheet programs need to read Chinese text right."""

    def __init__(self, path: Path) -> None:
        self._stream = path.open("w", encoding="utf-8-sig", errors="backslashreplace", newline="")
        self._csv = csv.writer(self._stream)
        self._csv.writerow(COLUMNS)

    def write(self, findings: Sequence[Finding]) -> None:
        for finding in findings:
            self._csv.writerow([harmless(cell) if isinstance(cell, str) else cell for cell in _cells(finding)])

    def close(self) -> None:
        self._stream.close()


class _JsonLines:
    def __init__(self, path: Path) -> None:
        self._stream = path.open("w", encoding="utf-8", errors="backslashreplace", newline="\n")

    def write(self, findings: Sequence[Finding]) -> None:
        self._stream.writelines(as_json(finding) + "\n" for finding in findings)

    def close(self) -> None:
        self._stream.close()


def findings_schema() -> Any:
    """The columns of findings, as of Arrow."""
    pa: Any = importlib.import_module("pyarrow")
    return pa.schema([(name, pa.int64() if name in NUMBERS else pa.string()) for name in COLUMNS])


class _Parquet:
    def __init__(self, path: Path) -> None:
        pa: Any = importlib.import_module("pyarrow")
        pq: Any = importlib.import_module("pyarrow.parquet")
        self._batch_of = pa.RecordBatch.from_pylist
        self._schema = findings_schema()
        self._parquet = pq.ParquetWriter(path, self._schema)
        self._waiting: list[dict[str, Any]] = []

    def write(self, findings: Sequence[Finding]) -> None:
        self._waiting += [dict(zip(COLUMNS, _cells(finding), strict=True)) for finding in findings]
        while len(self._waiting) >= _GROUP:
            self._flush()

    def _flush(self) -> None:
        group, self._waiting = self._waiting[:_GROUP], self._waiting[_GROUP:]
        try:
            batch = self._batch_of(group, schema=self._schema)
        except UnicodeEncodeError:
            batch = self._batch_of([_encodable(row) for row in group], schema=self._schema)
        self._parquet.write_batch(batch)

    def close(self) -> None:
        if self._waiting:
            self._flush()
        self._parquet.close()


WRITERS: dict[str, Callable[[Path], _Writer]] = {".csv": _Csv, ".jsonl": _JsonLines, ".parquet": _Parquet}
"""By the suffix of the file."""


def _encodable(row: dict[str, Any]) -> dict[str, Any]:
    return {name: encodable(cell) if isinstance(cell, str) else cell for name, cell in row.items()}
