"""Faults of objections, repairs and withdrawals."""

from __future__ import annotations

from typing import Any

from conformance.exchange.server.faults.edit import without
from conformance.exchange.server.faults.plant import plant
from conformance.exchange.server.hooks import Moment
from conformance.exchange.server.messages import Document, Reply


@plant("correction-without-location", "response")
def correction_without_location(reply: Reply, moment: Moment) -> Reply:
    """Nobody is told where a correction can be followed."""
    return reply.having("Location", None) if moment.call.operation == "correct" else reply


@plant("withdrawal-undecided", "parsed")
def withdrawal_undecided(body: Any, moment: Moment) -> Any:
    """A withdrawal is kept as an objection, and nothing becomes of it."""
    withdrawn = moment.call.operation == "correct" and isinstance(body, dict) and body.get("kind") == "withdrawal"
    return {**body, "kind": "objection"} if withdrawn else body


@plant("correction-without-record", "answer")
def correction_without_record(document: Document, moment: Moment) -> Document:
    """The status of a correction does not say of which record."""
    return without(dict(document), "record") if moment.call.operation == "correction-status" else document


@plant("unknown-correction-accepted", "parsed")
def unknown_correction_accepted(body: Any, moment: Moment) -> Any:
    """A kind of correction that does not exist is taken for an objection."""
    kinds = {"objection", "repair", "amendment", "withdrawal"}
    unknown = moment.call.operation == "correct" and isinstance(body, dict) and body.get("kind") not in kinds
    return {**body, "kind": "objection"} if unknown else body


@plant("correction-without-kind", "answer")
def correction_without_kind(document: Document, moment: Moment) -> Document:
    """The answer to a correction does not say of which kind it is."""
    return without(dict(document), "kind") if moment.call.operation == "correct" else document


@plant("repair-as-withdrawal", "answer")
def repair_as_withdrawal(document: Document, moment: Moment) -> Document:
    """A repaired record is listed as one that its provider withdrew."""
    entries: Any = document.get("records")
    if moment.call.operation != "list":
        return document
    return {
        **document,
        "records": [{**one, "reason": "withdrawn"} if one["state"] == "withdrawn" else one for one in entries],
    }
