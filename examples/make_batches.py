"""Writes the example submissions of several files: ``python examples/make_batches.py [FOLDER]``.

``valid/`` holds two months of one district, each with its manifest; ``invalid/`` one folder for every rule about
submissions, raising that rule and no other. Everybody and everything in them is invented.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import polars as pl
import xlsxwriter
from ruamel.yaml import YAML

from conformance.standard.load import load

STANDARD = load()
HERE = Path(__file__).resolve().parent
BASES = YAML(typ="safe", pure=True).load((HERE / "vectors" / "_base.yaml").read_text(encoding="utf-8"))
REGISTER, PENALTIES, ENTRIES = "legal-person-base", "admin-penalty", "pudong-blacklist"
OTHER = {
    "subject_name": "上海市浦东新区茗湉芮小吃店",
    "subject_uscc": "92310114MA1GT52K19",
    "legal_representative": "韩茗芮",
}
Record = dict[str, Any]


def registered(**changes: str) -> Record:
    """A company in the register."""
    return BASES["registration"]["record"] | changes


def penalty(number: int = 45, **changes: str) -> Record:
    """A penalty of that company."""
    return BASES["penalty-company"]["record"] | {"document_number": f"浦环保罚〔2016〕第{number:05}号"} | changes


def entry(number: int = 56, **changes: Any) -> Record:
    """That company on a list, for a penalty."""
    base = BASES["list-entry"]["record"] | {
        "list_name": "浦东新区失信黑名单",
        "list_kind": "黑名单",
        "document_number": f"浦市监列〔2016〕第{number:05}号",
        "entry_reason": "严重超标排放水污染物",
        "removal_date": None,
        "removal_document": None,
        "penalty_document": None,
    }
    return base | changes


def in_june(record: Record) -> Record:
    """A record of June instead of May."""
    days = {"decision_date": "2016/06/13", "data_timestamp": "2016/06/15"}
    return record | days


def write_file(path: Path, item: str, records: Sequence[Record]) -> None:
    """Records under the Chinese titles, in the form that the suffix names."""
    titles = {field.name: field.title for field in STANDARD.record_type_of(item).fields}
    rows = [{titles[name]: value for name, value in record.items()} for record in records]
    if path.suffix == ".csv":
        text = io.StringIO()
        writer = csv.DictWriter(text, list(rows[0]), lineterminator="\r\n")
        writer.writeheader()
        writer.writerows(rows)
        path.write_bytes(text.getvalue().encode("gb18030"))
    elif path.suffix == ".json":
        path.write_text(json.dumps(rows, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    elif path.suffix == ".parquet":
        pl.DataFrame(rows, schema=dict.fromkeys(rows[0], pl.String)).write_parquet(path)
    else:
        book = xlsxwriter.Workbook(path, {"strings_to_formulas": False, "strings_to_urls": False})
        book.set_properties({"created": datetime(2016, 5, 9)})  # noqa: DTZ001 - the format knows no zones
        sheet = book.add_worksheet("数据")
        for row, cells in enumerate([list(rows[0]), *(list(one.values()) for one in rows)]):
            for column, value in enumerate(cells):
                if value is not None:
                    sheet.write_string(row, column, value)
        book.close()


Files = dict[str, tuple[str, Sequence[Record]]]
"""Name → data item and records."""


def batch(folder: Path, files: Files, month: str = "05", kind: str | None = "increment", **changes: Any) -> None:
    """The files and a manifest that is right, but for ``changes``: of an entry by its file's name, else of the top."""
    folder.mkdir(parents=True, exist_ok=True)
    last = {"05": "31", "06": "30"}[month]
    manifest: dict[str, Any] = {
        "id": f"pudong-2016-{month}",
        "party": "district:310115",
        "period": {"from": f"2016-{month}-01", "to": f"2016-{month}-{last}"},
        "kind": kind,
        "files": [],
    }
    for name, (item, records) in files.items():
        write_file(folder / name, item, records)
        entry_of = {"path": name, "item": item, "records": len(records)}
        if item == REGISTER:
            entry_of["kind"] = "full"
        manifest["files"].append(entry_of | changes.pop(name, {}))
    manifest |= changes
    if manifest["kind"] is None:
        del manifest["kind"]
    yaml = YAML()
    yaml.explicit_start = False
    yaml.indent(mapping=2, sequence=4, offset=2)
    yaml.allow_unicode = True
    with (folder / "manifest.yaml").open("w", encoding="utf-8", newline="\n") as stream:
        yaml.dump(manifest, stream)


def make(folder: Path) -> None:
    """All of them."""
    make_valid(folder / "valid")
    make_invalid(folder / "invalid")


def make_valid(folder: Path) -> None:
    """May in four formats, and June, which is held against May."""
    companies = [registered(), registered(**OTHER, document_number="浦市监登〔2016〕第00312号")]
    total = {"totals": [{"field": "注册资本（万元）", "sum": "1000"}]}
    may: Files = {
        "register.csv": (REGISTER, companies),
        "penalties.xlsx": (PENALTIES, [penalty(), penalty(46, **OTHER, penalty_name="油烟扰民案")]),
        "entries.json": (ENTRIES, [entry(penalty_document="浦环保罚[2016]第00045号"), entry(57)]),
    }
    batch(folder / "2016-05", may, **{"register.csv": total})
    digest = hashlib.sha256((folder / "2016-05" / "register.csv").read_bytes()).hexdigest()
    batch(folder / "2016-05", may, **{"register.csv": total | {"sha256": digest}})
    gone = {
        "removal_date": "2016/06/20",
        "removal_document": "浦市监移〔2016〕第00009号",
        "data_timestamp": "2016/06/21",
    }
    june: Files = {
        "register.csv": (REGISTER, companies),
        "penalties.parquet": (PENALTIES, [in_june(penalty(51))]),
        "entries.csv": (ENTRIES, [in_june(entry(61, penalty_document="浦环保罚〔2016〕第00051号")), entry(56) | gone]),
    }
    batch(folder / "2016-06", june, "06")


def make_invalid(folder: Path) -> None:
    """One folder for each rule; where it has a folder ``previous``, that is the submission before."""
    register: Files = {"register.csv": (REGISTER, [registered()])}
    one: Files = {"penalties.csv": (PENALTIES, [penalty()])}
    batch(folder / "reference-exists", register | {"penalties.csv": (PENALTIES, [penalty(), penalty(46, **STRANGER)])})
    batch(folder / "manifest-count", one, **{"penalties.csv": {"records": 3}})
    total = {"totals": [{"field": "registered_capital", "sum": "480.5"}]}
    batch(folder / "manifest-total", register, **{"register.csv": total})
    batch(folder / "manifest-digest", one, **{"penalties.csv": {"sha256": "0" * 64}})
    batch(folder / "manifest-party", one, party="district:310104")
    batch(folder / "manifest-file-unlisted", one)
    write_file(folder / "manifest-file-unlisted" / "more.csv", PENALTIES, [penalty(47)])
    batch(folder / "manifest-file-missing", one | {"more.csv": (PENALTIES, [penalty(47)])})
    (folder / "manifest-file-missing" / "more.csv").unlink()
    batch(folder / "outside-period", {"penalties.csv": (PENALTIES, [in_june(penalty())])})
    two: Files = {"penalties.csv": (PENALTIES, [penalty(), penalty(46)])}
    batch(folder / "vanished-key" / "previous", two, kind="full")
    batch(folder / "vanished-key", {"penalties.csv": (PENALTIES, [penalty()])}, "06", kind="full")
    batch(folder / "changed-history" / "previous", one)
    changed = penalty(penalty_result="罚款人民币5000元")
    batch(folder / "changed-history", {"penalties.csv": (PENALTIES, [changed])}, "06")
    batch(folder / "late-record" / "previous", one)
    batch(folder / "late-record", {"penalties.csv": (PENALTIES, [penalty(46)])}, "06")


STRANGER = {"subject_name": "上海湉荞岑环境工程有限公司", "subject_uscc": "91310115MA12BCER3M"}
"""A company that is in no register."""


if __name__ == "__main__":
    make(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE / "batches")
