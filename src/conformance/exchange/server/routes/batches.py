"""``POST /batches`` and what became of a batch: status and receipt."""

from __future__ import annotations

import re
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from conformance.exchange.server import batches
from conformance.exchange.server.answers import answer, scope
from conformance.exchange.server.auth import Grant
from conformance.exchange.server.bodies import CSV, JSON, NDJSON, acceptable, body, moment_of, takes
from conformance.exchange.server.hooks import Moment, through
from conformance.exchange.server.problems import Refusal, refuse
from conformance.exchange.server.submitted import batch_of

router = APIRouter()
_KEY = re.compile(r"[!-~]{1,128}")


@router.post("/batches", name="push")
def push(
    request: Request,
    grant: Annotated[Grant, Depends(scope("push"))],
    media_type: Annotated[str, Depends(takes(JSON, NDJSON, CSV))],
    content: Annotated[bytes, Depends(body)],
) -> Response:
    """A batch is kept, whole, and will be judged."""
    moment = moment_of(request)
    world = moment.world
    key = _key(moment)
    print_ = batches.fingerprint(media_type, moment.call.query, content)
    batch = through(lambda hooks: hooks.batch, batch_of(content, media_type, moment), moment)
    with world.store.transaction() as db:
        known = batches.replay_of(db, grant.client, key, print_)
        replay = through(lambda hooks: hooks.replay, known, moment)
        if replay.state == "new":
            id_ = batches.add(db, batch, grant.client, key, print_, world)
            replay = batches.Replay("same", id_)
    if replay.state == "other":
        raise refuse(
            "idempotency-key-reused",
            "这个 Idempotency-Key 已用于另一批内容，请为新的内容另起一个。 / This key was used with another body; use a new one.",
        )
    return _accepted(moment, str(replay.batch))


def _key(moment: Moment) -> str:
    key = (moment.call.header("Idempotency-Key") or "").strip()
    if not key:
        detail = "请附上 Idempotency-Key，重发同一批时用同一个。 / There is no Idempotency-Key."
        raise refuse("idempotency-key-missing", detail)
    if not _KEY.fullmatch(key):
        detail = "Idempotency-Key 须是 1 到 128 个可见 ASCII 字符。 / Idempotency-Key has to be 1 to 128 visible ASCII characters."
        raise refuse("invalid-request", detail)
    return key


def _accepted(moment: Moment, id_: str) -> Response:
    told = batches.status(moment.world, id_)
    if told is None:
        raise _absent(id_)
    return answer(moment, told, 202, {"Location": f"/batches/{id_}"})


@router.get("/batches/{id_}", name="batch-status", dependencies=[Depends(scope("push")), Depends(acceptable)])
def batch_status(request: Request, id_: str) -> Response:
    """How far a batch has come; each look brings it one step on."""
    moment = moment_of(request)
    batches.step(moment.world, id_, moment)
    told = batches.status(moment.world, id_)
    if told is None:
        raise _absent(id_)
    return answer(moment, told)


@router.get("/batches/{id_}/receipt", name="receipt", dependencies=[Depends(scope("push")), Depends(acceptable)])
def receipt(request: Request, id_: str) -> Response:
    """What became of every row; not before the batch is decided."""
    moment = moment_of(request)
    found = batches.receipt(moment.world, id_)
    if found is None:
        batches.step(moment.world, id_, moment)
        raise _absent(id_, "receipt")
    return answer(moment, found)


def _absent(id_: str, what: str = "batch") -> Refusal:
    if what == "receipt":
        return refuse("not-found", "没有这一批，或者还没有回执。 / There is no such batch, or no receipt yet.")
    return refuse("not-found", "没有这一批。 / There is no such batch.")
