"""``POST /subject-queries``: the current records of one subject."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from conformance.exchange.server import batches, pages, pull, records
from conformance.exchange.server.answers import answer, scope
from conformance.exchange.server.auth import Grant
from conformance.exchange.server.bodies import JSON, body, moment_of, parsed, takes
from conformance.exchange.server.envelopes import check_envelope, held
from conformance.exchange.server.hooks import through
from conformance.exchange.server.problems import error_at, refuse
from conformance.exchange.server.subject import problems_of

router = APIRouter()


@router.post("/subject-queries", name="query")
def query(
    request: Request,
    grant: Annotated[Grant, Depends(scope("query"))],
    _: Annotated[str, Depends(takes(JSON))],
    content: Annotated[bytes, Depends(body)],
) -> Response:
    """Records of a subject, within one page."""
    moment = moment_of(request)
    world = moment.world
    asked = check_envelope("SubjectQuery", parsed(content, moment), moment)
    scheme, identifier = asked["subject"]["scheme"], asked["subject"]["id"]
    wrong = list(problems_of(scheme, identifier, world))
    held(wrong, moment)
    items = asked.get("items")
    unknown = [
        error_at(f"/items/{at}", "数据清单里没有这个数据事项。 / The data list has no such item.")
        for at, item in enumerate(items or ())
        if item not in world.standard.items
    ]
    if unknown:
        raise refuse("unknown-item", "数据清单里没有所问的事项。 / The data list has no such item.", unknown)
    if scheme == "citizen-id" and "authorisation" not in asked:
        detail = (
            "查询自然人须有其授权，请写明 authorisation。 / A natural person is asked for with an authorisation only."
        )
        raise refuse("forbidden", detail, [error_at("/authorisation", detail)])
    batches.settle(world, moment)
    pull.refresh(world)
    with world.store.transaction() as db:
        found = records.about(db, scheme, identifier, items)
    found = through(lambda hooks: hooks.found, found, moment)
    return answer(moment, pages.page(found, pages.END, grant, moment))
