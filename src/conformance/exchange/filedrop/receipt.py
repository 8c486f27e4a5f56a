"""What a receiver answers to a drop: one document for programs, the same lines as a table for people."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping, Sequence
from typing import Any, Literal, TypeAlias

from msgspec import Struct

from conformance.exchange.profile.receipt_table import COLUMNS, TOTALS, VERDICTS
from conformance.exchange.rowlines import Line, Problem, counted, state_of
from conformance.report.harmless import harmless
from conformance.standard.model import Standard
from conformance.standard.words import SEVERITIES

DropState: TypeAlias = Literal["accepted", "partially-accepted", "rejected", "refused"]
"""``refused``: nothing of the drop was read row by row, for what ``problems`` say; its batch number stays free."""
PROFILE = "2016.1"


class FileLines(Struct, frozen=True):
    """One table of a drop with what became of its rows."""

    path: str
    """As the manifest has it."""
    sheet: str | None
    item: str
    sha256: str
    lines: tuple[Line, ...]


class DropReceipt(Struct, frozen=True):
    """The answer to one drop. ``files`` are none where it is refused."""

    batch: str
    """Number of the submission in its manifest; empty where that cannot be read."""
    digest: str
    """SHA-256 of the manifest's bytes."""
    party: str = ""
    """Who sends; empty where the manifest does not say."""
    repeats: str | None = None
    """The drop that it repeats; its rows have not been taken a second time."""
    problems: tuple[Problem, ...] = ()
    """What is wrong with the drop as a whole."""
    files: tuple[FileLines, ...] = ()

    @property
    def state(self) -> DropState:
        """How the drop ended."""
        if any(problem.severity == "error" for problem in self.problems):
            return "refused"
        counts = counted([line for file in self.files for line in file.lines])
        found: DropState = state_of(counts["totalSize"], counts["failSize"])
        return found


def document(receipt: DropReceipt, standard: Standard) -> dict[str, Any]:
    """The receipt as a JSON value. Every part of ``files`` holds a Receipt as the HTTP classes answer it."""
    return {
        "profile": PROFILE,
        "batch": receipt.batch,
        "manifest_sha256": receipt.digest,
        "state": receipt.state,
        **({} if receipt.repeats is None else {"repeats": receipt.repeats}),
        **counted([line for file in receipt.files for line in file.lines]),
        "problems": [problem.as_json() for problem in receipt.problems],
        "files": [_file(receipt, file, standard) for file in receipt.files],
    }


def _file(receipt: DropReceipt, file: FileLines, standard: Standard) -> dict[str, Any]:
    return {
        "path": file.path,
        **({} if file.sheet is None else {"sheet": file.sheet}),
        "sha256": file.sha256,
        "receipt": {
            "batch": receipt.batch,
            "edition": standard.edition.id,
            "item": file.item,
            "standard": {
                "edition": standard.edition.id,
                "version": standard.edition.version,
                "digest": standard.digest,
            },
            **counted(file.lines),
            "lines": [line.as_json() for line in file.lines],
        },
    }


def as_bytes(content: Mapping[str, Any]) -> bytes:
    """The document as it is written: UTF-8, indented, so that it can also be read by people."""
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode()


def as_table(content: Mapping[str, Any]) -> bytes:
    """The same as CSV: a line for every row and problem, one for each problem of the drop, and the totals at the end."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    batch = content["batch"]
    for problem in content["problems"]:
        writer.writerow(_safe([batch, "", "", "", "", _whole(problem), *_problem(problem)]))
    for file in content["files"]:
        for line in file["receipt"]["lines"]:
            head = [batch, file["path"], file.get("sheet", ""), file["receipt"]["item"], line["row"]]
            for problem in line["problems"] or [None]:
                writer.writerow(_safe([*head, VERDICTS[line["verdict"]], *_problem(problem)]))
    total, taken, failed = (content[name] for name in ("totalSize", "successSize", "failSize"))
    said = f"共 {total} 条，可入库 {taken} 条，退回 {failed} 条"
    writer.writerow(_safe([batch, "", "", "", TOTALS, "", "", "", "", "", said]))
    return b"\xef\xbb\xbf" + text.getvalue().encode()


def _whole(problem: Mapping[str, Any]) -> str:
    return VERDICTS["refused"] if problem["severity"] == "error" else ""


def _problem(problem: Mapping[str, Any] | None) -> Sequence[object]:
    if problem is None:
        return ("", "", "", "", "")
    severity = SEVERITIES[problem["severity"]].zh
    return (problem["rule"], severity, problem["clause"], problem["pointer"], problem["message"])


def _safe(cells: Sequence[object]) -> list[object]:
    return [harmless(cell) if isinstance(cell, str) else cell for cell in cells]
