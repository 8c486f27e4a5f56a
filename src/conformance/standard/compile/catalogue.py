"""The data of an edition: documents, entries of the lists, divisions, working days, words for an empty cell."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from conformance.standard.compile.units import unit
from conformance.standard.entries import Entries, Entry, read
from conformance.standard.model import Division, Document, Edition, Text, Unit, WorkCalendar
from conformance.standard.problems import Faulty, Problem
from conformance.standard.shapes import Shapes
from conformance.standard.yamlfile import Holder, YamlFile

COMPILED = ("units", "items", "parties", "regions")
"""Lists that checks rest on. The others are looked at by ``conformance catalog lint``."""
_UNKNOWN = "unknown"
_COLUMNS = ["code", "name", "first", "last", "successors"]


class Catalogue(Struct, frozen=True):
    """One edition's data."""

    edition: Edition
    source_document: str
    documents: dict[str, Document]
    entries: Entries
    units: dict[str, Unit]
    placeholders: tuple[str, ...]
    calendar: WorkCalendar
    divisions: tuple[Division, ...]
    years: tuple[int, ...]
    """Years that the working-day table has a block for."""
    repeated: tuple[tuple[str, str], ...]
    """Kind of entry and id, for ids that are there more than once."""

    def clause(self, place: str) -> str:
        """A place in the edition's source document, in full."""
        return f"{self.source_document}#{place}"


def catalogue(folder: Path, root: Path, holder: Holder, shapes: Shapes) -> Catalogue:
    """The catalogue in a folder. Raises Faulty, also where a file is missing."""

    def one(name: str, shape: str) -> Any:
        return YamlFile(folder / name, root).checked(holder, shape)

    edition = one("edition.yaml", "Edition")
    documents = one("documents.yaml", "SourceDocuments")["documents"]
    calendar = one("calendar.yaml", "WorkCalendarData")
    entries = read(folder, holder, shapes.files, COMPILED)
    place = folder.relative_to(root).as_posix()
    problems = [Problem(f"{place}/{one.place}", one.message) for one in entries.problems]
    problems += [Problem(place, f"there are no {name}") for name in ("units", "items") if not entries.of(name)]
    if problems:
        raise Faulty(problems)
    units = [entry.data for entry in entries.of("units")]
    return Catalogue(
        edition=Edition(edition["id"], edition["version"], Text(**edition["title"]), edition["issued"]),
        source_document=edition["source_document"],
        documents={entry["id"]: _document(entry) for entry in documents},
        entries=entries,
        units={entry["id"]: unit(entry) for entry in units},
        placeholders=tuple(one("placeholders.yaml", "PlaceholderTexts")["placeholders"]),
        calendar=_calendar(calendar),
        divisions=_with_zones(_divisions(folder / "regions" / "divisions.csv", root, holder), entries.of("regions")),
        years=tuple(sorted(map(int, calendar["years"]))),
        repeated=(
            *_repeated("documents", [entry["id"] for entry in documents]),
            *(pair for name in COMPILED for pair in _repeated(name, [entry.id for entry in entries.of(name)])),
        ),
    )


def _repeated(kind: str, ids: list[str]) -> list[tuple[str, str]]:
    return [(kind, name) for name, number in Counter(ids).items() if number > 1]


def _document(entry: dict[str, Any]) -> Document:
    return Document(
        id=entry["id"],
        title=entry["document_title"],
        number=entry.get("number"),
        date=entry.get("issued"),
        note=_sentence(entry, "note"),
        note_zh=_sentence(entry, "note_zh"),
        standing=entry["standing"],
    )


def _sentence(entry: dict[str, Any], name: str) -> str | None:
    return str(entry[name]).strip() if name in entry else None


def _calendar(data: dict[str, Any]) -> WorkCalendar:
    years = [year for _, year in sorted(data["years"].items())]
    return WorkCalendar(
        first_year=data["first_year"],
        last_year=data["last_year"],
        off=tuple(sorted(day for year in years for day in year.get("off", ()))),
        on=tuple(sorted(day for year in years for day in year.get("on", ()))),
    )


def _with_zones(divisions: tuple[Division, ...], regions: Iterable[Entry]) -> tuple[Division, ...]:
    """The divisions, and functional zones whose extension code is known: they hold as long as the one they lie in."""
    known = {division.code: division for division in divisions}
    zones = [
        replace(known[zone["parent"]], code=zone["code"], name=zone["title"]["zh"], successors=(), zone=True)
        for region in regions
        for zone in region.data.get("zones", ())
        if zone["code"] != _UNKNOWN and zone["code"] not in known and zone["parent"] in known
    ]
    return tuple(sorted((*divisions, *zones), key=lambda division: (division.code, division.first)))


def _divisions(path: Path, root: Path, holder: Holder) -> tuple[Division, ...]:
    name = path.relative_to(root).as_posix()
    try:
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.reader(file))
    except (OSError, UnicodeDecodeError) as error:
        raise Faulty([Problem(name, f"cannot be read: {error}")]) from error
    if not rows or rows[0] != _COLUMNS:
        raise Faulty([Problem(f"{name}:1", f"the columns are {', '.join(_COLUMNS)}")])
    problems, found = [], []
    for line, row in enumerate(rows[1:], start=2):
        entry: dict[str, Any] = {key: cell for key, cell in zip(_COLUMNS, row, strict=False) if cell}
        if "successors" in entry:
            entry["successors"] = entry["successors"].split(";")
        problems += [Problem(f"{name}:{line}", message) for _, message in holder.errors(entry, "DivisionEntry")]
        if len(row) != len(_COLUMNS):
            problems.append(Problem(f"{name}:{line}", f"{len(row)} cells instead of {len(_COLUMNS)}"))
        found.append(entry)
    if problems:
        raise Faulty(problems)
    made = [Division(e["code"], e["name"], e["first"], e.get("last"), tuple(e.get("successors", ()))) for e in found]
    return tuple(sorted(made, key=lambda division: (division.code, division.first)))
