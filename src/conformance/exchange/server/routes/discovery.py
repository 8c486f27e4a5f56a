"""``GET /.well-known/credit-exchange``: what the service offers; and the profile's OpenAPI document."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Depends, Request, Response

from conformance.exchange.profile.load import profile
from conformance.exchange.server.answers import answer
from conformance.exchange.server.bodies import CSV, JSON, NDJSON, acceptable, moment_of
from conformance.exchange.server.records import SCHEMES
from conformance.exchange.server.world import World

router = APIRouter()


@router.get("/.well-known/credit-exchange", name="discovery", dependencies=[Depends(acceptable)])
def discovery(request: Request) -> Response:
    """Capabilities."""
    moment = moment_of(request)
    return answer(moment, capabilities(moment.world))


def capabilities(world: World) -> dict[str, Any]:
    """The discovery document."""
    settings, limits = world.settings, world.settings.limits
    return {
        "profile": profile().version,
        "classes": list(settings.classes),
        "party": settings.party,
        "title": settings.title,
        "editions": [world.standard.edition.id],
        "operations": list(settings.operations),
        "items": list(world.standard.items),
        "media_types": [JSON, NDJSON, CSV],
        "limits": {
            "max_body_bytes": limits.max_body_bytes,
            "max_records": limits.max_records,
            "max_page_size": limits.max_page_size,
            "token_failures_per_minute": limits.token_failures_per_minute,
        },
        "token_endpoint": "/token",
        "schemes": list(SCHEMES),
        "time_zone": "Asia/Shanghai",
        "contact": "reference-server@example.invalid",
        "withdrawn_visible_within_seconds": 0,
    }
