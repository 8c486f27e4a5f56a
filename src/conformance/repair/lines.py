"""Changes in words: as lines for the screen, and as a file that says what was done."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from msgspec.structs import asdict, replace

from conformance.repair.model import Change, ChangeLine
from conformance.report.errors import UsageError
from conformance.report.files import Replacing, unwritable
from conformance.report.harmless import harmless
from conformance.report.places import Place
from conformance.report.wording import Wording

COLUMNS = ChangeLine.__struct_fields__


def lines_of(place: Place, changes: Iterable[Change], wording: Wording) -> Iterator[ChangeLine]:
    """The changes of one table, worded as their findings are."""
    for change in changes:
        details = dict(change.violation.details)
        if change.after is not None:
            details["expected"] = change.after
        found = wording.finding(place, replace(change.violation, value=change.before, details=details))
        yield ChangeLine(
            change.action,
            found.path,
            found.sheet,
            change.row,
            found.line,
            None if change.action == "remove" else found.cell,
            found.pointer,
            None if change.action == "remove" else found.column,
            found.field,
            found.value,
            None if change.after is None else found.expected,
            change.rules,
            change.fix,
            found.key,
        )


class ChangesFile:
    """The log of changes. Use it as a context manager: it goes away in the end unless it was :meth:`finished` and then
    committed."""

    def __init__(self, target: Path) -> None:
        make = _writer_of(target)
        self._file = Replacing(target)
        try:
            self._stream = self._file.path.open("w", encoding="utf-8", errors="backslashreplace", newline="")
            self._write = make(self._stream)
        except OSError as error:
            self._file.discard()
            raise unwritable(target, error) from None

    def add(self, line: ChangeLine) -> None:
        """Write one change. Raises UsageError where the system refuses."""
        try:
            self._write({**asdict(line), "rules": " ".join(line.rules)})
        except OSError as error:
            raise unwritable(self._file.target, error) from None

    def finished(self) -> Replacing:
        """The file, whole and ready to be put in its place. Raises UsageError where the system refuses."""
        try:
            self._stream.close()
        except OSError as error:
            raise unwritable(self._file.target, error) from None
        return self._file

    def __enter__(self) -> ChangesFile:
        return self

    def __exit__(self, *_: object) -> None:
        with suppress(OSError):
            self._stream.close()
        self._file.discard()


Write = Callable[[Mapping[str, Any]], object]


def _writer_of(target: Path) -> Callable[[Any], Write]:
    known = {".csv": _csv, ".jsonl": _json_lines}
    if target.suffix.lower() not in known:
        raise UsageError(
            f"更正记录“{target}”的扩展名应为 {'、'.join(known)} 之一。",
            f'The log of changes "{target}" has to end in one of {", ".join(known)}.',
        )
    return known[target.suffix.lower()]


def _csv(stream: Any) -> Write:
    stream.write("\ufeff")  # spreadsheet programs need it to read Chinese text right
    writer = csv.DictWriter(stream, COLUMNS)
    writer.writeheader()
    return lambda line: writer.writerow(
        {name: harmless(cell) if isinstance(cell, str) else cell for name, cell in line.items()}
    )


def _json_lines(stream: Any) -> Write:
    return lambda line: stream.write(json.dumps(line, ensure_ascii=False) + "\n")
