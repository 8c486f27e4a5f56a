"""``GET /catalogs/{edition}`` and ``GET /codelists/{id}``: what is published, byte by byte."""

from __future__ import annotations

from fastapi import APIRouter, Depends, Request, Response

from conformance.exchange.profile.content_digest import content_digest
from conformance.exchange.profile.reference_data import catalogue_bytes, code_list_bytes
from conformance.exchange.server.bodies import JSON, acceptable, moment_of
from conformance.exchange.server.hooks import Moment
from conformance.exchange.server.problems import refuse

router = APIRouter()


@router.get("/catalogs/{edition}", name="catalogue", dependencies=[Depends(acceptable)])
def catalogue(request: Request, edition: str) -> Response:
    """The data list of an edition with its record types."""
    moment = moment_of(request)
    if edition != moment.world.standard.edition.id:
        raise refuse("not-found", "没有这个版本的目录。 / There is no catalogue of this edition.")
    return _published(catalogue_bytes(moment.world.standard), moment)


@router.get("/codelists/{id_}", name="code-list", dependencies=[Depends(acceptable)])
def code_list(request: Request, id_: str) -> Response:
    """A code list."""
    moment = moment_of(request)
    if id_ not in moment.world.standard.code_lists:
        raise refuse("not-found", "没有这个代码表。 / There is no such code list.")
    return _published(code_list_bytes(moment.world.standard, id_), moment)


def _published(content: bytes, moment: Moment) -> Response:
    """The bytes with their digest; 304 to who has them already (RFC 9110, section 13.1.2)."""
    digest = content_digest(content)
    etag = f'"{digest.split(":")[1]}"'
    headers = {"ETag": etag, "Content-Digest": digest, "Cache-Control": "public, max-age=3600"}
    known = [one.strip().removeprefix("W/") for one in (moment.call.header("If-None-Match") or "").split(",")]
    if etag in known or known == ["*"]:
        del headers["Content-Digest"]
        return Response(status_code=304, headers=headers)
    return Response(content, 200, {"Content-Type": JSON, **headers})
