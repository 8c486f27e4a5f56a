"""The files of a run as SARIF's artifacts, and their addresses."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import quote

from msgspec import Struct

from conformance.report.groups import tables_of
from conformance.report.model import InputReport, Report
from conformance.sources.source import is_address

_DRIVE = re.compile(r"^[A-Za-z]:[\\/]")
_MADE_UP = re.compile(r"^<.*>$|^-$")
"""Names of what is no file: a frame, records, standard input."""
ROOT = "%SRCROOT%"
"""What relative addresses start from; platforms put the root of the repository in its place."""


class Artifacts(Struct, frozen=True):
    """Paths in the order in which they are listed."""

    places: dict[str, int]

    def location(self, path: str) -> dict[str, Any]:
        """Where a file is, as locations of findings name it."""
        return {**address(path), "index": self.places[path]} if path in self.places else address(path)

    def listed(self, report: Report) -> list[dict[str, Any]]:
        """The entries of the log's list of files, each with what is known of its tables."""
        tables: dict[str, list[InputReport]] = {path: [] for path in self.places}
        for entry in tables_of(report):
            tables[entry.path].append(entry)
        return [
            {
                "location": address(path),
                "roles": ["standardStream" if _MADE_UP.match(path) else "analysisTarget"],
                "properties": {"tables": [_table(entry) for entry in entries]},
            }
            for path, entries in tables.items()
        ]


def artifacts_of(report: Report) -> Artifacts:
    """Every file once, inputs first."""
    paths = dict.fromkeys(entry.path for entry in tables_of(report))
    return Artifacts({path: place for place, path in enumerate(paths)})


def _table(entry: InputReport) -> dict[str, Any]:
    return {
        "sheet": entry.sheet,
        "format": entry.format,
        "encoding": entry.encoding,
        "item": entry.item,
        "verdict": entry.verdict,
        "rows": entry.rows,
        "acceptedRows": entry.accepted_rows,
        "rejectedRows": entry.rejected_rows,
        "lateRows": entry.late_rows,
        "failures": [
            {"rule": one.rule, "field": one.field, "severity": one.severity, "failed": one.failed}
            for one in entry.failures
        ],
    }


def address(path: str) -> dict[str, Any]:
    """A path as a URI: relative to the folder of the run, or ``file:`` where it was given in full."""
    if _MADE_UP.match(path):
        return {"description": {"text": path}}
    if is_address(path):  # a table of a database; its label names no user
        return {"uri": quote(path, safe="/~:?=&[].")}
    if path.startswith("\\\\"):
        return {"uri": "file:" + _quoted(path.replace("\\", "/"))}
    if _DRIVE.match(path):
        return {"uri": "file:///" + path[0] + ":" + _quoted(path[2:].replace("\\", "/"))}
    if path.startswith("/"):
        return {"uri": "file://" + _quoted(path)}
    return {"uri": _quoted(path), "uriBaseId": ROOT}


def _quoted(path: str) -> str:
    """Percent-encoded bytes of the name: UTF-8, and the bytes themselves where the name is not UTF-8."""
    try:
        named = path.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        named = path.encode("utf-8", "surrogatepass")
    return quote(named, safe="/~")
