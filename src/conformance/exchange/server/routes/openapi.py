"""``GET /openapi.json``: the profile's OpenAPI document; its server is "/", which is wherever it was fetched from."""

from __future__ import annotations

import json

from fastapi import APIRouter, Depends, Request, Response

from conformance.exchange.profile.openapi import openapi_document
from conformance.exchange.server.bodies import JSON, acceptable, moment_of

router = APIRouter()


@router.get("/openapi.json", name="openapi", dependencies=[Depends(acceptable)])
def document(request: Request) -> Response:
    """The document."""
    found = openapi_document(moment_of(request).world.standard.edition.id)
    return Response(json.dumps(found, ensure_ascii=False).encode(), 200, {"Content-Type": JSON})
