"""Running all lints over a catalogue."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator

from msgspec import Struct

from conformance.catalog.lint import (  # noqa: F401  (they enter their lints)
    coverage,
    form,
    lifecycle,
    linked,
    narrowing,
    own,
    plan,
    provenance,
    regions,
    stages,
    units,
    usage,
)
from conformance.catalog.lint.model import LINTS, Finding, Found, Ground, Lint
from conformance.catalog.sound import sound
from conformance.catalog.store import NAMES, Catalogue, read_frame, shipped_frame
from conformance.standard.links import Ref, index
from conformance.standard.model import Division

_FIRST = "shape"
_PLACE = re.compile(r"^(.*?)(?::([0-9]+))?$", re.S)


class Options(Struct, frozen=True):
    """How a catalogue is linted."""

    against: Catalogue | None = None
    """The edition that completes it or that it is compared with."""
    commands: frozenset[str] | None = None
    codes: frozenset[str] | None = None
    """Which lints to run; all of them where nothing is said."""


def lint(catalogue: Catalogue, options: Options | None = None) -> list[Finding]:
    """Every defect: what cannot be read as the lists first, as others may follow from it, then by files and lines."""
    chosen = options or Options()
    ground = ground_of(sound(catalogue), chosen)
    found = {_finding(one, hit) for one in _chosen(chosen) for hit in one.check(ground)}
    return sorted(found, key=lambda one: (one.code != _FIRST, one))


def _chosen(options: Options) -> list[Lint]:
    return [one for code, one in LINTS.items() if options.codes is None or code in options.codes]


def ground_of(catalogue: Catalogue, options: Options) -> Ground:
    """What the lints look at."""
    standard = catalogue.standard
    mine = catalogue.frame
    theirs = {} if options.against is None else options.against.frame
    frame = shipped_frame() | (mine or theirs)
    source = str(frame["source_document"])
    listed = read_frame(catalogue.entries.folder, "documents.yaml").get("documents")
    named = [str(one.get("id")) for one in listed if isinstance(one, dict)] if isinstance(listed, list) else []
    return Ground(
        catalogue=catalogue,
        index=index(catalogue.entries, source),
        standard=standard,
        base=None if options.against is None else index(sound(options.against).entries, source),
        base_name="" if options.against is None else options.against.name,
        frame=mine,
        base_frame=theirs,
        source_document=source,
        issued=str(frame["issued"])[:7],
        documents=frozenset(named) or frozenset(standard.documents),
        divisions=_divisions(catalogue),
        commands=options.commands,
    )


def _divisions(catalogue: Catalogue) -> dict[str, Division]:
    """The divisions of the folder's own table where it has one, else those of the compiled standard."""
    path = catalogue.entries.folder / "regions" / "divisions.csv"
    try:
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
            found = [
                Division(r["code"], r["name"], r["first"], r["last"] or None, tuple(r["successors"].split(";")))
                for r in rows
            ]
    except (OSError, UnicodeDecodeError, KeyError, AttributeError, csv.Error):
        found = list(catalogue.standard.divisions)
    return {one.code: one for one in found}


def _finding(one: Lint, hit: Found) -> Finding:
    place = hit.entry.place(*hit.path) if hit.entry is not None else hit.file
    file, line = _split(place)
    ref = "" if hit.entry is None or hit.entry.list not in NAMES else str(Ref(NAMES[hit.entry.list], hit.entry.id))
    return Finding(file, line, one.code, one.severity, ref, hit.message, hit.remedy or one.remedy)


def _split(place: str) -> tuple[str, int]:
    found = _PLACE.match(place)
    return (place, 0) if found is None else (found[1], int(found[2] or 0))


def counts(findings: list[Finding]) -> dict[str, int]:
    """How many findings there are of each severity."""
    return {severity: sum(one.severity == severity for one in findings) for severity in ("error", "warning")}


def lints() -> Iterator[Lint]:
    """Every lint, in order of codes."""
    return (LINTS[code] for code in sorted(LINTS))
