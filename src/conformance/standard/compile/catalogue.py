"""The data of an edition: documents, data items, parties, divisions, working days, words for an empty cell."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from conformance.standard.compile.codelists import SEVERAL
from conformance.standard.compile.problems import Faulty, Problem
from conformance.standard.compile.yamlfile import Shapes, YamlFile
from conformance.standard.model import CodeList, DataItem, Division, Document, Edition, Party, Text, WorkCalendar

_COLUMNS = ["code", "name", "first", "last", "successors"]


@dataclass(frozen=True, slots=True)
class Catalogue:
    """One edition's data."""

    edition: Edition
    documents: dict[str, Document]
    items: dict[str, DataItem]
    parties: dict[str, Party]
    placeholders: tuple[str, ...]
    calendar: WorkCalendar
    divisions: tuple[Division, ...]
    party_clauses: tuple[tuple[str, str], ...]
    """Party and clause; the compiled party has none."""
    years: tuple[int, ...]
    """Years that the working-day table has a block for."""
    repeated: tuple[tuple[str, str], ...]
    """Kind of entry and id, for ids that are there more than once."""


@dataclass(frozen=True, slots=True)
class _Reader:
    folder: Path
    root: Path
    shapes: Shapes

    def one(self, name: str, shape: str) -> Any:
        return YamlFile(self.folder / name, self.root).checked(self.shapes, shape)

    def several(self, folder: str, shape: str) -> list[Any]:
        paths = sorted((self.folder / folder).glob("*.yaml"))
        if not paths:
            place = (self.folder / folder).relative_to(self.root).as_posix()
            raise Faulty([Problem(place, "there are no files")])
        return [YamlFile(path, self.root).checked(self.shapes, shape) for path in paths]


def catalogue(folder: Path, root: Path, shapes: Shapes, lists: Mapping[str, CodeList]) -> Catalogue:
    """The catalogue in a folder. Raises Faulty, also where a file is missing."""
    read = _Reader(folder, root, shapes)
    edition = read.one("edition.yaml", "Edition")
    documents = read.one("documents.yaml", "SourceDocuments")["documents"]
    items = read.several("data", "DataItemEntry")
    parties = [entry for file in read.several("parties", "PartyProfiles") for entry in file["parties"]]
    calendar = read.one("calendar.yaml", "WorkCalendarData")
    return Catalogue(
        edition=Edition(edition["id"], edition["version"], Text(**edition["title"]), edition["issued"]),
        documents={entry["id"]: _document(entry) for entry in documents},
        items={entry["id"]: _item(entry) for entry in items},
        parties={entry["id"]: _party(entry, lists) for entry in parties},
        placeholders=tuple(read.one("placeholders.yaml", "PlaceholderTexts")["placeholders"]),
        calendar=_calendar(calendar),
        divisions=_divisions(folder / "regions" / "divisions.csv", root, shapes),
        party_clauses=tuple((entry["id"], entry["clause"]) for entry in parties),
        years=tuple(sorted(map(int, calendar["years"]))),
        repeated=(*_repeated("documents", documents), *_repeated("data", items), *_repeated("parties", parties)),
    )


def _repeated(kind: str, entries: list[Any]) -> list[tuple[str, str]]:
    return [(kind, name) for name, number in Counter(entry["id"] for entry in entries).items() if number > 1]


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


def _item(entry: dict[str, Any]) -> DataItem:
    return DataItem(entry["id"], Text(**entry["title"]), entry["record_type"], entry["clause"], entry["basis"])


def _party(entry: dict[str, Any], lists: Mapping[str, CodeList]) -> Party:
    numbering: dict[str, dict[str, str]] = {}
    for declared in entry.get("numberings", ()):
        numbers = {number["number_used"]: number["label"] for number in declared["numbers"]}
        name = declared["numbered_list"]
        # The list for cells with several values is numbered as the plain one.
        numbering |= {known: numbers for known in (name, name + SEVERAL) if known == name or known in lists}
    return Party(
        id=entry["id"],
        title=Text(**entry["title"]),
        kind=entry["party_kind"],
        jurisdiction=tuple(entry.get("jurisdiction", ())),
        severities={change["changed_rule"]: change["changed_severity"] for change in entry.get("severities", ())},
        code_numbering=numbering,
        length_unit=entry.get("length_unit", "characters"),
    )


def _calendar(data: dict[str, Any]) -> WorkCalendar:
    years = [year for _, year in sorted(data["years"].items())]
    return WorkCalendar(
        first_year=data["first_year"],
        last_year=data["last_year"],
        off=tuple(sorted(day for year in years for day in year.get("off", ()))),
        on=tuple(sorted(day for year in years for day in year.get("on", ()))),
    )


def _divisions(path: Path, root: Path, shapes: Shapes) -> tuple[Division, ...]:
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
        problems += [Problem(f"{name}:{line}", message) for _, message in shapes.errors(entry, "DivisionEntry")]
        if len(row) != len(_COLUMNS):
            problems.append(Problem(f"{name}:{line}", f"{len(row)} cells instead of {len(_COLUMNS)}"))
        found.append(entry)
    if problems:
        raise Faulty(problems)
    made = [Division(e["code"], e["name"], e["first"], e.get("last"), tuple(e.get("successors", ()))) for e in found]
    return tuple(sorted(made, key=lambda division: (division.code, division.first)))
