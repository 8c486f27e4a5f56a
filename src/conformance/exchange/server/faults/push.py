"""Faults of taking in batches: keys, digests, editions, states."""

from __future__ import annotations

import secrets
from typing import Any

from msgspec.structs import replace

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


@plant("location-on-other-host", "response")
def location_on_other_host(reply: Reply, moment: Moment) -> Reply:
    """The status of a batch is at an address that leads elsewhere."""
    path = reply.header("Location")
    if moment.call.operation != "push" or path is None:
        return reply
    return reply.having("Location", f"http://exchange.example.org{path}")


@plant("push-answer-incomplete", "answer")
def push_answer_incomplete(document: Document, moment: Moment) -> Document:
    """The answer to a push does not say which item it was taken for."""
    return without(dict(document), "item") if moment.call.operation == "push" else document


@plant("status-incomplete", "answer")
def status_incomplete(document: Document, moment: Moment) -> Document:
    """The status of a batch does not say when it was received."""
    return without(dict(document), "received") if moment.call.operation == "batch-status" else document


@plant("rows-beyond-limit-dropped", "parsed")
def rows_beyond_limit_dropped(body: Any, moment: Moment) -> Any:
    """Of a batch that is too long the first rows are taken, and nobody is told."""
    most = moment.world.settings.limits.max_records
    rows = body.get("records") if moment.call.operation == "push" and isinstance(body, dict) else None
    return {**body, "records": rows[:most]} if isinstance(rows, list) else body


@plant("ndjson-refused", "declared_type")
def ndjson_refused(declared: bool, moment: Moment) -> bool:
    """NDJSON is declared and refused."""
    return declared and "ndjson" not in (moment.call.header("Content-Type") or "")


@plant("partly-accepted-as-accepted", "answer")
def partly_accepted_as_accepted(document: Document, moment: Moment) -> Document:
    """A batch of which rows were rejected is called accepted."""
    partly = moment.call.operation == "batch-status" and document["state"] == "partially-accepted"
    return {**document, "state": "accepted"} if partly else document


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
    """A batch of a kind that there is not is taken for an incremental one."""
    pushed = moment.call.operation == "push" and isinstance(body, dict)
    return {**body, "kind": "incremental"} if pushed else body


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
    """A batch that was decided is being validated again at the next look."""
    decided = moment.call.operation == "batch-status" and document["state"] in DECIDED
    return {**document, "state": "validating"} if decided and moment.call.number % 2 else document


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
