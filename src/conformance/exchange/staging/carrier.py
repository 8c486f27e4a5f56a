"""A staging database as something that can be told and asked: the sender's side of the protocol, and nothing beyond it.

=======  ==========================  ===========================================================================
POST     ``/batches/ID?item=…``      inserts the rows of a table (CSV) with status 0, then announces the batch
GET      ``/batches/ID``             digests over the sender's columns and over the receipt, and how many rows have which status
GET      ``/batches/ID?quiet``       the same after a time in which a receiver had occasion to do what it should not
GET      ``/batches/ID/receipt``     the receipt tables as a Receipt, as soon as there are totals; 404 at the end of patience
GET      ``/batches``                the numbers of all batches that were announced, each as it stands in an address
GET      ``/batches?unanswered``     those of its own that it waited for in vain before the receiver was heard of
GET      ``/batches/ID/judged``      what the reference says of the batch today; nothing is written
DELETE   ``/batches``                takes back every batch that this sender put there
=======  ==========================  ===========================================================================

Of a POST, ``announce=none`` inserts rows alone, a body that is empty announces alone; ``declared`` and ``announced`` are the number
of records and the item that are announced, where they are not the right ones. ``/receipt?now`` does not wait. Where nothing was
ever heard of a receiver, there is no answer instead of 404 (:mod:`conformance.exchange.silence`).
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qsl, quote, unquote, urlsplit

from msgspec import Struct, field

from conformance.exchange.carrier import Unreached, said
from conformance.exchange.model import Request, Response
from conformance.exchange.rowlines import counted, party_of_provider
from conformance.exchange.run.clock import Clock
from conformance.exchange.silence import Silence
from conformance.exchange.staging.database import Database, Row, digest_of
from conformance.exchange.staging.judging import judge, rows_of
from conformance.exchange.staging.layout import (
    BATCH,
    BATCHES,
    LINES,
    RECEIPTS,
    ROW,
    STATUS,
    WAITING,
    column_name,
    data_tables,
    table_of_item,
)
from conformance.standard.jsonpointer import escaped
from conformance.standard.model import Standard

PATIENCE = 60.0
"""Seconds in which a receiver has to answer a batch that was announced."""
QUIET = 3.0
"""Seconds in which it must not have touched one that was not."""
_SOONEST, _LATEST = 0.1, 2.0


class TableCarrier(Struct):
    """The sender's side of one staging database."""

    database: Database
    standard: Standard
    clock: Clock
    patience: float = PATIENCE
    quiet: float = QUIET
    own: set[str] = field(default_factory=set)
    """Batches that this sender made; no other is ever touched."""
    silence: Silence = field(default_factory=Silence)

    def perform(self, request: Request) -> Response:
        """Do what a request says. Raises Unreached where the database cannot be used."""
        parts = urlsplit(request.url)
        steps = [unquote(step) for step in parts.path.strip("/").split("/")]
        if steps[0] != "batches" or steps[2:] not in ([], ["receipt"], ["judged"]):
            return said(404, {"path": parts.path})
        try:
            if len(steps) == 1:
                return self._every(request.method, parts.query)
            self.silence.ask()
            return self._perform(request, steps[1], steps[2] if len(steps) == 3 else "", parts.query)
        except self.database.errors as error:
            why = " ".join(str(error).split())[:200]
            raise Unreached(f"无法使用前置库（{why}）。", f"The staging database cannot be used ({why}).") from None

    def _every(self, method: str, query: str) -> Response:
        if method == "GET" and query == "unanswered":
            self._listen()
            return said(200, {"batches": self.silence.forgotten()})
        if method == "GET":
            with self.database.transaction():
                return said(
                    200,
                    {
                        "batches": [
                            quote(str(row[BATCH]), safe="") for row in self.database.rows(BATCHES, order=[BATCH])
                        ]
                    },
                )
        if method != "DELETE":
            return said(405, {"method": method})
        taken = sorted(self.own)
        with self.database.transaction():
            for batch in taken:
                for table in (*(one.name for one in data_tables(self.standard)), BATCHES, RECEIPTS, LINES):
                    self.database.delete(table, {BATCH: batch})
        self.own.clear()
        return said(200, {"taken": taken})

    def _perform(self, request: Request, batch: str, part: str, query: str) -> Response:
        match request.method, part:
            case "POST", "":
                return self._send(batch, request.body, dict(parse_qsl(query)))
            case "GET", "receipt":
                return self._receipt(batch, self.patience if query != "now" else 0.0)
            case "GET", "judged":
                return self._judged(batch)
            case "GET", "":
                if query == "quiet":
                    self.clock.sleep(self.quiet)
                return self._standing(batch)
        return said(405, {"method": request.method})

    def _judged(self, batch: str) -> Response:
        with self.database.transaction():
            announced = self.database.rows(BATCHES, {BATCH: batch})
            if not announced:
                return said(404, {"batch": batch})
            rows = rows_of(self.database, self.standard, announced[0])
        waiting = [{**row, STATUS: WAITING} for row in rows]
        answer = judge(announced[0], waiting, self.standard, self.clock.now().date())
        lines = [line.as_json() for line in answer.lines]
        return said(200, {"batch": batch, "state": answer.state, **counted(answer.lines), "lines": lines})

    def _send(self, batch: str, table: bytes, asked: dict[str, str]) -> Response:
        item = asked["item"]
        target = table_of_item(item, self.standard).name
        columns = {one.name: column_name(one) for one in self.standard.record_type_of(item).fields}
        with self.database.transaction():
            first = len(self.database.rows(target, {BATCH: batch})) + 1
            if batch not in self.own and (first > 1 or self.database.rows(BATCHES, {BATCH: batch})):
                return said(409, {"batch": batch})
            self.own.add(batch)
            for number, row in enumerate(csv.DictReader(io.StringIO(table.decode())), start=first):
                values = {columns[name]: text for name, text in row.items() if text}
                self.database.insert(target, {BATCH: batch, ROW: number, STATUS: WAITING, **values})
            if asked.get("announce") != "none":
                self._announce(batch, asked, len(self.database.rows(target, {BATCH: batch})))
        answer = self._standing(batch)
        return Response(201, answer.headers, answer.body)

    def _announce(self, batch: str, asked: dict[str, str], rows: int) -> None:
        party = party_of_provider(asked.get("provider", ""), self.standard)
        self.database.insert(
            BATCHES,
            {
                BATCH: batch,
                "SX_BH": asked.get("announced", asked["item"]),
                "BZ_BB": asked["edition"],
                "BS_DW": None if party is None else party.id,
                "BS_FS": "incremental",
                "JL_SL": int(asked.get("declared", rows)),
            },
        )

    def _standing(self, batch: str) -> Response:
        with self.database.transaction():
            found = standing(self.database, self.standard, batch)
        return said(200, found) if found["rows"] or found["announced"] else said(404, {"batch": batch})

    def _listen(self) -> None:
        """Whether anybody did anything to what was put there, be it only in part."""
        if not self.silence.heard:
            with self.database.transaction():
                found = [standing(self.database, self.standard, batch) for batch in self.own]
            self.silence.heard = any(one["answered"] or one["statuses"]["0"] != one["rows"] for one in found)

    def _receipt(self, batch: str, patience: float) -> Response:
        wait, until = _SOONEST, self.clock.monotonic() + patience
        while True:
            with self.database.transaction():
                found = receipt_of(self.database, self.standard, batch)
            left = until - self.clock.monotonic()
            if found is not None:
                self.silence.heard = self.silence.heard or batch in self.own
                return said(200, found)
            if left <= 0:
                if patience and batch in self.own:
                    self._listen()
                    self.silence.in_vain(batch, patience)
                return said(404, {"batch": batch})
            self.clock.sleep(min(wait, left))
            wait = min(2 * wait, _LATEST)


def standing(database: Database, standard: Standard, batch: str) -> dict[str, Any]:
    """What stands in the tables about a batch."""
    rows = [row for table in data_tables(standard) for row in database.rows(table.name, {BATCH: batch}, [ROW])]
    announced = database.rows(BATCHES, {BATCH: batch})
    receipt = [*database.rows(RECEIPTS, {BATCH: batch}), *database.rows(LINES, {BATCH: batch}, [ROW, "WT_XH"])]
    statuses = Counter(str(row[STATUS]) for row in rows)
    return {
        "batch": batch,
        "rows": len(rows),
        "announced": bool(announced),
        "answered": bool(receipt),
        "sender": digest_of([*rows, *announced], without=[STATUS]),
        "statuses": {name: statuses.get(name, 0) for name in ("0", "1", "2", *sorted(set(statuses) - {"0", "1", "2"}))},
        "receipt": digest_of(receipt),
    }


def receipt_of(database: Database, standard: Standard, batch: str) -> dict[str, Any] | None:
    """The receipt tables in the form in which the HTTP classes answer, nothing added and nothing left out; None without any row."""
    totals = database.rows(RECEIPTS, {BATCH: batch})
    details = database.rows(LINES, {BATCH: batch}, [ROW, "WT_XH"])
    if not totals and not details:
        return None
    announced = database.rows(BATCHES, {BATCH: batch})
    item = announced[0]["SX_BH"] if announced else ""
    status = {}
    if item in standard.items:
        status = {row[ROW]: row[STATUS] for row in database.rows(table_of_item(item, standard).name, {BATCH: batch})}
    head = _totals(totals[0]) if totals else {}
    return {"batch": batch, "item": item, **head, "lines": [*_lines(details, status)]}


def _totals(row: Row) -> dict[str, Any]:
    return {
        "state": row["CL_ZT"],
        "edition": row["BZ_BB"],
        "standard": {"edition": row["BZ_BB"], "version": row["BZ_SJBB"], "digest": row["BZ_ZY"]},
        "totalSize": row["ZS_SL"],
        "successSize": row["CG_SL"],
        "failSize": row["SB_SL"],
    }


def _lines(details: list[Row], status: dict[int, Any]) -> Iterator[dict[str, Any]]:
    """The rows with number 0 are the lines; the others are their problems, or nobody's where there is no such line."""
    problems: dict[int, list[dict[str, Any]]] = {}
    for row in details:
        if row["WT_XH"] != 0:
            problems.setdefault(row[ROW], []).append(_problem(row))
    for row in details:
        if row["WT_XH"] == 0:
            number = row[ROW]
            head = {"row": number, "key": str(number), "verdict": row["JG"], "status": status.get(number)}
            yield {**head, "problems": problems.get(number, [])}


def _problem(row: Row) -> dict[str, Any]:
    column = escaped(row["LM"] or "")
    return {
        "rule": row["GZ"] or "",
        "severity": row["JB"] or "",
        "clause": row["YJ"] or "",
        "pointer": f"/{column}" if column else "",
        "message": row["SM"] or "",
    }
