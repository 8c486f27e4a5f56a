"""Reading ``examples/vectors/``: what a case looks like, checked while it is read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from vectors.plain import plain_item

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "examples" / "vectors"
Record = dict[str, str | None]

_FILE_KEYS = {"rule", "clause", "as_of", "cases"}
_CASE_KEYS = {
    "name",
    "item",
    "record_type",
    "base",
    "bases",
    "record",
    "records",
    "as_of",
    "clause",
    "purpose",
    "party",
    "applies_from",
    "expect",
}
_EXPECT_KEYS = {"rule", "field", "record", "row", "severity"}


@dataclass(frozen=True)
class Expected:
    """A finding: ``record`` counts from 1; a row that is no record has a spreadsheet ``row`` instead."""

    rule: str
    field: str | None
    record: int | None
    row: int
    severity: str | None


@dataclass(frozen=True)
class Case:
    """One or more records, how they are judged, and everything that must be found in them."""

    rule: str
    name: str
    item: str
    clause: str
    as_of: date
    purpose: str
    party: str | None
    applies_from: date | None
    records: tuple[Record, ...]
    expect: tuple[Expected, ...]

    @property
    def id(self) -> str:
        return f"{self.rule}: {self.name}"


class BadVector(ValueError):
    """A vector file that is not what it should be."""


def _read(path: Path) -> Any:
    return YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8"))


def _known(given: dict[str, Any], keys: set[str], where: str) -> None:
    unknown = set(given) - keys
    if unknown:
        raise BadVector(f"{where}: unknown {', '.join(sorted(unknown))}")


@cache
def bases() -> dict[str, tuple[str, Record]]:
    """Name → (item, record) of the valid records that cases start from.

    A base that names a record type stands for the type itself, without the narrowing of any one item.
    """
    return {name: (_item(entry), dict(entry["record"])) for name, entry in _read_bases().items()}


@cache
def _read_bases() -> dict[str, Any]:
    return dict(_read(FOLDER / "_base.yaml"))


def _item(entry: dict[str, Any]) -> str:
    return str(entry["item"]) if "item" in entry else plain_item(entry["record_type"])


def _record(entry: dict[str, Any], item: str, where: str) -> Record:
    """The differing fields over their base, or a whole record where no base is named.

    ``blank`` takes every value of the base away first.
    """
    _known(entry, {"base", "record", "blank"}, where)
    changes = dict(entry.get("record") or {})
    if not all(value is None or isinstance(value, str) for value in changes.values()):
        raise BadVector(f"{where}: every value is a quoted text or null")
    if "base" not in entry:
        return changes
    base_item, base = bases()[entry["base"]]
    if base_item != item:
        raise BadVector(f"{where}: {entry['base']} belongs to {base_item}")
    return (dict.fromkeys(base) if entry.get("blank") else base) | changes


def _expected(entry: dict[str, Any], where: str) -> Expected:
    _known(entry, _EXPECT_KEYS, where)
    record = entry.get("record", None if "row" in entry else 1)
    row = entry["row"] if record is None else record + 1
    return Expected(entry["rule"], entry["field"], record, row, entry.get("severity"))


def _case(entry: dict[str, Any], file: dict[str, Any]) -> Case:
    where = f"{file['rule']}: {entry.get('name')}"
    _known(entry, _CASE_KEYS, where)
    if ("record" in entry) == ("records" in entry):
        raise BadVector(f"{where}: either record or records")
    item = _item(entry)
    entries = entry.get("records") or [{key: entry[key] for key in ("base", "record") if key in entry}]
    return Case(
        rule=file["rule"],
        name=entry["name"],
        item=item,
        clause=entry.get("clause", file["clause"]),
        as_of=date.fromisoformat(entry.get("as_of", file["as_of"])),
        purpose=entry.get("purpose", "submission"),
        party=entry.get("party"),
        applies_from=date.fromisoformat(entry["applies_from"]) if "applies_from" in entry else None,
        records=tuple(_record(one, item, where) for one in entries),
        expect=tuple(_expected(one, where) for one in entry["expect"]),
    )


def _one_by_one(entry: dict[str, Any]) -> list[dict[str, Any]]:
    """A case that is told once for several bases, as one case for each of them."""
    if "bases" not in entry:
        return [entry]
    told = {key: value for key, value in entry.items() if key != "bases"}
    cases = []
    for name in entry["bases"]:
        own = {"name": f"{told['name']} ({name})", "base": name}
        if "records" in told:
            del own["base"]
            own["records"] = [{"base": name, **one} for one in told["records"]]
        given = _read_bases()[name]
        cases.append({**told, **own, **{key: given[key] for key in ("item", "record_type") if key in given}})
    return cases


@cache
def load_cases() -> tuple[Case, ...]:
    """Every case of every file, in order. Raises BadVector for what is not as described."""
    cases: list[Case] = []
    for path in sorted(FOLDER.glob("*.yaml")):
        if path.name.startswith("_"):
            continue
        file = _read(path)
        _known(file, _FILE_KEYS, path.name)
        if file["rule"] != path.stem:
            raise BadVector(f"{path.name} is about {file['rule']}")
        cases += [_case(one, file) for entry in file["cases"] for one in _one_by_one(entry)]
    return tuple(cases)
