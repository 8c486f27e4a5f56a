"""Reading the vectors: what a case looks like, checked while it is read.

In a checkout they lie in ``examples/vectors/``, one file for each rule; they travel in the package, as the lists do.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import yaml  # type: ignore[import-untyped]
from msgspec import Struct

Record = dict[str, str | None]
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""Reads parts that are referred to, which the reader of the lists does not; what it takes for no text is refused in records."""
_FILE_KEYS = {"rule", "clause", "as_of", "cases"}
_CASE_KEYS = {
    *("name", "item", "record_type", "base", "bases", "record", "records"),
    *("as_of", "clause", "purpose", "party", "applies_from", "expect"),
}
_RECORD_KEYS = {"base", "record", "blank"}
_EXPECT_KEYS = {"rule", "field", "record", "row", "severity"}


class Expected(Struct, frozen=True):
    """A finding: ``record`` counts from 1; a row that is no record has a spreadsheet ``row`` instead."""

    rule: str
    field: str | None
    record: int | None
    row: int
    severity: str | None


class Vector(Struct, frozen=True):
    """One or more records, how they are judged, and everything that must be found in them."""

    rule: str
    name: str
    item: str | None
    """None where the records stand for their type itself, without the narrowing of an item."""
    record_type: str | None
    """None where an item is named."""
    clause: str
    as_of: date
    purpose: str
    party: str | None
    applies_from: date | None
    records: tuple[Record, ...]
    expect: tuple[Expected, ...]

    @property
    def id(self) -> str:
        """What it is called; no two have the same."""
        return f"{self.rule}: {self.name}"

    @property
    def rules(self) -> frozenset[str]:
        """Ids of the rules that have to be told, and no others; none for a vector in which nothing is wrong."""
        return frozenset(one.rule for one in self.expect)


class BadVector(ValueError):
    """A vector file that is not what it should be."""


def shipped_folder() -> Path:
    """Where the vectors lie that belong to the edition that is shipped."""
    return Path(str(files("conformance"))) / "vectors"


@cache
def vectors(folder: Path | None = None) -> tuple[Vector, ...]:
    """Every vector of every file, in order. Raises BadVector for what is not as described."""
    place = folder or shipped_folder()
    bases: dict[str, Any] = read(place / "_base.yaml")
    found: list[Vector] = []
    for path in sorted(place.glob("*.yaml")):
        if path.name.startswith("_"):
            continue
        file = read(path)
        _known(file, _FILE_KEYS, path.name)
        if file["rule"] != path.stem:
            raise BadVector(f"{path.name} is about {file['rule']}")
        found += [_vector(one, file, bases) for entry in file["cases"] for one in _one_by_one(entry, bases)]
    return tuple(found)


@cache
def read(path: Path) -> Any:
    """A file of vectors as it is written, parts that it repeats by reference filled in. Raises BadVector where it is no YAML."""
    try:
        return yaml.load(path.read_text(encoding="utf-8"), Loader=_LOADER)  # noqa: S506 - it is a safe one
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise BadVector(f"{path.name} cannot be read: {' '.join(str(error).split())}") from error


def _one_by_one(entry: dict[str, Any], bases: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """A case that is told once for several bases, as one case for each of them."""
    if "bases" not in entry:
        yield entry
        return
    told = {key: value for key, value in entry.items() if key != "bases"}
    for name in entry["bases"]:
        own = {"name": f"{told['name']} ({name})", "base": name}
        if "records" in told:
            del own["base"]
            own["records"] = [{"base": name, **one} for one in told["records"]]
        yield {**told, **own, **_about(bases[name])}


def _about(base: Mapping[str, Any]) -> dict[str, str]:
    """The item of a base, or its record type."""
    return {key: base[key] for key in ("item", "record_type") if key in base}


def _vector(entry: dict[str, Any], file: dict[str, Any], bases: dict[str, Any]) -> Vector:
    where = f"{file['rule']}: {entry.get('name')}"
    _known(entry, _CASE_KEYS, where)
    if ("record" in entry) == ("records" in entry):
        raise BadVector(f"{where}: either record or records")
    if ("item" in entry) == ("record_type" in entry):
        raise BadVector(f"{where}: either item or record_type")
    about = _about(entry)
    entries = entry.get("records") or [{key: entry[key] for key in ("base", "record") if key in entry}]
    return Vector(
        rule=file["rule"],
        name=entry["name"],
        item=entry.get("item"),
        record_type=entry.get("record_type"),
        clause=entry.get("clause", file["clause"]),
        as_of=date.fromisoformat(entry.get("as_of", file["as_of"])),
        purpose=entry.get("purpose", "submission"),
        party=entry.get("party"),
        applies_from=date.fromisoformat(entry["applies_from"]) if "applies_from" in entry else None,
        records=tuple(_record(one, about, where, bases) for one in entries),
        expect=tuple(_expected(one, where) for one in entry["expect"]),
    )


def _record(entry: dict[str, Any], about: dict[str, str], where: str, bases: dict[str, Any]) -> Record:
    """The differing fields over their base, or a whole record where no base is named.

    ``blank`` takes every value of the base away first.
    """
    _known(entry, _RECORD_KEYS, where)
    changes = dict(entry.get("record") or {})
    if not all(value is None or isinstance(value, str) for value in changes.values()):
        raise BadVector(f"{where}: every value is a quoted text or null")
    if "base" not in entry:
        return changes
    base = bases[entry["base"]]
    if _about(base) != about:
        raise BadVector(f"{where}: {entry['base']} belongs to {_about(base)}")
    record: Record = dict(base["record"])
    return (dict.fromkeys(record) if entry.get("blank") else record) | changes


def _expected(entry: dict[str, Any], where: str) -> Expected:
    _known(entry, _EXPECT_KEYS, where)
    record = entry.get("record", None if "row" in entry else 1)
    row = entry["row"] if record is None else record + 1
    return Expected(entry["rule"], entry["field"], record, row, entry.get("severity"))


def _known(given: dict[str, Any], keys: set[str], where: str) -> None:
    if unknown := set(given) - keys:
        raise BadVector(f"{where}: unknown {', '.join(sorted(unknown))}")
