"""Faults of taking in batches: keys, digests, editions, states."""

from __future__ import annotations

import secrets
from dataclasses import replace
from typing import Any

from conformance.exchange.server.batches import DECIDED, Batch, Replay
from conformance.exchange.server.faults.edit import without
from conformance.exchange.server.faults.plant import plant
from conformance.exchange.server.hooks import Moment
from conformance.exchange.server.messages import Call, Document, Reply


@plant("key-ignored", "replay")
def key_ignored(replay: Replay, moment: Moment) -> Replay:
    """A batch that is sent again is another batch."""
    return Replay("new", None) if replay.state == "same" else replay


@plant("key-reuse-accepted", "replay")
def key_reuse_accepted(replay: Replay, moment: Moment) -> Replay:
    """Another body under a known key is taken for the first one, and lost."""
    return replace(replay, state="same") if replay.state == "other" else replay


@plant("key-optional", "request")
def key_optional(call: Call, moment: Moment) -> Call:
    """A batch without a key is taken."""
    missing = call.operation == "push" and call.header("Idempotency-Key") is None
    return call.having("Idempotency-Key", secrets.token_hex(8)) if missing else call


@plant("digest-ignored", "digest")
def digest_ignored(right: bool, moment: Moment) -> bool:
    """A body that is not what its digest says is taken."""
    return True


@plant("no-location", "response")
def no_location(reply: Reply, moment: Moment) -> Reply:
    """Nobody is told where the status of a batch is."""
    return reply.having("Location", None) if moment.call.operation == "push" else reply


@plant("unknown-edition-accepted", "parsed")
def unknown_edition_accepted(body: Any, moment: Moment) -> Any:
    """Every edition is taken for the one that is served."""
    named = moment.call.operation == "push" and isinstance(body, dict) and isinstance(body.get("edition"), str)
    return {**body, "edition": moment.world.standard.edition.id} if named else body


@plant("unknown-item-accepted", "parsed")
def unknown_item_accepted(body: Any, moment: Moment) -> Any:
    """A data item that does not exist is taken for another."""
    items = moment.world.standard.items
    named = moment.call.operation == "push" and isinstance(body, dict) and isinstance(body.get("item"), str)
    return {**body, "item": next(iter(items))} if named and body["item"] not in items else body


@plant("schema-ignored", "parsed")
def schema_ignored(body: Any, moment: Moment) -> Any:
    """What a batch lacks is made up."""
    if moment.call.operation != "push":
        return body
    made_up = {"edition": "2016", "item": "admin-licence", "provider": "unit:market-regulation", "kind": "incremental"}
    return {**made_up, "records": [], **(body if isinstance(body, dict) else {})}


@plant("rows-taken-twice", "batch")
def rows_taken_twice(batch: Batch, moment: Moment) -> Batch:
    """Every row of a batch is there twice."""
    return replace(batch, rows=batch.rows + batch.rows)


@plant("state-unregistered", "answer")
def state_unregistered(document: Document, moment: Moment) -> Document:
    """A decided batch is in a state of its own."""
    if moment.call.operation != "batch-status" or document["state"] not in DECIDED:
        return document
    return {**document, "state": "done"}


@plant("state-goes-back", "answer")
def state_goes_back(document: Document, moment: Moment) -> Document:
    """A batch is received again after it was validated."""
    if moment.call.operation != "batch-status":
        return {**document, "state": "validating"} if document.get("state") == "received" else document
    return {**document, "state": "received"} if document["state"] == "validating" else document


@plant("never-decided", "answer")
def never_decided(document: Document, moment: Moment) -> Document:
    """A batch is being validated for ever."""
    if moment.call.operation != "batch-status" or document["state"] not in DECIDED:
        return document
    return {**without(dict(document), "receipt"), "state": "validating", "successSize": 0, "failSize": 0}


@plant("status-miscounts", "answer")
def status_miscounts(document: Document, moment: Moment) -> Document:
    """Accepted rows of a batch are counted as if there were one more."""
    if moment.call.operation != "batch-status" or document["state"] not in DECIDED:
        return document
    return {**document, "successSize": document["successSize"] + 1}  # type: ignore[operator]
