"""Faults of what is published for all: the catalogue and the code lists."""

from __future__ import annotations

import json

from msgspec.structs import replace

from conformance.exchange.profile.content_digest import content_digest
from conformance.exchange.server.faults.edit import with_body
from conformance.exchange.server.faults.plant import plant
from conformance.exchange.server.hooks import Moment
from conformance.exchange.server.messages import Call, Reply


def _digested(reply: Reply, body: bytes) -> Reply:
    """The answer with other bytes that it vouches for."""
    return with_body(reply, body).having("Content-Digest", content_digest(body))


@plant("catalogue-changed", "response")
def catalogue_changed(reply: Reply, moment: Moment) -> Reply:
    """The catalogue was written anew, and is no longer the published one."""
    served = moment.call.operation == "catalogue" and reply.status == 200
    return _digested(reply, json.dumps(json.loads(reply.body)).encode()) if served else reply


@plant("code-list-cut-short", "response")
def code_list_cut_short(reply: Reply, moment: Moment) -> Reply:
    """A code list lacks its last lines."""
    served = moment.call.operation == "code-list" and reply.status == 200
    if not served:
        return reply
    told = json.loads(reply.body)
    return _digested(reply, json.dumps({**told, "codes": told["codes"][:-1]}).encode())


@plant("reference-digest-wrong", "response")
def reference_digest_wrong(reply: Reply, moment: Moment) -> Reply:
    """The digest of the catalogue is that of something else."""
    served = moment.call.operation == "catalogue" and reply.status == 200
    return replace(_digested(reply, b""), body=reply.body) if served else reply


@plant("reference-without-etag", "response")
def reference_without_etag(reply: Reply, moment: Moment) -> Reply:
    """Nobody can ask whether the catalogue has changed."""
    return reply.having("ETag", None) if moment.call.operation == "catalogue" else reply


@plant("unknown-catalogue-served", "request")
def unknown_catalogue_served(call: Call, moment: Moment) -> Call:
    """For every edition there is the same catalogue."""
    return (
        replace(call, path=f"/catalogs/{moment.world.standard.edition.id}") if call.operation == "catalogue" else call
    )
