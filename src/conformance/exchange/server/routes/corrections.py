"""``POST /records/{id}/corrections``: objections, repairs, amendments, withdrawals; and what became of them."""

from __future__ import annotations

import json
import secrets
import sqlite3
from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response
from msgspec.structs import replace

from conformance.exchange.server import batches, records
from conformance.exchange.server.answers import answer, scope
from conformance.exchange.server.bodies import JSON, acceptable, body, moment_of, parsed, takes
from conformance.exchange.server.envelopes import check_envelope, held
from conformance.exchange.server.hooks import Moment
from conformance.exchange.server.messages import Document
from conformance.exchange.server.problems import error_at, refuse
from conformance.exchange.server.store import stamped
from conformance.exchange.server.times import text_of
from conformance.exchange.server.validation import judge
from conformance.report.days import beijing_day

router = APIRouter()
_REASONS = {"withdrawal": "withdrawn", "repair": "repaired"}
"""Kinds that take a record away, with what its tombstone says."""


@router.post(
    "/records/{id_}/corrections", name="correct", dependencies=[Depends(scope("correct")), Depends(takes(JSON))]
)
def correct(request: Request, id_: str, content: Annotated[bytes, Depends(body)]) -> Response:
    """A correction is kept and, where it needs nobody's judgement, carried out at once."""
    moment = moment_of(request)
    batches.settle(moment.world, moment)
    with moment.world.store.transaction() as db:
        record = records.get(db, id_)
    if record is None:
        raise refuse("not-found", "没有这条记录。 / There is no such record.")
    asked = check_envelope("Correction", parsed(content, moment), moment)
    changed = _amended(record, asked, moment) if asked["kind"] == "amendment" else None
    made = f"c-{secrets.token_hex(8)}"
    with moment.world.store.transaction() as db:
        now = text_of(moment.world.now())
        state = _carried_out(db, record, asked, changed, moment)
        row = (made, id_, asked["kind"], asked["reason"], asked.get("evidence"), _text(asked.get("data")), state, now)
        db.execute(
            "INSERT INTO corrections VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", (*row, None if state == "received" else now)
        )
        told = _status(db, made)
    return answer(moment, told or {}, 201, {"Location": f"/corrections/{made}"})


@router.get(
    "/corrections/{id_}", name="correction-status", dependencies=[Depends(scope("correct")), Depends(acceptable)]
)
def correction_status(request: Request, id_: str) -> Response:
    """How far a correction has come."""
    moment = moment_of(request)
    with moment.world.store.transaction() as db:
        told = _status(db, id_)
    if told is None:
        raise refuse("not-found", "没有这条更正申请。 / There is no such correction.")
    return answer(moment, told)


def _carried_out(
    db: sqlite3.Connection,
    record: records.Stored,
    asked: Mapping[str, Any],
    changed: Mapping[str, Any] | None,
    moment: Moment,
) -> str:
    """The state of the correction, once what it asks has been done. An objection waits for somebody's decision."""
    world = moment.world
    current = records.get(db, record.id)
    if asked["kind"] == "objection":
        return "received"
    if current is None or current.state == "withdrawn":
        return "rejected"
    stamp = stamped(db, world.now())
    if changed is None:
        records.withdraw(db, record.id, _REASONS[asked["kind"]], stamp)
        return "accepted"
    records.write(db, world, replace(current, modified=stamp, data=changed))
    return "accepted"


def _amended(record: records.Stored, asked: Mapping[str, Any], moment: Moment) -> Mapping[str, Any] | None:
    """The record with the fields that change. Raises Refusal (400) where the rules do not let it be so."""
    if not asked.get("data"):
        held([error_at("/data", "更正须写明要改的数据项。 / An amendment says which fields change.")], moment)
    if record.state == "withdrawn":
        return None
    data = {**record.data, **asked["data"]}
    world = moment.world
    verdicts = judge([data], record.item, record.provider, world.standard, beijing_day(world.now()))
    line = verdicts.lines[0]
    wrong: list[Document] = [
        error_at(f"/data{one.pointer or ''}", one.message, one.rule, one.clause)
        for one in line.problems
        if one.severity == "error"
    ]
    held(wrong, moment)
    return verdicts.data[0]


def _status(db: sqlite3.Connection, id_: str) -> dict[str, Any] | None:
    row = db.execute("SELECT * FROM corrections WHERE id = ?", (id_,)).fetchone()
    if row is None:
        return None
    told = {key: row[key] for key in ("id", "record", "kind", "state", "received")}
    return told if row["decided"] is None else {**told, "decided": row["decided"]}


def _text(value: Any) -> str | None:
    return None if value is None else json.dumps(value, ensure_ascii=False)
