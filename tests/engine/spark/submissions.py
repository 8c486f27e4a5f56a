"""A submission whose files refer to each other, with planted faults: a manifest, a register, decisions, and entries of a list.

Of the subjects some are in no register, of the decisions that entries cite some are in no file, of the removals some match no entry;
one subject has most of the decisions. Totals, counts and the period are wrong somewhere as well.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import polars as pl

from conformance.sample.api import frames
from conformance.sample.plant import Log
from conformance.standard.load import load
from vectors.load import bases

ITEMS = {
    "register": "legal-person-base",
    "penalties": "admin-penalty",
    "licences": "admin-licence",
    "entries": "pudong-blacklist",
    "removals": "pudong-blacklist",
}
_GROUP = 50
"""Records in a row group."""
Record = dict[str, Any]


def submission(folder: Path, records: int = 200, kind: str = "increment", **kinds: str) -> Path:
    """Write it; answers with the manifest. ``kinds`` are those of single files."""
    folder.mkdir(parents=True, exist_ok=True)
    penalties, licences = (_decisions(item, records) for item in ("admin-penalty", "admin-licence"))
    entries = _entries(penalties, records)
    written = {
        "register": _write(folder / "register.csv", _register(penalties, licences)),
        "penalties": _write(folder / "penalties.parquet", penalties),
        "licences": _write(folder / "licences.csv", licences),
        "entries": _write(folder / "entries.parquet", entries),
        "removals": _write(folder / "removals.csv", _removals(entries)),
    }
    files = [
        {"path": path.name, "item": ITEMS[name], "records": records, "kind": kinds.get(name, kind)}
        for name, path in written.items()
    ]
    files[0]["totals"] = [{"field": "registered_capital", "sum": "1000"}]
    manifest = folder / "manifest.json"
    period = {"from": "2016-01-01", "to": "2016-06-30"}
    content = {"id": "2016-06", "party": "district:310115", "period": period, "kind": kind, "files": files}
    manifest.write_text(json.dumps(content), encoding="utf-8")
    return manifest


def _decisions(item: str, records: int) -> list[Record]:
    """With planted defects; every second one is of one subject."""
    made = pl.concat(frames(item, records, 3, load(), 0.2, Log(None)))
    titles = {field.title: field.name for field in load().record_type_of(item).fields}
    rows = made.rename({name: titles[name] for name in made.columns if name in titles}).to_dicts()
    codes = [name for name in rows[0] if name.startswith("subject_")]
    organisations = [row for row in rows if row["subject_uscc"]]
    one = {name: organisations[0][name] for name in codes}
    return [row | one if at % 2 else row for at, row in enumerate(rows)]


def _register(*decisions: Sequence[Record]) -> list[Record]:
    """Most of the subjects, once each, that of most decisions among them."""
    base = dict(bases()["registration"][1])
    every = {row["subject_uscc"]: row for rows in decisions for row in rows if row["subject_uscc"]}
    found = [row for at, row in enumerate(every.values()) if at % 3 != 2]
    return [
        base | {"document_number": f"浦市监登〔2016〕第{at:05}号", "subject_uscc": row["subject_uscc"]}
        for at, row in enumerate(found)
    ]


def _entries(penalties: Sequence[Record], records: int) -> list[Record]:
    base = dict(bases()["list-entry"][1]) | {"removal_date": None, "removal_document": None}
    base |= {"list_name": "浦东新区失信黑名单", "list_kind": "黑名单"}
    return [
        base
        | {
            "document_number": f"浦市监列〔2016〕第{at:05}号",
            "penalty_document": penalties[at]["document_number"] if at % 4 else f"浦环保罚〔2015〕第{at:05}号",
        }
        for at in range(records)
    ]


def _removals(entries: Sequence[Record]) -> list[Record]:
    """Of every third entry, and of some that nobody has made."""
    gone = {"removal_date": "2016/06/01", "removal_document": "浦市监移〔2016〕第00009号", "penalty_document": None}
    return [
        row | gone | ({} if at % 7 else {"document_number": f"浦市监列〔2014〕第{at:05}号"})
        for at, row in enumerate(entries)
        if not at % 3
    ]


def _write(path: Path, records: Sequence[Record]) -> Path:
    fields = load().record_type_of(ITEMS[path.stem]).fields
    titles = {field.name: field.title for field in fields}
    frame = pl.DataFrame(records, infer_schema_length=None)
    frame = frame.select(pl.col(name).cast(pl.String).alias(titles[name]) for name in frame.columns if name in titles)
    if path.suffix == ".parquet":
        frame.write_parquet(path, row_group_size=_GROUP)
    else:
        path.write_bytes(frame.write_csv().encode("gb18030"))
    return path
