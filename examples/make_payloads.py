"""Writes the example payloads of the exchange: ``python examples/make_payloads.py [FOLDER]``.

Everything follows from the sample generator and from what is written here; a test says when the files in ``payloads/`` are
no longer what this script makes. A file in ``invalid/`` is named after the rule that it raises, and what it shows.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from copy import deepcopy
from pathlib import Path
from typing import Any

import polars as pl

from conformance.exchange.profile.synthetic import citizen_id
from conformance.sample.api import frames
from conformance.sample.messages import messages
from conformance.sample.plant import Log
from conformance.standard.load import load

STANDARD = load()
LICENCE, PENALTY = "admin-licence", "admin-penalty"
PROVIDER = "unit:sh-fda"
MOMENT = "2016-11-{:02}T09:30:00+08:00"
Data = dict[str, str]
Envelope = dict[str, Any]

PERSON = {"scheme": "citizen-id", "id": citizen_id(200, 0)}
"""A natural person that there is not."""
ENCODINGS = {"envelope-form.encoding": "gb18030", "envelope-form.byte-order-mark": "utf-8-sig"}
"""Payloads that are in another encoding than services take."""


def records(item: str, number: int, seed: int, kind: str = "name") -> list[Data]:
    """Valid records under English names or national codes, without the fields that are blank."""
    names = {field.title: getattr(field, kind) for field in STANDARD.record_type_of(item).fields}
    rows = pl.concat(frames(item, number, seed, STANDARD, 0.0, Log(None))).to_dicts()
    return [{names[title]: value for title, value in row.items() if value is not None} for row in rows]


def batch(item: str, data: Sequence[Data], kind: str = "incremental") -> Envelope:
    """A batch of one provider; the keys are as its system might have them."""
    rows = [{"key": f"{item}-{number:04}", "data": one} for number, one in enumerate(data, 1)]
    return {"edition": "2016", "item": item, "provider": PROVIDER, "kind": kind, "records": rows}


def page() -> Envelope:
    """Records of two items and a tombstone."""
    of_items = [(item, data) for item in (LICENCE, PENALTY) for data in records(item, 2, 202)]
    entries: list[Envelope] = [
        {
            "id": f"r-{number:04}",
            "item": item,
            "state": "current",
            "modified": MOMENT.format(number),
            "provider": PROVIDER,
            "data": data,
        }
        for number, (item, data) in enumerate(of_items, 1)
    ]
    gone = {"id": "r-0005", "item": PENALTY, "state": "withdrawn", "modified": MOMENT.format(5), "reason": "repaired"}
    return {"edition": "2016", "records": [*entries, gone], "next": "c-0005"}


def receipt() -> Envelope:
    """What became of three rows: one taken, one taken with a warning, one rejected."""
    warning = {
        "rule": "date-form",
        "severity": "warning",
        "clause": STANDARD.rules["date-form"].clause,
        "pointer": "/records/1/data/decision_date",
        "message": "“许可决定日期”的值“2016-11-01”书写不规范，规范写法为“2016/11/01”。",
    }
    error = {
        "rule": "required",
        "severity": "error",
        "clause": STANDARD.rules["required"].clause,
        "pointer": "/records/2/data/licence_content",
        "message": "必填项“许可内容”为空。",
    }
    lines: list[Envelope] = [
        {"row": 1, "key": "admin-licence-0001", "verdict": "accepted", "record": "r-0001", "problems": []},
        {
            "row": 2,
            "key": "admin-licence-0002",
            "verdict": "accepted-with-warnings",
            "record": "r-0002",
            "problems": [warning],
        },
        {"row": 3, "key": "admin-licence-0003", "verdict": "rejected", "problems": [error]},
    ]
    return {
        "batch": "b-0001",
        "edition": "2016",
        "item": LICENCE,
        "standard": {"edition": "2016", "version": STANDARD.edition.version, "digest": "sha256:" + "0" * 64},
        "totalSize": 3,
        "successSize": 2,
        "failSize": 1,
        "lines": lines,
    }


def valid() -> dict[str, Envelope]:
    """Every envelope that is submitted or answered, as it should be."""
    return {
        "batch-licences": batch(LICENCE, records(LICENCE, 3, 200)),
        "batch-penalties": batch(PENALTY, records(PENALTY, 3, 201), "full"),
        "record-page": page(),
        "receipt": receipt(),
        "batch-status": {
            "id": "b-0001",
            "state": "partially-accepted",
            "item": LICENCE,
            "edition": "2016",
            "provider": PROVIDER,
            "received": MOMENT.format(1),
            "totalSize": 3,
            "successSize": 2,
            "failSize": 1,
            "receipt": "/batches/b-0001/receipt",
        },
        "subject-query": {
            "subject": {"scheme": "uscc", "id": records(LICENCE, 1, 200)[0]["subject_uscc"]},
            "purpose": "政府采购资格审查",
            "items": [LICENCE, PENALTY],
        },
        "correction": {"kind": "repair", "reason": "罚款已缴清，公示期满", "evidence": "沪信修〔2016〕第0001号"},
        "problem": {
            "type": "urn:three-list-conformance:problem:unknown-item",
            "title": "数据事项不存在",
            "status": 422,
            "detail": "数据事项 admin-license 不存在，请核对 item。",
            "instance": "urn:uuid:3f0c7f0e-5f0a-4c66-9f57-0d1f6a1b2c3d",
        },
    }


def invalid() -> dict[str, Envelope]:
    """Each wrong in one way. The beginning of the name is the rule."""
    good = batch(LICENCE, records(LICENCE, 3, 200))
    found: dict[str, Envelope] = {}

    def wrong(name: str, of: Envelope = good) -> Envelope:
        found[name] = deepcopy(of)
        return found[name]

    del wrong("envelope-form.missing-member")["kind"]
    wrong("envelope-form.unknown-member")["sender"] = "张三"
    wrong("envelope-form.wrong-type")["records"][1]["key"] = 2
    wrong("envelope-form.no-data")["records"][1] = {"key": "admin-licence-0002"}
    wrong("envelope-form.period")["period"] = {"from": "2016-11-30", "to": "2016-11-01"}
    wrong("envelope-form.tombstone-with-data", page())["records"][4]["data"] = {}
    wrong("envelope-form.query-without-authorisation", valid()["subject-query"])["subject"] = PERSON
    wrong("envelope-form.amendment-without-data", valid()["correction"])["kind"] = "amendment"
    wrong("envelope-form.encoding")
    wrong("envelope-form.byte-order-mark")
    wrong("envelope-unknown.edition")["edition"] = "2014"
    wrong("envelope-unknown.item")["item"] = "admin-license"
    wrong("envelope-key.batch")["records"][2]["key"] = "admin-licence-0001"
    wrong("envelope-empty.batch", batch(LICENCE, []))
    wrong("receipt-counts.fail-size", receipt())["failSize"] = 0
    wrong("receipt-rows.twice", receipt())["lines"][2]["row"] = 2
    wrong("receipt-verdict.no-ground", receipt())["lines"][2]["problems"] = []
    wrong("date.batch")["records"][1]["data"]["decision_date"] = "2016/02/30"
    del wrong("required.batch")["records"][2]["data"]["licence_content"]
    wrong("nested-value.batch")["records"][0]["data"]["remarks"] = {"承办人": "见卷宗"}
    return found


def make(folder: Path) -> None:
    """Everything, into ``valid`` and ``invalid`` below the folder."""
    for name, envelopes in (("valid", valid()), ("invalid", invalid())):
        (folder / name).mkdir(parents=True, exist_ok=True)
        for stem, envelope in envelopes.items():
            text = json.dumps(envelope, ensure_ascii=False, indent=2) + "\n"
            (folder / name / f"{stem}.json").write_text(text, encoding=ENCODINGS.get(stem, "utf-8"))
    header = {"item": LICENCE, "sender": PROVIDER, "sn": "2016110001"}
    upper = "".join(messages(records(LICENCE, 3, 203, "code"), "gb18030", header))
    (folder / "valid" / "messages.xml").write_bytes(upper.encode("gb18030"))
    rows = [{tag.lower(): text for tag, text in row.items()} for row in records(PENALTY, 2, 204, "code")]
    lower = "".join(messages(rows, "utf-8"))
    (folder / "valid" / "messages-lower-case.xml").write_text(lower, encoding="utf-8")
    rows[1]["cf_sy"] = ""
    (folder / "invalid" / "required.message.xml").write_text("".join(messages(rows, "utf-8")), encoding="utf-8")


if __name__ == "__main__":
    make(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent / "payloads")
